"""Who bargains over what, as a war's folder tells it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from polemos.core import (
    Agenda,
    Commitment,
    Issue,
    Matter,
    ParseError,
    Text,
    Unit,
    WarError,
    refuse_wrong,
)
from polemos.negotiations._line import lines

AGENDA, COMMITMENTS = "agenda.toml", "commitments.csv"
_PARTS = {
    "edited": (date, "a day"),
    "issue": (list, "tables of issues"),
    "topics": (dict, "words in both languages, by name"),
    "actors": (dict, "words in both languages, by name"),
    "players": (list, "names of actors"),
    "settlements": (dict, "words in both languages, by name"),
}
_ISSUE = {
    "id": (str, "a name"),
    "name": (dict, "words in both languages"),
    "low": (dict, "words in both languages"),
    "high": (dict, "words in both languages"),
}
_HEAD = ("id", "actor", "to", "kind", "unit", "name_en", "name_zh")


def agenda(raw: Mapping[str, Any], commitments: bytes, where: str) -> Agenda:
    """Read the agenda of a war from its table, and the commitments that it follows.

    WarError, or ParseError of the line and the field, for what is wrong.
    """
    told = f"{where}/{AGENDA}"
    refuse_wrong(told, raw, _PARTS)
    issues: dict[str, Issue] = {}
    try:
        for row in raw["issue"]:
            refuse_wrong(f"{told}: issue {row.get('id')!r}", row, _ISSUE)
            words = {k: Text(**row[k]) for k in ("name", "low", "high")}
            issues[row["id"]] = Issue(row["id"], **words)
        named = {
            part: {key: Text(**words) for key, words in raw[part].items()}
            for part in ("topics", "actors", "settlements")
        }
    except (AttributeError, TypeError, ValueError) as error:
        raise WarError(f"{told}: expected words in both languages: {error}") from error
    strange = [name for name in raw["players"] if name not in named["actors"]]
    if strange:
        raise WarError(f"{told}: expected players that are actors, found {strange}")
    actors = named["actors"]
    return Agenda(
        edited=raw["edited"],
        issues=issues,
        topics=named["topics"],
        actors=actors,
        players=tuple(raw["players"]),
        settlements=named["settlements"],
        commitments=dict(_commitments(commitments, actors, f"{where}/{COMMITMENTS}")),
    )


def _commitments(
    body: bytes, actors: Mapping[str, Text], where: str
) -> Mapping[str, Commitment]:
    found: dict[str, Commitment] = {}
    for line in lines(where, body, _HEAD):
        key = line.text("id")
        if key in found:
            line.refuse("id", "a commitment once", key)
        unit = line.maybe("unit")
        found[key] = Commitment(
            key,
            line.many("actor", actors, "actors of the agenda"),
            line.one("to", actors, "an actor of the agenda"),
            line.word("kind", Matter),
            Unit.parse(unit) if unit else None,
            line.names("name_"),
        )
    if not found:
        raise ParseError(f"{where}: expected commitments, found none")
    return found
