"""The negotiating table: ledgers of events, commitments and positions, in files."""

from polemos.negotiations._agenda import AGENDA, COMMITMENTS, agenda
from polemos.negotiations._read import Known, read
from polemos.negotiations._source import (
    ID,
    SCALE,
    amount_id,
    capability_id,
    position_id,
    salience_id,
    settlement_id,
    source,
    state_id,
)

__all__ = [
    "AGENDA",
    "COMMITMENTS",
    "ID",
    "SCALE",
    "Known",
    "agenda",
    "amount_id",
    "capability_id",
    "position_id",
    "read",
    "salience_id",
    "settlement_id",
    "source",
    "state_id",
]
