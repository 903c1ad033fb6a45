"""Hold what is written against what is known."""

from polemos.claims._article import check_text
from polemos.claims._bound import Bound, Kind
from polemos.claims._check import borne_out, check
from polemos.claims._consistency import between
from polemos.claims._decoded import decoded
from polemos.claims._judge import Judgement, Tolerance, stated
from polemos.claims._lexicon import Lexicon
from polemos.claims._marks import Markup
from polemos.claims._plain import Plain, guess, plain
from polemos.claims._recompute import Worked
from polemos.claims._row import Checked, Conflict, Row
from polemos.claims._written import published_on, written_on
from polemos.claims.reading import Quantity, Reading, read

__all__ = [
    "Bound",
    "Checked",
    "Conflict",
    "Judgement",
    "Kind",
    "Lexicon",
    "Markup",
    "Plain",
    "Quantity",
    "Reading",
    "Row",
    "Tolerance",
    "Worked",
    "between",
    "borne_out",
    "check",
    "check_text",
    "decoded",
    "guess",
    "plain",
    "published_on",
    "read",
    "stated",
    "written_on",
]
