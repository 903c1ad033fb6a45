import csv
import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from polemos import registry
from polemos.core import LANGS
from polemos.report import Edition, plates, write
from polemos.report._doc import Figure

NAMES = ["edition.html", "claims.csv", "series.csv", "edition.zh.pdf", "edition.en.pdf"]


@pytest.fixture(scope="module")
def folder(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    heard: list[tuple[int, int, str]] = []
    with plates() as drawn:
        made = write(edition, folder, drawn, lambda *step: heard.append(step))
    assert [p.name for p in made] == NAMES
    assert [label for *_, label in heard] == NAMES
    return folder


def test_the_same_edition_gives_the_same_bytes(
    edition: Edition, folder: Path, tmp_path: Path
) -> None:
    with plates() as drawn:
        for lang in LANGS[::-1]:  # begun before, and in another order
            for block in edition.documents[lang].blocks:
                if isinstance(block, Figure):
                    drawn.begin(lang, block)
        write(edition, tmp_path, drawn)
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_the_page_asks_nothing_of_any_network(folder: Path) -> None:
    page = (folder / "edition.html").read_text("utf-8")
    body = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', body)
    assert "default-src 'none'" in page
    assert page.count("@font-face") == 3


def test_every_number_in_the_page_says_what_it_is(folder: Path) -> None:
    page = (folder / "edition.html").read_text("utf-8")
    numbers = re.findall(r"<data [^>]*>", page)
    assert len(numbers) > 40
    assert all("tabindex" in n and "data-f=" in n for n in numbers)
    assert "polemos trace survey/money.m2@ARI:2032-07 --as-of 2032-08-22" in page


def test_a_series_under_a_figure_is_traced_as_of_the_same_day(folder: Path) -> None:
    page = (folder / "edition.html").read_text("utf-8").replace("<wbr>", "")
    commands = re.findall(r"<code>(polemos trace [^<]*)</code>", page)
    assert commands
    assert all(c.endswith(" --as-of 2032-08-22") for c in commands)


def test_a_release_day_that_is_assumed_is_called_so(folder: Path) -> None:
    page = (folder / "edition.html").read_text("utf-8")
    facts = re.findall(r'"series":"(survey/[^"]+)".*?"known":\{"zh":"([^"]+)"', page)
    assumed = {name for name, known in facts if known.endswith("（發布日為推定）")}
    assert assumed == {"survey/deaths@ARI"}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["貨幣三年多出", "前線", "資料截止", "乙國坦克（對方宣稱）"]),
        ("en", ["The front"]),
    ],
)
def test_the_pdf_can_be_read_and_says_its_language(
    folder: Path, lang: str, words: list[str]
) -> None:
    pdf = PdfReader(BytesIO((folder / f"edition.{lang}.pdf").read_bytes()))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert all(w in text.replace("\n", "") for w in words)
    catalog = pdf.trailer["/Root"]
    assert catalog["/Lang"] == ("zh-TW" if lang == "zh" else "en-GB")
    assert catalog["/MarkInfo"]["/Marked"]
    assert len(pdf.outline) >= 3
    assert b"<pdfuaid:part>1" in (folder / f"edition.{lang}.pdf").read_bytes()


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_claims_lie_beside_the_report(edition: Edition, folder: Path) -> None:
    claims = rows(folder / "claims.csv")
    assert len(claims) == len(edition.claims)
    assert {c["verdict"] for c in claims} == {"holds"}
    assert len({c["id"] for c in claims}) == len(claims)


def test_the_claims_are_read_back_as_they_were_printed(
    edition: Edition, folder: Path
) -> None:
    view = edition.desk.view
    body = (folder / "claims.csv").read_bytes()
    read, left = registry.edition(
        body, "claims.csv", "No. 1", edition.as_of, data=view, models=view
    )
    assert left == 0
    assert [f.claim for f in read.findings] == list(edition.claims)
    assert [f.actual for f in read.findings] == [f.actual for f in edition.findings]
    assert {f.known_at for f in read.findings} == {edition.as_of}


def test_every_value_drawn_or_printed_lies_beside_the_report(folder: Path) -> None:
    found = {(r["series"], r["end"]): r for r in rows(folder / "series.csv")}
    row = found["survey/money.m2@ARI", "2032-08-01"]
    assert float(row["value"]) == pytest.approx(114702.7, abs=0.1)
    assert row["unit"] == "bn RUB"
    assert row["publisher"] == "Survey Office"
    assert row["known_at"] == "2032-08-09T00:00:00Z"
    assert ("survey/losses.tank@BOR", "2031-01-02") in found
