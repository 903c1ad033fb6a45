"""A section is one function, which chooses facts, and one template, which says them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from polemos.core import Text, WarError
from polemos.core.registry import named
from polemos.report._desk import Desk, Fact
from polemos.report._figure import Chart, Table


@dataclass(frozen=True)
class Content:
    """What a section's template may use: numbers, switches, figures and tables.

    Sentences hang on `flags`: thresholds are code here, never digits in a template.
    `texts` come from the war's tables: `{fact:digits}` in them prints a fact through
    the same door as a template's numbers. `quotes` are the words of others.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    flags: Mapping[str, bool | str] = field(default_factory=dict)
    figures: Mapping[str, Chart] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    texts: Mapping[str, Text] = field(default_factory=dict)
    quotes: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of the report; the title tells readers which one is left out.

    A `sheet` is to be handed on by itself: in print it has a page of its own.
    """

    name: str
    title: Text
    content: Callable[[Desk], Content]
    sheet: bool = False


def section(
    name: str, title: Text, *, sheet: bool = False
) -> Callable[[Callable[[Desk], Content]], Section]:
    """Turn a function from desk to content into a section."""
    return lambda f: Section(name, title, f, sheet)


@cache
def all_sections() -> Mapping[str, Section]:
    """Give every section by its name; a war's file says which, and in what order."""
    package = import_module("polemos.report.sections")  # they import this module
    return named(package, Section)


def sections_of(names: tuple[str, ...]) -> tuple[Section, ...]:
    """Give the named sections in the order of their names' list."""
    known = all_sections()
    for name in names:
        if name not in known:
            raise WarError(f"expected sections among {sorted(known)}, found {name!r}")
    return tuple(known[n] for n in names)
