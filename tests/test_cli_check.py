"""An article on the command line: read, held to the data, told, or refused."""

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import run as spawn
from typing import Any

import pytest
from rich.cells import cell_len

import polemos
from polemos.article import LIMIT
from polemos.core import PolemosError, end_of_day
from polemos.pipeline import World

Run = Callable[..., tuple[int, str, str]]
EN = "Published 24 February 2025\n\nThe key rate of the Bank of Russia is **21%**.\n"
ZH = "發布日期: 2025-02-24\n\n俄羅斯央行的關鍵利率是 21%，通膨是 15%。\n"
PAGE = (
    '<html><head><meta property="article:published_time" content="2025-02-24">'
    "<script>document.write('99%')</script></head><body>"
    "<p>Russia&#39;s key rate is <b>21</b>%.<style>p{width:50%}</style>"
)
ROW = (
    *("surface", "start", "end", "value", "low", "high", "comparator", "unit", "kind"),
    *("series", "verdict", "verdict_now", "recomputed", "evidence"),
)
EVIDENCE = ("series", "period", "value", "known_at", "publisher", "source", "sha256")


@pytest.fixture
def run(
    command: Run, monkeypatch: pytest.MonkeyPatch, packaged: World, tmp_path: Path
) -> Run:
    """Run `check` in a folder of its own, as if it were `today`, with an input."""

    def call(
        *args: str, today: str = "2026-08-31", given: bytes = b""
    ) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        return command("check", *args, store=packaged.store.lake.path, today=today)

    return call


def write(folder: Path, name: str, text: str | bytes) -> str:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def told(done: tuple[int, str, str], code: int = 0) -> Any:
    assert done[0] == code, done[2]
    return json.loads(done[1])


def measured(check: Any) -> list[Any]:
    return [q for q in check["quantities"] if q["kind"] not in ("date", "duration")]


def test_json_has_the_shape_that_machines_read(run: Run, tmp_path: Path) -> None:
    check = told(run(write(tmp_path, "a.md", EN), "--format", "json"))
    assert {"as_of", "now", "quantities", "consistency"} <= set(check)
    assert (check["as_of"][:10], check["now"][:10]) == ("2025-02-24", "2026-08-22")
    (rate,) = measured(check)
    assert set(ROW) <= set(rate)
    assert (rate["value"], rate["unit"], rate["verdict"]) == (21, "percent", "holds")
    assert EN[rate["start"] : rate["end"]] == rate["surface"] == "21%"
    assert rate["series"] == ["cbr/rate.key@RUS"]
    assert (rate["recomputed"]["value"], rate["recomputed"]["unit"]) == (21, "percent")
    (row,) = rate["evidence"]
    assert set(EVIDENCE) <= set(row)
    assert row["publisher"] == "Bank of Russia"
    assert len(row["sha256"]) == 64


@pytest.mark.parametrize(
    ("name", "source", "stretch"),
    [
        ("a.html", PAGE, "21</b>%"),
        ("a.txt", f"\ufeff{ZH}", "21%"),
        ("a.txt", ZH.replace("21%", "2\u200b1\u202e%"), "2\u200b1\u202e%"),
        ("a.txt", f"🐸{ZH}🐸", "21%"),
        ("a.txt", ZH.replace("\n", "\r\n"), "21%"),
    ],
)
def test_offsets_are_those_of_the_file(
    run: Run, tmp_path: Path, name: str, source: str, stretch: str
) -> None:
    done = run(write(tmp_path, name, source), "--format", "json")
    rate = measured(json.loads(done[1]))[0]
    assert rate["surface"] == "21%"
    assert source[rate["start"] : rate["end"]] == stretch


