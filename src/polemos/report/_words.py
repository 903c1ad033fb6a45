"""Units in the words of each language, and the names that hold a digit. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass

from polemos.core import Lang, Text


@dataclass(frozen=True, slots=True)
class Form:
    """Where the number goes among the words of its unit; `single` where it is one."""

    many: str
    single: str = ""

    @property
    def one(self) -> str:
        """Give the words for exactly one."""
        return self.single or self.many


def _unit(zh: str, en: str, single: str = "") -> Mapping[Lang, Form]:
    return {"zh": Form(zh), "en": Form(en, single)}


CURRENCIES = {
    "RUB": Text(en="RUB", zh="盧布"),
    "USD": Text(en="USD", zh="美元"),
    "EUR": Text(en="EUR", zh="歐元"),
    "UAH": Text(en="UAH", zh="荷林夫納"),
    "TWD": Text(en="TWD", zh="新台幣元"),
    "CNY": Text(en="CNY", zh="人民幣元"),
    "GBP": Text(en="GBP", zh="英鎊"),
}
# Codes that are written with a word of magnitude.
SCALED = {*CURRENCIES, "persons", "tonnes"}

FORMS: Mapping[str, Mapping[Lang, Form]] = {
    "percent": _unit("{}%", "{}%"),
    "points": _unit("{} 個百分點", "{} percentage points", "{} percentage point"),
    "ratio": _unit("{} 倍", "{} times"),
    "sigma": _unit("{} 個標準差", "{} standard deviations", "{} standard deviation"),
    "index": _unit("{}", "{}"),
    "scale": _unit("{}", "{}"),
    "stage": _unit("第 {} 階段", "stage {}"),
    "commitments": _unit("{} 項", "{} commitments", "{} commitment"),
    "persons": _unit("{}人", "{} people", "{} person"),
    "vehicles": _unit("{} 輛", "{} vehicles", "{} vehicle"),
    "weapons": _unit("{} 件", "{} weapons", "{} weapon"),
    "missiles": _unit("{} 枚", "{} missiles", "{} missile"),
    "drones": _unit("{} 架", "{} drones", "{} drone"),
    "aircraft": _unit("{} 架", "{} aircraft"),
    "ships": _unit("{} 艘", "{} ships", "{} ship"),
    "events": _unit("{} 次", "{} events", "{} event"),
    "attacks": _unit("{} 次", "{} attacks", "{} attack"),
    "sites": _unit("{} 處", "{} sites", "{} site"),
    "orders": _unit("{} 筆", "{} orders", "{} order"),
    "months": _unit("{} 個月", "{} months", "{} month"),
    "days": _unit("{} 天", "{} days", "{} day"),
    "km²": _unit("{} 平方公里", "{} km²"),
    "km²/week": _unit("每週 {} 平方公里", "{} km² a week"),
    "km²/month": _unit("每月 {} 平方公里", "{} km² a month"),
    "tonnes": _unit("{}公噸", "{} tonnes", "{} tonne"),
    "USD/barrel": _unit("每桶 {} 美元", "USD {} a barrel"),
    "RUB/barrel": _unit("每桶 {} 盧布", "RUB {} a barrel"),
    "RUB/USD": _unit("每美元 {} 盧布", "RUB {} to the dollar"),
    "RUB/CNY": _unit("每人民幣 {} 盧布", "RUB {} to the yuan"),
    "RUB/EUR": _unit("每歐元 {} 盧布", "RUB {} to the euro"),
    "persons/km²": _unit("每平方公里 {} 人", "{} people per km²"),
    "vehicles/km²": _unit("每平方公里 {} 輛", "{} vehicles per km²"),
    "TIV": _unit("{} TIV", "{} TIV"),
    "states": _unit("{} 國", "{} states", "{} state"),
    "readings": _unit("{} 筆", "{} readings", "{} reading"),
    "effect": _unit("{}", "{}"),
    "years": _unit("{} 年", "{} years", "{} year"),
    "wars": _unit("{} 場", "{} wars", "{} war"),
    "documents": _unit("{} 份", "{} documents", "{} document"),
    "acts": _unit("{} 項", "{} acts", "{} act"),
    "rulers": _unit("{} 人", "{} rulers", "{} ruler"),
    "USD/mmbtu": _unit("每百萬英熱單位 {} 美元", "USD {} per million Btu"),
    "USD/tonne": _unit("每公噸 {} 美元", "USD {} a tonne"),
    "USD/ounce": _unit("每盎司 {} 美元", "USD {} an ounce"),
}

# Names that hold a digit. Anything else with a digit in it comes through the door.
NAMES = (
    *("M0", "M1", "M2", "M2X", "M3", "G7", "G20", "COVID-19", "COP30"),
    *("T-54", "T-55", "T-62", "T-64", "T-72", "T-80", "T-90", "T-14", "PT-76"),
    *("BMP-1", "BMP-2", "BMP-3", "BTR-50", "BTR-60", "BTR-70", "BTR-80", "BTR-82"),
    *("BRDM-2", "BMD-1", "BMD-2", "BMD-3", "BMD-4", "MT-LB", "M1A1", "M2A2", "M113"),
    *("2S1", "2S3", "2S5", "2S7", "2S9", "2S19", "2S35", "D-20", "D-30", "BM-21"),
    *("M109", "M777", "M142", "M270", "Leopard 1", "Leopard 2", "Challenger 2"),
    *("F-16", "F-35", "F-16V", "A-10", "A-50", "Il-76", "Il-78", "An-26", "MiG-29"),
    *("MiG-31", "Su-24", "Su-25", "Su-27", "Su-30", "Su-34", "Su-35", "Su-57"),
    *("Tu-22", "Tu-22M3", "Tu-95", "Tu-160", "Ka-52", "Mi-8", "Mi-24", "Mi-28"),
    *("S-200", "S-300", "S-400", "S-500", "Kh-22", "Kh-47", "Kh-55", "Kh-59"),
    *("Kh-69", "Kh-101", "Kh-555", "3M22", "3M-54", "9M723", "KN-23", "Shahed-131"),
    *("Shahed-136", "Geran-2", "Geran-3", "Lancet-3", "Orlan-10", "FAB-500"),
    *("FAB-1500", "FAB-3000", "R-360", "PAC-3"),
)
