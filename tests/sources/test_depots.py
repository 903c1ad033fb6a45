from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from polemos.core import ParseError, Snapshot
from polemos.sources import armour, depots, iiss, janovsky, roles

HEAD = "country,category,quantity,unit,kind,as_of,source,where_found,confidence,note\n"
MODULES = (armour, depots, iiss, janovsky, roles)


def snap(module: object, *, where: str = "https://example.org"):
    """Make a table in the shape of the gathered one, with numbers of our own."""
    lines = [
        f"{r.country},{r.category},{10 + i},,{r.kind},{r.as_of},{r.source},{where},,"
        for i, r in enumerate(module.ROWS)
    ]
    body = HEAD + "\n".join(lines) + "\n"
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return Snapshot(module.SOURCE.id, "stocks.csv", "", at, body.encode())


@pytest.mark.parametrize("module", MODULES)
def test_it_reads_each_of_its_rows_once(module) -> None:
    said = list(module.parse(snap(module)))
    assert [o.value for o in said] == [10 + i for i in range(len(module.ROWS))]
    assert {o.series for o in said} == {s.id for s in module.SOURCE.series}


@pytest.mark.parametrize("module", MODULES)
def test_a_row_that_nobody_saw_stops_it(module) -> None:
    remembered = snap(module, where='"own knowledge, unverified here"')
    with pytest.raises(ParseError, match="seen in a page"):
        list(module.parse(remembered))


@pytest.mark.parametrize("module", MODULES)
def test_a_page_without_a_row_of_ours_stops_it(module) -> None:
    others = HEAD + "Russia,boats,1,,active,2022,Nobody,https://example.org,,\n"
    with pytest.raises(ParseError, match="expected rows of ours"):
        list(module.parse(replace(snap(module), body=others.encode())))


@pytest.mark.parametrize("module", MODULES)
def test_a_row_told_twice_stops_it(module) -> None:
    once = snap(module)
    again = b"".join(once.body.splitlines(keepends=True)[1:2])
    for row, says in ((again, "each row once"), (again + b"!", "expected one row")):
        with pytest.raises(ParseError, match=says):
            list(
                module.parse(replace(once, body=once.body + row.replace(b"\n!", b"!")))
            )


@pytest.mark.parametrize("module", MODULES)
def test_an_end_that_the_author_gives_is_the_value(module) -> None:
    bounds = [r.bound for r in module.ROWS]
    for o, bound in zip(module.parse(snap(module)), bounds, strict=True):
        assert (o.low, o.high) == (
            o.value if bound == "low" else None,
            o.value if bound == "high" else None,
        )


def test_of_two_ends_and_no_number_between_the_lower_is_the_value() -> None:
    """The range stands beside the author; a midpoint is nobody's number."""
    row = next(r for r in iiss.ROWS if r.kind == "reactivated_per_year")
    told = f"Russia,{row.category},1230,,{row.kind},{row.as_of},IISS (1,180-1,280)"
    quoted = told.replace("IISS (1,180-1,280)", '"IISS (1,180-1,280)"')
    body = f"{HEAD}{quoted},https://example.org,,\n".encode()
    (said,) = iiss.parse(replace(snap(iiss), body=body))
    assert (said.low, said.value, said.high) == (1180, 1180, 1280)


@pytest.mark.raw
@pytest.mark.parametrize("module", MODULES)
def test_the_pages_hold_every_row(module, told) -> None:
    said = [r for _, page in told(module.SOURCE.id) for r in page]
    assert len(said) == len(module.ROWS)
    assert {o.series for o in said} == {r.series for r in module.ROWS}


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_known_before_the_day_it_is_about(module) -> None:
    for o in module.parse(snap(module)):
        assert o.known_at.date() >= o.period.start


@pytest.mark.raw
def test_the_figures_of_the_pages(told) -> None:
    records = [r for _, page in told("depots") for r in page]
    said = {(o.series, str(o.period)): o for o in records}
    assert said["depots/stock.tank@RUS", "2022-02"].value == 7300
    assert said["depots/stock.tank@RUS", "2024-12-31"].value == 3500
    assert said["depots/stock.tank@RUS", "2025-10-07"].value == 2887
    assert said["depots/share.ifv@RUS", "2024-12-22"].value == 52
    known = said["depots/stock.tank@RUS", "2024-12-31"].known_at
    assert known.date() == date(2025, 1, 16)