def test_what_is_off_ends_with_one_and_says_why(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(write(tmp_path, "a.txt", ZH))
    assert code == 1
    lines = out.splitlines()
    assert max(map(cell_len, lines)) <= 100
    assert any(line.startswith("21%") and "相符" in line for line in lines)
    at = next(i for i, line in enumerate(lines) if line.startswith("15%"))
    assert "└" in lines[at + 1]
    assert "2 個量" in out
    assert "\x1b" not in out  # colour is for terminals


def test_what_holds_ends_with_zero(run: Run, tmp_path: Path) -> None:
    code, out, err = run(write(tmp_path, "a.md", EN))
    assert (code, err) == (0, "")
    assert "1 quantity: holds 1" in out
    assert "February" not in out
    assert "a date" in run("a.md", "--all")[1]


def test_the_language_is_the_texts_unless_named(run: Run, tmp_path: Path) -> None:
    name = write(tmp_path, "a.txt", ZH)
    assert "quantities" in run(name, "--lang", "en")[1]
    assert "個量" in run(name, "--lang", "auto")[1]


def test_days_that_are_named_go_first(run: Run) -> None:
    text = EN.encode()
    ask = ("-", "--format", "json", "--as-of", "2024-06-03", "--now", "2025-03-01")
    check = told(run(*ask, given=text), 1)
    assert (check["as_of"][:10], check["now"][:10]) == ("2024-06-03", "2025-03-01")
    (rate,) = measured(check)
    assert (rate["verdict"], rate["recomputed"]["value"]) == ("off", 16)


def test_a_text_without_a_day_is_of_now(run: Run) -> None:
    ask = ("-", "--format", "json")
    _, out, err = run(*ask, given=b"Russia has a key rate of 14%.")
    assert json.loads(out)["written"] == "2026-08-22"
    assert "names no day on which it was written, taken as 2026-08-22" in err
    _, _, err = run(*ask, given=EN.replace("2025", "2031").encode())
    assert "says it was written on 2031-02-24, which is to come" in err
    assert run(*ask, "--as-of", "2025-02-24", given=b"A rate of 14%.")[2] == ""


def test_texts_of_one_week_are_held_to_each_other(run: Run, tmp_path: Path) -> None:
    names = [
        write(tmp_path, "a.md", EN),
        write(tmp_path, "b.md", EN.replace("21%", "18%").replace("24 F", "25 F")),
        write(tmp_path, "c.md", EN.replace("21%", "19%").replace("24 F", "3 F")),
    ]
    check = told(run(*names, "--format", "json"), 1)
    assert [one["file"] for one in check["files"]] == names
    (apart,) = check["between"]
    said = {(s["file"], s["surface"]) for s in apart["said"]}
    assert said == {("a.md", "21%"), ("b.md", "18%")}
    assert "a.md says 21%, b.md says 18%" in run(*names)[1]


def test_a_page_is_whole_and_runs_nothing_of_the_text(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(write(tmp_path, "a.html", PAGE), "--format", "html")
    assert code == 0
    assert out.lstrip().lower().startswith("<!doctype html")
    assert "document.write" not in out
    code, _, err = run("a.html", "a.html", "--format", "html")
    assert code == 2
    assert "expected one file, found 2" in err


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-16", "UTF-16"), ("cp950", "Big5")]
)
def test_an_older_encoding_is_read_and_said(
    run: Run, tmp_path: Path, encoding: str, name: str
) -> None:
    text = "發布日期: 2025-02-24\n俄羅斯央行的關鍵利率是 21%，在戰時是最高的。\n"
    code, out, err = run(write(tmp_path, "a.txt", text.encode(encoding)))
    assert "21%" in out
    assert err == f"polemos: a.txt: read as {name}\n"
    assert code in (0, 1)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "a.txt: expected a text, found nothing in it"),
        (b"\x7fELF\0\0\1\2" * 99, "a.txt: expected a text, found binary data"),
        (b"%PDF-1.7\n", "pdftotext"),
        (
            "d\u00e9j\u00e0".encode("latin-1"),
            "expected UTF-8, found byte 0xe9 in line 1",
        ),
        (b"<script>alert(9)</script>", "found nothing but markup"),
        (b"x" * (LIMIT + 1), "expected a text of up to 5,000,000 bytes, found more"),
    ],
)
def test_bad_input_is_refused_in_one_line(
    run: Run, tmp_path: Path, data: bytes, words: str
) -> None:
    if data.startswith(b"<"):
        name = write(tmp_path, "a.html", data)
    else:
        name = write(tmp_path, "a.txt", data)
    code, out, err = run(name)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert words in err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("nowhere.md",), "nowhere.md: expected a file, found nothing"),
        ((".",), ".: expected a file, found a folder"),
        (("a.md", "--as-of", "2027-01-01"), "up to today, 2026-08-31"),
        (("a.md", "--now", "2027-01-01"), "expected --now up to today"),
        (("a.md", "--as-of", "1800-01-01"), "the first in this store"),
        (
            ("a.md", "--as-of", "2025-03-01", "--now", "2025-02-01"),
            "expected --as-of up to 2025-02-01",
        ),
    ],
)
def test_a_wrong_call_is_refused_in_one_line(
    run: Run, tmp_path: Path, args: tuple[str, ...], words: str
) -> None:
    write(tmp_path, "a.md", EN)
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert words in err
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


def test_a_hundred_megabytes_are_refused_unread(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(100_000_000)
    code, _, err = run("big.txt")
    assert code == 2
    assert "check it in parts" in err


def test_python_gives_what_the_command_does(packaged: World) -> None:
    view = packaged.without_models(end_of_day(packaged.store.newest()))
    checked = polemos.check(PAGE, view)
    (row,) = [r for r in checked.rows if r.kind == "change_to" or r.series]
    q = row.quantity
    assert PAGE[q.start : q.end] == "21</b>%"
    assert row.then.verdict == "holds"
    with pytest.raises(PolemosError, match="nothing but markup"):
        polemos.check("<!-- -->", view)


def test_the_package_is_imported_at_once() -> None:
    ask = (
        "import sys, polemos; print(sorted(m for m in sys.modules if 'polemos.' in m))"
    )
    done = spawn(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("page", "name"), [("README.md", "article.md"), ("README.zh-TW.md", "wen.md")]
)
def test_the_example_is_what_it_prints(
    run: Run, tmp_path: Path, page: str, name: str
) -> None:
    text = (Path(__file__).parents[1] / page).read_text("utf-8")
    (given,) = re.findall(r"^```markdown\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    code, out, _ = run(write(tmp_path, name, given))
    assert code == 1
    assert f"```text\n{out}```" in text
