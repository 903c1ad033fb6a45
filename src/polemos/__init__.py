"""polemos: what is known of a war, since when, and from whom."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from polemos.claims import Checked
    from polemos.core import View

__version__ = "0.1.0"
__all__ = ["__version__", "check"]


def check(
    text: str,
    view: "View | None" = None,
    *,
    as_of: "date | None" = None,
    war: str = "rus-ukr",
) -> "Checked":
    """Hold the numbers of a text to what was known when it was written, and is now.

    Parameters
    ----------
    text
        In Chinese or English: plain, Markdown or HTML.
    view
        What is known now; by default the newest of the user's own store.
    as_of
        The day the text was written; by default what it says, else the day of `view`.
    war
        A war's id, or the path of its TOML file.

    Returns
    -------
    Checked
        A row for each quantity, with offsets in the characters of `text`.

    Raises
    ------
    PolemosError
        ParseError where `text` holds no words, WarError where there is no such war.
    """
    from polemos import wars
    from polemos.article import check_article, lexicon_of
    from polemos.core import end_of_day
    from polemos.pipeline import open_world
    from polemos.settings import store_path

    if view is None:
        world = open_world(war, store_path(), lambda *_: None)
        view = world.without_models(end_of_day(world.store.newest()))
    loaded = wars.load(war)
    found = check_article(text, view, loaded, lexicon_of(loaded), written=as_of)
    return found.placed
