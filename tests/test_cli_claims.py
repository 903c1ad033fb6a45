"""Published claims on the command line: kept once, listed, watched, or refused."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from polemos.pipeline import World

Run = Callable[..., tuple[int, str, str]]
# The Kiel Institute told Europe's commitments by February 2026 anew on 4 August.
ARTICLE = """# Who pays

Published 10 July 2026

By February 2026 Europe had committed EUR 387.3 billion in aid to Ukraine <b>&</b> more.
The key rate of the Bank of Russia is 14.25%. Of all that, a third is lost.
"""
EDITION = """\
id,lang,section,text,series,period,how,base,stated,step,unit,relation,as_of,actual,verdict
aid.en.1,en,aid,EUR 387 billion,kiel/aid.committed.total@EUROPE,2026-02,level,,387,1,\
bn EUR,is,,387.303875,holds
aid.zh.1,zh,aid,"3,870 億歐元",kiel/aid.committed.total@EUROPE,2026-02,level,,387,1,\
bn EUR,is,,387.303875,holds
next.en.1,en,next,12.3%,forecast/inflation@RUS,2026-12,level,,12.3,0.1,percent,is,,\
12.31,holds
"""
FLAGS = re.DOTALL | re.MULTILINE
NONE = "nothing changed as of 2026-08-22\n"


@pytest.fixture
def lake(packaged: World, tmp_path: Path) -> Path:
    """Copy the packaged lake, to write in."""
    return Path(shutil.copytree(packaged.store.lake.path, tmp_path / "lake"))


@pytest.fixture
def run(
    command: Run, monkeypatch: pytest.MonkeyPatch, lake: Path, tmp_path: Path
) -> Run:
    """Run `claims` in a folder of its own, as if it were `today`."""
    folder = tmp_path / "here"
    folder.mkdir(exist_ok=True)

    def call(*args: str, today: str = "2026-08-31") -> tuple[int, str, str]:
        monkeypatch.chdir(folder)
        return command("claims", *args, store=lake, today=today)

    return call


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Give the folder in which the commands run, with an article and an edition."""
    folder = tmp_path / "here"
    folder.mkdir(exist_ok=True)
    (folder / "aid.md").write_text(ARTICLE, "utf-8")
    edition = folder / "2026-07-10"
    edition.mkdir()
    (edition / "claims.csv").write_text(EDITION, "utf-8")
    return folder


def told(done: tuple[int, str, str], code: int = 0) -> Any:
    assert done[0] == code, done[2]
    return json.loads(done[1])


def kept(run: Run) -> Any:
    return told(run("list", "--format", "json"))


def test_an_article_is_kept_once_and_says_what_is_left_out(
    run: Run, here: Path
) -> None:
    assert kept(run) == []
    code, out, err = run("add", "aid.md", "--title", "Who\u202e pays")
    assert (code, err) == (0, "")
    first, *left = out.splitlines()
    assert first == "aid.md: 2 claims kept as of 2026-07-10"
    assert [line.split(" not kept: ")[0].strip() for line in left] == ["1"]
    (here / "b.md").write_bytes((here / "aid.md").read_bytes())
    _, out, _ = run("add", "b.md", "b.md", today="2026-09-01")
    again = "b.md: kept before, on 2026-08-31, as Who pays; nothing was added"
    assert out.splitlines() == [again, again]
    (document,) = kept(run)
    assert (document["title"], document["as_of"]) == ("Who pays", "2026-07-10")
    assert (document["claims"], document["changed"], document["worse"]) == (2, 0, 0)


@pytest.mark.usefixtures("here")
def test_a_claim_is_bound_to_what_it_was_judged_by(run: Run) -> None:
    run("add", "aid.md")
    aid, rate = told(run("list", "aid.md", "--format", "json"))
    assert (aid["series"], aid["period"]) == (
        "kiel/aid.committed.total@EUROPE",
        "2026-02",
    )
    assert (aid["stated"], aid["unit"], aid["where"]) == (387.3, "bn EUR", "line 5")
    assert (aid["then"], aid["verdict"]) == (387.303875, "holds")
    assert "EUR 387.3 billion" in aid["text"]
    assert len(aid["text"]) < len(ARTICLE.splitlines()[4])
    assert (rate["series"], rate["stated"]) == ("cbr/rate.key@RUS", 14.25)
    (document,) = kept(run)
    by_hash = told(run("list", document["document"][:6], "--format", "json"))
    assert by_hash == [aid, rate]
    lines = run("list", "aid.md")[1].splitlines()
    assert len(lines) == 3
    assert max(map(cell_len, lines)) <= 100


