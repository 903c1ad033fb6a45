"""One expression on two engines: DuckDB here, and Spark on a cluster of processes."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest

from polemos.core import StoreError
from polemos.events import (
    Columns,
    DuckEngine,
    Engine,
    EventLake,
    SparkEngine,
    engine_at,
    severity,
    volumes,
    weeks,
)

_PATIENCE = 120.0  # seconds until a cluster must stand
_WORKERS = 2
CUT = datetime(2031, 6, 3, 12, tzinfo=UTC)
# Every indicator of events, as it is asked for.
ASKED: dict[str, Callable[..., object]] = {
    "all pairs by week and class": weeks,
    "two pairs": lambda f: weeks(f, [("LIL", "BLE"), ("BLE", "LIL")]),
    "as known by then": lambda f: weeks(f, by=CUT),
    "the world's events": volumes,
    "the world's events by then": lambda f: volumes(f, CUT),
    "severity by day": severity,
}


@dataclass
class Cluster:
    """Processes of a standalone Spark: a master, workers, and a Connect server."""

    home: Path
    port: int
    workers: list[subprocess.Popen[bytes]]
    others: list[subprocess.Popen[bytes]]

    @property
    def url(self) -> str:
        return f"sc://127.0.0.1:{self.port}"

    def end(self) -> None:
        for one in (*reversed(self.others), *self.workers):
            one.terminate()
        for one in (*self.others, *self.workers):
            try:
                one.wait(20)
            except subprocess.TimeoutExpired:
                one.kill()


def _java() -> str:
    """Give the folder that Java is in; nothing where there is none."""
    found = shutil.which("java")
    return str(Path(found).resolve().parents[1]) if found else ""


def _free() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start a cluster on loopback, from the package that the tests are set up with."""
    pyspark = pytest.importorskip("pyspark")
    if not _java():
        pytest.skip("needs Java, which Spark's own processes run on")
    spark = Path(pyspark.__file__).parent
    home = tmp_path_factory.mktemp("spark")
    env = {
        **{"PATH": os.defpath, "HOME": str(home), "JAVA_HOME": _java()},
        **{"SPARK_HOME": str(spark), "SPARK_LOCAL_IP": "127.0.0.1"},
        **{"SPARK_NO_DAEMONIZE": "1", "PYSPARK_PYTHON": sys.executable},
        **{"SPARK_LOG_DIR": str(home), "SPARK_WORKER_DIR": str(home)},
    }

    def start(name: str, *command: str) -> subprocess.Popen[bytes]:
        with (home / f"{name}.log").open("wb") as out:
            return subprocess.Popen(
                [str(spark / "bin" / command[0]), *command[1:]],
                **{"env": env, "cwd": home, "stdout": out, "stderr": out},
            )

    deploy = "org.apache.spark.deploy"
    at, port = _free(), _free()
    master = start(
        *("master", "spark-class", f"{deploy}.master.Master", "--host", "127.0.0.1"),
        *("--port", str(at), "--webui-port", "0"),
    )
    made = Cluster(home, port, [], [master])
    try:
        _wait(lambda: _answers(at), master, home)
        made.workers += [
            start(
                *(f"worker{n}", "spark-class", f"{deploy}.worker.Worker"),
                *("--host", "127.0.0.1", "--cores", "1", "--memory", "1g"),
                *("--webui-port", "0", "-d", str(home / f"w{n}")),
                f"spark://127.0.0.1:{at}",
            )
            for n in range(_WORKERS)
        ]
        told = {
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": str(port),
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.executor.cores": "1",
            "spark.executor.memory": "512m",
            "spark.sql.shuffle.partitions": "4",
            "spark.ui.enabled": "false",
        }
        conf = [part for k, v in told.items() for part in ("--conf", f"{k}={v}")]
        server = start(
            *("connect", "spark-submit", "--master", f"spark://127.0.0.1:{at}"),
            *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
            *conf,
            "spark-internal",
        )
        made.others.append(server)
        _wait(lambda: _answers(port), server, home)
        _wait(lambda: _joined(home) == _WORKERS, server, home)
        yield made
    finally:
        made.end()


def _joined(home: Path) -> int:
    """Count the executors that the driver has heard of."""
    told = (home / "connect.log").read_text("utf-8", "replace")
    return told.count("Registered executor")


def _wait(until: Callable[[], bool], of: subprocess.Popen[bytes], home: Path) -> None:
    last = time.monotonic() + _PATIENCE
    while not until():
        if of.poll() is not None or time.monotonic() > last:
            logs = "\n".join(
                f"{p.name}: {p.read_text('utf-8', 'replace')[-600:]}"
                for p in sorted(home.glob("*.log"))
            )
            pytest.fail(f"expected a cluster within {_PATIENCE:g} s\n{logs}")
        time.sleep(0.25)


@pytest.fixture(scope="module")
def spark(cluster: Cluster) -> Iterator[SparkEngine]:
    made = SparkEngine(cluster.url)
    yield made
    made.close()


