import json

import pytest
from rich.cells import cell_len

from polemos.terminal import Format, Progress, Styled, show, show_styled

HEAD = ("id", "value", "title")
ROWS = [("a", 1234.5, "庫存"), ("bb", None, "stock")]


def test_columns_align_whatever_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    show(HEAD, [*ROWS, ("庫", 2.0, "x")], Format.TABLE)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "a   1,234.5  庫存"
    starts = [
        cell_len(line[: line.index(last)])
        for line, last in zip(lines, ["title", "庫存", "stock", "x"], strict=True)
    ]
    assert len(set(starts)) == 1


@pytest.mark.parametrize("form", list(Format))
def test_no_rows_still_have_a_head(
    form: Format, capsys: pytest.CaptureFixture[str]
) -> None:
    show(HEAD, [], form)
    said = capsys.readouterr()
    if form is Format.JSON:
        assert json.loads(said.out) == []
    else:
        assert said.out.replace(",", " ").split() == list(HEAD)
    assert said.err == ("nothing found\n" if form is Format.TABLE else "")


def test_a_log_hears_of_long_work_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter([0.0, 1.0, 9.0, 9.0, 10.0])
    monkeypatch.setattr("polemos.terminal.monotonic", lambda: next(now))
    with Progress() as progress:
        for step, label in enumerate(["one", "two", "three"]):
            progress(step, 3, label)
    assert capsys.readouterr().err == "polemos: 2 of 3, two\n"


def test_columns_fit_and_what_is_below_is_wrapped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [
        Styled(("庫存" * 40, "1", "holds"), ("", "", "green"), ["why, " * 40]),
        Styled(("a", "2", "off"), ("", "", "red")),
    ]
    show_styled(("what", "no", "verdict"), rows, (None, 4, 9))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cell_len, lines)) <= 100
    assert "…" in lines[1]
    assert lines[1].endswith("1   holds")
    assert [line[:4].strip() for line in lines[2:5]] == ["└", "", ""]


@pytest.mark.parametrize(("forced", "coloured"), [("1", True), ("", False)])
def test_colour_is_for_terminals_alone(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    forced: str,
    *,
    coloured: bool,
) -> None:
    monkeypatch.setenv("FORCE_COLOR", forced)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    show_styled(("verdict",), [Styled(("off",), ("red",))], (9,))
    assert ("\x1b[31moff" in capsys.readouterr().out) is coloured
