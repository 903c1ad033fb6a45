"""Sections in, one document out, in two languages."""
