"""From publishers to the store: what came, what was refused, and how old things are."""

from polemos.ingest._book import Attempt, Book, Status, gist
from polemos.ingest._cache import LakeCache
from polemos.ingest._contract import refuse_broken
from polemos.ingest._health import Health, Standing, health
from polemos.ingest._held import Held, hold, holds
from polemos.ingest._update import Feed, take_in, update

__all__ = [
    "Attempt",
    "Book",
    "Feed",
    "Health",
    "Held",
    "LakeCache",
    "Standing",
    "Status",
    "gist",
    "health",
    "hold",
    "holds",
    "refuse_broken",
    "take_in",
    "update",
]
