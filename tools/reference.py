"""Write docs/reference from the registries; with --check, only say what is stale.

What is listed there is what the code declares: nothing on those pages is typed by
hand, and no date or place of this machine gets into them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from _ahead import WAR, models
from _cells import caveats, code, plain, table
from _scores import scores

from polemos import wars
from polemos.cli import app
from polemos.core import SeriesSpec, Source, Text
from polemos.indicators import Indicator, all_indicators
from polemos.report._section import all_sections
from polemos.sources import all_sources

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
HEAD = "<!-- Written by tools/reference.py: change the code, then ./run docs. -->\n"


def by_provider() -> list[Source]:
    """Order the sources by who publishes them."""
    every = (m.SOURCE for m in all_sources().values())
    return sorted(every, key=lambda s: (s.provider.id, s.id))


def sources() -> Iterator[str]:
    """List each source: who, where, on what terms, and with what warning."""
    yield "# Sources\n"
    yield "What polemos reads, and on what terms. Where a licence does not let rows be"
    yield "passed on, only computed or headline figures are in the package.\n"
    for s in by_provider():
        p = s.provider
        kind = "official" if p.official else "not official"
        side = f"; of a party to the war, {p.party}" if p.party else ""
        shipped = (
            "rows" if s.licence.redistribute else "computed or headline figures only"
        )
        yield f"## {s.id}\n"
        yield f"**{plain(s.title.zh)}**<br>{plain(s.title.en)}\n"
        yield f"- 發布機構 publisher: {plain(p.name.zh)} / {plain(p.name.en)}"
        yield f"  ({kind}{side}), <{p.url}>"
        yield f"- 網址 read from: <{s.url}>"
        yield f"- 引用 cite as: {plain(s.citation)}"
        terms = f"{plain(s.licence.name.zh)} / {plain(s.licence.name.en)}"
        yield f"- 授權 licence: {terms}; shipped: {shipped}"
        yield f"- {len(s.series)} series{', told whole each time' * s.complete}"
        if s.layers:
            yield f"- 圖層 layers: {code(s.layers)}"
        yield ""
        yield from caveats((c, "") for c in s.caveats)


def series() -> Iterator[str]:
    """List every stored series by source, with the caveats that it carries."""
    yield "# Series\n"
    yield "Every series that a source promises. `known` says from when a value counts"
    yield "as known: from its release where the source tells it, else as given here.\n"
    for s in filter(lambda s: s.series, by_provider()):
        holders: dict[Text, list[str]] = {}
        for x in s.series:
            for c in x.caveats:
                holders.setdefault(c, []).append(x.id)
        whom = {
            c: "" if len(ids) == len(s.series) else f" ({code(ids)})"
            for c, ids in holders.items()
        }
        yield f"## {s.id}\n"
        yield from table(
            "series | unit | measure, basis, cadence | known", map(_series, s.series)
        )
        yield from caveats(whom.items())


def _named(x: SeriesSpec) -> tuple[str, str]:
    name = f"`{x.id}`<br>{plain(x.title.zh)}<br>{plain(x.title.en)}"
    return name, plain(str(x.unit)).replace(" ", "&nbsp;")


def _series(x: SeriesSpec) -> tuple[str, ...]:
    known = "fetch" if x.lag_days is None else f"period end + {x.lag_days} days"
    kind = f"{x.measure.value}, {x.basis.value}, {x.cadence.value}"
    return *_named(x), kind, known


def indicators() -> Iterator[str]:
    """List every indicator under its definition, with what it is made of."""
    yield "# Indicators\n"
    yield "Each is a pure function from series to series. The definition is the"
    yield "function's own docstring; a family shares one.\n"
    families: dict[str, list[Indicator]] = {}
    for _, i in sorted(all_indicators().items()):
        families.setdefault(i.spec.definition, []).append(i)
    for definition, made in families.items():
        more = f" and {len(made) - 1} like it" if made[1:] else ""
        yield f"## {made[0].spec.id.partition('/')[2]}{more}\n"
        yield f"{plain(definition)}\n"
        made_of = (code(i.uses).replace(", ", "<br>") for i in made)
        rows = ((*_named(i.spec), uses) for i, uses in zip(made, made_of, strict=True))
        yield from table("series | unit | made of", rows)
        told = dict.fromkeys(c for i in made for c in i.spec.caveats)
        yield from caveats((c, "") for c in told)


def sections() -> Iterator[str]:
    """List every section, and where the report prints it."""
    yield "# Sections\n"
    yield "A section is one function and one template; a war's file names those that"
    yield f"its report prints, in order. The places here are those of `{WAR}`.\n"
    order = wars.load(WAR).sections
    rows = []
    for name, s in sorted(all_sections().items()):
        about = plain((s.content.__doc__ or "").strip().partition("\n")[0])
        place = f"{order.index(name) + 1}" if name in order else "not printed"
        rows.append((place, f"`{name}`", about))
    yield from table("place | name | what it prints", rows)


def commands() -> Iterator[str]:
    """List every command with its arguments and options."""
    yield "# Commands\n"
    yield "`./run polemos …` runs any of these; `./run report …` is short for"
    yield "`./run polemos report …`.\n"
    yield from _command("polemos", typer.main.get_command(app))


def _command(name: str, command: Any) -> Iterator[str]:
    shown = [p for p in command.params if p.name != "help"]
    yield f"## `{name}`\n"
    yield f"{plain(command.help or '')}\n"
    if shown:
        yield from table("parameter | what | default", map(_parameter, shown))
    for word, sub in sorted(getattr(command, "commands", {}).items()):
        yield from _command(f"{name} {word}", sub)


def _parameter(p: Any) -> tuple[str, str, str]:
    names = p.opts if p.opts[0].startswith("-") else [p.metavar or p.name.upper()]
    default = getattr(p.default, "value", p.default)
    told = "required" if p.required else f"`{default}`" if default else ""
    return code(names), plain(p.help or ""), told


PAGES = {
    f.__name__: f
    for f in (sources, series, indicators, models, scores, sections, commands)
}


def page(name: str) -> str:
    """Write one page."""
    return HEAD + "\n" + "\n".join(PAGES[name]()).rstrip() + "\n"


def main() -> None:
    """Write the pages, or name those that the code has left behind."""
    stale = False
    for name in PAGES:
        file, text = FOLDER / f"{name}.md", page(name)
        if file.is_file() and file.read_text("utf-8") == text:
            continue
        stale = True
        if sys.argv[1:] == ["--check"]:
            print(f"docs/reference/{file.name}: not what the code says; ./run docs")
        else:
            file.write_text(text, "utf-8")
            print(f"wrote docs/reference/{file.name}")
    sys.exit(stale and sys.argv[1:] == ["--check"])


if __name__ == "__main__":
    main()
