"""What an author's figures make of lending for the war; they stay the author's."""

from polemos.core import PERCENT, Cadence, Measure, Series, Text, join
from polemos.indicators._indicator import indicator


@indicator(
    "polemos/credit.companies.war_loans_share.kennedy@RUS",
    title=Text(
        "War loans in what companies in Russia borrowed since mid-2022, by Kennedy",
        "2022 年年中以來俄羅斯企業新增借款中的戰爭放款占比（Kennedy 估計）",
    ),
    unit="percent",
    cadence=Cadence.IRREGULAR,
    uses=(
        "kennedy/credit.companies.war_loans.gain@RUS",
        "kennedy/credit.companies.gain@RUS",
    ),
    caveats=(
        Text(
            "One author's estimate, which others contest; not ours.",
            "單一作者的推估，另有異議；並非本刊所估。",
        ),
    ),
)
def kennedy(loans: Series, gain: Series) -> Series:
    """Both ends of the range that he gives, in percent of the borrowing that he gives
    for the same months; there is no number between them.
    """
    whole = {p.period: p for p in gain if p.value}
    made = []
    for p in loans:
        if p.period in whole and p.low is not None and p.high is not None:
            q = whole[p.period]
            low, high = 100 * p.low / q.value, 100 * p.high / q.value
            made.append(join(p.period, low, (p, q), low, high))
    return loans.made(made, PERCENT, Measure.RATE)
