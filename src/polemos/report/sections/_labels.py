"""Short names for rows and bars, taken from the titles that the series bear."""

from collections.abc import Iterable, Mapping

from polemos.core import Text
from polemos.report._desk import Desk, Fact


def opening(desk: Desk, series: str) -> Text:
    """Give what stands before the colon of a title, which is whom it is about."""
    title = desk.view.spec(series).title
    return Text(title.en.partition(":")[0], title.zh.partition("：")[0])


def closing(desk: Desk, series: str) -> Text:
    """Give what stands after the colon of a title, which is what part it is."""
    title = desk.view.spec(series).title
    return Text(title.en.rpartition(": ")[2], title.zh.rpartition("：")[2])


def publisher(desk: Desk, series: str) -> Text:
    """Give who publishes a series, or the first of those it is made of."""
    return desk.view.source(desk.leaves(series)[0]).provider.name


def publishers(
    desk: Desk, facts: Mapping[str, Fact], keys: Iterable[str]
) -> dict[str, Text]:
    """Name who publishes each of the facts that are there, for a text that cites."""
    return {k: publisher(desk, facts[k].series) for k in keys if k in facts}
