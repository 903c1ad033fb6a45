"""The lake on disk: what it refuses to open, who may write, what a bad disk does."""

import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from polemos.core import Source, StoreError
from polemos.store import Store

Tell = Callable[[int], Any]

HOLD = """
import sys
from pathlib import Path
from polemos.store._lake import Lake
with Lake.open(Path(sys.argv[1])).writing():
    print("writing", flush=True)
    sys.stdin.read()
"""


@contextmanager
def writer(lake: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold the lock in another process."""
    command = [sys.executable, "-c", HOLD, str(lake)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        yield process
        process.kill()


def test_an_opened_store_is_made_where_there_is_none(store: Store) -> None:
    assert json.loads(store.lake.about.read_text()) == {"schema": 1}
    assert Store.open(store.lake.path, store.sources).lake.listing() == ()


def test_a_second_writer_is_refused_in_clear_words(store: Store, telling: Tell) -> None:
    with writer(store.lake.path) as process:
        words = rf"another process is writing \(process {process.pid}, since 20"
        with pytest.raises(StoreError, match=words):
            store.append(*telling(1))
        assert store.as_of(telling(1)[1][0].known_at).stored() == [], "readers go on"
    assert store.append(*telling(1)) == 20, "the lock goes with the process"


def test_two_stores_of_one_process_do_not_write_at_once(
    store: Store, sources: Mapping[str, Source], telling: Tell
) -> None:
    other = Store.open(store.lake.path, sources)
    with (
        store.lake.writing(),
        pytest.raises(StoreError, match="another process is writing"),
    ):
        other.append(*telling(1))
    assert other.append(*telling(1)) == 20


def test_readers_never_wait_and_never_see_half(
    store: Store, sources: Mapping[str, Source], telling: Tell, tmp_path: Path
) -> None:
    """Threads and a process read while appends and an index are written."""
    seen: list[float] = []
    faults: list[Exception] = []
    done = threading.Event()
    end = telling(1)[1][0].known_at + timedelta(days=1000)

    def read(store: Store) -> None:
        while not done.is_set():
            try:
                view = store.as_of(end)
                values = {p.value for name in view.stored() for p in view.series(name)}
                if len(values) > 1:
                    faults.append(AssertionError(f"half an append: {values}"))
                seen.extend(values)
            except StoreError as error:
                faults.append(error)

    script = tmp_path / "reader.py"
    script.write_text(READER)
    store.append(*telling(0))
    with subprocess.Popen(
        [sys.executable, str(script), str(store.lake.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "reading\n"
        other = Store.open(store.lake.path, sources)
        threads = [
            threading.Thread(target=read, args=(s,)) for s in (store, store, other)
        ]
        for thread in threads:
            thread.start()
        writing = Store.open(store.lake.path, sources)
        for n in range(1, 16):
            writing.append(*telling(n))
            if n % 4 == 0:
                writing.settle()
        done.set()
        for thread in threads:
            thread.join()
        told, _ = process.communicate("stop\n")
    assert not faults
    assert len(set(seen)) > 3, "the readers hardly read"
    assert json.loads(told) == [], "the other process saw half an append"


READER = """
import json, select, sys
import duckdb
from pathlib import Path
lake, halves = Path(sys.argv[1]), []
print("reading", flush=True)
while not select.select([sys.stdin], [], [], 0)[0]:
    for folder in (lake / "tx").iterdir():
        rows = duckdb.execute(
            f"SELECT count(*) FROM '{folder}/observation.parquet'"
        ).fetchone()
        if rows != (20,) or not (folder / "heard.parquet").exists():
            halves.append(folder.name)
print(json.dumps(halves))
"""


def test_a_view_keeps_what_it_was_opened_on(store: Store, telling: Tell) -> None:
    store.append(*telling(1))
    end = telling(9)[1][0].known_at
    view, name = store.as_of(end), telling(1)[1][0].series
    store.append(*telling(2))
    store.settle()
    store.append(*telling(3))
    store.settle()
    assert {p.value for p in view.series(name)} == {1.0}
    assert {p.value for p in store.as_of(end).series(name)} == {3.0}


def test_a_newer_schema_is_refused(store: Store, sources: Mapping[str, Source]) -> None:
    store.lake.about.write_text('{"schema": 2}')
    with pytest.raises(StoreError, match="schema up to 1, found 2; update polemos"):
        Store.open(store.lake.path, sources)
    for found in ("{", "[1]", "-1", "true", '"1"'):
        harm = f'{{"schema": {found}}}'
        store.lake.about.write_text(harm)
        with pytest.raises(StoreError, match=r"about\.json: expected the schema"):
            Store.open(store.lake.path, sources)


def test_a_folder_of_something_else_is_refused(
    tmp_path: Path, sources: Mapping[str, Source]
) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(StoreError, match="a store or an empty folder, found other"):
        Store.open(tmp_path, sources)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(StoreError, match="a file is where a folder is needed"):
        Store.open(tmp_path / "letter.txt", sources)


@pytest.mark.parametrize("kind", ["observation", "snapshot", "heard"])
@pytest.mark.parametrize("harm", [b"", b"PAR1 garbage PAR1", b"cut"])
def test_a_damaged_table_is_named(
    store: Store, sources: Mapping[str, Source], telling: Tell, kind: str, harm: bytes
) -> None:
    store.append(*telling(1))
    store.append(*telling(2))
    table = store.lake.table("00000002", kind)
    table.write_bytes(table.read_bytes()[:-9] if harm == b"cut" else harm)
    moment, name = telling(2)[1][0].known_at, telling(2)[1][0].series
    with pytest.raises(StoreError, match=rf"00000002/{kind}\.parquet.*move the folder"):
        Store.open(store.lake.path, sources).as_of(moment).series(name)
    shutil.rmtree(table.parent)  # as the words advise
    view = Store.open(store.lake.path, sources).as_of(moment)
    assert {p.value for p in view.series(name)} == {1.0}


def test_a_damaged_page_is_named(
    store: Store, sources: Mapping[str, Source], telling: Tell
) -> None:
    """The footer may be sound where the values are not."""
    store.append(*telling(1))
    table = store.lake.table("00000001", "observation")
    body = bytearray(table.read_bytes())
    body[4 : len(body) // 3] = bytes(len(body) // 3 - 4)
    table.write_bytes(body)
    with pytest.raises(StoreError, match=r"observation\.parquet"):
        Store.open(store.lake.path, sources).as_of(telling(1)[1][0].known_at).stored()


def test_a_damaged_index_can_be_thrown_away(
    store: Store, sources: Mapping[str, Source], telling: Tell
) -> None:
    store.append(*telling(1))
    store.settle()
    (folder,) = (store.lake.path / "index").iterdir()
    moment, name = telling(1)[1][0].known_at, telling(1)[1][0].series
    (folder / "timeline.parquet").write_bytes(b"")
    with pytest.raises(StoreError, match=r"timeline\.parquet.*it is made anew"):
        Store.open(store.lake.path, sources).as_of(moment).series(name)
    shutil.rmtree(folder)
    assert len(Store.open(store.lake.path, sources).as_of(moment).series(name)) == 10
    store = Store.open(store.lake.path, sources)
    store.settle()
    (folder,) = (store.lake.path / "index").iterdir()
    for harm in ("{", "[]", "null", '{"covers": 5}', '{"covers": [[]], "rule": ""}'):
        (folder / "about.json").write_text(harm)
        fresh = Store.open(store.lake.path, sources)
        assert len(fresh.as_of(moment).series(name)) == 10


@pytest.mark.parametrize("kind", ["timeline", "heard", "snapshot", "area"])
def test_an_index_that_lost_a_file_is_not_believed(
    store: Store, sources: Mapping[str, Source], telling: Tell, kind: str
) -> None:
    store.append(*telling(1))
    store.settle()
    (folder,) = (store.lake.path / "index").iterdir()
    (folder / f"{kind}.parquet").unlink()
    store = Store.open(store.lake.path, sources)
    assert not store.settled
    store.append(*telling(2))
    for n in (1, 2):
        snap, records = telling(n)
        view = store.as_of(records[0].known_at)
        assert {p.value for p in view.series(records[0].series)} == {float(n)}
        assert view.snapshot(snap[0].id, snap[0].source)
    store.settle()
    assert store.settled


@pytest.mark.parametrize("kind", ["observation", "heard"])
def test_an_append_that_lost_one_half_is_named(
    store: Store, sources: Mapping[str, Source], telling: Tell, kind: str
) -> None:
    store.append(*telling(1))
    store.append(*telling(2))
    store.lake.table("00000002", kind).unlink()
    with pytest.raises(StoreError, match=rf"00000002/{kind}\.parquet.*found none"):
        Store.open(store.lake.path, sources).as_of(telling(2)[1][0].known_at)


def test_a_damaged_label_names_nothing(
    store: Store, sources: Mapping[str, Source], telling: Tell
) -> None:
    store.append(*telling(1), label="one")
    (store.lake.path / "tx" / "00000001" / "label").write_bytes(b"\xff\xfe")
    store = Store.open(store.lake.path, sources)
    assert not store.holds("one")
    assert store.append(*telling(1), label="one") == 0, "its rows are held"
    assert store.holds("one")


def test_an_index_by_another_rule_or_of_another_log_is_not_believed(
    store: Store, sources: Mapping[str, Source], telling: Tell
) -> None:
    store.append(*telling(1))
    store.append(*telling(2))
    store.settle()
    (folder,) = (store.lake.path / "index").iterdir()
    assert store.as_of(telling(1)[1][0].known_at).reading.folder == folder
    about = json.loads((folder / "about.json").read_text())
    (folder / "about.json").write_text(json.dumps(about | {"rule": "older"}))
    fresh = Store.open(store.lake.path, sources)
    assert fresh.as_of(telling(1)[1][0].known_at).reading.folder is None
    (folder / "about.json").write_text(json.dumps(about))
    shutil.rmtree(store.lake.path / "tx" / "00000002")
    fresh = Store.open(store.lake.path, sources)
    view = fresh.as_of(telling(2)[1][0].known_at)
    assert view.reading.folder is None
    assert {p.value for p in view.series(telling(1)[1][0].series)} == {1.0}


def test_raw_bytes_are_kept_under_their_hash(store: Store, telling: Tell) -> None:
    (snap,), records = telling(1)
    store.append([snap], records)
    assert store.raw(snap.id) == snap.body
    assert store.raw("0" * 64) is None
    file = store.lake.path / "raw" / snap.id[:2] / snap.id
    file.write_bytes(b"other")
    with pytest.raises(StoreError, match="expected bytes with that hash"):
        store.raw(snap.id)


ON_DISK = """
import subprocess, sys
from pathlib import Path
sys.path.insert(0, {here!r})
from test_killed import append, opened, told
from polemos.core import StoreError
lake = Path(sys.argv[1])
n = 0
if {readonly}:
    append(opened(lake), 1)
    subprocess.run(["mount", "-o", "remount,ro", str(lake)], check=True)
    n = 1
try:
    for more in range(n + 1, 1000):
        append(opened(lake), more)
        n = more
except StoreError as error:
    print(error)
    assert told(opened(lake)) == n, "something was lost"
    if {readonly}:
        try:
            opened(lake / "new")
        except StoreError as error:
            print(error)
    sys.exit(0)
sys.exit("the disk never complained")
"""


@pytest.mark.parametrize(
    ("readonly", "size", "words"),
    [(False, "600k", "the disk is full"), (True, "16m", "the disk is read-only")],
)
def test_a_full_or_read_only_disk_loses_nothing(
    tmp_path: Path, readonly: bool, size: str, words: str
) -> None:
    """On a real file system of a namespace of our own, where one may be had."""
    lake, script = tmp_path / "disk", tmp_path / "on_disk.py"
    lake.mkdir()
    here = str(Path(__file__).parent)
    script.write_text(ON_DISK.format(here=here, readonly=readonly))
    shell = f"mount -t tmpfs -o size={size} none {lake} || exit 77; "
    command = ["unshare", "-rm", "sh", "-c", f'{shell} "$0" {script} {lake}']
    if not shutil.which("unshare"):
        pytest.skip("no unshare here: the full disk was not tried")
    done = subprocess.run(
        [*command, sys.executable], capture_output=True, text=True, check=False
    )
    if done.returncode in {1, 77} and "unshare" in done.stderr + done.stdout:
        pytest.skip("no namespaces here: the full disk was not tried")
    if done.returncode == 77:
        pytest.skip("no mounts here: the full disk was not tried")
    assert done.returncode == 0, done.stderr + done.stdout
    assert f"nothing was changed: {words}" in done.stdout


def test_a_failed_append_leaves_no_trace(
    store: Store, telling: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append(*telling(1))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", fail)
        with pytest.raises(StoreError, match="nothing was changed: the disk is full"):
            store.append(*telling(2))
    assert store.lake.listing() == ("00000001",)
    assert not list((store.lake.path / "tmp").glob("work*"))
    assert store.append(*telling(2)) == 20


def test_killing_is_told_from_refusing(store: Store, telling: Tell) -> None:
    """A lock that a killed process held hinders nobody."""
    with writer(store.lake.path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (store.lake.path / "tmp" / "work").exists()
        assert store.append(*telling(1)) == 20
    assert not list((store.lake.path / "tmp").iterdir())
