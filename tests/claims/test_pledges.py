"""A plan is held to the ledger: the newest step by a moment, and the newest sum."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from polemos import wars
from polemos.article import lexicon_of
from polemos.claims import Lexicon, Row, check_text
from polemos.core import (
    Basis,
    Cadence,
    Confidence,
    KnownBy,
    Licence,
    Measure,
    Observation,
    Period,
    Provider,
    Record,
    SeriesSpec,
    Source,
    Stage,
    Step,
    Text,
    Told,
    Unit,
    Verdict,
    WarError,
    amount_id,
)
from polemos.pipeline import World

BEGAN, WRITTEN, NOW = date(2030, 1, 1), date(2032, 3, 1), date(2032, 9, 1)
PLEDGE = {
    "id": "guard",
    "name": {"en": "guards for the shore", "zh": "海岸駐軍"},
    "en": ["guards"],
    "zh": ["駐軍"],
    "unit": "persons",
    "scope": {"en": "guards", "zh": "駐軍"},
}
LEXICON = Lexicon.parse({"pledge": [PLEDGE]})
PLAN = "They plan to send 30,000 guards."
AGREED = "They have agreed to send 30,000 guards."
SENT = "They have delivered 30,000 guards."


def spec(*, delivered: bool) -> SeriesSpec:
    return SeriesSpec(
        id=amount_id("guard", delivered=delivered),
        title=Text("Guards", "駐軍"),
        unit=Unit("persons"),
        measure=Measure.STOCK,
        cadence=Cadence.IRREGULAR,
        basis=Basis.CLAIMED,
        low=0,
        lag_days=0,
    )


SOURCE = Source(
    id="table",
    title=Text("Table", "談判桌"),
    provider=Provider("desk", Text("desk", "編輯台"), ""),
    url="",
    citation="",
    licence=Licence(Text("ours", "本系統所有"), redistribute=True),
    series=(spec(delivered=False), spec(delivered=True)),
)


def step(
    stage: Stage | None,
    day: date,
    low: float | None = None,
    high: float | None = None,
    told: Confidence = Confidence.OFFICIAL,
) -> list[Record]:
    known, when = datetime(day.year, day.month, day.day, tzinfo=UTC), Period.day(day)
    words = Text(f"It was {stage}.", "有此進度。")
    court = Told("Court", "", told, recalled=False)
    out: list[Record] = [Step("guard", stage, when, words, court, known, "s")]
    if low is not None:
        series = amount_id("guard", delivered=stage is Stage.DELIVERED)
        how = KnownBy.PUBLISHED
        out.append(Observation(series, when, low, known, "s", low, high or low, how))
    return out


@pytest.fixture
def judged(memory_view: Callable[..., Any]) -> Callable[..., Row]:
    """Give `judged(text, *steps)`: the row of the plan."""

    def judge(text: str, *steps: Sequence[Record]) -> Row:
        records = [r for one in steps for r in one]
        view = memory_view(records, [SOURCE], NOW)
        (row,) = check_text(text, view, LEXICON, WRITTEN, BEGAN).rows
        return row

    return judge


def verdicts(row: Row) -> tuple[Verdict, Verdict]:
    return row.then.verdict, row.now.verdict


JAN, FEB, JUNE = date(2032, 1, 1), date(2032, 2, 1), date(2032, 6, 1)
HOLDS, OFF, FAR = Verdict.HOLDS, Verdict.OFF, Verdict.STAGE_OVERSTATED
OPEN = Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("text", "steps", "told"),
    [
        (PLAN, [], (OPEN, OPEN)),
        (PLAN, [step(Stage.PROPOSED, JUNE, 3e4)], (OPEN, HOLDS)),
        (PLAN, [step(Stage.PROPOSED, JAN, 3e4)], (HOLDS, HOLDS)),
        (PLAN, [step(Stage.PROPOSED, JAN, 0, 3e4)], (HOLDS, HOLDS)),
        (PLAN, [step(Stage.PROPOSED, JAN, 2e4)], (OFF, OFF)),
        (PLAN, [step(Stage.PROPOSED, JAN)], (OPEN, OPEN)),
        (PLAN, [step(Stage.FLOATED, JAN, 3e4)], (FAR, FAR)),
        (AGREED, [step(Stage.PROPOSED, JAN, 3e4)], (FAR, FAR)),
        (AGREED, [step(Stage.AGREED, JUNE, 3e4)], (OPEN, HOLDS)),
        (
            *(AGREED, [step(Stage.PROPOSED, JAN, 3e4), step(Stage.AGREED, JUNE)]),
            (FAR, HOLDS),  # by the newest sum, though the newest step has none
        ),
        (
            *(PLAN, [step(Stage.PROPOSED, JAN, 3e4), step(Stage.PROPOSED, JUNE, 1e4)]),
            (HOLDS, OFF),
        ),
        (PLAN, [step(Stage.PROPOSED, JAN, 3e4), step(None, JUNE)], (HOLDS, FAR)),
        (PLAN, [step(Stage.PROPOSED, JAN, 3e4, told=Confidence.REPORTED)], (OPEN,) * 2),
        (PLAN, [step(Stage.PROPOSED, JAN, 3e4, told=Confidence.DISPUTED)], (OPEN,) * 2),
        (
            AGREED,
            [step(Stage.AGREED, JAN, 3e4, told=Confidence.REPORTED)],
            (HOLDS,) * 2,
        ),
        (SENT, [step(Stage.AGREED, JAN, 3e4)], (FAR, FAR)),
        (
            *(SENT, [step(Stage.AGREED, JAN, 3e4), step(Stage.DELIVERED, FEB, 1e4)]),
            (OFF, OFF),
        ),
        (
            *(AGREED, [step(Stage.AGREED, JAN, 3e4), step(Stage.DELIVERED, FEB, 1e4)]),
            (HOLDS, HOLDS),
        ),
    ],
)
def test_a_plan_is_held_to_its_stage_and_then_to_its_sum(
    text: str,
    steps: list[list[Record]],
    told: tuple[Verdict, Verdict],
    judged: Callable[..., Row],
) -> None:
    assert verdicts(judged(text, *steps)) == told


def test_where_nothing_is_known_that_is_said(judged: Callable[..., Row]) -> None:
    row = judged(PLAN)
    assert row.then.note == Text("its stage was not known by then", "當時無從得知進度")
    assert (row.then.steps, row.evidence, row.then.material) == ((), [], False)


def test_a_world_that_promises_no_such_series_is_no_error(
    memory_view: Callable[..., Any],
) -> None:
    (only_step, _) = step(Stage.PROPOSED, JAN, 3e4)
    bare = replace(SOURCE, series=())
    view = memory_view([only_step], [bare], NOW)
    (row,) = check_text(PLAN, view, LEXICON, WRITTEN, BEGAN).rows
    assert verdicts(row) == (OPEN, OPEN)
    assert row.then.note is not None
    assert row.then.note.en == "how much was not known by then. It was proposed."


@pytest.mark.parametrize(
    ("low", "high", "en", "zh"),
    [
        (0, 15_000, "up to 15,000", "至多 1.5 萬"),
        (9_000, 9_000, "9,000", "9,000"),
        (2e6, 3e6, "2 mn to 3 mn", "200 萬 至 300 萬"),
        (8e11, 8e11, "800 bn", "8,000 億"),
        (1.25e12, 1.25e12, "1.25 trn", "1.25 兆"),
    ],
)
def test_the_note_tells_the_step_and_the_newest_sum(
    low: float, high: float, en: str, zh: str, judged: Callable[..., Row]
) -> None:
    row = judged(AGREED, step(Stage.PROPOSED, JAN, low, high))
    assert row.then.note == Text(
        "told as agreed, was proposed. It was proposed. "
        f"The newest figure: {en} (2032-01-01).",
        f"寫成「已同意」，實為「提出方案」。有此進度。最新數字：{zh}（2032-01-01）。",
    )


def test_the_evidence_is_what_was_known_at_each_moment(
    judged: Callable[..., Row],
) -> None:
    early, late = step(Stage.PROPOSED, JAN, 3e4), step(Stage.AGREED, JUNE, 2e4)
    row = judged(AGREED, early, late)
    assert [s.stage for s in row.then.steps] == [Stage.PROPOSED]
    assert [s.stage for s in row.now.steps] == [Stage.PROPOSED, Stage.AGREED]
    assert row.then.evidence == (early[1],)
    assert row.now.evidence == (late[1],)
    assert row.evidence == [early[1], late[1]]


def test_a_lexicon_holds_no_stages_of_its_own() -> None:
    stage = [{"known": JAN, "stage": "floated"}]
    with pytest.raises(
        WarError, match=r"pledge 'guard': expected id, .* found 'stage'"
    ):
        Lexicon.parse({"pledge": [PLEDGE | {"stage": stage}]})


def test_each_pledge_of_the_war_is_a_commitment_that_is_followed(
    packaged: World,
) -> None:
    agenda = wars.agenda(packaged.war)
    assert agenda is not None
    for name, pledge in lexicon_of(packaged.war).pledges.items():
        assert str(agenda.commitments[name].unit) == pledge.unit
