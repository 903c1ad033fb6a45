"""Sections in, one document out, in two languages."""

from polemos.report._build import Edition, Progress, build
from polemos.report._write import write

__all__ = ["Edition", "Progress", "build", "write"]
