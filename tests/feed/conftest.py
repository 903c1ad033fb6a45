"""A publisher on loopback that does what it is told to, byte by byte."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest

Say = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Publisher:
    """What is said of each path, one answer after the other; the last one stays."""

    server: ThreadingHTTPServer
    says: dict[str, list[Say]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def url(self, path: str = "/file") -> str:
        return f"http://{self.host}{path}"

    def on(self, path: str, *says: Say) -> str:
        self.says[path] = list(says)
        return self.url(path)

    def paths(self) -> Sequence[str]:
        return [path for path, _, _ in self.asked]


def answer(
    status: int = 200, body: bytes = b"", claims: int | None = None, **headers: str
) -> Say:
    """Answer with a status, headers and a body; `claims` is another length of it."""

    def say(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.send_header("Content-Length", str(len(body) if claims is None else claims))
        to.end_headers()
        to.wfile.write(body)

    return say


def drip(pause: float, count: int) -> Say:
    """Give one byte after the other, each after a pause."""

    def say(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Length", str(count))
        to.end_headers()
        with suppress(OSError):  # the reader may have had enough
            for _ in range(count):
                to.wfile.write(b"x")
                to.wfile.flush()
                sleep(pause)

    return say


def drip_head(pause: float, count: int) -> Say:
    """Never come to the end of the head."""

    def say(to: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            to.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for i in range(count):
                to.wfile.write(b"X-%d: y\r\n" % i)
                to.wfile.flush()
                sleep(pause)

    return say


@pytest.fixture
def answers() -> Callable[..., Say]:
    """Give `answers(status, body, claims, **headers)`."""
    return answer


@pytest.fixture
def drips() -> Callable[[float, int], Say]:
    """Give `drips(pause, count)`: a body, one byte after the other."""
    return drip


@pytest.fixture
def drips_head() -> Callable[[float, int], Say]:
    """Give `drips_head(pause, count)`: a head that does not end."""
    return drip_head


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            made.asked.append((self.path, dict(self.headers.items()), body))
            says = made.says.get(self.path, [answer(404)])
            (says.pop(0) if len(says) > 1 else says[0])(self)
            self.close_connection = True

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = Publisher(server)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
