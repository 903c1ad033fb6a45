"""Alerts: each thing once, with a band, in a digest, and not at night."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from polemos import wars
from polemos.alerts import (
    Alert,
    Kind,
    Memory,
    Quiet,
    Side,
    Threshold,
    digest,
    of_forecasts,
    of_sources,
    of_thresholds,
    send,
)
from polemos.core import (
    FetchError,
    Horizon,
    ParseError,
    Period,
    StoreError,
    Text,
    UnknownSeries,
    WarError,
)
from polemos.ingest import Health, Standing
from polemos.models import Score

NOW = datetime(2032, 6, 1, 12, tzinfo=UTC)
NAME = Text("Eggs", "蛋")


def stands(standing: Standing, failing: int = 0) -> Health:
    day = date(2032, 5, 1)
    why = "x: expected the publisher's file, found that it fell silent; run again"
    return Health("eggs", standing, day, day, NOW, NOW, failing, why)


class Walk:
    """A view of one series that goes where it is told."""

    def __init__(self, value: float) -> None:
        self.value = value

    def series(self, name: str) -> Any:
        if name != "court/eggs@LIL":
            raise UnknownSeries("no such series", name, ())
        return self

    def last(self) -> Any:
        return self

    @property
    def period(self) -> Period:
        return Period.day(date(2032, 5, 1))

    def spec(self, _: str) -> Any:
        return self

    unit = "eggs"


def hearing(memory: Memory, *found: Alert) -> Memory:
    return memory.hearing(found, NOW)


# -- sources ---------------------------------------------------------------------------


def test_one_failure_is_no_alert_and_the_second_is_one_once() -> None:
    memory = Memory()
    told = []
    for standing, failing in (
        (Standing.FRESH, 0),
        (Standing.BROKEN, 1),
        (Standing.FRESH, 0),
        (Standing.BROKEN, 1),
        (Standing.BROKEN, 2),
        (Standing.BROKEN, 3),
        (Standing.FRESH, 0),
        (Standing.LATE, 0),
        (Standing.LATE, 0),
    ):
        found = list(of_sources([stands(standing, failing)], set(memory.raised)))
        told.append([a.kind for a in found])
        memory = hearing(memory, *found).told()
    assert told == [[], [], [], [], [Kind.BROKE], [], [Kind.MENDED], [Kind.BROKE], []]


def test_a_broken_source_is_told_with_the_heart_of_the_reason() -> None:
    (alert,) = of_sources([stands(Standing.BROKEN, 2)], set())
    assert alert.text.en == "eggs failed 2 times in a row: it fell silent"
    assert alert.text.zh == "eggs 連續 2 次更新失敗：it fell silent"


def test_what_mends_before_it_was_told_is_not_told() -> None:
    broke, mended = (Alert(k, "source eggs", NAME) for k in (Kind.BROKE, Kind.MENDED))
    memory = hearing(Memory(), broke)
    assert memory.waiting == [broke]
    memory = hearing(memory, mended)
    assert memory.waiting == []
    assert not memory.raised


# -- thresholds ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("side", "walk", "kinds"),
    [
        (Side.ABOVE, [9, 10, 9.5, 10.2, 9.1, 8.9, 9.9, 10], ".C...B.C"),
        (Side.BELOW, [11, 10, 10.5, 9.8, 10.9, 11.1, 10.1, 10], ".C...B.C"),
    ],
)
def test_a_series_that_trembles_on_the_line_tells_once(
    side: Side, walk: list[float], kinds: str
) -> None:
    line = Threshold("eggs", "court/eggs@LIL", side, 10, 1, NAME)
    memory, told = Memory(), ""
    for value in walk:
        view: Any = Walk(value)
        found = list(of_thresholds(view, [line], set(memory.raised)))
        told += found[0].kind.value[0].upper() if found else "."
        memory = hearing(memory, *found).told()
    assert told == kinds


def test_a_crossing_is_told_with_value_period_and_line() -> None:
    line = Threshold("eggs", "court/eggs@LIL", Side.ABOVE, 10, 1, NAME)
    view: Any = Walk(12.5)
    (alert,) = of_thresholds(view, [line], set())
    assert alert.text.en == "Eggs is above the line: 12.5 eggs (2032-05-01; 10)"
    assert alert.text.zh == "蛋升破：12.5 eggs (2032-05-01; 10)"
    lost = Threshold("eggs", "court/none@LIL", Side.ABOVE, 10, 1, NAME)
    with pytest.raises(WarError, match="eggs: expected a series"):
        list(of_thresholds(view, [lost], set()))


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"id": "a", "series": "b", "band": 1, "name": {"en": "x", "zh": "y"}},
        {"id": "a", "series": "b", "above": 1, "below": 2, "band": 1, "name": {}},
        {"id": "a", "series": "b", "above": "1", "band": 1, "name": {}},
        {
            **{"id": "a", "series": "b", "above": 1, "band": -1},
            "name": {"en": "x", "zh": "y"},
        },
        {
            **{"id": "a", "series": "b", "above": 1, "band": 1, "more": 2},
            "name": {"en": "x", "zh": "y"},
        },
    ],
)
def test_a_wrong_threshold_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(WarError, match=r"^alerts\.toml.*expected .* found"):
        Threshold.parse(row, "alerts.toml")


def test_the_lines_of_the_war_are_of_series_that_are_made(packaged: Any) -> None:
    view = packaged.view(datetime(2026, 8, 22, 23, tzinfo=UTC))
    lines = [Threshold.parse(r, "x") for r in wars.thresholds(packaged.war)]
    assert len(lines) >= 4
    assert len({line.id for line in lines}) == len(lines)
    for line in lines:
        assert view.series(line.series).points, line.id


# -- forecasts -------------------------------------------------------------------------


def test_a_forecast_is_told_when_it_is_settled_and_not_again() -> None:
    head = ("walk v1", "eggs@LIL", Horizon.parse("4w"), date(2032, 4, 1), NOW.date())
    settled, void = Score(*head, 3.0), Score(*head, None)
    titles = {"eggs@LIL": NAME}
    (alert,) = of_forecasts([], [settled], titles)
    assert alert.kind is Kind.RESOLVED
    assert alert.text.en == "Eggs, settled (4w, 2032-04-01: 3)"
    assert not list(of_forecasts([settled], [settled], titles))
    assert not list(of_forecasts([], [void], titles))


# -- memory ----------------------------------------------------------------------------


def test_memory_is_kept_whole_and_a_spoilt_one_is_none(tmp_path: Path) -> None:
    path = tmp_path / "feed" / "alerts.json"
    assert Memory.read(path) == Memory()
    alert = Alert(Kind.BROKE, "source eggs", NAME)
    memory = hearing(Memory(), alert, alert)
    assert len(memory.waiting) == 1  # told twice in a round is told once
    memory.write(path)
    assert Memory.read(path) == memory
    for spoilt in (b"", b"{}", b"\xff", b'{"waiting": [{}]}', b"[]"):
        path.write_bytes(spoilt)
        assert Memory.read(path) == Memory()
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError, match="it will be told again"):
        memory.write(path)


# -- telling ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "quiet", "loud"),
    [
        ("22:00-07:00 Asia/Taipei", [14, 22], [13, 23]),  # by UTC
        ("22:00-07:00", [22, 0, 6], [7, 21]),
        ("12:00-13:00 UTC", [12], [11, 13]),
        ("", [], [0, 12]),
    ],
)
def test_nights_are_quiet(hours: str, quiet: list[int], loud: list[int]) -> None:
    told = Quiet.parse(hours)
    for hour in range(24):
        at = datetime(2032, 6, 1, hour, tzinfo=UTC)
        if hour in quiet:
            assert told.at(at), hour
        if hour in loud:
            assert not told.at(at), hour


@pytest.mark.parametrize("text", ["night", "22-7", "25:00-07:00", "22:00-07:00 Oz/Em"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ParseError, match=r"POLEMOS_QUIET: expected hours and a zone"):
        Quiet.parse(text)


def test_a_digest_has_both_languages_by_kind() -> None:
    told = [
        Alert(Kind.BROKE, "source eggs", Text("eggs fail", "蛋壞了")),
        Alert(Kind.REVISED, "figure", Text("a figure", "一個數字")),
    ]
    title, body = digest(told, Text("The weekly", "週報"))
    assert title == "週報：2 則通知 / The weekly: 2 alerts"
    assert body.split("\n\n") == [
        "已刊數字有變\n- 一個數字",
        "來源故障或逾期\n- 蛋壞了",
        "Published figures that are known otherwise now\n- a figure",
        "Sources that fail or are late\n- eggs fail",
    ]
    assert digest(told[:1], NAME)[0] == "蛋：1 則通知 / Eggs: 1 alert"


def test_alerts_go_where_they_are_sent(
    publisher: Any, answers: Callable[..., Any]
) -> None:
    pytest.importorskip("apprise")
    publisher.on("/hook", answers())
    send([f"json://{publisher.host}/hook"], "a title", "a body")
    ((_, _, body),) = publisher.asked
    assert b"a title" in body
    assert b"a body" in body
    publisher.on("/gone", answers(500))
    with pytest.raises(FetchError, match="found 1 that did not") as refused:
        send([f"json://{publisher.host}/gone?key=s3cret", "no address"][:1], "t", "b")
    assert "s3cret" not in str(refused.value)
