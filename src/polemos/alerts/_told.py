"""Tell what waits: one digest in both languages, and not at night."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from polemos.alerts._found import Alert, Kind
from polemos.core import FetchError, ParseError, Text

_HOURS = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})(?: (\S+))?")
_HEADS = {
    Kind.REVISED: Text(
        "Published figures that are known otherwise now", "已刊數字有變"
    ),
    Kind.RESOLVED: Text("Forecasts that were settled", "預測揭曉"),
    Kind.CROSSED: Text("Thresholds crossed", "突破門檻"),
    Kind.BACK: Text("Back from a threshold", "回到門檻內"),
    Kind.BROKE: Text("Sources that fail or are late", "來源故障或逾期"),
    Kind.MENDED: Text("Sources that are well again", "來源恢復"),
}


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is told, by the clock of a zone; none if both are one."""

    begins: time = time()
    ends: time = time()
    zone: str = "UTC"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `22:00-07:00 Asia/Taipei`; nothing means no quiet hours."""
        if not text.strip():
            return cls()
        found = _HOURS.fullmatch(text.strip())
        try:
            if found is None:
                raise ValueError(text)
            a, b, c, d = (int(n) for n in found.groups()[:4])
            zone = found.group(5) or "UTC"
            ZoneInfo(zone)
            return cls(time(a, b), time(c, d), zone)
        except (ValueError, ZoneInfoNotFoundError) as error:
            raise ParseError(
                "POLEMOS_QUIET: expected hours and a zone such as "
                f"22:00-07:00 Asia/Taipei, found {text!r}"
            ) from error

    def at(self, now: datetime) -> bool:
        """Say whether it is quiet at a moment."""
        here = now.astimezone(ZoneInfo(self.zone)).time()
        if self.begins <= self.ends:
            return self.begins <= here < self.ends
        return here >= self.begins or here < self.ends


def digest(alerts: Sequence[Alert], title: Text) -> tuple[str, str]:
    """Write one message of all alerts, by kind: its title, and its body as plain text.

    Both languages are told, one after the other.
    """
    count = len(alerts)
    head = f"{title.zh}：{count} 則通知 / {title.en}: {count} alert{'s'[: count > 1]}"
    parts = []
    for lang in ("zh", "en"):
        for kind, words in _HEADS.items():
            of_kind = [a.text.in_(lang) for a in alerts if a.kind is kind]
            if of_kind:
                rows = "\n".join(f"- {text}" for text in of_kind)
                parts.append(f"{words.in_(lang)}\n{rows}")
    return head, "\n\n".join(parts)


def send(addresses: Sequence[str], title: str, body: str) -> None:
    """Send a message to apprise addresses; FetchError where one does not take it.

    An address may hold a secret: none is named in an error.
    """
    try:
        import apprise
    except ModuleNotFoundError as error:
        raise FetchError(
            "expected apprise, which sends alerts, found it not installed; "
            "pip install 'polemos[alerts]'"
        ) from error
    failed = 0
    for address in addresses:
        one = apprise.Apprise()
        failed += not (one.add(address) and one.notify(body=body, title=title))
    if failed:
        raise FetchError(
            f"expected {len(addresses)} addresses of POLEMOS_ALERTS to take the "
            f"alerts, found {failed} that did not; they wait for the next round"
        )
