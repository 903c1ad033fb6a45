"""What a template sees: the door, the names of the war, and what it may call for."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from polemos.core import EditionError
from polemos.report import _say
from polemos.report._digits import named
from polemos.report._door import Call, Door

_SLOT = re.compile(r"\{(?P<key>\w+)(?::(?P<digits>\d)(?P<abs>abs)?)?(?P<day>@day)?\}")


def names_for(door: Door) -> dict[str, Any]:
    """Give everything that a section's template sees, in the door's language."""
    return {
        **_of_the_war(door),
        **_of_the_section(door),
        "lang": door.lang,
        "n": door.n,
        "q": door.q,
        "day": door.day,
        "month": door.month,
        "year": door.year,
        "span": door.span,
        "quote": named,
    }


def _of_the_war(door: Door) -> dict[str, Any]:
    war, lang, desk = door.desk.war, door.lang, door.desk

    def plain(day: date) -> str:
        return named(_say.day(day, lang))

    def publisher(series: str) -> str:
        who = (desk.view.source(s).provider.name.in_(lang) for s in desk.leaves(series))
        return named(("、" if lang == "zh" else ", ").join(dict.fromkeys(who)))

    roles = {
        word: {
            "id": war.role(word).id,
            "name": named(war.role(word).name.in_(lang)),
            "adjective": named(war.role(word).adjective.in_(lang)),
            "forces": named(war.role(word).forces.in_(lang)),
        }
        for word in war.roles
    }
    return roles | {
        "place": {k: named(v.in_(lang)) for k, v in war.places.items()},
        "war": {
            "name": named(war.name.in_(lang)),
            "title": named(war.title.in_(lang)),
            "border": named(war.border.in_(lang)),
        },
        "began": lambda: plain(war.began),
        "cutoff": lambda: plain(desk.day),
        "last_edition": lambda: plain(desk.last_edition),
        "publisher": publisher,
    }


def _of_the_section(door: Door) -> dict[str, Any]:
    content = door.content

    def more(a: str, b: str) -> bool:
        one, other = door.fact(a), door.fact(b)
        return one.value * one.unit.factor(other.unit) > other.value

    def fill(key: str) -> str:
        """Print a text of the war's tables, its `{fact:digits}` through the door."""

        def told(m: re.Match[str]) -> str:
            if m["day"]:
                return door.day(m["key"])
            return door.q(m["key"], int(m["digits"] or 0), m["abs"] or "")

        return _SLOT.sub(told, content.texts[key].in_(door.lang))

    def figure(
        key: str, *, title: str, sub: str = "", alt: str = "", note: str = ""
    ) -> str:
        _known(door, "figure", key, content.figures)
        words = {"title": title, "sub": sub, "alt": alt or title, "note": note}
        return door.call(Call("figure", key, words))

    def table(key: str, *, title: str, note: str = "") -> str:
        _known(door, "table", key, content.tables)
        return door.call(Call("table", key, {"title": title, "note": note}))

    declared = {*content.facts, *content.figures, *content.tables}
    return {
        "flag": dict(content.flags),
        "texts": list(content.texts),
        "has": declared.__contains__,
        "up": lambda key: door.fact(key).value > 0,
        "down": lambda key: door.fact(key).value < 0,
        "more": more,
        "quote_of": lambda key: named(content.quotes[key].in_(door.lang)),
        "fill": fill,
        "figure": figure,
        "table": table,
    }


def _known(door: Door, what: str, key: str, known: Mapping[str, Any]) -> None:
    if key not in known:
        raise EditionError(
            f"{door.section} ({door.lang}): expected a {what} among {sorted(known)}, "
            f"found {key!r}"
        )
