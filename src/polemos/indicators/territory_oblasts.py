"""Ground held by oblast: shares of the official area, and gains."""

from polemos.core import PERCENT, Cadence, Measure, Series, Text, join
from polemos.indicators._indicator import Indicator, indicator
from polemos.indicators._spans import gain

# Official areas in km² (State Statistics Service).
_OBLASTS = {
    "luhansk": (26_684.0, Text("Luhansk oblast", "盧甘斯克州")),
    "donetsk": (26_517.0, Text("Donetsk oblast", "頓內茨克州")),
    "zaporizhzhia": (27_180.0, Text("Zaporizhzhia oblast", "札波羅熱州")),
    "kherson": (28_461.0, Text("Kherson oblast", "赫爾松州")),
    "kharkiv": (31_415.0, Text("Kharkiv oblast", "哈爾科夫州")),
    "mykolaiv": (24_598.0, Text("Mykolaiv oblast", "米科拉伊夫州")),
    "sumy": (23_834.0, Text("Sumy oblast", "蘇梅州")),
    "dnipropetrovsk": (
        31_914.0,
        Text("Dnipropetrovsk oblast", "聶伯羅彼得羅夫斯克州"),
    ),
}
_OUTLINES = Text(
    "The outlines are good to a kilometre or two: shares may be off by up to a point, "
    "and are held to 100.",
    "州界精度約一至兩公里：占比可能有一個百分點以內的誤差，並以 100% 為上限。",
)


def _oblast_share(word: str) -> Indicator:
    area, name = _OBLASTS[word]

    @indicator(
        f"polemos/territory.held.share.{word}@RUS",
        title=Text(f"Share of {name.en} that Russia holds", f"俄軍控制{name.zh}的比例"),
        unit="percent",
        uses=(f"deepstate/territory.held.{word}@RUS",),
        cadence=Cadence.DAY,
        caveats=(_OUTLINES,),
    )
    def compute(held: Series) -> Series:
        """Ground held in the oblast in percent of its official area, at most 100."""
        shares = ((p, min(100.0, p.value / area * 100)) for p in held.points)
        return held.made(
            (join(p.period, share, (p,)) for p, share in shares),
            unit=PERCENT,
            m=Measure.RATE,
        )

    return compute


OBLAST_SHARES = tuple(_oblast_share(word) for word in _OBLASTS)
OBLAST_GAINS = tuple(
    gain(
        span,
        f"deepstate/territory.held.{word}@RUS",
        f"polemos/territory.gain.{span}.{word}@RUS",
        name,
    )
    for word, (_, name) in _OBLASTS.items()
    for span in ("four_weeks", "year")
)
