"""Measure events at scale: weeks of pairs of 10^6 to 10^8 rows, and loading exports.

Rows are drawn from counts of a genuine GDELT 2.0 export (`bench/events.csv`: one of 27
October 2015, tabulated by us; The GDELT Project, free with attribution), so that pairs,
classes and scales are as skewed as they are. Peers work in the same run on the same
files: SQL written by hand for the same engine, Polars where it is installed, and for
loading pandas as the `gdelt` package reads (0.1.14 cannot be imported without a
network). `.venv/bin/python bench/events.py [MILLIONS]`, 10 unless it is told; 100 takes
some minutes and three gigabytes of disk.
"""

import csv
import gc
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from _line import Line, print_table, timed

from polemos.events import GDELT_2, DuckEngine, EventLake, weeks

TABLE = Path(__file__).with_name("events.csv")
SPANS = 520  # weeks that rows are spread over
DAY, FILES = datetime(2031, 3, 3, tzinfo=UTC), 96
WITHIN, MEMORY = 1.5, 2 << 30  # of hand-written SQL; bytes
BY_HAND = """
SELECT week, a, b, quad, count(*) AS events, sum(ln(1 + sources)) AS weight,
  sum(goldstein * ln(1 + sources)) AS scale, sum(sources) AS sources,
  sum(mentions) AS mentions, sum(tone) AS tone
FROM read_parquet({files}) WHERE root AND NOT again AND a IS NOT NULL
  AND b IS NOT NULL AND a <> b GROUP BY ALL
"""


def drawn(rows: int, folder: Path) -> Sequence[str]:
    """Write so many rows, in files of ten million."""
    db = duckdb.connect()
    db.execute("SET memory_limit='1GB'; SET preserve_insertion_order=false")
    db.execute(
        f"CREATE TABLE told AS SELECT * FROM read_csv('{TABLE}', comment='#', "
        "nullstr='', types={'a': 'VARCHAR', 'b': 'VARCHAR'})"
    )
    # each row of the table as often as it was seen, so that one draw is one look-up
    db.execute(
        "CREATE TABLE deck AS SELECT row_number() OVER () - 1 AS n, told.* "
        "EXCLUDE (rows) FROM told, range(told.rows)"
    )
    (cards,) = db.execute("SELECT count(*) FROM deck").fetchone() or (1,)
    found = []
    for part, first in enumerate(range(0, rows, 10_000_000)):
        file = folder / f"{part}.parquet"
        last = min(rows, first + 10_000_000)
        db.execute(
            f"COPY (SELECT i AS id, CAST(3000 + hash(i * 7) % {SPANS} AS INTEGER) AS "
            "week, a, b, root, again, CAST(quad AS TINYINT) AS quad, goldstein, "
            "CAST(sources AS INTEGER) AS sources, CAST(mentions AS INTEGER) AS "
            "mentions, tone + (hash(i * 13) % 1000) / 500.0 AS tone "
            f"FROM range({first}, {last}) r(i) JOIN deck ON n = hash(i) % {cards}) "
            f"TO '{file}' (FORMAT parquet, COMPRESSION zstd)"
        )
        found.append(str(file))
    return found


def ours(files: Sequence[str], spill: Path) -> None:
    """Aggregate as the house does."""
    on = DuckEngine(spill=spill)
    on.collect(weeks(on.scan(files)))


def sql(files: Sequence[str], spill: Path) -> None:
    """Aggregate in SQL written by hand, as bounded."""
    db = duckdb.connect()
    db.execute(f"SET memory_limit='1536MB'; SET temp_directory='{spill}'")
    db.execute("SET preserve_insertion_order=false")
    db.execute(BY_HAND.format(files=list(files))).fetchnumpy()


def polars(files: Sequence[str]) -> None:
    """Aggregate in Polars, unbounded."""
    import polars as pl

    c = pl.col
    kept = c("root") & ~c("again") & c("a").is_not_null() & c("b").is_not_null()
    weight = (c("sources") + 1).cast(pl.Float64).log()
    pl.scan_parquet(list(files)).filter(kept & (c("a") != c("b"))).group_by(
        "week", "a", "b", "quad"
    ).agg(
        *(pl.len().alias("events"), weight.sum().alias("weight")),
        *((c("goldstein") * weight).sum().alias("scale"), c("sources").sum()),
        *(c("mentions").sum(), c("tone").sum()),
    ).collect(engine="streaming")


