"""Aid: who gave how much more, what share, and how much within a year."""

from polemos.core import Measure, Series, Text
from polemos.indicators._indicator import Indicator, indicator

KINDS = {
    "total": Text("aid", "援助"),
    "military": Text("military aid", "軍事援助"),
    "financial": Text("financial aid", "財政援助"),
    "humanitarian": Text("humanitarian aid", "人道援助"),
}
WHO = {
    "USA": Text("the United States", "美國"),
    "EUROPE": Text("Europe", "歐洲"),
    "OTHERS": Text("other donors", "其他援助方"),
}
_EVERYONE = {"ALL": Text("all donors", "所有援助方")}


def _lead(kind: str, words: Text) -> Indicator:
    @indicator(
        f"polemos/aid.lead.{kind}@EUROPE",
        title=Text(
            f"Europe's {words.en} less that of the United States, allocated",
            f"歐洲撥定{words.zh}減美國撥定{words.zh}",
        ),
        unit="bn EUR",
        measure=Measure.CUMULATIVE,
        uses=(f"kiel/aid.allocated.{kind}@EUROPE", f"kiel/aid.allocated.{kind}@USA"),
    )
    def lead(europe: Series, usa: Series) -> Series:
        """Give Europe's running total less that of the United States."""
        return europe.minus(usa)

    return lead


def _share(kind: str, who: str) -> Indicator:
    words, by = KINDS[kind], WHO[who]

    @indicator(
        f"polemos/aid.share.{kind}@{who}",
        title=Text(
            f"Share of {by.en} in all {words.en} allocated",
            f"{by.zh}占各方撥定{words.zh}比重",
        ),
        unit="percent",
        uses=(f"kiel/aid.allocated.{kind}@{who}", f"kiel/aid.allocated.{kind}@ALL"),
    )
    def share(one: Series, everyone: Series) -> Series:
        """Give one donor group's running total in percent of that of all donors."""
        return one.share_of(everyone)

    return share


def _year(kind: str, who: str) -> Indicator:
    words, by = KINDS[kind], (WHO | _EVERYONE)[who]

    @indicator(
        f"polemos/aid.new.last_year.{kind}@{who}",
        title=Text(
            f"New {words.en} in twelve months, {by.en}",
            f"{by.zh}十二個月新撥定{words.zh}",
        ),
        unit="bn EUR",
        measure=Measure.FLOW,
        uses=(f"kiel/aid.new.{kind}@{who}",),
    )
    def last_year(new: Series) -> Series:
        """Sum the monthly new allocations over twelve months."""
        return new.rolling_sum(12)

    return last_year


LEADS = tuple(_lead(kind, words) for kind, words in KINDS.items())
SHARES = tuple(_share(kind, who) for kind in KINDS for who in WHO)
YEARS = tuple(_year(kind, who) for kind in KINDS for who in WHO | _EVERYONE)


@indicator(
    "polemos/aid.unallocated.total@ALL",
    title=Text(
        "Aid committed and not yet allocated, all donors",
        "已承諾而尚未撥定的援助（所有援助方）",
    ),
    unit="bn EUR",
    measure=Measure.STOCK,
    uses=("kiel/aid.committed.total@ALL", "kiel/aid.allocated.total@ALL"),
)
def unallocated(committed: Series, allocated: Series) -> Series:
    """Give what was promised less what was set aside for a named package."""
    return committed.minus(allocated)
