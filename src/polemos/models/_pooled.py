"""What the marks of all leading models together are called."""

from collections.abc import Iterator, Mapping

from polemos.core import Text
from polemos.models._board import Standing, Told
from polemos.models._calibration import BANDS, FIFTHS
from polemos.models._record import Kind

COUNT = "forecasts"


def pooled_id(what: str, which: str, kind: Kind = Kind.REPLAYED) -> str:
    """Name the series of a mark of all leading models: `score/fifth.lowest`."""
    return f"{kind}/{what}.{which}"


def _pooled() -> Iterator[tuple[str, Told]]:
    """Tell what the marks of all leading models are called."""
    for number, which in enumerate(FIFTHS, 1):
        title = Text(
            f"Outcomes in the {which} fifth of forecasts, leading models",
            f"結果落在預測第 {number} 個五分位的比例，主模型",
        )
        words = "Histogram of levels (PIT), by fifths."
        yield pooled_id("fifth", which), Told(title, "percent", words)
    for band, (low, high) in BANDS.items():
        title = Text(
            f"How often came what had a chance of {low:g} to {high:g} %",
            f"說過機率 {low:g}% 至 {high:g}% 者實際發生的比例",
        )
        words = (
            "Of all chances that leading models told of a value to be passed, "
            "the share after which it was. The interval is that of the chances."
        )
        yield pooled_id("came", band), Told(title, "percent", words)
        title = Text(
            f"Chances of {low:g} to {high:g} % told",
            f"說過機率 {low:g}% 至 {high:g}% 的次數",
        )
        yield pooled_id("cases", band), Told(title, COUNT, "A count.")
    for one in Standing:
        title = Text(
            f"Targets and horizons: the leading model, {one.value}",
            f"標的與期限數：主模型與基準相比，{_STANDINGS[one]}",
        )
        words = "By the interval of its skill against the baseline."
        yield pooled_id("standing", one.value), Told(title, COUNT, words)
    title = Text(
        "Targets and horizons: mean CRPS of the leading model above the baseline's",
        "標的與期限數：主模型平均 CRPS 大於基準",
    )
    yield pooled_id("standing", "behind"), Told(title, COUNT, "A count.")
    title = Text(
        "Targets and horizons: a model that does not lead had the smaller mean CRPS",
        "標的與期限數：另有模型的平均 CRPS 小於主模型",
    )
    words = "On the origins that both answered; baselines are not counted."
    yield pooled_id("standing", "outdone"), Told(title, COUNT, words)
    for which, title in _ISSUED.items():
        unit = "percent" if which == "inside80" else COUNT
        words = "Of leading models' forecasts issued within 7 days of their origin."
        yield pooled_id("all", which, Kind.ISSUED), Told(title, unit, words)


_STANDINGS = {
    Standing.WINS: "勝",
    Standing.LOSES: "敗",
    Standing.UNDECIDED: "未分",
    Standing.WITHHELD: "不列",
}
_ISSUED = {
    "settled": Text("Issued forecasts settled", "已發布而已結算的預測數"),
    "voids": Text("Issued forecasts void", "已發布而作廢的預測數"),
    "inside80": Text(
        "Issued: outcomes inside the 80 % interval", "已發布：落在 80% 區間內的比例"
    ),
    "open": Text(
        "Issued forecasts not due yet, to the first due day",
        "已發布而未到期的預測數，至最早的結算日",
    ),
    "asked": Text(
        "Questions asked today, to the first due day", "本日所問題數，至最早的結算日"
    ),
}
POOLED: Mapping[str, Told] = dict(_pooled())
