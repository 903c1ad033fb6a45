"""Published claims: kept with their documents, and judged again as figures change."""

from polemos.registry._article import Left, claims_of
from polemos.registry._edition import edition
from polemos.registry._kept import (
    SOURCE,
    Document,
    Published,
    document,
    keep,
    published,
)
from polemos.registry._watch import Correction, corrections, watch

__all__ = [
    "SOURCE",
    "Correction",
    "Document",
    "Left",
    "Published",
    "claims_of",
    "corrections",
    "document",
    "edition",
    "keep",
    "published",
    "watch",
]
