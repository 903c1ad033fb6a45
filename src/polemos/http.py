"""The only HTTP client: bounded, polite, and open to the hosts that a source declares.

An address, a header or a body may hold the name of a secret in braces, `{UCDP_TOKEN}`.
It is put in as the request leaves, and stands in no message, log or snapshot.
"""

import asyncio
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from threading import Lock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Protocol

from polemos.core import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

AGENT = "Mozilla/5.0 (compatible; polemos/0.1)"
_MARKS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_OK, _UNCHANGED = 200, 304
_HOP = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_WHY = {
    401: "the publisher asks for a login (401)",
    403: "the publisher refuses this machine (403)",
    404: "there is no such page (404)",
    410: "the page was taken away (410)",
    429: "too many requests (429)",
}
_BY_HAND = "if a browser gets the file, drop it in: polemos update --from FILE SOURCE"
_LATER = "run again later; what is held stands"
_NETWORK = f"check the network; {_LATER}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much, in seconds and bytes, for each address."""

    tries: int = 4
    wait: float = 1.0  # before the second try; doubles, with as much jitter
    patience: float = 60.0  # the longest pause, also where the publisher names one
    connect: float = 15.0
    silence: float = 30.0  # without a byte
    whole: float = 300.0  # of one try, from the look-up of the name to the last byte
    size: int = 256 << 20  # unpacked
    hops: int = 5
    pace: float = 1.0  # from one request to a host to the next


class Cache(Protocol):
    """What is remembered of an address: the marks of its last answer, and its body."""

    def load(self, url: str) -> tuple[Mapping[str, str], bytes] | None:
        """Give the marks (`etag`, `last-modified`) and the bytes that they are of."""
        ...

    def save(self, url: str, marks: Mapping[str, str], body: bytes) -> None:
        """Remember an answer."""
        ...


class NoCache:
    """Remembers nothing."""

    def load(self, url: str) -> None:
        """Give nothing."""

    def save(self, url: str, marks: Mapping[str, str], body: bytes) -> None:
        """Forget it."""


@dataclass
class Pace:
    """One request to a host at a time, and not one right after the other."""

    _hosts: dict[str, Lock] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)
    _all: Lock = field(default_factory=Lock)

    @contextmanager
    def turn(self, host: str, pause: float) -> "Iterator[None]":
        """Wait for a turn at a host."""
        with self._all:
            lock = self._hosts.setdefault(host, Lock())
        with lock:
            sleep(max(0.0, self._last.get(host, -pause) + pause - monotonic()))
            try:
                yield
            finally:
                self._last[host] = monotonic()


class _Failed(Exception):
    """One try that failed: why, whether another may help and when, and what to do."""

    def __init__(
        self, why: str, todo: str, *, again: bool = False, after: float | None = None
    ) -> None:
        super().__init__(why)
        self.why, self.todo, self.again, self.after = why, todo, again, after


