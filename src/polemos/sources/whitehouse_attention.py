"""How much of what the White House posts speaks of the war, and of Taiwan."""

from collections import Counter
from collections.abc import Iterable, Iterator

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Licence,
    Measure,
    Observation,
    ParseError,
    Period,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._read import table
from polemos.sources._rows import Row, rows
from polemos.sources._told import told

# The site begins anew with each president: of this month it has twelve days.
_BEGUN = Period.month(2021, 1)
# Of each subject: what it is called, and which words in the text make a mention.
_SUBJECTS = {
    "ukraine": (
        Text("Ukraine or Russia", "烏克蘭或俄羅斯"),
        Text(
            "A document counts whose text has Ukraine, Russia, Putin, Zelensky or "
            "Kremlin in any form and on any occasion.",
            "內文以任何形式提及烏克蘭、俄羅斯、普丁、澤倫斯基或克里姆林宮者即計入，"
            "不論場合。",
        ),
    ),
    "taiwan": (
        Text("Taiwan", "台灣"),
        Text(
            "A document counts whose text has Taiwan; some months have none.",
            "內文提及台灣者即計入；有些月份為零。",
        ),
    ),
}
_COLUMNS = {"ukraine": "ua_ru", "taiwan": "taiwan"}
_BREAK = Text(
    "Definition break: since about April 2025 transcripts of remarks and briefings are "
    "no longer posted, so that a fall is partly a change of what is published.",
    "定義斷點：約自 2025 年 4 月起不再張貼談話與簡報逐字稿，"
    "下降有一部分是發布方式改變所致。",
)
_KINDS = Text(
    "Counted by us over a public collection of the site, whose kinds of documents "
    "change with the president and within a term.",
    "由我們就該網站文件的公開彙整計數；文件類別隨總統更換，任內亦有變動。",
)


def _spec(what: str, title: Text, unit: str, *caveats: Text) -> SeriesSpec:
    share = unit == "percent"
    return SeriesSpec(
        id=f"whitehouse/{what}@USA",
        title=title,
        unit=Unit.parse(unit),
        measure=Measure.RATE if share else Measure.FLOW,
        cadence=Cadence.MONTH,
        basis=Basis.COUNTED,
        low=0,
        high=100 if share else 5000,
        lag_days=5,  # a transcript is posted some days after
        caveats=(*caveats, _BREAK, _KINDS),
    )


SOURCE = Source(
    id="whitehouse_attention",
    title=Text("What the White House posts", "白宮發布的文件"),
    provider=Provider(
        "whitehouse",
        Text("The White House", "白宮"),
        "https://www.whitehouse.gov/news/",
        official=True,
    ),
    url="https://www.whitehouse.gov/news/",
    citation="The White House, briefings, statements, remarks and presidential actions",
    licence=Licence(
        Text("public domain (US federal work)", "公共領域（美國聯邦著作）"),
        redistribute=True,
    ),
    manual=True,
    series=(
        *(
            _spec(
                f"attention.{subject}",
                Text(
                    f"White House documents that mention {words.en}",
                    f"白宮文件中提及{words.zh}的比重",
                ),
                "percent",
                counted,
            )
            for subject, (words, counted) in _SUBJECTS.items()
        ),
        _spec(
            "documents",
            Text("Documents that the White House posted", "白宮發布的文件數"),
            "documents",
        ),
    ),
    complete=True,
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the first page of the list; the collection is counted by hand."""
    yield Fetched("news.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Add the kinds of documents up by month; a month not yet over is not told."""
    months: dict[Period, dict[str, Counter[str]]] = {}
    taken = snap.fetched_at.date()
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            month, kind = row.month("month"), row.take("category")
            where = f"{snap.source} {snap.name} {month} {kind!r}"
            counts = _counts(where, row)
        if not _BEGUN.start <= month.start <= taken:
            raise ParseError(
                f"{where}: expected a month from {_BEGUN} to {taken:%Y-%m}"
            )
        kinds = months.setdefault(month, {})
        if kind in kinds:
            raise ParseError(f"{where}: expected each kind once a month")
        kinds[kind] = counts
    for month, kinds in months.items():
        if month == _BEGUN or month.end > taken:
            continue
        total = sum(kinds.values(), Counter[str]())
        posted = total["documents"]
        yield told(SOURCE, "whitehouse/documents@USA", month, posted, snap)
        for subject in _SUBJECTS:
            name, share = f"whitehouse/attention.{subject}@USA", total[subject] / posted
            yield told(SOURCE, name, month, round(share * 100, 4), snap)


def _counts(where: str, row: Row) -> Counter[str]:
    """Take the documents, and those that mention a subject, which are no more."""
    found = Counter(documents=row.whole("n_documents"))
    for subject, column in _COLUMNS.items():
        found[subject] = row.whole(f"n_docs_{column}")
        mentions = row.whole(f"n_mentions_{column}")
        if found[subject] > min(found["documents"], mentions):
            raise ParseError(
                f"{where}: expected n_docs_{column} no higher than n_documents and "
                f"n_mentions_{column}, found {found[subject]}"
            )
    if not found["documents"]:
        raise ParseError(f"{where}: expected a document or more, found none")
    return found
