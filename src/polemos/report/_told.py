"""What a reader is told of a number: series, period, publisher, how to trace it."""

from typing import Any

from polemos.core import LANGS, KnownBy, Reckoning, Text
from polemos.report._desk import Desk, Fact
from polemos.report._lineage import by_hand, pages

WORDS = {
    "series": Text(en="Series", zh="數列"),
    "period": Text(en="Period", zh="期間"),
    "how": Text(en="Reckoned as", zh="算法"),
    "publisher": Text(en="Publisher", zh="發布機構"),
    "known": Text(en="Known since", zh="得知於"),
    "trace": Text(en="Trace", zh="追查"),
    "level": Text(en="value", zh="數值"),
    "change": Text(en="change", zh="變動"),
    "growth": Text(en="change in %", zh="變動率"),
    "sigma": Text(en="change in its own σ", zh="以自身標準差計的變動"),
    "low": Text(en="lower end of the interval", zh="區間下緣"),
    "high": Text(en="upper end of the interval", zh="區間上緣"),
}
_ASSUMED = Text(en=" (the release day is assumed)", zh="（發布日為推定）")
_SELF = Text(en="polemos, from ", zh="polemos，據")


def told(desk: Desk, fact: Fact) -> dict[str, Any]:
    """Give what stands behind a number, in both languages."""
    view, point = desk.view, fact.point
    leaves = desk.leaves(fact.series)
    derived = leaves != (fact.series,)
    providers = dict.fromkeys(view.source(s).provider.name for s in leaves)
    copied = pages(desk, point)
    period = str(point.period)
    told: dict[str, Any] = {
        "series": fact.series,
        "title": _both(view.spec(fact.series).title),
        "period": period,
        "how": "" if fact.how is Reckoning.LEVEL else fact.how.value,
        "base": str(fact.base) if fact.base else "",
        "trace": f"polemos trace {fact.series}:{period} "
        f"--as-of {(fact.as_of or view.as_of):%Y-%m-%d}",
    }
    assumed = any(o.known_by is KnownBy.ASSUMED for o in point.evidence)
    told["known"] = {
        lang: f"{point.known_at:%Y-%m-%d}" + (_ASSUMED.in_(lang) if assumed else "")
        for lang in LANGS
    }
    told["publisher"] = {
        lang: (_SELF.in_(lang) if derived else "")
        + ("、" if lang == "zh" else ", ").join(p.in_(lang) for p in providers)
        + by_hand(copied, lang)
        for lang in LANGS
    }
    return told


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
