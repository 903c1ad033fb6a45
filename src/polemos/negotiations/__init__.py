"""The negotiating table: ledgers of events, commitments and positions, in files."""

from polemos.negotiations._changed import known_since_heard, news
from polemos.negotiations._read import Known, events, read
from polemos.negotiations._source import EVENTS, ID, source

__all__ = [
    "EVENTS",
    "ID",
    "Known",
    "events",
    "known_since_heard",
    "news",
    "read",
    "source",
]
