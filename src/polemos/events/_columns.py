"""The shapes of event files: how many columns, and which of them is what."""

from collections.abc import Mapping
from dataclasses import dataclass

# What is kept of an event, in the lake and on every engine: column, type, meaning.
KEPT: Mapping[str, tuple[str, str]] = {
    "id": ("BIGINT", "the publisher's number of the event"),
    "known": ("TIMESTAMP", "when the publisher added it, UTC: the second clock"),
    "day": ("DATE", "the day that it is said to be of, which may be years before"),
    "week": ("INTEGER", "weeks from Monday 5 January 1970 to when it was added"),
    "a": ("VARCHAR", "country of who acts, three letters as CAMEO has them"),
    "b": ("VARCHAR", "country of who is acted on"),
    "root": ("BOOLEAN", "whether it stands in the lead of its article"),
    "again": ("BOOLEAN", "whether the same file tells this of the same article before"),
    "code": ("VARCHAR", "CAMEO code of the act, leading zeros kept"),
    "quad": (
        "TINYINT",
        "1 verbal and 2 material cooperation, 3 and 4 conflict; 0 neither",
    ),
    "goldstein": ("DOUBLE", "Goldstein's scale, -10 worst to 10 best"),
    "sources": ("INTEGER", "publications that told it in the first quarter of an hour"),
    "mentions": ("INTEGER", "mentions in them"),
    "tone": ("DOUBLE", "mean tone of the articles, -100 to 100"),
    "place": ("VARCHAR", "FIPS country code of where it happened"),
    "url": ("VARCHAR", "the article"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of tab-separated export without a head.

    `at` says in which column, from 0, each thing stands; `added` how the moment at
    which an event was added is written, as strptime has it.
    """

    id: str
    width: int
    at: Mapping[str, int]
    added: str


_COMMON = {
    **{"id": 0, "day": 1, "a": 7, "b": 17, "root": 25, "code": 26, "quad": 29},
    **{"goldstein": 30, "mentions": 31, "sources": 32, "tone": 34},
}
GDELT_1 = Layout(
    "gdelt1", 58, {**_COMMON, "place": 51, "known": 56, "url": 57}, "%Y%m%d"
)
GDELT_2 = Layout(
    "gdelt2", 61, {**_COMMON, "place": 53, "known": 59, "url": 60}, "%Y%m%d%H%M%S"
)
LAYOUTS: Mapping[str, Layout] = {one.id: one for one in (GDELT_1, GDELT_2)}
