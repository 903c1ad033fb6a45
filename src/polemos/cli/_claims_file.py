"""What is handed in to be kept: an article or an edition, from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from polemos.cli._options import moment_of, now
from polemos.core import ParseError, printable

if TYPE_CHECKING:
    from polemos.claims import Lexicon
    from polemos.core import View
    from polemos.pipeline import World
    from polemos.registry import Document

_TABLE = "claims.csv"
_Left = Sequence[tuple[str, int]]  # why, and how many


def body_of(path: Path) -> tuple[Path, bytes]:
    """Give the file that is meant, and its bytes; refuse what is too large."""
    file = _named(path)
    return file, _bytes(file)


def _named(path: Path) -> Path:
    """Give the file that is meant: of an edition's folder, its table."""
    file = path / _TABLE if path.is_dir() else path
    if not file.is_file():
        raise ParseError(
            f"{path}: expected an article, or an edition's folder with its {_TABLE}, "
            "found none; give the path of one"
        )
    return file


def _bytes(file: Path) -> bytes:
    from polemos.article import LIMIT

    size = file.stat().st_size
    if size > LIMIT:
        raise ParseError(
            f"{file}: expected up to {LIMIT:,} bytes, found {size:,}; keep it in parts"
        )
    return file.read_bytes()


@dataclass
class Intake:
    """Makes documents of files, which all are held to one view by one lexicon.

    `as_of` is the day they were written, by default what each says.
    """

    world: "World"
    as_of: date | None

    def document(self, file: Path, body: bytes, title: str) -> "tuple[Document, _Left]":
        """Make the document of a file, and say what of it cannot be kept, and why."""
        if file.suffix == ".csv":
            return self._edition(file, body, title)
        return self._article(file, body, title or printable(file.name))

    @cached_property
    def _view(self) -> "View":
        return self.world.without_models(moment_of(self.world, None))

    @cached_property
    def _lexicon(self) -> "Lexicon":
        from polemos.article import lexicon_of

        return lexicon_of(self.world.war)

    def _article(self, file: Path, body: bytes, name: str) -> "tuple[Document, _Left]":
        from polemos.article import check_article
        from polemos.claims import decoded
        from polemos.registry import claims_of, document
        from polemos.report.checked_lines import language

        text, _ = decoded(body, str(file))
        found = check_article(
            *(text, self._view, self.world.war, self._lexicon),
            written=self.as_of,
            name=file.name,
        )
        if self.as_of is None and found.stated is None:
            raise ParseError(
                f"{file}: expected the day it was written, found none in it; give it "
                "by --as-of"
            )
        moment_of(self.world, found.written, f"{file}: a day of writing")
        lang = language(found.words.text)
        kept, left = claims_of(found.checked, found.words, text, self._view, lang)
        if not kept:
            raise ParseError(
                f"{file}: expected a number that is bound to a series, found none of "
                f"{left.total()}; see what polemos check makes of it"
            )
        return document(name, body, "text/plain", kept, now()), left.most_common()

    def _edition(self, file: Path, body: bytes, title: str) -> "tuple[Document, _Left]":
        from polemos.registry import edition

        world, day = self.world, self.as_of or _day_of(file)
        moment = moment_of(world, day, f"{file}: the day of an edition")
        made, left = edition(
            body,
            str(file),
            title or f"{world.war.id} {day}",
            now(),
            data=world.without_models(moment),
            models=world.view(moment),
        )
        if not made.findings:
            raise ParseError(
                f"{file}: expected claims on what publishers tell, found none; give "
                "the claims.csv of an edition that prints some"
            )
        why = "on what models say, which their ledger keeps"
        return made, [(why, left)] * (left > 0)


def _day_of(file: Path) -> date:
    """Read the day of an edition off the name of its folder."""
    try:
        return date.fromisoformat(file.resolve().parent.name)
    except ValueError:
        raise ParseError(
            f"{file}: expected an edition in a folder named by its day, found "
            f"{file.resolve().parent.name!r}; give its day by --as-of"
        ) from None
