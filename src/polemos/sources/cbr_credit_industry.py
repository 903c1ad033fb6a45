"""Debt of companies to banks by industry: where the credit went."""

from collections.abc import Iterable

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Measure,
    Observation,
    ParseError,
    Period,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._cbr import (
    CORPORATE_PERIMETERS,
    DATED_THE_FIRST,
    LICENCE,
    stocks,
)
from polemos.sources._providers import CBR
from polemos.sources._told import told

_URL = (
    "https://www.cbr.ru/vfs/statistics/BankSector/Loans_to_corporations/"
    "01_02_A_Debt_corp_by_activity.xlsx"
)
_NOT_WAR = Text(
    "The arms industry has no line of its own: holding and leasing companies stand "
    "under real estate, rent and services, or under other activities.",
    "軍工沒有單獨欄位：控股與租賃公司歸在「不動產、租賃與服務」或「其他」。",
)


def _spec(what: str, en: str, zh: str) -> SeriesSpec:
    return SeriesSpec(
        id=f"cbr/credit.industry.{what}@RUS",
        title=Text(
            f"Bank debt of companies, {en}, Russia", f"俄羅斯企業銀行債務：{zh}"
        ),
        unit=Unit.parse("mn RUB"),
        measure=Measure.STOCK,
        cadence=Cadence.MONTH,
        basis=Basis.MEASURED,
        low=0,
        high=1e9,
        # The stock of 1 November was not out on 12 December 2025, so it takes longer
        # than six weeks; the day itself is not documented, so we allow sixty days.
        lag_days=60,
        caveats=(DATED_THE_FIRST, CORPORATE_PERIMETERS, _NOT_WAR),
    )


SOURCE = Source(
    id="cbr_credit_industry",
    title=Text(
        "Bank debt of Russian companies and sole traders by economic activity",
        "俄羅斯企業與獨資經營者銀行債務（依經濟活動）",
    ),
    provider=CBR,
    url="https://www.cbr.ru/statistics/bank_sector/sors/",
    citation="Bank of Russia, Debt of corporations by economic activity (01_02_A)",
    licence=LICENCE,
    series=(
        _spec("all", "all activities", "全部行業"),
        _spec("mining", "mining", "礦業"),
        _spec("mining.fuel", "mining of fuels", "燃料開採"),
        _spec("factory", "manufacturing", "製造業"),
        _spec("factory.food", "food and tobacco", "食品與菸草"),
        _spec(
            "factory.refining", "coke, petroleum and nuclear fuel", "焦炭、煉油與核燃料"
        ),
        _spec("factory.chemicals", "chemicals", "化學"),
        _spec("factory.metals", "metals and metal goods", "金屬與金屬製品"),
        _spec("factory.machines", "machinery", "機械設備"),
        _spec("factory.vehicles", "transport equipment", "運輸工具"),
        _spec("power", "electricity, gas and water", "電力、燃氣與供水"),
        _spec("farming", "farming and forestry", "農林業"),
        _spec("building", "construction", "營造業"),
        _spec("transport", "transport and communications", "運輸與通訊"),
        _spec("trade", "trade and repair", "批發零售與維修"),
        _spec("property", "real estate, rent and services", "不動產、租賃與服務"),
        _spec("other", "other activities", "其他行業"),
        _spec("settlement", "completion of settlements", "結算用途"),
    ),
)

_INDENTED = {
    "добыча топливно-энергетических полезных ископаемых": "mining.fuel",
    "производство пищевых продуктов, включая напитки, и табака": "factory.food",
    "производство кокса, нефтепродуктов и ядерных материалов": "factory.refining",
    "химическое производство": "factory.chemicals",
    "металлургическое производство и производство готовых металлических "
    "изделий": "factory.metals",
    "производство машин и оборудования, из них:": "factory.machines",
    "производство транспортных средств и оборудования, из них:": "factory.vehicles",
}
_TOP = {
    "добыча полезных ископаемых, из них:": "mining",
    "обрабатывающие производства, из них:": "factory",
    "производство и распределение электроэнергии, газа и воды": "power",
    "сельское хозяйство, охота и лесное хозяйство, из них:": "farming",
    "строительство, из них:": "building",
    "транспорт и связь, из них:": "transport",
    "оптовая и розничная торговля, ремонт автотранспортных средств, мотоциклов, "
    "бытовых изделий и предметов личного пользования": "trade",
    "операции с недвижимым имуществом, аренда и предоставление услуг": "property",
    "прочие виды деятельности": "other",
    "на завершение расчетов": "settlement",
}
_ROUNDING = 10  # million roubles; ten parts, each rounded


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the workbook."""
    yield Fetched(_URL.rsplit("/", 1)[1], _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read roubles and currency together; the industries must add up to the total."""
    found: dict[Period, dict[str, float]] = {}
    rows = {"ВСЕГО": "all"} | _TOP | _INDENTED
    for what, month, value in stocks(snap, "итого", 1, rows):
        found.setdefault(month, {})[what] = value
        yield told(SOURCE, f"cbr/credit.industry.{what}@RUS", month, value, snap)
    for month, debt in found.items():
        parts = sum(debt[t] for t in _TOP.values())
        if abs(parts - debt["all"]) > _ROUNDING:
            raise ParseError(
                f"{snap.source} {snap.name} {month}: expected the activities to add up "
                f"to {debt['all']:g}, found {parts:g}; is there a new one?"
            )