def test_a_watch_finds_what_was_revised_and_then_nothing(run: Run, here: Path) -> None:
    run("add", "aid.md")
    early = run("watch", "--now", "2026-07-20")
    assert early[:2] == (0, "nothing changed as of 2026-07-20\n")
    (one,) = told(run("watch", "--format", "json", "--out", "out"), 1)
    assert (one["title"], one["where"]) == ("aid.md", "line 5")
    assert (one["was"], one["is"]) == (387.303875, 296.476968)
    assert (one["verdict_was"], one["verdict"]) == ("holds", "outdated")
    assert (one["since"], one["material"]) == ("2026-08-04", True)
    assert one["publisher"] == "Kiel Institute for the World Economy"
    assert (one["series"], one["value"]) == (
        "kiel/aid.committed.total@EUROPE",
        296.476968,
    )
    page = (here / "out" / "corrections.html").read_text("utf-8")
    assert "2,964.8 億歐元" in page
    assert "EUR 296.48 billion" in page
    rows = (here / "out" / "corrections.csv").read_text("utf-8")
    assert run("watch", "--out", "out") == (0, NONE, page_names())
    assert (here / "out" / "corrections.csv").read_text("utf-8") == rows
    run("watch", "--now", "2026-07-20", "--out", "early")
    early_rows = (here / "early" / "corrections.csv").read_text("utf-8")
    assert rows.startswith(early_rows)
    assert len(list(csv.DictReader(StringIO(early_rows)))) == 0
    assert [d["worse"] for d in kept(run)] == [1]


def page_names() -> str:
    names = ("corrections.html", "corrections.csv")
    return "".join(f"polemos: out/{name}\n" for name in names)


def test_an_edition_is_kept_without_what_models_say(run: Run, here: Path) -> None:
    code, out, _ = run("add", "2026-07-10")
    assert code == 0
    assert "2 claims kept as of 2026-07-10" in out
    assert "1 not kept: on what models say" in out
    assert "nothing was added" in run("add", "2026-07-10/claims.csv")[1]
    assert [d["title"] for d in kept(run)] == ["rus-ukr 2026-07-10"]
    code, out, _ = run("watch", "--out", "out")
    assert code == 1
    page = (here / "out" / "corrections.html").read_text("utf-8")
    assert page.count("<article") == 1, "said in two languages, but once"


BROKEN = {
    "of another war": ("kiel/aid.committed.total@EUROPE", "court/ships@BLE", "--war"),
    "of an older version": (",step,", ",pace,", "found no column step"),
    "no period": (",2026-02,", ",soon,", "line 2: expected a claim"),
    "no number": (",387,1,", ",much,1,", "found 'much' for a number"),
    "no digit": (",387,1,", ",387,0,", "found 387 to 0"),
    "endless": (",387.303875,", ",inf,", "line 2: expected a claim"),
    "a growth since nothing": (",level,", ",growth,", "growth since nothing"),
    "another unit": ("bn EUR", "vehicles", "expected aid.en.1 in EUR, found vehicles"),
    "no verdict": (",holds", ",perhaps", "line 2: expected a claim"),
    "a naive moment": (",is,,", ",is,2026-07-01,", "which zone"),
    "quoting the future": (",is,,", ",is,2027-01-01T00:00:00Z,", "as of 2027-01-01"),
    "twice": ("aid.zh.1", "aid.en.1", "one finding of a key"),
    "Latin": ("billion", "\udce9", "expected a table in UTF-8"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_edition_is_refused_whole(run: Run, here: Path, what: str) -> None:
    old, new, words = BROKEN[what]
    body = EDITION.replace(old, new).encode(errors="surrogateescape")
    (here / "2026-07-10" / "claims.csv").write_bytes(body)
    refused(run, here, words, "add", "aid.md", "2026-07-10")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("nowhere.md",), "nowhere.md: expected an article, or an edition's folder"),
        ((".",), ".: expected an article, or an edition's folder with its claims.csv"),
        (("aid.md", "none.md"), "that is bound to a series, found none of"),
        (("dateless.md",), "expected the day it was written, found none in it"),
        (("ahead.md",), "up to today, 2026-08-31"),
        (("bare.csv",), "expected an edition in a folder named by its day"),
        (("big.md",), "expected up to 5,000,000 bytes, found 5,000,001"),
        (("aid.md", "--as-of", "2027-01-01"), "up to today, 2026-08-31"),
        (("aid.md", "dateless.md", "--title", "T"), "--title: expected one file"),
    ],
)
def test_a_wrong_call_keeps_nothing(
    run: Run, here: Path, args: tuple[str, ...], words: str
) -> None:
    (here / "none.md").write_text("Published 1 July 2026\n\n5 cats sleep.", "utf-8")
    (here / "dateless.md").write_text("The key rate of Russia is 14.25%.", "utf-8")
    ahead = ARTICLE.replace("2026\n", "2031\n")
    (here / "ahead.md").write_text(ahead, "utf-8")
    (here / "bare.csv").write_text(EDITION, "utf-8")
    (here / "big.md").write_bytes(b"x" * 5_000_001)
    refused(run, here, words, "add", *args)


