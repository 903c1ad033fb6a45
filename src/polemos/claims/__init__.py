"""Hold what is written against what is known."""

from polemos.claims._check import check
from polemos.claims._stated import Stated, read

__all__ = ["Stated", "check", "read"]
