"""The burden of armed forces: how far each country's share of GDP rose."""

from datetime import date

from polemos.core import POINTS, Cadence, Series, Text
from polemos.indicators._indicator import Indicator, indicator

_BEFORE_THE_WAR = date(2021, 12, 31)
_COUNTRIES = {
    "RUS": Text("Russia", "俄羅斯"),
    "UKR": Text("Ukraine", "烏克蘭"),
    "USA": Text("United States", "美國"),
    "CHN": Text("China", "中國"),
    "TWN": Text("Taiwan", "台灣"),
    "POL": Text("Poland", "波蘭"),
    "EST": Text("Estonia", "愛沙尼亞"),
    "GBR": Text("United Kingdom", "英國"),
    "FRA": Text("France", "法國"),
    "DEU": Text("Germany", "德國"),
    "ITA": Text("Italy", "義大利"),
    "ESP": Text("Spain", "西班牙"),
}


def _gain(code: str, name: Text) -> Indicator:
    @indicator(
        f"polemos/spending.military.gdp.gain_since_war@{code}",
        title=Text(
            f"{name.en}: change of military spending since the last year before the "
            "war, points of GDP",
            f"{name.zh}：軍事支出占 GDP 比重較戰前一年的變動",
        ),
        unit="points",
        cadence=Cadence.YEAR,
        uses=(f"sipri/spending.military.gdp@{code}",),
    )
    def gain(share: Series) -> Series:
        """Give the share of GDP less that of the last year before the war, 2021."""
        rise = share.change_since(_BEFORE_THE_WAR)
        return rise.made(rise, unit=POINTS)

    return gain


GAINS = tuple(_gain(code, name) for code, name in _COUNTRIES.items())
