"""The Economist's collection on the dead and wounded: how its files write things."""

import re
from datetime import UTC, date, datetime, timedelta

from polemos.core import Licence, ParseError, Text, start_of_day

REPOSITORY = (
    "https://github.com/TheEconomist/"
    "the-economist-ukraine-war-dead-and-wounded-estimates"
)
BASE = REPOSITORY.replace("github.com", "raw.githubusercontent.com") + "/main/"
FOLDER = f"{BASE}source-data/deaths-and-casualties-data/"
LICENCE = Licence(
    Text("CC BY 4.0 (The Economist's collection)", "CC BY 4.0（經濟學人彙編）"),
    redistribute=True,
    url="https://creativecommons.org/licenses/by/4.0/",
)
KILLED_AND_WOUNDED = Text(
    "Casualties: killed and wounded together, never to be read as dead.",
    "傷亡合計（陣亡與負傷），不可當作陣亡人數。",
)

_POST = re.compile(r"(?:x|twitter)\.com/\w+/status/(\d+)")
_DATED = re.compile(r"/(20\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|$|-)")
_TWITTER_BEGAN = timedelta(milliseconds=1_288_834_974_657)  # since 1970


def slashed(text: str, where: str) -> date:
    """Read a date written day/month/year."""
    try:
        day, month, year = (int(part) for part in text.split("/"))
        return date(year, month, day)
    except ValueError:
        raise ParseError(f"{where}: expected DD/MM/YYYY, found {text!r}") from None


def published(url: str) -> datetime | None:
    """Tell from an address when its page came out: the post's number, or the path."""
    if post := _POST.search(url):
        since = _TWITTER_BEGAN + timedelta(milliseconds=int(post[1]) >> 22)
        return datetime.fromtimestamp(0, UTC) + since
    if dated := _DATED.search(url):
        year, month, day = (int(part) for part in dated.groups())
        try:
            return start_of_day(date(year, month, day))
        except ValueError:
            raise ParseError(f"expected a day in the address {url}") from None
    return None
