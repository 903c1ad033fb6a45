"""Sections in, one document out, in two languages."""

from polemos.report._build import Edition, build
from polemos.report._write import write

__all__ = ["Edition", "build", "write"]
