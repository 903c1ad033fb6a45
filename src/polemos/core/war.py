"""A war, as configuration: who, where, since when, and what its report holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from polemos.core.errors import WarError
from polemos.core.text import Text


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
        expected = {
            *("name", "title", "began", "first_edition", "area_km2", "border"),
            *("actors", "roles", "places", "sources", "sections", "basemap", "layers"),
        }
        if set(raw) != expected:
            raise WarError(
                f"{war_id}.toml: missing {sorted(expected - set(raw))}, "
                f"unknown {sorted(set(raw) - expected)}"
            )
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
            sources=tuple(raw["sources"]),
            sections=tuple(raw["sections"]),
            basemap=raw["basemap"],
            layers=tuple(raw["layers"]),
        )
