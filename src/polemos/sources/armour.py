"""What single authors say of Russia's armour: lost in all, built new, made fit a month.

One series an author and a kind; what they contradict each other in is left standing.
"""

from collections.abc import Iterable
from datetime import date

from polemos.core import (
    Fetched,
    Get,
    Measure,
    Observation,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
)
from polemos.sources._stocks import (
    FACTS,
    SECOND_HAND,
    Row,
    gathered,
    pages,
    spec,
)

_UK_HEARING, _UK_UPDATE = date(2023, 7, 5), date(2024, 1, 29)
_DEFENCE24 = date(2023, 9, 30)  # the page tells no day; the news about it is of then
_CIT = date(2025, 6, 22)  # when the press told of the study
_NSJ, _JOMPY, _JANES = date(2025, 9, 10), date(2025, 11, 1), date(2025, 11, 17)
_MADE = "production_per_year"

ROWS = (
    Row(
        *("tanks", "losses_cum", "2023-07-05", "A. Radakin"),
        *("armour/losses.tank.uk@RUS", _UK_HEARING),
    ),
    Row(
        *("tanks", "losses_cum", "2024-01-25", "UK Ministry of Defence"),
        *("armour/losses.tank.uk@RUS", _UK_UPDATE),
    ),
    Row(
        *("tanks_new", _MADE, "2023", "A. Radakin"),
        *("armour/built.tank.uk@RUS", _UK_HEARING),
        bound="high",
    ),
    Row(
        *("tanks", "made_per_month", "2024-01", "UK Ministry of Defence"),
        *("armour/made.tank.uk@RUS", _UK_UPDATE),
        bound="low",
    ),
    *(
        Row(
            *("tanks_T90M", _MADE, year, "Conflict Intelligence Team"),
            *("armour/built.tank.cit@RUS", _CIT, False),
        )
        for year in ("2022", "2023", "2024")
    ),
    Row(
        *("tanks_new", _MADE, "2025", "Janes", "armour/built.tank.janes@RUS", _JANES),
        bound="high",
    ),
    Row(
        *("ifv_BMP3", _MADE, "2023", "Defence24"),
        *("armour/built.ifv.defence24@RUS", _DEFENCE24, False),
    ),
    Row(
        *("ifv_BMP3", _MADE, "2025", "National Security Journal"),
        *("armour/built.ifv.nsj@RUS", _NSJ),
    ),
    Row(
        *("apc_BTR82", _MADE, "2025", "Jompy", "armour/built.apc.jompy@RUS", _JOMPY),
        bound="high",
    ),
)
_PAGES = {
    "hearing.html": "https://www.i24news.tv/en/news/international/ukraine-russia-war/"
    "1688549708-russia-lost-half-of-its-combat-effectiveness-in-ukraine-uk-army-chief",
    "update.html": "https://www.anews.com.tr/world/2024/01/29/"
    "london-says-russia-has-lost-2600-tanks-in-ukraine-war",
    "cit.html": "https://www.trenchart.us/p/how-many-new-t-90m-tanks-is-russia",
    "janes.html": "https://news.online.ua/en/"
    "how-many-new-tanks-is-russia-producing-analysts-data-898898/",
    "defence24.html": "https://pl.topwar.ru/226522-vozrosli-proizvodstvennye-"
    "moschnosti-v-polskoj-presse-ocenili-obem-vypuska-bmp-3.html",
    "nsj.html": "https://charter97.org/ru/news/2025/9/10/655222/",
    "jompy.html": "https://nv.ua/world/countries/btr-82-proizvodstvo-v-rossii-vyroslo-"
    "do-700-mashin-v-god-osint-o-detalyah-50557196.html",
}
_ONE_TYPE = Text(
    "Of one type of vehicle; others are built too, or were.",
    "僅指單一車型，其他車型亦有新造。",
)
_CONTRADICTS = Text(
    "The second number is that of photographs on its day, and hardly grew from the "
    "first, while half a thousand more were photographed in between.",
    "第二個數字等於當日的照片數，較前次幾無增加，其間照片數卻多了約五百輛。",
)
_REBUILT = Text("Older tanks brought up to the type are in it.", "含以舊型戰車改裝者。")


def _spec(name: str, en: str, zh: str, measure: Measure, *caveats: Text) -> SeriesSpec:
    return spec(
        f"armour/{name}@RUS",
        Text(en, zh),
        measure=measure,
        caveats=(SECOND_HAND, *caveats),
    )


SOURCE = Source(
    id="armour",
    title=Text(
        "Russia's armour lost, built and made fit, by authors in the press",
        "俄軍裝甲車輛之損失、新造與修復（媒體所引各家估計）",
    ),
    provider=Provider(
        "armour",
        Text("Authors named, as quoted in the press", "各作者（媒體轉引）"),
        "https://www.trenchart.us/p/how-many-new-t-90m-tanks-is-russia",
    ),
    url="https://www.trenchart.us/p/how-many-new-t-90m-tanks-is-russia",
    citation="Each author as named; via i24NEWS, Anadolu, Trench Art, Online.UA, NV",
    licence=FACTS,
    by_hand=("armour.csv", "stocks.csv"),
    manual=True,
    series=(
        _spec(
            "losses.tank.uk",
            "Tanks lost in all, by the British defence staff and ministry",
            "戰車實際損失（英國國防參謀長與國防部）",
            Measure.CUMULATIVE,
            _CONTRADICTS,
        ),
        _spec(
            "built.tank.uk",
            "New tanks in a year, at most, by the British defence staff",
            "全年新造戰車上限（英國國防參謀長）",
            Measure.FLOW,
        ),
        _spec(
            "made.tank.uk",
            "Tanks restored or built in a month, at least, by the British ministry",
            "單月修復與新造戰車下限（英國國防部）",
            Measure.RATE,
        ),
        _spec(
            "built.tank.cit",
            "T-90M tanks built in a year, by the Conflict Intelligence Team",
            "全年新造 T-90M 戰車（Conflict Intelligence Team）",
            Measure.FLOW,
            _ONE_TYPE,
            _REBUILT,
        ),
        _spec(
            "built.tank.janes",
            "New tanks in a year, at most, by Janes",
            "全年新造戰車上限（Janes）",
            Measure.FLOW,
        ),
        _spec(
            "built.ifv.defence24",
            "BMP-3 fighting vehicles built in a year, by Defence24",
            "全年新造 BMP-3 步兵戰鬥車（Defence24）",
            Measure.FLOW,
            _ONE_TYPE,
        ),
        _spec(
            "built.ifv.nsj",
            "BMP-3 fighting vehicles built in a year, by the National Security Journal",
            "全年新造 BMP-3 步兵戰鬥車（National Security Journal）",
            Measure.FLOW,
            _ONE_TYPE,
        ),
        _spec(
            "built.apc.jompy",
            "BTR-82 carriers built in a year, at most, by Jompy",
            "全年新造 BTR-82 運兵車上限（Jompy）",
            Measure.FLOW,
            _ONE_TYPE,
        ),
    ),
    caveats=(
        Text(
            "Where a page does not say when it came out, the day is that of the news "
            "around it, and marked as assumed.",
            "頁面未載明發布日者，依同時期報導推定並標明。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the pages; the figures are read from them by hand into the table."""
    yield from pages(get, _PAGES)


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the rows of these authors from the gathered tables."""
    yield from gathered(SOURCE, snap, ROWS)
