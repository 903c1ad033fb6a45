"""Published claims in a made-up world: found otherwise once, and never overwritten."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from polemos import wars
from polemos.claims import check
from polemos.core import (
    Basis,
    Cadence,
    Claim,
    Licence,
    Measure,
    Observation,
    Period,
    Provider,
    Reckoning,
    Relation,
    Series,
    SeriesSpec,
    Snapshot,
    Source,
    StoreError,
    Text,
    Unit,
    Verdict,
    View,
    end_of_day,
)
from polemos.indicators import Indicator, indicator, with_indicators
from polemos.registry import (
    SOURCE,
    Correction,
    corrections,
    document,
    keep,
    published,
    watch,
)
from polemos.report.corrections import page, table, write
from polemos.store import Store

GRAIN, NEWEST = "survey/grain@ARI", "polemos/grain.newest@ARI"
JANUARY = Period.month(2030, 1)
WRITTEN, REVISED = date(2030, 2, 15), date(2030, 3, 10)
NOW = datetime(2030, 4, 1, 9, tzinfo=UTC)
TODAY = NOW.date()
SURVEY = Source(
    id="survey",
    title=Text("Survey", "調查"),
    provider=Provider("survey", Text("Survey Office", "調查局"), ""),
    url="",
    citation="",
    licence=Licence(Text("CC0-1.0", "CC0-1.0"), redistribute=True),
    series=(
        SeriesSpec(
            *(GRAIN, Text("Grain stored", "存糧"), Unit("RUB", 6), Measure.STOCK),
            *(Cadence.MONTH, Basis.COUNTED),
        ),
    ),
)


@indicator(
    NEWEST,
    title=Text(en="Grain, newest", zh="存糧（最新）"),
    unit="mn RUB",
    uses=(GRAIN,),
    cadence=Cadence.MONTH,
)
def newest(grain: Series) -> Series:
    """Grain stored, of the newest month alone."""
    return replace(grain, points=(grain.last(),))


KNOWN: dict[str, Indicator] = {NEWEST: newest}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Open a store in which January was told as 100.0 by mid-February."""
    made = Store.open(tmp_path / "lake", {"survey": SURVEY, SOURCE.id: SOURCE})
    tell(made, 100.0, date(2030, 2, 5))
    return made


def tell(
    store: Store, value: float | None, day: date, period: Period = JANUARY
) -> None:
    known = datetime.combine(day, datetime.min.time(), UTC)
    snap = Snapshot("survey", f"{day}.csv", "", known, f"{day} {period}".encode())
    store.append([snap], [Observation(GRAIN, period, value, known, snap.id)])


def seen(store: Store, day: date) -> View:
    return with_indicators(store.as_of(end_of_day(day)), KNOWN)


def claim(**other: Any) -> Claim:
    made = Claim(
        *("c00004", "…a store of 100.0 million.", Decimal("100.0"), Decimal("0.1")),
        *(Unit("RUB", 6), GRAIN, JANUARY),
        lang="en",
        where="line 3",
    )
    return replace(made, **other)


def enrol(store: Store, *claims: Claim, name: str = "a.md", **other: Any) -> None:
    world = seen(store, WRITTEN)
    found = [replace(check(c, world), **other) for c in claims]
    keep(store, [document(name, name.encode(), "text/plain", found, NOW)])


def found(store: Store, day: date = TODAY) -> list[Correction]:
    return watch(store, seen(store, day), NOW)


def test_a_value_that_was_revised_is_found_once(store: Store) -> None:
    enrol(store, claim())
    assert found(store) == []
    tell(store, 97.0, REVISED)
    (one,) = found(store)
    assert (one.was.actual, one.now.actual) == (100.0, 97.0)
    assert (one.was.verdict, one.now.verdict) == (Verdict.HOLDS, Verdict.OUTDATED)
    assert (one.worse, one.material) == (True, False)
    assert one.row is not None
    assert (one.row.known_at.date(), one.row.value) == (REVISED, 97.0)
    assert one.document.name == "a.md"
    kept = store.lake.listing()
    assert found(store) == []
    assert store.lake.listing() == kept, "nothing is written where nothing changed"
    (history,) = published(store, end_of_day(TODAY))
    assert [f.actual for f in history.findings] == [100.0, 97.0]
    assert store.raw(one.document.id) == b"a.md"


