"""A war, as configuration: who, where, since when, and what its report holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from polemos.core.errors import WarError
from polemos.core.text import Text

_KINDS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("name", "title", "border", "actors", "roles", "places"), (dict,)),
    **dict.fromkeys(("sources", "sections", "layers"), (list,)),
    **dict.fromkeys(("began", "first_edition"), (date,)),
    "area_km2": (float, int),
    "basemap": (str,),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A side or a third party, with the words that sentences need for it.

    `forces` is what its army is called; `adjective` goes before a noun.
    """

    id: str
    name: Text
    adjective: Text
    forces: Text


@dataclass(frozen=True, slots=True)
class War:
    """What turns the house to one war. Series of an actor end in `@{actor.id}`.

    `area_km2` is the recognised area of the state that is fought over, the denominator
    of every share of territory; `border` is the convention that maps print.
    `home` is what it was loaded by: an id, or the path of its TOML file.
    `roles` maps words that sections use (`invader`, `defender`, `home`, …) to actors.
    """

    id: str
    home: str
    name: Text
    title: Text
    began: date
    first_edition: date
    area_km2: float
    border: Text
    actors: Mapping[str, Actor]
    roles: Mapping[str, str]
    places: Mapping[str, Text]
    sources: tuple[str, ...]
    sections: tuple[str, ...]
    basemap: str
    layers: tuple[str, ...]

    def role(self, word: str) -> Actor:
        """Give the actor that plays a part."""
        try:
            return self.actors[self.roles[word]]
        except KeyError:
            raise WarError(
                f"{self.id}: expected a role {word!r}, found {sorted(self.roles)}; "
                "name it under [roles]"
            ) from None

    def has(self, word: str) -> bool:
        """Say whether somebody plays a part."""
        return word in self.roles

    @classmethod
    def parse(cls, war_id: str, home: str, raw: Mapping[str, Any]) -> Self:
        """Read a war from its TOML, refusing what is missing, unknown or unbound."""
        if set(raw) != set(_KINDS):
            raise WarError(
                f"{war_id}.toml: missing {sorted(set(_KINDS) - set(raw))}, "
                f"unknown {sorted(set(raw) - set(_KINDS))}"
            )
        for key, kinds in _KINDS.items():
            if type(raw[key]) not in kinds:
                raise WarError(
                    f"{war_id}.toml: expected {key} to be a {kinds[0].__name__}, "
                    f"found {raw[key]!r}"
                )
        try:
            return cls._bound(war_id, home, raw)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise WarError(
                f"{war_id}.toml: expected words in both languages, and names in "
                f"lists, found {type(error).__name__}: {error}"
            ) from error

    @classmethod
    def _bound(cls, war_id: str, home: str, raw: Mapping[str, Any]) -> Self:
        """Bind the parts together, each being of its kind."""
        if not 0 < raw["area_km2"] < float("inf"):
            raise WarError(
                f"{war_id}.toml: expected an area_km2 above 0, found {raw['area_km2']}"
            )
        names = {
            k: tuple(map(_name, raw[k])) for k in ("sources", "sections", "layers")
        }
        actors = {
            key: Actor(
                key, Text(**v["name"]), Text(**v["adjective"]), Text(**v["forces"])
            )
            for key, v in raw["actors"].items()
        }
        for word, actor in raw["roles"].items():
            if actor not in actors:
                raise WarError(
                    f"{war_id}.toml: role {word!r} names no actor: {actor!r}"
                )
        return cls(
            id=war_id,
            home=home,
            name=Text(**raw["name"]),
            title=Text(**raw["title"]),
            began=raw["began"],
            first_edition=raw["first_edition"],
            area_km2=float(raw["area_km2"]),
            border=Text(**raw["border"]),
            actors=actors,
            roles=dict(raw["roles"]),
            places={k: Text(**v) for k, v in raw["places"].items()},
            basemap=raw["basemap"],
            **names,
        )


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} in a list of names")
    return value
