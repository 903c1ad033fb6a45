"""The negotiating table: ledgers of events, commitments and positions, in files."""

from polemos.negotiations._changed import refuse_changed
from polemos.negotiations._read import Known, read
from polemos.negotiations._source import ID, source

__all__ = ["ID", "Known", "read", "refuse_changed", "source"]