def refused(run: Run, here: Path, words: str, *args: str) -> None:
    before = sorted(here.rglob("*"))
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert words in err
    assert kept(run) == []
    assert sorted(here.rglob("*")) == before


@pytest.mark.usefixtures("here")
def test_a_document_that_is_not_kept_is_refused(run: Run) -> None:
    run("add", "aid.md")
    code, out, err = run("list", "b.md")
    assert (code, out) == (2, "")
    assert "expected a document (see claims list), found 0 that 'b.md' names" in err


def test_a_store_that_is_written_in_is_refused_and_left(
    run: Run, here: Path, packaged: World, lake: Path
) -> None:
    run("add", "2026-07-10")
    store = type(packaged.store).open(lake, packaged.store.sources)
    with store.lake.writing():
        for args in (("add", "aid.md"), ("watch", "--out", "out")):
            code, out, err = run(*args)
            assert (code, out) == (2, "")
            assert "another process is writing" in err
    assert not (here / "out").exists()
    assert [d["claims"] for d in kept(run)] == [2]
    assert run("watch")[0] == 1


def test_the_example_of_the_guide_is_what_it_prints(run: Run, here: Path) -> None:
    page = Path(__file__).parents[1] / "docs" / "guide" / "watch.md"
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", page.read_text("utf-8"), FLAGS)
    shown = dict(blocks)
    (here / "aid.md").write_text(shown["markdown"], "utf-8")
    said = ""
    for line in shown["text"].splitlines():
        if line.startswith("$ "):
            words = line.removeprefix("$ ./run polemos claims ").split()
            said += f"{line}\n{run(*words)[1]}"
    assert said == shown["text"]


def test_a_range_is_held_at_both_its_ends(run: Run, here: Path) -> None:
    text = "Published 10 July 2026\n\nRussia holds 18 to 20% of Ukraine's territory.\n"
    (here / "held.txt").write_text(text, "utf-8")
    assert "2 claims kept" in run("add", "held.txt")[1]
    low, high = told(run("list", "held.txt", "--format", "json"))
    assert (low["relation"], low["stated"]) == ("over", 18)
    assert (high["relation"], high["stated"]) == ("under", 20)
    assert low["series"] == high["series"] == "polemos/territory.held.share@RUS"
    assert low["verdict"] == high["verdict"] == "holds"


def test_what_is_summed_over_periods_is_named_and_left(run: Run, here: Path) -> None:
    text = (
        "Published 10 July 2026\n\nThe key rate of the Bank of Russia is 14.25%.\n"
        "Russia fired 15,000 drones and missiles in 2024.\n"
    )
    (here / "year.txt").write_text(text, "utf-8")
    out = run("add", "year.txt")[1]
    assert "1 claim kept as of" in out
    assert "1 not kept: worked out over several periods of a series" in out
