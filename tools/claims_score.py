"""Score the check of labelled claims: reading, binding and verdict apart.

`python tools/claims_score.py SET…` prints the table that docs/guide/check.md holds of
the blind half, or of any other set of tests/claims/labelled.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from polemos import wars
from polemos.claims import Kind, Lexicon, Row, check_text
from polemos.core import end_of_day
from polemos.pipeline import World, open_world
from polemos.settings import store_path

FOLDER = Path(__file__).parents[1] / "tests" / "claims" / "labelled"
NEWEST = date(2026, 8, 22)  # the day that verdict_now is labelled as of
GOOD = ("holds", "rounds", "outdated")
SILENT = ("unsupported", "unbound")


@dataclass
class Score:
    """What came out right, of what was found and of what was labelled."""

    labels: int = 0
    read: int = 0
    extra: int = 0
    value: int = 0
    comparator: int = 0
    unit: int = 0
    bindable: int = 0
    claimed: int = 0  # bound by us, rightly or not
    bound: int = 0
    verdict: int = 0
    now: int = 0
    false: int = 0
    accused: int = 0  # called false by us, rightly or not
    caught: int = 0
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    def rates(self) -> Mapping[str, float]:
        """Give precision and recall of each step, in percent."""
        return {
            "reading precision": 100 * self.read / (self.read + self.extra),
            "reading recall": 100 * self.read / self.labels,
            "value": 100 * self.value / self.read,
            "comparator": 100 * self.comparator / self.read,
            "unit": 100 * self.unit / self.read,
            "binding precision": 100 * self.bound / max(1, self.claimed),
            "binding recall": 100 * self.bound / self.bindable,
            "verdict": 100 * self.verdict / self.labels,
            "verdict now": 100 * self.now / self.labels,
            "false precision": 100 * self.caught / max(1, self.accused),
            "false recall": 100 * self.caught / max(1, self.false),
        }


def labelled(name: str) -> Sequence[Mapping[str, Any]]:
    """Read one set of labelled claims."""
    raw = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    return cast(Sequence[Mapping[str, Any]], raw["claim"])


def score(world: World, claims: Sequence[Mapping[str, Any]]) -> Score:
    """Check every claim as of its day, and hold the rows to the labels."""
    lexicon = Lexicon.parse(wars.table(world.war, "lexicon.toml"))
    view = world.without_models(end_of_day(NEWEST))
    made = Score()
    for claim in claims:
        checked = check_text(
            claim["text"], view, lexicon, claim["written_on"], world.war.began
        )
        rows = [r for r in checked.rows if r.kind is not Kind.DATE]
        pairs = list(_paired(claim, rows))
        labelled_rows = {id(r) for _, r in pairs if r is not None}
        for one in rows:
            if id(one) not in labelled_rows:  # what nobody labelled counts against us
                made.extra += 1
                made.claimed += bool(_series(one))
                made.accused += one.then.verdict not in (*GOOD, *SILENT)
        for label, row in pairs:
            _count(made, label, row)
    return made


def _paired(
    claim: Mapping[str, Any], rows: Sequence[Row]
) -> Iterator[tuple[Mapping[str, Any], Row | None]]:
    """Give each label with the first row that stands on it and has no other."""
    free = list(rows)
    for label in claim["quantity"]:
        start = claim["text"].index(label["surface"])
        end = start + len(label["surface"])
        hit = next(
            (r for r in free if r.quantity.start < end and start < r.quantity.end), None
        )
        if hit is not None:
            free.remove(hit)
        yield label, hit


def _count(made: Score, label: Mapping[str, Any], row: Row | None) -> None:
    made.labels += 1
    false = label["verdict"] not in (*GOOD, *SILENT)
    made.false += false
    wanted = set(label["series"])
    made.bindable += bool(wanted)
    if row is None:
        made.confusion[label["verdict"], "not read"] += 1
        return
    q = row.quantity
    made.read += 1
    made.value += _near(q.low, label["low"]) and _near(q.high, label["high"])
    made.comparator += q.comparator == label["comparator"]
    made.unit += q.unit == label["unit"]
    ours = _series(row)
    made.claimed += bool(ours)
    made.bound += bool(wanted & ours)
    made.verdict += row.then.verdict == label["verdict"]
    made.now += row.now.verdict == label["verdict_now"]
    accused = row.then.verdict not in (*GOOD, *SILENT)
    made.accused += accused
    made.caught += accused and false
    made.confusion[label["verdict"], row.then.verdict.value] += 1


def _series(row: Row) -> set[str]:
    works = (row.then.best, *row.then.rivals)
    ways = [w for p in row.bound.parts for w in p.ways] if row.bound else []
    return {*row.series, *(w.series for w in ways)} | {
        w.way.series for w in works if w is not None
    }


def _near(ours: Decimal | None, label: str) -> bool:
    if ours is None or label == "":
        return ours is None and label == ""
    return abs(ours - Decimal(label)) <= abs(Decimal(label)) * Decimal("0.001")


def main() -> None:
    """Print the rates of the sets that are named, or of the blind half."""
    world = open_world("rus-ukr", store_path(), lambda *_: None)
    for name in sys.argv[1:] or ["blind"]:
        made = score(world, labelled(name))
        print(f"{name}: {made.labels} quantities\n\n| step | percent |\n| --- | --- |")
        for step, rate in made.rates().items():
            print(f"| {step} | {rate:.1f} |")
        print()


if __name__ == "__main__":
    main()
