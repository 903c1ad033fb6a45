"""Mineral sites in ground that Russia holds: counts against the sites listed."""

from polemos.core import Basis, Cadence, Measure, Series, Text, join
from polemos.indicators._indicator import Indicator, indicator

# Sites in the list that DeepState's maps are read against; a test holds them equal.
SITES = {
    "rare_earth": (3, Text("Rare-earth", "稀土")),
    "lithium": (4, Text("Lithium", "鋰")),
    "titanium": (4, Text("Titanium", "鈦")),
    "uranium": (11, Text("Uranium", "鈾")),
    "graphite": (3, Text("Graphite", "石墨")),
    "iron_ore": (16, Text("Iron-ore", "鐵礦")),
    "coal": (53, Text("Coal", "煤")),
}
_WEIGHT = Text(
    "Sites are counted, whatever they hold: by tonnes or by value the share would be "
    "another. The list is not complete.",
    "只計礦點數，不計儲量：若以噸數或價值加權，比例會不同。清單並不完整。",
)

_COMPLEX = Text(
    "The list files one site as rare earths; two more, filed as tantalum and as "
    "zirconium, are complex ores that hold them, and are counted here. Novopoltavske, "
    "another known site, is not in the list.",
    "清單列為稀土的只有一處；另兩處分別列為鉭與鋯，屬含稀土的複合礦，也一併計入。"
    "另一已知礦點諾沃波爾塔夫卡不在清單中。",
)


def _caveats(mineral: str) -> tuple[Text, ...]:
    return (_WEIGHT, _COMPLEX) if mineral == "rare_earth" else (_WEIGHT,)


def _held(mineral: str) -> str:
    return f"deepstate/minerals.{mineral}.held@RUS"


def _count(mineral: str) -> Indicator:
    count, name = SITES[mineral]

    @indicator(
        f"polemos/minerals.{mineral}.sites@UKR",
        title=Text(f"{name.en} sites in the list", f"清單中的{name.zh}礦點"),
        unit="sites",
        uses=(_held(mineral),),
        measure=Measure.STOCK,
        cadence=Cadence.DAY,
        basis=Basis.COUNTED,
        caveats=_caveats(mineral),
    )
    def compute(held: Series) -> Series:
        """The number of sites that each day's map was read against."""
        return held.made(join(p.period, float(count), (p,)) for p in held)

    return compute


def _share(mineral: str) -> Indicator:
    name = SITES[mineral][1]

    @indicator(
        f"polemos/minerals.{mineral}.held.share@RUS",
        title=Text(
            f"Share of {name.en.lower()} sites in ground that Russia holds",
            f"位於俄軍控制區的{name.zh}礦點比例",
        ),
        unit="percent",
        uses=(_held(mineral), f"polemos/minerals.{mineral}.sites@UKR"),
        cadence=Cadence.DAY,
        caveats=_caveats(mineral),
    )
    def compute(held: Series, sites: Series) -> Series:
        """Sites inside DeepState's polygon of the day in percent of those listed."""
        return held.share_of(sites)

    return compute


COUNTS = tuple(_count(mineral) for mineral in SITES)
SHARES = tuple(_share(mineral) for mineral in SITES)
