"""polemos: what is known of a war, since when, and from whom."""

__version__ = "0.1.0"
__all__ = ["__version__"]
