"""From events to weeks of pairs of countries: written once, for every engine."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw

KEYS = ("week", "a", "b", "quad")


def weeks(
    events: "nw.LazyFrame[Any]",
    pairs: Sequence[tuple[str, str]] = (),
    by: datetime | None = None,
) -> "nw.LazyFrame[Any]":
    """Count events by week, pair and quad class, as far as they were known by then.

    Only what leads its article counts, once for each article, root code and pair of a
    file; the week is that in which it was added, so that a week that is over is not
    told anew. Of each class: `events`; `weight`, the sum of log(1 + sources), and
    `scale`, that of Goldstein's number times it; `sources`, `mentions`, and `tone`, the
    sum over events. `pairs` are directed; without any, all pairs of two countries.
    """
    import narwhals as nw

    a, b = nw.col("a"), nw.col("b")
    kept = (nw.col("root")) & (~nw.col("again")) & (~a.is_null()) & (~b.is_null())
    kept = kept & (a != b)
    if by is not None:
        kept = kept & (nw.col("known") <= nw.lit(by.replace(tzinfo=None)))
    if pairs:
        one = [(a == x) & (b == y) for x, y in pairs]
        wanted = one[0]
        for other in one[1:]:
            wanted = wanted | other
        kept = kept & wanted
    weight = (nw.col("sources").cast(nw.Float64) + 1.0).log()
    return (
        events.filter(kept)
        .select(
            *KEYS,
            *("goldstein", "sources", "mentions", "tone"),
            weight=weight,
        )
        .with_columns(scale=nw.col("goldstein") * nw.col("weight"))
        .group_by(*KEYS)
        .agg(
            events=nw.len().cast(nw.Int64),
            weight=nw.col("weight").sum(),
            scale=nw.col("scale").sum(),
            sources=nw.col("sources").sum().cast(nw.Int64),
            mentions=nw.col("mentions").sum().cast(nw.Int64),
            tone=nw.col("tone").sum(),
        )
    )


def volumes(events: "nw.LazyFrame[Any]", by: datetime | None = None) -> Any:
    """Count all events of the world by week, of which a pair's are a share."""
    import narwhals as nw

    if by is not None:
        events = events.filter(nw.col("known") <= nw.lit(by.replace(tzinfo=None)))
    return (
        events.filter(nw.col("root") & (~nw.col("again")))
        .group_by("week")
        .agg(
            events=nw.len().cast(nw.Int64),
            sources=nw.col("sources").sum().cast(nw.Int64),
        )
    )


def severity(events: "nw.LazyFrame[Any]") -> "nw.LazyFrame[Any]":
    """Weigh conflict by day of the event, over all events, as GSCI does.

    `loss` is the sum of |Goldstein| times sources over events below zero, `sources`
    that of all; GSCI is the first over the second (J. Yingnan, GSCI-Tracker, 2026).
    """
    import narwhals as nw

    goldstein, sources = nw.col("goldstein"), nw.col("sources").cast(nw.Float64)
    loss = nw.when(goldstein < 0).then(goldstein * sources * -1.0).otherwise(0.0)
    return (
        events.select("day", loss=loss, sources=nw.col("sources").cast(nw.Int64))
        .group_by("day")
        .agg(
            events=nw.len().cast(nw.Int64),
            loss=nw.col("loss").sum(),
            sources=nw.col("sources").sum().cast(nw.Int64),
        )
    )