def test_an_earlier_day_knows_nothing_of_it(store: Store) -> None:
    enrol(store, claim())
    tell(store, 97.0, REVISED)
    before = REVISED - timedelta(days=1)
    assert found(store, before) == []
    assert len(found(store)) == 1
    assert found(store, before) == []
    assert corrections(store, seen(store, before)) == []
    assert len(corrections(store, seen(store, TODAY))) == 1
    (then,) = published(store, end_of_day(before))
    assert len(then.findings) == 1


def test_killed_between_it_neither_doubles_nor_loses(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    enrol(store, claim(), claim(id="c00009"))
    tell(store, 97.0, REVISED)
    kept = store.lake.listing()
    with monkeypatch.context() as patch:
        patch.setattr(type(store.lake), "publish", die)
        with pytest.raises(KeyboardInterrupt):
            found(store)
    assert store.lake.listing() == kept
    assert len(found(store)) == 2
    assert found(store) == []


def test_it_moves_by_half_of_the_last_digit(store: Store) -> None:
    enrol(store, claim(), claim(id="whole", stated=Decimal(100), step=Decimal(1)))
    tell(store, 100.05, REVISED)
    assert [c.claim.id for c in found(store)] == ["c00004"]
    tell(store, 100.5, REVISED + timedelta(days=1))
    assert {c.claim.id for c in found(store)} == {"c00004", "whole"}


def test_a_bound_that_is_crossed_is_found_however_near(store: Store) -> None:
    tell(store, 100.01, date(2030, 2, 6))
    enrol(store, claim(relation=Relation.OVER))
    tell(store, 99.99, REVISED)
    (one,) = found(store)
    assert (one.now.verdict, one.material) == (Verdict.OUTDATED, True)


def test_what_is_taken_back_is_unsupported_until_it_is_told_again(
    store: Store,
) -> None:
    enrol(store, claim())
    tell(store, None, REVISED)
    (one,) = found(store)
    assert (one.now.actual, one.now.verdict) == (None, Verdict.UNSUPPORTED)
    assert one.row is not None
    assert (one.row.value, one.row.known_at.date()) == (None, REVISED)
    assert found(store) == []
    tell(store, 100.0, REVISED + timedelta(days=5))
    (back,) = found(store)
    assert (back.now.verdict, back.worse) == (Verdict.HOLDS, False)
    assert len(corrections(store, seen(store, TODAY))) == 2


def test_a_series_that_moved_on_takes_nothing_back(store: Store) -> None:
    enrol(store, claim(series=NEWEST))
    tell(store, 120.0, REVISED, Period.month(2030, 2))
    assert found(store) == []


def test_what_is_found_of_the_words_is_mended_by_no_figure(store: Store) -> None:
    enrol(store, claim(), verdict=Verdict.CONTRADICTS_ITSELF)
    tell(store, 97.0, REVISED)
    (one,) = found(store)
    assert one.now.verdict is Verdict.CONTRADICTS_ITSELF
    assert not one.worse


def test_what_was_allowed_as_a_usual_revision_is_not_found_anew(store: Store) -> None:
    """The check of an article allows more than the digits that are written."""
    enrol(store, claim(stated=Decimal("100.3")), verdict=Verdict.HOLDS)
    assert found(store) == []


def test_growth_is_held_to_both_its_ends(store: Store) -> None:
    before = Period.month(2029, 1)
    tell(store, 80.0, date(2030, 2, 6), before)
    grown = {"how": Reckoning.GROWTH, "base": before, "unit": Unit("percent")}
    enrol(store, claim(stated=Decimal("25.0"), **grown))
    tell(store, 79.0, REVISED, before)
    (one,) = found(store)
    assert one.row is not None
    assert (one.row.period, one.row.value) == (before, 79.0)


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    enrol(store, claim())
    tell(store, 97.0, REVISED)
    later = [check(claim(), seen(store, TODAY))]
    again = document("b.md", b"a.md", "text/plain", later, NOW + timedelta(days=1))
    assert [note.name for note in keep(store, [again]).values()] == ["a.md"]
    (one,) = published(store, end_of_day(TODAY))
    assert [f.actual for f in one.findings] == [100.0]


def test_what_only_we_work_out_otherwise_is_laid_on_no_publisher(store: Store) -> None:
    enrol(store, claim(series=NEWEST))
    halved = replace(
        newest, compute=lambda g: replace(g, points=(g.last().scaled(0.5),))
    )
    view = with_indicators(store.as_of(NOW), {NEWEST: halved})
    (one,) = watch(store, view, NOW)
    assert (one.now.actual, one.row) == (50.0, None)
    assert "並非發布者修訂" in page([one], view, wars.load("rus-ukr"))


def test_a_store_that_another_process_writes_in_keeps_nothing(store: Store) -> None:
    tell(store, 97.0, REVISED)
    with store.lake.writing(), pytest.raises(StoreError, match="is writing"):
        enrol(store, claim())
    assert published(store, end_of_day(TODAY)) == ()


# -- the page --------------------------------------------------------------------------


def revised(store: Store, **other: Any) -> None:
    enrol(store, claim(**other))
    enrol(store, claim(**other), name="b <b>.md")
    tell(store, 60.0, REVISED)
    found(store, REVISED)
    tell(store, 61.0, REVISED + timedelta(days=5))
    found(store)


def test_the_table_of_an_earlier_day_begins_that_of_a_later(store: Store) -> None:
    revised(store)
    first, last = (
        table(corrections(store, view), view)
        for view in (seen(store, REVISED), seen(store, TODAY))
    )
    assert last.startswith(first)
    assert (first.count("\n"), last.count("\n")) == (3, 5)
    row = next(csv.DictReader(StringIO(first)))
    assert (row["was"], row["is"], row["material"]) == ("100.0", "60.0", "1")
    assert (row["since"][:10], row["publisher"]) == (str(REVISED), "Survey Office")
    assert (row["written_as_of"], row["found_as_of"]) == (str(WRITTEN), str(REVISED))


def test_the_page_tells_both_languages_and_runs_nothing(
    store: Store, tmp_path: Path
) -> None:
    bad = '100.0 <script>alert(1)</script><img src=x onerror=alert(2)> & "more"'
    revised(store, text=bad, where="line <i>3</i>")
    view = seen(store, TODAY)
    every, war = corrections(store, view), wars.load("rus-ukr")
    made = page(every, view, war)
    assert made == page(every, view, war)
    for markup in ("<script", "<img", "<i>", "b <b>"):
        assert markup not in made
    assert "&lt;img src=x onerror=alert(2)&gt; &amp; " in made
    assert "default-src 'none'" in made
    for words in ("更正紀錄", "Corrections", "存糧", "Grain stored", "調查局得知"):
        assert words.removesuffix("得知") in made
    assert made.index("2030年4月1日") < made.index("2030年3月10日"), "newest first"
    files = write(every, view, war, tmp_path / "out")
    assert [f.name for f in files] == ["corrections.html", "corrections.csv"]
    assert sorted((tmp_path / "out").iterdir()) == sorted(files)


def test_a_page_without_corrections_says_so(store: Store) -> None:
    enrol(store, claim())
    view = seen(store, TODAY)
    made = page(corrections(store, view), view, wars.load("rus-ukr"))
    assert "至今沒有一項因資料修訂而改變" in made


def test_what_a_document_says_in_several_places_is_one_entry(store: Store) -> None:
    enrol(store, claim(), claim(id="c2", text="一億盧布的存糧", lang="zh"))
    tell(store, 60.0, REVISED)
    found(store)
    view = seen(store, TODAY)
    made = page(corrections(store, view), view, wars.load("rus-ukr"))
    assert made.count("<article") == 1
    assert "一億盧布的存糧" in made