@pytest.fixture
def files(filled: EventLake) -> list[str]:
    return [str(p) for p in filled.files()]


def ordered(told: Columns) -> dict[str, np.ndarray]:
    """Put rows in order by what they are of."""
    keys = [k for k in ("week", "a", "b", "quad", "day") if k in told]
    by = np.lexsort([told[k].astype(str) for k in reversed(keys)])
    return {k: v[by] for k, v in told.items()}


def same(one: Columns, other: Columns) -> None:
    """Hold two answers equal, sums of fractions to what their order allows."""
    one, other = ordered(one), ordered(other)
    assert set(one) == set(other)
    for name, column in one.items():
        if column.dtype.kind == "f":
            np.testing.assert_allclose(column, other[name], rtol=1e-13, atol=1e-12)
        else:
            assert column.dtype == other[name].dtype, name
            assert (column == other[name]).all(), name


# -- here ------------------------------------------------------------------------------


def by_hand(files: list[str], where: str = "true") -> Columns:
    """Work the weeks out in SQL of its own."""
    told = duckdb.connect().execute(
        f"""
        SELECT week, a, b, quad, count(*) AS events,
          sum(ln(1 + sources)) AS weight, sum(goldstein * ln(1 + sources)) AS scale,
          sum(sources)::BIGINT AS sources, sum(mentions)::BIGINT AS mentions,
          sum(tone) AS tone
        FROM read_parquet({files}) WHERE root AND NOT again AND a IS NOT NULL
          AND b IS NOT NULL AND a <> b AND {where} GROUP BY ALL
        """
    )
    return {k: np.asarray(v) for k, v in told.fetchnumpy().items()}


def test_weeks_are_what_plain_sql_counts(files: list[str]) -> None:
    on = DuckEngine()
    same(on.collect(weeks(on.scan(files))), by_hand(files))
    then = f"known <= TIMESTAMP '{CUT:%F %T}'"
    same(on.collect(weeks(on.scan(files), by=CUT)), by_hand(files, then))


def test_it_is_bounded_in_memory_and_spills(files: list[str], tmp_path: Path) -> None:
    small = DuckEngine(memory="64MB", spill=tmp_path)
    same(small.collect(weeks(small.scan(files))), by_hand(files))


def test_an_engine_is_named_by_its_address(tmp_path: Path) -> None:
    assert isinstance(engine_at("", tmp_path), DuckEngine)
    assert engine_at("sc://cluster:15002") == SparkEngine("sc://cluster:15002")
    with pytest.raises(StoreError, match="expected the address of Spark Connect"):
        engine_at("http://cluster")


def test_a_file_that_is_gone_is_told_in_one_line(tmp_path: Path) -> None:
    on, gone = DuckEngine(), [str(tmp_path / "none.parquet")]
    with pytest.raises(StoreError, match=r"expected Parquet files, found .*none"):
        on.scan(gone)


# -- on a cluster ----------------------------------------------------------------------


@pytest.mark.parametrize("what", ASKED)
def test_every_indicator_is_the_same_on_both(
    what: str, files: list[str], spark: SparkEngine
) -> None:
    here = DuckEngine()
    engines: tuple[Engine, Engine] = (here, spark)
    one, other = (on.collect(ASKED[what](on.scan(files))) for on in engines)  # type: ignore[arg-type]
    assert len(next(iter(one.values()))) > 0
    same(one, other)


def test_the_cluster_has_two_workers_at_work(cluster: Cluster) -> None:
    assert _joined(cluster.home) == _WORKERS
    assert all(one.poll() is None for one in cluster.workers)


def test_a_worker_killed_in_the_middle_changes_nothing(
    files: list[str], spark: SparkEngine, cluster: Cluster
) -> None:
    """The last test of this cluster: one of its workers does not come back."""
    expected = DuckEngine()
    want = expected.collect(weeks(expected.scan(files)))
    many = files * 40  # long enough to be in the middle of
    found: list[Columns] = []

    def ask() -> None:
        found.append(spark.collect(weeks(spark.scan(many))))

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(1.5)
    alive = asking.is_alive()
    cluster.workers[0].kill()
    asking.join(240)
    assert alive, "it was over before a worker was killed"
    assert cluster.workers[0].wait(20) != 0
    (told,) = found
    once = {k: v / 40 if k in _SUMS else v for k, v in told.items()}
    one, other = ordered(want), ordered(once)
    for name in want:
        if name in _SUMS:
            np.testing.assert_allclose(one[name], other[name], rtol=1e-12, atol=1e-11)
        else:
            assert (one[name] == other[name]).all()
    same(spark.collect(weeks(spark.scan(files))), want)  # and it goes on


_SUMS = {"events", "weight", "scale", "sources", "mentions", "tone"}


def test_where_nothing_listens_it_says_so() -> None:
    pytest.importorskip("pyspark")
    with pytest.raises(StoreError, match=r"expected Spark Connect at sc://127\.0"):
        SparkEngine(f"sc://127.0.0.1:{_free()}").scan(["x"])
