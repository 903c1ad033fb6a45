"""Read the quantities of a text: a grammar of two languages, and nothing learned."""

from polemos.claims.reading._clauses import Clauses, Sentences
from polemos.claims.reading._growth import growth_months
from polemos.claims.reading._numeral import Form, Numeral
from polemos.claims.reading._quantity import (
    Change,
    Comparator,
    Modality,
    Quantity,
)
from polemos.claims.reading._read import Reading, read
from polemos.claims.reading._when import Kind as WhenKind
from polemos.claims.reading._when import When
from polemos.claims.reading._worded import Saying, Worded, worded

__all__ = [
    "Change",
    "Clauses",
    "Comparator",
    "Form",
    "Modality",
    "Numeral",
    "Quantity",
    "Reading",
    "Saying",
    "Sentences",
    "When",
    "WhenKind",
    "Worded",
    "growth_months",
    "read",
    "worded",
]
