"""What every page has around it: its head, what it is let to load, its bar."""

from collections.abc import Mapping
from importlib.resources import files
from string import Template

from polemos.core import Lang
from polemos.report._page import CODES


def static(name: str) -> str:
    """Read a file that pages are made of."""
    return (files("polemos.report") / "static" / name).read_text("utf-8")


def whole(
    body: str, filled: Mapping[str, str], *, scripts: str = "", lang: Lang = "zh"
) -> str:
    """Fill the body of that name, and put the shell around it.

    `filled` also has `title`, `css` and `fonts`; `scripts` says by the words of a
    policy which scripts may run, by default none.
    """
    return Template(static("shell.html")).substitute(
        filled,
        body=Template(static(body)).substitute(filled),
        lang=CODES[lang],
        scripts=f"script-src {scripts}; " if scripts else "",
    )


def bar(what: str, lang: Lang) -> str:
    """Write the bar of a page that switches languages without a script."""
    checked = {str(one): " checked" * (one == lang) for one in CODES}
    return Template(static("bar.html")).substitute(checked, what=what)