@dataclass(frozen=True)
class Door:
    """Brings what is behind an address of one source; an implementation of `core.Get`.

    `hosts` are those that the source declares, each with its port if it has one of its
    own; a redirect to any other is refused. `roots` are further certificates, in PEM,
    that are trusted for this source alone. `hear` is told of each answer.
    """

    hosts: Collection[str]
    cache: Cache = field(default_factory=NoCache)
    secrets: Mapping[str, str] = field(default_factory=dict)
    roots: str = ""
    limits: Limits = field(default_factory=Limits)
    pace: Pace = field(default_factory=Pace)
    hear: Callable[[Mapping[str, object]], None] = lambda _: None
    transport: "httpx2.AsyncBaseTransport | None" = None

    def __call__(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> bytes:
        """Give the bytes behind an address, those of the last time if they stand.

        With a `body` it is a POST. FetchError says why there is nothing, and what to
        do about it.
        """
        began, tries = monotonic(), 0

        def tried() -> None:
            nonlocal tries
            tries += 1

        try:
            with self.pace.turn(self._host(url), self.limits.pace):
                status, got = asyncio.run(self._all(url, headers or {}, body, tried))
        except _Failed as failed:
            self._tell(url, began, tries, why=failed.why)
            raise FetchError(
                f"{url}: expected the publisher's file, found that {failed.why}; "
                f"{failed.todo}"
            ) from None
        self._tell(url, began, tries, status=status, bytes=len(got))
        return got

    def _tell(self, url: str, began: float, tries: int, **more: object) -> None:
        seconds = round(monotonic() - began, 3)
        self.hear({"url": url, "seconds": seconds, "tries": tries, **more})

    def _host(self, url: str) -> str:
        import httpx2

        try:
            at = httpx2.URL(self._open(url))
        except httpx2.InvalidURL:
            raise _Failed("this is no address", "mend the source") from None
        host = f"{at.host}:{at.port}" if at.port else at.host
        if at.scheme not in {"https", "http"} or host not in self.hosts or at.userinfo:
            raise _Failed(
                f"the source declares {', '.join(sorted(self.hosts))} and not {host!r}",
                "if the publisher has moved there, name the host in the source",
            )
        return host

    def _open(self, text: str) -> str:
        """Put the secrets in."""
        for name, secret in self.secrets.items():
            text = text.replace(f"{{{name}}}", secret)
        return text

    def _shut(self, text: str) -> str:
        """Take the secrets out."""
        for name, secret in self.secrets.items():
            if secret:
                text = text.replace(secret, f"{{{name}}}")
        return text

    async def _all(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        tried: Callable[[], None],
    ) -> tuple[int, bytes]:
        import stamina
        from stamina.instrumentation import set_on_retry_hooks

        set_on_retry_hooks([])  # what is heard is told by us, once
        limits = self.limits
        attempts = stamina.retry_context(
            on=self._pause,
            attempts=limits.tries,
            timeout=None,  # each try is bounded, and so is their number
            wait_initial=limits.wait,
            wait_jitter=limits.wait,
            wait_max=limits.patience,
        )
        async for attempt in attempts:
            with attempt:
                tried()
                return await self._within(url, headers, body)
        raise AssertionError("the last attempt gives or raises")  # pragma: no cover

    def _pause(self, error: Exception) -> bool | float:
        """Say whether to try again, and after how long if the publisher named it."""
        if not isinstance(error, _Failed) or not error.again:
            return False
        if error.after is None:
            return True
        return error.after if error.after <= self.limits.patience else False

    async def _within(
        self, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[int, bytes]:
        try:
            async with asyncio.timeout(self.limits.whole):
                return await self._once(url, headers, body)
        except TimeoutError:
            raise _Failed(
                f"it was not whole after {self.limits.whole:g} s", _LATER, again=True
            ) from None

    async def _once(
        self, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[int, bytes]:
        import httpx2

        sent = {name: self._open(value) for name, value in headers.items()}
        held = None if body is not None else self.cache.load(url)
        marks = held[0] if held else {}
        sent |= {_MARKS[k]: v for k, v in marks.items() if k in _MARKS}
        limits = self.limits
        try:
            async with httpx2.AsyncClient(
                transport=self.transport,
                verify=_trust(self.roots) if self.transport is None else True,
                timeout=httpx2.Timeout(limits.silence, connect=limits.connect),
                headers={"User-Agent": AGENT, "Accept-Encoding": "gzip"},
            ) as client:
                content = None if body is None else self._open(body.decode()).encode()
                status, kept, got = await self._hop(client, url, sent, content)
        except httpx2.TransportError as error:
            raise _Failed(*_plainly(error), again=True) from None
        except httpx2.DecodingError:
            raise _Failed("its packing is broken", _LATER, again=True) from None
        if status == _UNCHANGED and held:
            return status, held[1]
        if status != _OK:
            raise _Failed(f"it answers with {status}, and no file", _BY_HAND)
        if body is None and kept:
            self.cache.save(url, kept, got)
        return status, got

    async def _hop(
        self,
        client: "httpx2.AsyncClient",
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Follow redirects to declared hosts, and read what comes at the end."""
        import httpx2

        at = httpx2.URL(self._open(url))
        for _ in range(1 + self.limits.hops):
            method = "GET" if body is None else "POST"
            async with client.stream(method, at, headers=headers, content=body) as r:
                if r.status_code in _HOP:
                    to = self._next(at, r.headers.get("location", ""))
                    if self._host(str(to)) != self._host(str(at)):
                        headers = {}  # what was for one host is not for another
                    at, body = to, None if r.status_code in {301, 302, 303} else body
                    continue
                self._refuse(r)
                marks = {k: r.headers[k] for k in _MARKS if k in r.headers}
                return r.status_code, marks, await self._read(r)
        raise _Failed(f"it redirects more than {self.limits.hops} times", _BY_HAND)

    def _next(self, at: "httpx2.URL", location: str) -> "httpx2.URL":
        import httpx2

        try:
            to = at.join(location)
            self._host(str(to))
        except (httpx2.InvalidURL, _Failed):
            raise _Failed(
                f"it redirects to {self._shut(location)!r}, which the source does not "
                "declare",
                "a login may be asked for; " + _BY_HAND,
            ) from None
        if at.scheme == "https" and to.scheme != "https":
            raise _Failed(
                f"it redirects from https to {self._shut(location)!r}", _BY_HAND
            )
        return to

    def _refuse(self, answer: "httpx2.Response") -> None:
        status = answer.status_code
        if status in _AGAIN:
            after = _named(answer.headers)
            why = _WHY.get(status, f"the publisher is in trouble ({status})")
            told = "" if after is None else f"; it asks to wait {after:g} s"
            raise _Failed(why + told, _LATER, again=True, after=after)
        if status in _WHY:
            raise _Failed(_WHY[status], _BY_HAND)

    async def _read(self, answer: "httpx2.Response") -> bytes:
        """Read to the end, or to the largest size: what is packed is counted whole."""
        most, found = self.limits.size, bytearray()
        told = answer.headers.get("content-length", "")
        if told.isdigit() and int(told) > most:
            raise _Failed(f"it would be {int(told):,} bytes, over {most:,}", _BY_HAND)
        async for chunk in answer.aiter_bytes():
            found += chunk
            if len(found) > most:
                raise _Failed(f"it goes on past {most:,} bytes", _BY_HAND)
        return bytes(found)


def _named(headers: Mapping[str, str]) -> float | None:
    """Read the pause that a publisher asks for, in seconds or up to a date of its."""
    after = headers.get("retry-after", "").strip()
    if after.isdigit():
        return float(after)
    try:
        now, until = (parsedate_to_datetime(x) for x in (headers["date"], after))
        return max(0.0, (until - now).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None


def _trust(roots: str) -> ssl.SSLContext:
    """Verify as the system and certifi do, and for this source by its roots too."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if roots:
        context.load_verify_locations(cadata=roots)
    return context


def _plainly(error: "httpx2.TransportError") -> tuple[str, str]:
    """Say in plain words why nothing came, and what to do."""
    import httpx2

    text = str(error).lower()
    if "certificate" in text:
        return (
            "its certificate is signed by nobody that is trusted here",
            "check the machine's clock; verification is never turned off",
        )
    if any(
        words in text for words in ("name or service", "name resolution", "nodename")
    ):
        return "its host has no address", "check the network and the name service"
    for kind, told in {
        httpx2.ProxyError: ("the proxy refuses", "check HTTPS_PROXY"),
        httpx2.ConnectTimeout: ("its host does not answer", _NETWORK),
        httpx2.ConnectError: ("its host does not answer", _NETWORK),
        httpx2.TimeoutException: ("it fell silent", _LATER),
        httpx2.RemoteProtocolError: ("it broke off before the end", _LATER),
    }.items():
        if isinstance(error, kind):
            return told
    return f"the connection failed ({type(error).__name__})", _LATER
