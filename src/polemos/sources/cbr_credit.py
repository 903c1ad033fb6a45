"""What banks lent, and to whom: the balance sheet of credit institutions."""

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

_URL = "https://www.cbr.ru/vfs/statistics/credit_statistics/survey/balance_odc.xlsx"
_NET = Text(
    "A stock: its change is lending less repayment, and also holds exchange-rate "
    "revaluation, accrued interest and write-offs. It is not gross new lending.",
    "此為存量：變動是新放款減還款，並含匯率重估、應計利息與呆帳沖銷，不是新放款總額。",
)


def _spec(what: str, en: str, zh: str, *caveats: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"cbr/credit.{what}@RUS",
        title=Text(f"{en}, Russian banks", f"俄羅斯銀行{zh}"),
        unit=Unit.parse("mn RUB"),
        measure=Measure.STOCK,
        cadence=Cadence.MONTH,
        basis=Basis.MEASURED,
        low=0,
        high=1e9,
        lag_days=31,  # comes with the monetary survey, at the end of the month
        caveats=(DATED_THE_FIRST, _NET, *caveats),
    )


SOURCE = Source(
    id="cbr_credit",
    title=Text(
        "Balance sheet of Russian credit institutions", "俄羅斯信貸機構資產負債表"
    ),
    provider=CBR,
    url="https://www.cbr.ru/statistics/macro_itm/dkfs/",
    citation="Bank of Russia, Balance sheet of credit institutions",
    licence=LICENCE,
    series=(
        _spec(
            "economy",
            "Credit to the economy",
            "對經濟體的信用",
            Text(
                "Loans, securities and other claims on residents outside government.",
                "對非政府居民的放款、證券與其他債權合計。",
            ),
        ),
        _spec("residents", "Loans to residents", "對居民的放款"),
        _spec(
            "companies",
            "Loans to non-financial companies",
            "對非金融企業的放款",
            CORPORATE_PERIMETERS,
        ),
        _spec(
            "financial",
            "Loans to financial companies other than banks",
            "對銀行以外金融機構的放款",
            CORPORATE_PERIMETERS,
        ),
        _spec(
            "households",
            "Loans to households",
            "對家庭的放款",
            Text("Sole traders are counted here.", "獨資經營者計入此項。"),
        ),
        _spec("securities", "Debt securities of residents", "持有的居民債券"),
        _spec("government", "Claims on general government", "對各級政府的債權"),
        _spec("federal_debt", "Federal debt securities", "持有的聯邦公債"),
    ),
)

_ROWS = {
    "Кредит экономике": "economy",
    "Кредиты и займы, предоставленные резидентам": "residents",
    "Кредиты и займы, предоставленные нефинансовым организациям": "companies",
    "Кредиты и займы, предоставленные другим финансовым (кроме кредитных) "
    "организациям": "financial",
    "Кредиты и займы, предоставленные населению (домашним хозяйствам)": "households",
    "Долговые ценные бумаги резидентов": "securities",
    "Требования к органам государственного управления": "government",
    "Долговые ценные бумаги федеральных органов государственного "
    "управления": "federal_debt",
}
_PARTS = ("companies", "financial", "households")
_ROUNDING = 3  # million roubles; each part is rounded


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the workbook."""
    yield Fetched("balance_odc.xlsx", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read eight rows of the balance sheet; loans must be the sum of their parts."""
    loans: dict[Period, dict[str, float]] = {}
    for what, month, value in stocks(snap, "Баланс КО", 0, _ROWS):
        loans.setdefault(month, {})[what] = value
        # Older copies have fractions, newer ones whole millions: no revision in that.
        yield told(SOURCE, f"cbr/credit.{what}@RUS", month, round(value), snap)
    for month, found in loans.items():
        parts = sum(found[p] for p in _PARTS)
        if abs(parts - found["residents"]) > _ROUNDING:
            raise ParseError(
                f"{snap.source} {snap.name} {month}: expected loans to residents to be "
                f"the sum of {_PARTS}, found {found['residents']:g} and {parts:g}"
            )
