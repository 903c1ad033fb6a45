"""What a ledger's file tells, and how it is refused: by file, line and field."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos import negotiations
from polemos.core import (
    Act,
    Agenda,
    Coding,
    Confidence,
    Event,
    KnownBy,
    Observation,
    ParseError,
    Period,
    PolemosError,
    Record,
    Stage,
    Step,
    Text,
    amount_id,
    capability_id,
    end_of_day,
    expected,
    position_id,
    salience_id,
    settlement_id,
    stage_id,
    start_of_day,
    state_id,
)
from polemos.negotiations import Known

Write = Callable[..., dict[str, bytes]]
HEARD = start_of_day(date(2032, 6, 1))
SHORE = {"2032-05-01-shore": date(2032, 5, 2)}


def read(
    files: Mapping[str, bytes], agenda: Agenda, known: Known | None = None
) -> Sequence[Record]:
    return negotiations.read(files, agenda, HEARD, known or Known(dict(SHORE)))[1]


def values(records: Sequence[Record]) -> dict[str, tuple[float | None, ...]]:
    seen = [r for r in records if isinstance(r, Observation)]
    return {o.series: (o.value, o.low, o.high) for o in seen}


# -- good files ------------------------------------------------------------------------


def test_an_event_is_read_with_both_clocks(told: Write, agenda: Agenda) -> None:
    row = {"until": "2032-05-03", "known": "2032-05-03"}
    row |= {"before": "40", "after": "55.5"}
    (event,) = read(told("events", row), agenda)
    assert isinstance(event, Event)
    assert event.period == Period(date(2032, 5, 1), date(2032, 5, 4))
    assert event.known_at == start_of_day(date(2032, 5, 3))
    assert event.weight == 2
    assert (event.actors, event.act) == (("LIL", "BLE"), Act.MEETS)
    assert event.issues == ("eggs", "rope")
    assert (event.before, event.after) == (40, 55.5)
    assert event.text == Text("They met on the shore.", "雙方在岸邊會面。")
    assert event.told.confidence is Confidence.OFFICIAL
    assert (event.told.source, event.told.recalled) == ("Court", False)


def test_what_was_not_seen_says_so(told: Write, agenda: Agenda) -> None:
    (event,) = read(told("events", {"basis": "recalled"}), agenda)
    assert isinstance(event, Event)
    assert event.told.recalled


def test_a_step_has_its_stage_and_its_amount(told: Write, agenda: Agenda) -> None:
    records = read(told("stages"), agenda)
    (step,) = (r for r in records if isinstance(r, Step))
    assert (step.commitment, step.stage) == ("fleet", Stage.PROPOSED)
    assert (step.due, step.reason) == (date(2032, 12, 31), None)
    assert values(records) == {
        stage_id("fleet"): (2, None, None),
        amount_id("fleet"): (40, 40, 50),
    }
    amounts = [r for r in records if isinstance(r, Observation)]
    assert {o.known_by for o in amounts} == {KnownBy.PUBLISHED}
    assert {o.period for o in amounts} == {step.period}


def test_one_amount_has_no_interval(told: Write, agenda: Agenda) -> None:
    found = values(read(told("stages", {"low": "50"}), agenda))
    assert found[amount_id("fleet")] == (50, None, None)


def test_a_delivery_is_a_series_of_its_own(told: Write, agenda: Agenda) -> None:
    found = values(read(told("stages", {"stage": "delivered"}), agenda))
    assert found[amount_id("fleet", delivered=True)] == (40, 40, 50)
    assert amount_id("fleet") not in found


def test_a_step_without_an_amount_tells_none(told: Write, agenda: Agenda) -> None:
    none = {"low": "", "high": ""}
    records = read(told("stages", none, none | {"commitment": "peace"}), agenda)
    assert set(values(records)) == {stage_id("fleet"), stage_id("peace")}


def test_what_was_taken_back_has_no_stage(told: Write, agenda: Agenda) -> None:
    why = {"reason": "The court changed its mind | 宮廷改變主意"}
    back = {"stage": "withdrawn", "day": "2032-05-05", "known": "2032-05-05", **why}
    again = {"stage": "floated", "day": "2032-05-07", "known": "2032-05-07", **why}
    records = read(told("stages", {}, back, again), agenda)
    stages = [r.stage for r in records if isinstance(r, Step)]
    assert stages == [Stage.PROPOSED, None, Stage.FLOATED]
    ranks = [
        r.value
        for r in records
        if isinstance(r, Observation) and r.series == stage_id("fleet")
    ]
    assert ranks == [2, 0, 1]


def test_a_stage_may_go_back_for_a_reason(told: Write, agenda: Agenda) -> None:
    back = {
        **{"stage": "floated", "day": "2032-05-05", "known": "2032-05-05"},
        "reason": "The court changed its mind | 宮廷改變主意",
    }
    *_, step = (
        r for r in read(told("stages", {}, back), agenda) if isinstance(r, Step)
    )
    assert step.reason == Text("The court changed its mind", "宮廷改變主意")


def test_a_position_is_two_series_and_why_of_both(told: Write, agenda: Agenda) -> None:
    records = read(told("positions"), agenda)
    where, weight = position_id("eggs", "LIL"), salience_id("eggs", "LIL")
    assert values(records) == {where: (90, 80, 100), weight: (0.6, 0.5, 0.7)}
    codings = [r for r in records if isinstance(r, Coding)]
    assert [c.series for c in codings] == [where, weight]
    for coding in codings:
        assert (coding.coder, coding.coded) == ("desk", date(2032, 5, 10))
        assert coding.evidence == tuple(SHORE)
    assert {r.known_at for r in records} == {start_of_day(date(2032, 5, 9))}


@pytest.mark.parametrize(
    ("ledger", "series", "value"),
    [
        ("capabilities", capability_id("LIL"), (60, 50, 70)),
        ("states", state_id("eggs"), (70, 60, 80)),
        ("settlements", settlement_id("eggs", "truce"), (50, 40, 60)),
    ],
)
def test_a_coded_value_is_a_series(
    ledger: str, series: str, value: tuple[float, ...], told: Write, agenda: Agenda
) -> None:
    records = read(told(ledger), agenda)
    assert values(records) == {series: value}
    (coding,) = (r for r in records if isinstance(r, Coding))
    assert coding.series == series


def test_saliences_may_sum_to_one(told: Write, agenda: Agenda) -> None:
    thirds = {"salience": "0.1", "salience_low": "0", "salience_high": "1"}
    rest = {"salience": "0.9", "salience_low": "0", "salience_high": "1"}
    other = rest | {"issue": "ships"}
    assert read(told("positions", thirds, other, rest | {"actor": "BLE"}), agenda)


def test_every_record_keeps_the_promise_of_the_source(
    told: Write, agenda: Agenda
) -> None:
    files = {name: body for one in LEDGERS for name, body in told(one).items()}
    snapshots, records = negotiations.read(files, agenda, HEARD)
    assert list(expected(negotiations.source(agenda), records)) == records
    assert {r.snapshot for r in records} == {s.id for s in snapshots}
    assert {s.name for s in snapshots} == set(files)
    assert {s.fetched_at for s in snapshots} == {HEARD}


LEDGERS = ("events", "stages", "positions", "capabilities", "states", "settlements")


def test_ledgers_lean_on_each_other_in_any_order(told: Write, agenda: Agenda) -> None:
    files = told("positions") | told("events")
    _, records = negotiations.read(files, agenda, HEARD)
    assert isinstance(records[0], Event)


def test_a_file_may_be_called_anything(told: Write, agenda: Agenda) -> None:
    (body,) = told("events").values()
    (event,) = read({"mine.csv": body}, agenda)
    assert isinstance(event, Event)


def test_what_is_known_is_taken_from_a_view(
    told: Write, agenda: Agenda, memory_view: Callable[..., Any]
) -> None:
    files = told("events") | told("stages")
    _, records = negotiations.read(files, agenda, HEARD)
    view = memory_view(records, [negotiations.source(agenda)], HEARD)
    known = Known.of(view, agenda)
    assert known.events == SHORE
    assert known.stages == {"fleet": {date(2032, 5, 1): Stage.PROPOSED}}
    assert read(told("positions"), agenda, known)
    late = {"stage": "floated", "day": "2032-05-05", "known": "2032-05-05"}
    with pytest.raises(ParseError, match="expected why it went back from proposed"):
        read(told("stages", late), agenda, known)


def test_a_view_knows_no_event_and_no_step_before_its_day(
    told: Write, agenda: Agenda, memory_view: Callable[..., Any]
) -> None:
    later = {
        **{"known": "2032-05-20", "act": "declares", "en": "They met at sea."},
        "zh": "雙方在海上會面。",
    }
    step = {"known": "2032-05-20", "low": "45", "high": "45"}
    files = told("events", {}, later) | told("stages", {}, step) | told("positions")
    known = Known(dict(SHORE))
    _, records = negotiations.read(told("positions"), agenda, HEARD, known)
    del files["table/positions.csv"]
    records = [*negotiations.read(files, agenda, HEARD)[1], *records]
    view = memory_view(records, [negotiations.source(agenda)], HEARD)

    def at(day: int) -> tuple[list[str], list[float | None], int]:
        then = view.at(end_of_day(date(2032, 5, day)))
        for r in (*then.events(), *then.steps(), *then.codings()):
            assert r.known_at <= then.as_of
        return (
            [e.text.en for e in then.events()],
            [p.value for p in then.series(amount_id("fleet"))],
            len(then.codings()),
        )

    assert at(1) == ([], [], 0)
    assert at(2) == (["They met on the shore."], [40], 0)
    assert at(9) == (["They met on the shore."], [40], 2)
    assert at(20) == (["They met at sea."], [45], 2)


# -- refusals --------------------------------------------------------------------------

REFUSED: list[tuple[str, list[dict[str, str]], str]] = [
    # events
    (
        *("events", [{"actors": "LIL BLEE"}]),
        "2: actors: expected actors of the agenda; did you mean BLE?, found 'BLEE'",
    ),
    ("events", [{"actors": ""}], "2: actors: expected actors of the agenda, one or"),
    ("events", [{"actors": "LIL LIL"}], "each once, found 'LIL LIL'"),
    ("events", [{"source": ""}], "2: source: expected who told it, found ''"),
    ("events", [{"url": "court.lil"}], "2: url: expected an address, found 'court.l"),
    ("events", [{"basis": "heard"}], "2: basis: expected one of seen, recalled, found"),
    ("events", [{"confidence": ""}], "2: confidence: expected one of official, repor"),
    ("events", [{"act": "dances"}], "2: act: expected one of proposes, offers, dema"),
    ("events", [{"issues": "spoons"}], "2: issues: expected issues or topics of the"),
    (
        *("events", [{"known": "2032-04-30"}]),
        "2: known: expected a day from 2032-05-01 on, found '2032-04-30'",
    ),
    ("events", [{"until": "2032-04-30"}], "2: until: expected a day from 2032-05-01"),
    ("events", [{"day": ""}], "2: day: expected a day like 2025-02-24, found ''"),
    ("events", [{"day": "20320501"}], "2: day: expected a day like 2025-02-24, found"),
    ("events", [{"until": "9999-12-31"}], "2: until: expected a day like 2025-02-24"),
    ("events", [{"source": "\x1b[2J"}], r"2: source: expected what can be read, foun"),
    ("events", [{"day": "May"}], "2: day: expected a day like 2025-02-24, found 'May'"),
    ("events", [{"known": "2032-02-30"}], "2: known: expected a day like 2025-02-24"),
    (
        *("events", [{"id": "shore"}]),
        "2: id: expected a name that starts with 2032-05-01-, found 'shore'",
    ),
    ("events", [{}, {}], "3: id: expected one row a day, found '2032-05-01-shore 203"),
    ("events", [{"before": "40"}], "2: after: expected both before and after, or nei"),
    (
        *("events", [{"issues": "rope eggs", "before": "4", "after": "5"}]),
        "2: after: expected nothing, for rope has no scale, found 5.0",
    ),
    ("events", [{"before": "1", "after": "101"}], "2: after: expected 0 to 100, found"),
    ("events", [{"before": "x", "after": "1"}], "2: before: expected a number, found"),
    (
        "events",
        [{"before": "nan", "after": "1"}],
        "2: before: expected a number, found",
    ),
    (
        *("events", [{"en": "They met on day 3."}]),
        "2: en: expected no digit in a sentence, found 'They met on day 3.'",
    ),
    ("events", [{"zh": "雙方會面３次。"}], "2: zh: expected no digit in a sentence"),
    ("events", [{"en": "They met"}], "2: en: expected a sentence that ends with ., f"),
    ("events", [{"zh": "雙方會面."}], "2: zh: expected a sentence that ends with 。"),
    ("events", [{"zh": ""}], "2: zh: expected words, found ''"),
    ("events", [{"zh": "双方会面。"}], "2: zh: expected Traditional Chinese, found"),
    # stages
    (
        *("stages", [{"commitment": "fleets"}]),
        "2: commitment: expected a commitment of the agenda; did you mean fleet?, f",
    ),
    ("stages", [{"stage": "begun"}], "2: stage: expected one of floated, proposed, a"),
    ("stages", [{"known": "2032-04-30"}], "2: known: expected a day from 2032-05-01"),
    (
        *(
            "stages",
            [{}, {"day": "2032-05-04", "known": "2032-05-04"} | {"stage": "f"}],
        ),
        "3: stage: expected one of",
    ),
    (
        "stages",
        [
            {},
            {"stage": "floated", "day": "2032-05-04", "known": "2032-05-04"},
        ],
        "3: reason: expected why it went back from proposed to floated, found ''",
    ),
    ("stages", [{"reason": "only one"}], "2: reason: expected both languages, as Eng"),
    (
        "stages",
        [{"reason": "why | 为何"}],
        "2: reason: expected Traditional Chinese, f",
    ),
    ("stages", [{"reason": "one | "}], "2: reason: expected both languages, as Engli"),
    (
        *("stages", [{}, {"day": "2032-06-02", "known": "2032-06-02"}]),
        "3: day: expected a day up to 2032-06-01, when this is read, found '2032-06-",
    ),
    (
        *("events", [{"until": "2032-05-03"}]),
        "2: known: expected a day from 2032-05-03 on, found '2032-05-02'",
    ),
    ("events", [{"weight": "4"}], "2: weight: expected one of 1, 2, 3, found '4'"),
    ("stages", [{}, {}], "3: commitment: expected one row a day, found 'fleet 2032-0"),
    ("stages", [{"low": "60"}], "2: high: expected both low and high, low first, fou"),
    ("stages", [{"high": ""}], "2: high: expected both low and high, low first, foun"),
    ("stages", [{"low": "-1"}], "2: low: expected 0 to 1e+18, found '-1'"),
    (
        *("stages", [{"commitment": "peace"}]),
        "2: low: expected nothing, for the commitment has no unit, found 40",
    ),
    ("stages", [{"due": "soon"}], "2: due: expected a day like 2025-02-24, found 'so"),
    # coded values
    ("positions", [{"salience": "1.2"}], "2: salience: expected 0 to 1, found '1.2'"),
    ("positions", [{"salience": ""}], "2: salience: expected 0 to 1, found ''"),
    (
        *("positions", [{}, {"issue": "ships"}]),
        "3: salience: expected at most 1 over all issues of LIL, found 1.2",
    ),
    ("positions", [{"actor": "GUL"}], "2: actor: expected a player of the agenda"),
    ("positions", [{"issue": "rope"}], "2: issue: expected an issue of the agenda"),
    ("positions", [{"low": "95"}], "2: position: expected a value from 95 to 100, f"),
    ("positions", [{"high": "85"}], "2: position: expected a value from 80 to 85, fo"),
    ("positions", [{"low": "9", "high": "8"}], "2: position: expected a value from 9"),
    ("positions", [{"salience_low": "0.65"}], "2: salience: expected a value from 0."),
    ("positions", [{"coder": ""}], "2: coder: expected who coded it, found ''"),
    (
        *("positions", [{"coded": "2032-05-08"}]),
        "2: coded: expected a day from 2032-05-09 on, found '2032-05-08'",
    ),
    (
        *("positions", [{"evidence": "2032-05-01-shor"}]),
        "2: evidence: expected ids of events in the ledger; did you mean "
        "2032-05-01-shore?, found '2032-05-01-shor'",
    ),
    ("positions", [{"evidence": ""}], "2: evidence: expected ids of events in the led"),
    (
        *("positions", [{"day": "2032-05-01"}]),
        "2: evidence: expected events known by 2032-05-01, found '2032-05-01-shore'",
    ),
    (
        "positions",
        [{"salience": "0", "salience_low": "0"}] * 2,
        "3: day: expected one row a day, found 'desk/position.eggs@LIL 2032-05-09'",
    ),
    ("capabilities", [{"low": "0"}], "2: low: expected more than 0, found 0.0"),
    ("capabilities", [{"actor": "GUL"}], "2: actor: expected a player of the agenda"),
    ("capabilities", [{}, {}], "3: day: expected one row a day, found 'desk/capabil"),
    ("states", [{"state": "101"}], "2: state: expected 0 to 100, found '101'"),
    ("states", [{"state": "90"}], "2: state: expected a value from 60 to 80, found"),
    (
        *("settlements", [{"settlement": "truces"}]),
        "2: settlement: expected a named settlement; did you mean truce?, found 't",
    ),
    ("settlements", [{"value": "5"}], "2: value: expected a value from 40 to 60, fou"),
]


@pytest.mark.parametrize(
    ("ledger", "edits", "message"), REFUSED, ids=[f"{r[0]} {r[2]}" for r in REFUSED]
)
def test_a_wrong_row_is_refused_by_line_and_field(
    ledger: str,
    edits: list[dict[str, str]],
    message: str,
    told: Write,
    agenda: Agenda,
) -> None:
    with pytest.raises(ParseError) as refused:
        read(told(ledger, *edits), agenda)
    said = str(refused.value)
    assert re.match(rf"table/{ledger}\.csv:\d+: \w+: expected .*, found ", said), said
    assert message in said


def test_a_stage_that_goes_back_is_refused_across_files(
    told: Write, agenda: Agenda
) -> None:
    (first,) = told("stages", {"stage": "agreed"}).values()
    day = {"day": "2032-05-04", "known": "2032-05-04"}
    (second,) = told("stages", day).values()
    with pytest.raises(ParseError, match=r"^b\.csv:2: reason: expected why it went"):
        read({"a.csv": first, "b.csv": second}, agenda)


@pytest.mark.parametrize("head", ["", "id,day", "a;b;c", "\x00"])
def test_a_wrong_head_is_refused(head: str, agenda: Agenda) -> None:
    with pytest.raises(ParseError, match=r"^a\.csv:1: expected the fields of a ledger"):
        read({"a.csv": head.encode()}, agenda)


def test_a_row_of_too_few_fields_is_refused(told: Write, agenda: Agenda) -> None:
    (body,) = told("events").values()
    short = body + b"2032-05-02-sea,2032-05-02\n"
    with pytest.raises(ParseError, match=r"^a\.csv:3: expected 16 fields, found 2"):
        read({"a.csv": short}, agenda)


def test_what_is_no_utf_8_is_refused(told: Write, agenda: Agenda) -> None:
    (body,) = told("events").values()
    with pytest.raises(ParseError, match=r"^a\.csv: expected UTF-8, found"):
        read({"a.csv": body.replace("岸".encode(), b"\xff")}, agenda)


def test_a_quoted_line_break_is_a_space_and_keeps_the_count(
    told: Write, agenda: Agenda
) -> None:
    broken = {"en": "They met\n\non the\n shore."}
    (event,) = read(told("events", broken), agenda)
    assert isinstance(event, Event)
    assert event.text.en == "They met on the shore."
    other = {"id": "2032-05-01-sea", "act": "dances"}
    with pytest.raises(ParseError, match=r"^table/events\.csv:6: act"):
        read(told("events", broken, other), agenda)


def test_empty_lines_are_passed_over_and_counted(told: Write, agenda: Agenda) -> None:
    (body,) = told("events").values()
    assert len(read({"a.csv": b"\xef\xbb\xbf" + body + b"\n,,,,,,,,,,,,,,\n"}, agenda))
    wrong = {"id": "2032-05-01-sea", "act": "dances"}
    (twice,) = told("events", {}, wrong).values()
    head, first, second = twice.splitlines(keepends=True)
    with pytest.raises(ParseError, match=r"^a\.csv:4: act"):
        read({"a.csv": head + first + b"\n" + second}, agenda)


def test_windows_line_ends_are_read(told: Write, agenda: Agenda) -> None:
    (body,) = told("events", {}, {"known": "2032-05-03"}).values()
    assert len(read({"a.csv": body.replace(b"\n", b"\r\n")}, agenda)) == 2


# -- whatever is in a file -------------------------------------------------------------

CELLS = st.text(max_size=30) | st.sampled_from(
    [
        "",
        "0",
        "1",
        "nan",
        "inf",
        "-1",
        "1e400",
        "LIL",
        "eggs",
        "2032-05-09",
        "fleet",
        "9999-12-31",
        "0001-01-01",
        "|",
        "a | b",
    ]
)


def whole_or_refused(
    files: Mapping[str, bytes], agenda: Agenda, where: str
) -> Sequence[Record] | None:
    try:
        return read(files, agenda)
    except PolemosError as error:
        refused = str(error)
    assert re.match(where, refused), refused
    return None


@given(ledger=st.sampled_from(LEDGERS), data=st.data())
def test_any_cell_is_read_or_refused_by_its_line(
    ledger: str, data: st.DataObject, told: Write, agenda: Agenda
) -> None:
    (body,) = told(ledger).values()
    names = body.decode().splitlines()[0].split(",")
    edit = data.draw(st.dictionaries(st.sampled_from(names), CELLS, max_size=3))
    where = rf"table/{ledger}\.csv:2: \w+: expected"
    if (records := whole_or_refused(told(ledger, edit), agenda, where)) is not None:
        assert list(expected(negotiations.source(agenda), records)) == list(records)


@given(body=st.binary(max_size=200))
def test_any_bytes_are_refused_as_no_ledger(body: bytes, agenda: Agenda) -> None:
    with pytest.raises(ParseError, match=r"^a\.csv(:\d+)?: "):
        read({"a.csv": body}, agenda)


@given(tail=st.binary(max_size=200))
def test_any_bytes_under_a_right_head_are_read_or_refused(
    tail: bytes, told: Write, agenda: Agenda
) -> None:
    (body,) = told("events").values()
    head = body.splitlines(keepends=True)[0]
    whole_or_refused({"a.csv": head + tail}, agenda, r"a\.csv(:\d+)?: ")


@given(weights=st.lists(st.integers(0, 60), min_size=2, max_size=2))
def test_saliences_are_refused_just_where_they_pass_one(
    weights: list[int], told: Write, agenda: Agenda
) -> None:
    rows = [
        {
            **{"issue": issue, "salience": f"{w / 100}"},
            **{"salience_low": "0", "salience_high": "1"},
        }
        for issue, w in zip(("eggs", "ships"), weights, strict=True)
    ]
    if sum(weights) <= 100:
        assert read(told("positions", *rows), agenda)
    else:
        with pytest.raises(ParseError, match="at most 1 over all issues"):
            read(told("positions", *rows), agenda)


@given(stages=st.lists(st.sampled_from([*Stage, None]), min_size=1, max_size=6))
def test_stages_are_refused_just_where_they_go_back(
    stages: list[Stage | None], told: Write, agenda: Agenda
) -> None:
    rows = [
        {"stage": s or "withdrawn", "day": f"2032-05-{i + 1:02}", "known": "2032-05-09"}
        for i, s in enumerate(stages)
    ]
    last = [next((s for s in stages[:i][::-1] if s), None) for i in range(6)]
    back = any(
        before is not None and (s is None or s.before(before))
        for s, before in zip(stages, last, strict=False)
    )
    if back:
        with pytest.raises(ParseError, match="expected why it went back"):
            read(told("stages", *rows), agenda)
    else:
        found = read(told("stages", *rows), agenda)
        assert [r.stage for r in found if isinstance(r, Step)] == stages
