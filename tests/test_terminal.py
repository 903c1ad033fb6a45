import json

import pytest
from rich.cells import cell_len

from polemos.terminal import Format, Progress, show

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