def peak(work: str, files: Sequence[str], spill: Path) -> float:
    """Give the most memory of a process of its own, in megabytes."""
    script = (
        "import sys, resource; sys.path.insert(0, 'bench'); import events\n"
        f"events.{work}({list(files)!r}, __import__('pathlib').Path({str(spill)!r}))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[-1]) / 1024


def exported() -> dict[str, bytes]:
    """Make a day of exports, zipped, of rows as the table has them."""
    rng = np.random.default_rng(1)
    with TABLE.open(encoding="utf-8", newline="") as told:
        rows = list(csv.DictReader(line for line in told if not line.startswith("#")))
    chances = np.array([int(r["rows"]) for r in rows], float)
    found, number = {}, 0
    for n in range(FILES):
        slot = DAY + n * timedelta(minutes=15)
        lines = []
        for k in rng.choice(len(rows), 2116, p=chances / chances.sum()):
            row, cells = rows[k], [""] * GDELT_2.width
            number += 1
            filled = {
                **{"id": number, "day": f"{slot:%Y%m%d}", "code": f"{row['quad']}0"},
                **{"known": f"{slot:%Y%m%d%H%M%S}", "place": "UP"},
                **{
                    "url": f"http://example.org/{number // 3}/an-article-of-some-length"
                },
                **{k: row[k] for k in ("a", "b", "quad", "goldstein", "sources")},
                **{"mentions": row["mentions"], "tone": row["tone"]},
                **{"root": int(row["root"] == "true")},
            }
            for name, at in GDELT_2.at.items():
                cells[at] = str(filled[name])
            lines.append("\t".join(cells))
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("x.CSV", "\n".join(lines) + "\n")
        found[f"{slot:%Y%m%d%H%M%S}"] = out.getvalue()
    return found


def load(files: dict[str, bytes], folder: Path) -> None:
    """Load a day as the house does: checked, dated, deduplicated, written, noted."""
    with tempfile.TemporaryDirectory(dir=folder) as home:
        lake = EventLake(Path(home), GDELT_2)
        lake.load(
            {
                datetime.strptime(k, "%Y%m%d%H%M%S").replace(tzinfo=UTC): body
                for k, body in files.items()
            }
        )


def load_as_gdelt(files: dict[str, bytes]) -> None:
    """Load a day as the `gdelt` package does: a frame a file, and all put together."""
    import pandas as pd

    frames = [
        pd.read_csv(
            BytesIO(body),
            compression="zip",
            sep="\t",
            header=None,
            on_bad_lines="skip",
            dtype={26: "str", 27: "str", 28: "str"},
        )
        for body in files.values()
    ]
    told = pd.concat(frames)
    told.reset_index(drop=True, inplace=True)


def measured(millions: int, folder: Path) -> Iterator[Line]:
    """Give each line as it is measured."""
    spill = folder / "spill"
    sizes = [n for n in (1, 10, 100) if n <= millions]
    last = 0.0
    for n in sizes:
        home = folder / f"{n}"
        home.mkdir()
        files = drawn(n * 1_000_000, home)
        gc.collect()
        mine = timed(partial(ours, files, spill), 3 if n < 100 else 1)
        hand = timed(partial(sql, files, spill), 3 if n < 100 else 1)
        what = "weeks of pairs by quad class"
        yield Line(what, n * 1_000_000, mine, WITHIN * hand, "SQL by hand", hand)
        try:
            other = timed(partial(polars, files), 1)
        except ImportError:
            print("Polars is not installed: no line beside it", file=sys.stderr)
        else:
            yield Line(what, n * 1_000_000, mine, other, "Polars, streaming", other)
        scan = timed(partial(_scan, files), 1)
        yield Line(what, n * 1_000_000, mine, None, "reading the columns", scan)
        if last:
            yield Line(
                "growth of the time", n * 1_000_000, mine / last, None, "rows", 10
            )
        last = mine
        held = peak("ours", files, spill)
        bound = MEMORY / (1 << 20)
        yield Line("memory, MB", n * 1_000_000, held, bound, "bound, MB", bound)
    files = exported()
    rows = FILES * 2116
    mine = timed(partial(load, files, folder), 3)
    theirs = timed(partial(load_as_gdelt, files), 1)
    yield Line(
        "load a day of exports", rows, mine, None, "pandas, as gdelt reads", theirs
    )


def _scan(files: Sequence[str]) -> Any:
    columns = ("week", "a", "b", "quad", "goldstein", "sources", "mentions", "tone")
    told = ", ".join(f"count(hash({c}))" for c in columns)
    return duckdb.execute(f"SELECT {told} FROM read_parquet({list(files)})").fetchall()


def tabulate(raw: Path) -> None:
    """Count the rows of genuine exports anew, for maintainers with the specimens."""
    first = (raw / "gdelt2_raw_20151027220000.export.csv").as_posix()
    told = duckdb.execute(
        f"""
        WITH export AS (SELECT c07 AS a, c17 AS b, c25 = '1' AS root, c29 AS quad,
            c30 AS goldstein, c32 AS sources, c31 AS mentions, c34 AS tone,
            row_number() OVER (PARTITION BY c07, c17, c28, c60 ORDER BY c00) > 1
              AS again
          FROM read_csv('{first}', delim='\t', header=false, quote='', escape='',
            columns={{{", ".join(f"'c{n:02}': 'VARCHAR'" for n in range(61))}}}))
        SELECT a, b, root, again, quad, goldstein, sources, least(mentions::INT, 20)
            AS mentions, round(avg(tone::DOUBLE), 1) AS tone, count(*) AS rows
        FROM export GROUP BY ALL ORDER BY ALL
        """
    )
    names = [d[0] for d in told.description or ()]
    with TABLE.open("w", encoding="utf-8", newline="") as out:
        out.write(
            "# Rows of one genuine export of 2,116 events, tabulated by polemos.\n"
            "# The GDELT Project, export of 2015-10-27 22:00 UTC, free with\n"
            "# attribution: https://www.gdeltproject.org/\n"
        )
        table = csv.writer(out, lineterminator="\n")
        table.writerow(names)
        for row in told.fetchall():
            table.writerow(str(v).lower() if isinstance(v, bool) else v for v in row)


if __name__ == "__main__":
    if "--table" in sys.argv[1:]:
        tabulate(Path(sys.argv[-1]))
        sys.exit()
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    work: Callable[[Path], Iterator[Line]] = partial(measured, asked)
    with tempfile.TemporaryDirectory() as place:
        print_table("rows", work(Path(place)))
    print(
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most"
    )
