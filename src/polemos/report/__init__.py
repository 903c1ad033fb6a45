"""Sections in, one document out, in two languages."""

from polemos.report._build import Edition, Progress, build
from polemos.report._write import plates, write

__all__ = ["Edition", "Progress", "build", "plates", "write"]
