"""Ground held by oblast: shares of the official area, and gains."""

from polemos.core import Cadence, Series, Text, join
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
    "odesa": (33_310.0, Text("Odesa oblast", "奧德薩州")),
}
_OUTLINES = Text(
    "Cut by geoBoundaries' outlines and divided by the official area. Inland the two "
    "differ by a tenth of a point, so an oblast wholly held may pass 100; along coasts "
    "by up to a point. In Crimea and Sevastopol the map encloses more than the "
    "official area, so no share is given.",
    "依 geoBoundaries 州界切分、除以官方面積。內陸差約 0.1 個百分點，"
    "故全境被占者可能略超過 100%；沿海差可達一個百分點。"
    "克里米亞與塞瓦斯托波爾的地圖面積大於官方面積，故不列比例。",
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
        """Ground held in the oblast in percent of its official area."""
        return held.share_of_constant(area)

    return compute


_ANNEXED = ("luhansk", "donetsk", "zaporizhzhia", "kherson")


@indicator(
    "polemos/territory.held.four_oblasts.share@RUS",
    title=Text(
        "Share that Russia holds of the four oblasts annexed in 2022 (DeepState)",
        "俄羅斯控制 2022 年宣布併吞四州的比例（DeepState）",
    ),
    unit="percent",
    uses=tuple(f"deepstate/territory.held.{word}@RUS" for word in _ANNEXED),
    cadence=Cadence.DAY,
    caveats=(_OUTLINES,),
)
def four_oblasts_share(first: Series, *others: Series) -> Series:
    """Ground held in Luhansk, Donetsk, Zaporizhzhia and Kherson oblasts in percent of
    their official areas, 108,842 km² together.
    """
    for other in others:
        first = first.plus(other)
    return first.share_of_constant(sum(_OBLASTS[word][0] for word in _ANNEXED))


@indicator(
    "polemos/territory.expected.four_oblasts.share@RUS",
    title=Text(
        "Share of the four oblasts annexed in 2022 that Russia would hold after "
        "another year at last year's pace",
        "再打一年、步調與過去一年相同時，俄羅斯控制 2022 年宣布併吞四州的比例",
    ),
    unit="percent",
    uses=("polemos/territory.held.four_oblasts.share@RUS",),
    cadence=Cadence.DAY,
    caveats=(_OUTLINES,),
)
def four_oblasts_expected(share: Series) -> Series:
    """The share held, and once more what it gained in the 365 days before; at most
    100, at least 0.
    """
    year = {p.period: p for p in share.change(days=365)}
    found = ((p, year[p.period]) for p in share if p.period in year)
    return share.made(
        join(p.period, min(100.0, max(0.0, p.value + q.value)), (p, q))
        for p, q in found
    )


OBLAST_SHARES = tuple(_oblast_share(word) for word in _OBLASTS)
OBLAST_GAINS = tuple(
    gain(
        span,
        f"deepstate/territory.held.{word}@RUS",
        f"polemos/territory.gain.{span}.{word}@RUS",
        name,
    )
    for word, (_, name) in _OBLASTS.items()
    for span in ("week", "four_weeks", "year")
)
