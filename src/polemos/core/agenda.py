"""Who bargains over what: the words and the scales that ledgers are written in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self

from polemos.core.errors import WarError, nearest
from polemos.core.rows import Kinds, refuse_wrong
from polemos.core.text import Text
from polemos.core.unit import Unit

_WORDS = (dict, "words in both languages")
_AGENDA: Kinds = {
    "edited": (date, "a day"),
    "issue": (list, "tables of issues"),
    "topics": (dict, "words in both languages, by name"),
    "actors": (dict, "words in both languages, by name"),
    "players": (list, "names of actors"),
    "settlements": (dict, "words in both languages, by name"),
    "lane": (list, "tables of lanes"),
    "stake": (dict, "a table"),
    "publishers": (dict, "names in Chinese, by name"),
}
_STAKE: Kinds = {
    "name": _WORDS,
    "note": _WORDS,
    "sides": (list, "names of two actors"),
    "held": (str, "the id of a series"),
    "expected": (str, "the id of a series"),
    "costs": (list, "ids of two series"),
    "worth": (list, "three numbers, rising from above 0"),
}
_LANE: Kinds = {"name": _WORDS, "actors": (list, "names of actors")}
_ISSUE: Kinds = {
    "id": (str, "a name"),
    "name": _WORDS,
    "low": _WORDS,
    "high": _WORDS,
}
_COMMITMENT: Kinds = {
    "name": _WORDS,
    "actors": (list, "names of actors"),
    "to": (list, "names of actors"),
    "matter": (str, "a word"),
    "unit": (str, "a unit"),
}


class Matter(StrEnum):
    """What is committed."""

    MONEY = "money"
    TROOPS = "troops"
    WEAPONS = "weapons"
    MINERALS = "minerals"
    TERRITORY = "territory"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that is bargained over, with what 0 and 100 of its scale mean."""

    id: str
    name: Text
    low: Text
    high: Text


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something promised by actors to others; `unit` is None where nothing counts."""

    id: str
    actors: tuple[str, ...]
    to: tuple[str, ...]
    matter: Matter
    unit: Unit | None
    name: Text


@dataclass(frozen=True, slots=True)
class Stake:
    """What two sides fight over, and what another year of it would cost each.

    `expected` is the series of the share, in percent, that the first of `sides` would
    have after that year; `costs` are series in percent of each side's yearly output.
    `worth` is assumed: how many years of its own output the whole is worth to a side,
    at least, likely and at most; `note` says so to readers.
    """

    name: Text
    note: Text
    sides: tuple[str, str]
    held: str
    expected: str
    costs: tuple[str, str]
    worth: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Lane:
    """Actors whose acts stand on one line of a timeline."""

    name: Text
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """Who bargains over what: the words and the scales that ledgers are written in.

    `edited` is the day of the newest edit of the ledgers. `players` sit at the table;
    `topics` are what events may be about besides issues; `settlements` are the
    proposals that have names; `lanes` are the actors that a timeline puts together;
    `stake` is what the two who fight could divide; `publishers` what they are called
    in Chinese.
    """

    edited: date
    issues: Mapping[str, Issue]
    topics: Mapping[str, Text]
    actors: Mapping[str, Text]
    players: tuple[str, ...]
    settlements: Mapping[str, Text]
    commitments: Mapping[str, Commitment]
    lanes: tuple[Lane, ...]
    stake: Stake | None = None
    publishers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(
        cls, raw: Mapping[str, Any], commitments: Mapping[str, Any], where: str
    ) -> Self:
        """Read the agenda of a war and what it follows of promises.

        WarError names the table and the key that is missing, unknown or wrong.
        """
        refuse_wrong(where, raw, _AGENDA, {"stake", "publishers"})
        actors = _texts(where, raw, "actors")
        _refuse_strangers(f"{where}: players", raw["players"], actors)
        _refuse_twice(f"{where}: players", raw["players"])
        promised: dict[str, Commitment] = {}
        for key, row in commitments.items():
            promised[key] = _commitment(
                f"{where}: commitment {key!r}", key, row, actors
            )
        issues = [_issue(where, row) for row in raw["issue"]]
        _refuse_twice(
            f"{where}: issues and topics", [*(i.id for i in issues), *raw["topics"]]
        )
        return cls(
            edited=raw["edited"],
            issues={one.id: one for one in issues},
            topics=_texts(where, raw, "topics"),
            actors=actors,
            players=tuple(raw["players"]),
            settlements=_texts(where, raw, "settlements"),
            commitments=promised,
            lanes=tuple(_lane(where, row, actors) for row in raw["lane"]),
            publishers={k: str(v) for k, v in raw.get("publishers", {}).items()},
            stake=_stake(where, raw["stake"], actors) if "stake" in raw else None,
        )

    def about(self, issue: str) -> Text:
        """Give the name of an issue or a topic."""
        return self.issues[issue].name if issue in self.issues else self.topics[issue]

    def publisher(self, name: str) -> Text:
        """Give the name of a publisher; one that is not translated keeps its own."""
        return Text(name, self.publishers.get(name, name))

    def named(self, actors: Iterable[str]) -> Text:
        """Write the names of actors in a row."""
        told = [self.actors[a] for a in actors]
        return Text(", ".join(t.en for t in told), "、".join(t.zh for t in told))


def _text(where: str, words: Any) -> Text:
    try:
        return Text(**words)
    except (TypeError, ValueError) as error:
        raise WarError(
            f"{where}: expected words in both languages, found {words!r}"
        ) from error


def _texts(where: str, raw: Mapping[str, Any], part: str) -> Mapping[str, Text]:
    return {k: _text(f"{where}: {part}.{k}", words) for k, words in raw[part].items()}


def _issue(where: str, row: Mapping[str, Any]) -> Issue:
    where = f"{where}: issue {(row.get('id') if isinstance(row, dict) else row)!r}"
    refuse_wrong(where, row, _ISSUE)
    return Issue(row["id"], *(_text(where, row[k]) for k in ("name", "low", "high")))


def _stake(where: str, row: Mapping[str, Any], actors: Mapping[str, Text]) -> Stake:
    where = f"{where}: stake"
    refuse_wrong(where, row, _STAKE)
    _refuse_strangers(where, row["sides"], actors)
    try:
        (one, other), (mine, theirs) = row["sides"], map(str, row["costs"])
        low, likely, high = map(float, row["worth"])
    except (TypeError, ValueError) as error:
        raise WarError(
            f"{where}: expected two sides, two costs and three numbers: {error}"
        ) from error
    if not 0 < low <= likely <= high:
        raise WarError(
            f"{where}: expected worth to rise from above 0, found {row['worth']}"
        )
    return Stake(
        name=_text(where, row["name"]),
        note=_text(where, row["note"]),
        sides=(one, other),
        held=row["held"],
        expected=row["expected"],
        costs=(mine, theirs),
        worth=(low, likely, high),
    )


def _lane(where: str, row: Mapping[str, Any], actors: Mapping[str, Text]) -> Lane:
    where = f"{where}: lane"
    refuse_wrong(where, row, _LANE)
    _refuse_strangers(where, row["actors"], actors)
    return Lane(_text(where, row["name"]), tuple(row["actors"]))


def _commitment(
    where: str, key: str, row: Mapping[str, Any], actors: Mapping[str, Text]
) -> Commitment:
    refuse_wrong(where, row, _COMMITMENT, {"unit"})
    for part in ("actors", "to"):
        _refuse_strangers(f"{where}: {part}", row[part], actors)
    if row["matter"] not in set(Matter):
        raise WarError(
            f"{where}: expected matter to be one of {', '.join(Matter)}, "
            f"found {row['matter']!r}"
        )
    return Commitment(
        id=key,
        actors=tuple(row["actors"]),
        to=tuple(row["to"]),
        matter=Matter(row["matter"]),
        unit=Unit.parse(row["unit"]) if "unit" in row else None,
        name=_text(where, row["name"]),
    )


def _refuse_strangers(where: str, found: list[Any], actors: Mapping[str, Text]) -> None:
    for name in found:
        if not isinstance(name, str) or name not in actors:
            raise WarError(
                f"{where}: expected actors of the agenda, found {name!r}"
                + nearest(str(name), actors)
            )


def _refuse_twice(where: str, found: list[str]) -> None:
    for i, name in enumerate(found):
        if name in found[:i]:
            raise WarError(f"{where}: expected {name!r} once, found it twice")
