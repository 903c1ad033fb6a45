"""The command that holds articles against the data."""

import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polemos.cli._options import StoreAt, WarOf, day_option, moment_of, now, world_of
from polemos.core import Lang, NotYetKnown, ParseError, printable
from polemos.terminal import Progress, Styled, in_utf8, show_json, show_styled

if TYPE_CHECKING:
    from polemos.article import Article
    from polemos.claims import Row
    from polemos.core import View, War
    from polemos.pipeline import World

_STDIN = "-"
_WIDTHS = (17, None, 19, 18, 18)  # what it is about takes the rest
_COLOURS = {"good": "green", "care": "yellow", "wrong": "red", "open": "dim"}


class Shape(StrEnum):
    """How a check is printed."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


class Told(StrEnum):
    """The language that a check is told in."""

    AUTO = "auto"
    ZH = "zh"
    EN = "en"


def check(  # noqa: PLR0917 each is an option with a name
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Texts: plain, Markdown, HTML, or the text of a PDF. - is the input.",
        ),
    ],
    as_of: Annotated[
        date | None,
        day_option(
            "--as-of", "The day they were written. Default: what each says, else --now."
        ),
    ] = None,
    later: Annotated[
        date | None,
        day_option(
            "--now", "Hold them to this day too. Default: the newest the figures reach."
        ),
    ] = None,
    lang: Annotated[
        Told, typer.Option("--lang", help="The answer's language; auto: the text's.")
    ] = Told.AUTO,
    form: Annotated[
        Shape, typer.Option("--format", help="How to print.")
    ] = Shape.TABLE,
    war: WarOf = "rus-ukr",
    store: StoreAt = None,
    every: Annotated[
        bool, typer.Option("--all", help="Show dates and other times too.")
    ] = False,
) -> None:
    """Hold the numbers of articles against the data.

    As of their day, and as of now.

    Exit code 1 says that something is off. Of several files the table and json also
    tell where those that were written in one week disagree.
    """
    from polemos.article import check_article, lexicon_of, same_week

    if form is Shape.HTML and len(files) > 1:
        raise ParseError(f"--format html: expected one file, found {len(files)}")
    sources = [(name, _read(name)) for name in files]
    world = world_of(war, store)
    moment = moment_of(world, later, "--now")
    if as_of is not None:
        _refuse(world, as_of, moment.date())
    view, lexicon = world.without_models(moment), lexicon_of(world.war)
    articles = []
    with Progress() as progress:
        for name, source in sources:
            articles.append(
                check_article(
                    *(source, view, world.war, lexicon),
                    written=as_of,
                    name=name,
                    progress=partial(_show, progress, name),
                )
            )
    for one in articles:
        _tell_day(one, given=as_of is not None)
    apart = same_week(articles)
    match form:
        case Shape.JSON:
            _print_json(articles, apart, view)
        case Shape.HTML:
            in_utf8()
            print(_page(articles[0], view, world.war, lang))
        case Shape.TABLE:
            for one in articles:
                _print_table(one, view, _language(one, lang), every=every)
            _print_apart(apart, _language(articles[0], lang))
    if apart or any(_is_off(one) for one in articles):
        raise typer.Exit(1)


def _show(progress: Progress, name: str, done: int, of: int) -> None:
    progress(done, of, name)


def _refuse(world: "World", as_of: date, later: date) -> None:
    moment_of(world, as_of)
    if as_of > later:
        raise NotYetKnown(
            f"expected --as-of up to {later}, the day of --now, found {as_of}: a text "
            "is held to what was known when it was written, and later"
        )


def _tell_day(article: "Article", *, given: bool) -> None:
    """Say so where the day of writing is a guess, or cannot be right."""
    if given:
        return
    if article.stated is None:
        says = f"names no day on which it was written, taken as {article.written}"
    elif article.stated > now().date():
        says = f"says it was written on {article.stated}, which is to come"
    else:
        return
    typer.echo(
        f"polemos: {printable(article.name)}: {says}; --as-of names another", err=True
    )


# -- reading -------------------------------------------------------------------------


def _read(name: str) -> str:
    """Read a text that is none too large, whatever it is encoded in, and say so."""
    from polemos.article import LIMIT
    from polemos.claims import decoded

    where = "the input" if name == _STDIN else name
    data = _bytes(name, LIMIT + 1)
    if len(data) > LIMIT:
        raise ParseError(
            f"{where}: expected a text of up to {LIMIT:,} bytes, found more; check it "
            "in parts"
        )
    text, encoding = decoded(data, where)
    if encoding != "UTF-8":
        typer.echo(f"polemos: {where}: read as {encoding}", err=True)
    return text


def _bytes(name: str, most: int) -> bytes:
    if name == _STDIN:
        if sys.stdin is None:
            raise ParseError("the input: expected a text, found it closed")
        return sys.stdin.buffer.read(most)
    path = Path(name)
    if not path.exists():
        raise ParseError(
            f"{name}: expected a file, found nothing; give the path of a text, or - "
            "for the input"
        )
    if path.is_dir():
        raise ParseError(f"{name}: expected a file, found a folder; name files in it")
    with path.open("rb") as file:
        return file.read(most)


# -- printing ------------------------------------------------------------------------


def _language(article: "Article", lang: Told) -> Lang:
    from polemos.report.checked_lines import language

    if lang is Told.AUTO:
        return language(article.words.text)
    return "zh" if lang is Told.ZH else "en"


def _is_off(article: "Article") -> bool:
    from polemos.report.checked_lines import WRONG

    return any(row.then.verdict in WRONG for row in article.checked.rows)


def _print_json(
    articles: "Sequence[Article]",
    apart: "Sequence[tuple[Article, Article, Row, Row]]",
    view: "View",
) -> None:
    from polemos.article import told, told_between

    every = [told(one, view) for one in articles]
    if len(every) == 1:
        show_json(every[0])
    else:
        show_json({"files": every, "between": told_between(apart)})


def _page(article: "Article", view: "View", war: "War", lang: Told) -> str:
    from polemos.report.checked import page

    title = "polemos check" if article.name == _STDIN else Path(article.name).name
    return page(article.checked, view, war, _language(article, lang), title)


def _print_table(article: "Article", view: "View", lang: Lang, *, every: bool) -> None:
    from polemos.report.checked_lines import head, lines, summary

    rows = [
        Styled(
            line.cells,
            ("bold", "", "", _COLOURS[line.then], _COLOURS[line.now]),
            line.why,
        )
        for line in lines(article.checked, view, lang, every=every)
    ]
    if article.name != _STDIN:
        print(printable(article.name))
    if rows:
        show_styled(head(article.checked, lang), rows, _WIDTHS)
    print(summary(article.checked, lang))


def _print_apart(
    apart: "Sequence[tuple[Article, Article, Row, Row]]", lang: Lang
) -> None:
    for one, other, first, second in apart:
        said = first.quantity.surface, second.quantity.surface
        about = first.bound.entry if first.bound else None
        what = about.name.in_(lang) if about else ""
        if lang == "zh":
            print(f"{what}：{one.name} 說「{said[0]}」，{other.name} 說「{said[1]}」")
        else:
            print(f"{what}: {one.name} says {said[0]}, {other.name} says {said[1]}")
