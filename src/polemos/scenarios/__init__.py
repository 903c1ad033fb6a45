"""What may come of a war, in files: scenarios, rival accounts of acts, past wars."""

from polemos.scenarios._read import ID, Reading, read, taken_out

__all__ = ["ID", "Reading", "read", "taken_out"]
