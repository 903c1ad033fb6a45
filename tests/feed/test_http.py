"""The door: what comes through, what does not, and that it never waits for ever."""

import gzip
import ssl
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import pytest

from polemos.core import FetchError
from polemos.http import Door, Limits, Pace

QUICK = Limits(
    tries=3, wait=0.01, patience=0.5, connect=1, silence=0.4, whole=1.0, pace=0
)
Answers = Callable[..., Any]


class Memory:
    """A cache that is a dictionary."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[Mapping[str, str], bytes]] = {}

    def load(self, url: str) -> tuple[Mapping[str, str], bytes] | None:
        return self.held.get(url)

    def save(self, url: str, marks: Mapping[str, str], body: bytes) -> None:
        self.held[url] = marks, body


@pytest.fixture
def door(publisher: Any) -> Door:
    return Door({publisher.host}, Memory(), limits=QUICK)


def why(door: Door, url: str, **asked: Any) -> str:
    with pytest.raises(FetchError) as refused:
        door(url, **asked)
    text = str(refused.value)
    assert "\n" not in text
    assert text.startswith(f"{url}: expected the publisher's file, found that ")
    return text


def test_bytes_come_as_they_are(door: Door, publisher: Any, answers: Answers) -> None:
    url = publisher.on("/file", answers(body=b"\x00\xffa"))
    assert door(url) == b"\x00\xffa"
    (_, headers, _) = publisher.asked[0]
    assert headers["User-Agent"].startswith("Mozilla/5.0 (compatible; polemos")
    assert "Cookie" not in headers
    assert "Authorization" not in headers


def test_what_is_packed_is_unpacked(
    door: Door, publisher: Any, answers: Answers
) -> None:
    packed = gzip.compress(b"one,two\n" * 100)
    url = publisher.on("/file", answers(body=packed, Content_Encoding="gzip"))
    assert door(url) == b"one,two\n" * 100


@pytest.mark.parametrize(
    "mark",
    [
        ("ETag", "If-None-Match", '"abc"'),
        ("Last-Modified", "If-Modified-Since", "Mon, 24 Feb 2025 00:00:00 GMT"),
    ],
)
def test_what_stands_is_not_sent_twice(
    door: Door, publisher: Any, answers: Answers, mark: tuple[str, str, str]
) -> None:
    name, asks, value = mark
    first = answers(body=b"old", **{name.replace("-", "_"): value})
    url = publisher.on("/file", first, answers(304), answers(body=b"new"))
    assert door(url) == b"old"
    assert door(url) == b"old"
    assert door(url) == b"new"
    heads = [headers for _, headers, _ in publisher.asked]
    assert asks not in heads[0]
    assert heads[1][asks] == heads[2][asks] == value


def test_nothing_changed_of_what_is_not_held_is_no_file(
    door: Door, publisher: Any, answers: Answers
) -> None:
    url = publisher.on("/file", answers(304))
    assert "answers with 304, and no file" in why(door, url)


def test_trouble_passes(door: Door, publisher: Any, answers: Answers) -> None:
    url = publisher.on(
        "/file", answers(503), answers(429, Retry_After="0"), answers(body=b"x")
    )
    assert door(url) == b"x"
    assert len(publisher.asked) == 3


@pytest.mark.parametrize(
    "trouble",
    [
        (500, 3, "the publisher is in trouble (500); run again later"),
        (503, 3, "the publisher is in trouble (503); run again later"),
        (429, 3, "too many requests (429); run again later"),
        (401, 1, "the publisher asks for a login (401); if a browser gets the file"),
        (403, 1, "the publisher refuses this machine (403); if a browser gets"),
        (404, 1, "there is no such page (404)"),
        (410, 1, "the page was taken away (410)"),
        (204, 1, "it answers with 204, and no file"),
        (418, 1, "it answers with 418, and no file"),
    ],
)
def test_trouble_that_stays_is_told(
    door: Door, publisher: Any, answers: Answers, trouble: tuple[int, int, str]
) -> None:
    status, times, words = trouble
    url = publisher.on("/file", answers(status))
    assert words in why(door, url)
    assert len(publisher.asked) == times


@pytest.mark.parametrize("after", ["9000", "Thu, 01 Jan 2099 00:00:00 GMT"])
def test_a_long_pause_is_not_waited_for(
    door: Door, publisher: Any, answers: Answers, after: str
) -> None:
    url = publisher.on("/file", answers(429, Retry_After=after))
    told = why(door, url)
    assert "it asks to wait " in told
    assert len(publisher.asked) == 1


def test_a_body_cut_short_is_asked_for_again(
    door: Door, publisher: Any, answers: Answers
) -> None:
    cut = answers(body=b"half", claims=8)
    url = publisher.on("/file", cut, answers(body=b"halfhalf"))
    assert door(url) == b"halfhalf"
    url = publisher.on("/always", cut)
    assert "it broke off before the end" in why(door, url)


def test_broken_packing_is_no_file(
    door: Door, publisher: Any, answers: Answers
) -> None:
    url = publisher.on("/file", answers(body=b"no gzip", Content_Encoding="gzip"))
    assert "its packing is broken" in why(door, url)


@pytest.mark.parametrize("slow", ["drips", "drips_head"])
def test_less_than_a_byte_in_a_while_ends(
    slow: str, publisher: Any, request: pytest.FixtureRequest
) -> None:
    """Each byte comes in time, and the whole never does."""
    say = request.getfixturevalue(slow)(0.1, 200)
    url = publisher.on("/file", say)
    began = monotonic()
    told = why(Door({publisher.host}, limits=QUICK), url)
    assert "it was not whole after 1 s" in told
    assert monotonic() - began < 10  # three tries of a second


def test_silence_ends(publisher: Any, drips: Callable[[float, int], Any]) -> None:
    url = publisher.on("/file", drips(5, 2))
    assert "it fell silent" in why(Door({publisher.host}, limits=QUICK), url)


@pytest.mark.parametrize("told", [True, False])
def test_too_much_is_not_read(publisher: Any, answers: Answers, *, told: bool) -> None:
    door = Door({publisher.host}, limits=Limits(size=1000, wait=0.01, pace=0))
    body = b"x" * 5000
    if told:
        assert "it would be 5,000 bytes, over 1,000" in why(
            door, publisher.on("/file", answers(body=body))
        )
    else:  # a bomb: small as it comes, large unpacked
        bomb = answers(body=gzip.compress(b"x" * 200_000), Content_Encoding="gzip")
        assert "it goes on past 1,000 bytes" in why(door, publisher.on("/file", bomb))


# -- where it may go -------------------------------------------------------------------


def test_redirects_on_declared_hosts_are_followed(
    door: Door, publisher: Any, answers: Answers
) -> None:
    url = publisher.on("/old", answers(301, Location="/new"))
    publisher.on("/new", answers(302, Location=publisher.url("/file")))
    publisher.on("/file", answers(body=b"x"))
    assert door(url) == b"x"
    assert publisher.paths() == ["/old", "/new", "/file"]


@pytest.mark.parametrize(
    "to",
    [
        "https://login.example/?next=file",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost:80/",
        "//evil.example/file",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "http://user:word@127.0.0.1/",
        "http://[::1]/",
        "http://",
        "\x01",
        "",
    ],
)
def test_a_redirect_elsewhere_is_refused(
    door: Door, publisher: Any, answers: Answers, to: str
) -> None:
    url = publisher.on("/file", answers(302, Location=to))
    told = why(door, url)
    assert "redirects" in told
    assert publisher.paths() in (["/file"], ["/file"] * 6)  # an empty one is itself


def test_a_ring_of_redirects_ends(door: Door, publisher: Any, answers: Answers) -> None:
    url = publisher.on("/file", answers(302, Location="/file"))
    assert "it redirects more than 5 times" in why(door, url)


def test_only_declared_hosts_are_asked(door: Door, publisher: Any) -> None:
    for url in ("https://else.example/x", "file:///etc/passwd", "http://[", "x"):
        with pytest.raises(FetchError):
            door(url)
    assert not publisher.asked


def test_what_is_for_one_host_is_not_for_another(
    publisher: Any, answers: Answers
) -> None:
    """The same server by another name: a header goes to the first alone."""
    port = publisher.server.server_port
    other = f"localhost:{port}"
    door = Door({publisher.host, other}, limits=QUICK, secrets={"KEY": "s3cret"})
    url = publisher.on("/file", answers(302, Location=f"http://{other}/there"))
    publisher.on("/there", answers(body=b"x"))
    assert door(url, {"X-Key": "{KEY}"}) == b"x"
    assert publisher.asked[0][1]["X-Key"] == "s3cret"
    assert "X-Key" not in publisher.asked[1][1]


# -- secrets ---------------------------------------------------------------------------


def test_a_secret_leaves_with_the_request_and_stands_nowhere_else(
    publisher: Any, answers: Answers
) -> None:
    heard: list[Any] = []
    memory = Memory()
    door = Door(
        *({publisher.host}, memory, {"TOKEN": "s3cret"}),
        limits=QUICK,
        hear=heard.append,
    )
    publisher.on("/file?key=s3cret", answers(body=b"x", ETag='"1"'))
    url = publisher.url("/file?key={TOKEN}")
    assert door(url, {"X-Token": "{TOKEN}"}) == b"x"
    path, headers, _ = publisher.asked[0]
    assert path == "/file?key=s3cret"
    assert headers["X-Token"] == "s3cret"
    publisher.on("/file?key=s3cret", answers(302, Location="https://e.example/s3cret"))
    told = why(door, url)
    publisher.on("/post", answers(body=b"{}"))
    door(publisher.url("/post"), body=b"password={TOKEN}")
    assert publisher.asked[-1][2] == b"password=s3cret"
    assert "s3cret" not in f"{told} {heard} {list(memory.held)}"
    assert "{TOKEN}" in told


def test_what_was_got_is_told(publisher: Any, answers: Answers) -> None:
    heard: list[Any] = []
    door = Door({publisher.host}, limits=QUICK, hear=heard.append)
    door(publisher.on("/file", answers(503), answers(body=b"four")))
    why(door, publisher.url("/none"))
    assert [(h.get("status"), h.get("bytes"), h["tries"]) for h in heard] == [
        (200, 4, 2),
        (None, None, 1),
    ]
    assert heard[1]["why"] == "there is no such page (404)"


# -- manners ---------------------------------------------------------------------------


def test_a_host_is_asked_one_thing_at_a_time(publisher: Any, answers: Answers) -> None:
    url, pace = publisher.on("/file", answers(body=b"x")), Pace()
    limits = Limits(pace=0.15)
    began = monotonic()
    threads = [
        Thread(target=lambda: Door({publisher.host}, limits=limits, pace=pace)(url))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert monotonic() - began >= 0.3
    assert len(publisher.asked) == 3


def test_no_network_is_said_plainly() -> None:
    limits = Limits(tries=2, wait=0.01, connect=1, pace=0)
    gone = Door({"127.0.0.1:9"}, limits=limits)
    assert "its host does not answer" in why(gone, "http://127.0.0.1:9/x")
    nowhere = Door({"nowhere.invalid"}, limits=limits)
    assert "its host has no address" in why(nowhere, "https://nowhere.invalid/x")


def test_a_proxy_that_refuses_is_said_to(
    publisher: Any, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.on("proxied.invalid:443", answers(407))
    monkeypatch.setenv("HTTPS_PROXY", publisher.url(""))
    told = why(Door({"proxied.invalid"}, limits=QUICK), "https://proxied.invalid/x")
    assert "the proxy refuses; check HTTPS_PROXY" in told


# -- certificates ----------------------------------------------------------------------


@pytest.fixture
def signed(publisher: Any, tmp_path: Path) -> str:
    """Put the publisher behind TLS with a root of its own; give that, in PEM."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", str(key), "-out", str(cert), "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    publisher.server.socket = context.wrap_socket(
        publisher.server.socket, server_side=True
    )
    return cert.read_text()


def test_a_root_is_trusted_for_the_source_that_names_it(
    publisher: Any, answers: Answers, signed: str
) -> None:
    publisher.on("/file", answers(body=b"x"))
    url = publisher.url("/file").replace("http:", "https:")
    told = why(Door({publisher.host}, limits=QUICK), url)
    assert "signed by nobody that is trusted here" in told
    assert "verification is never turned off" in told
    assert Door({publisher.host}, limits=QUICK, roots=signed)(url) == b"x"


def test_https_is_not_left_for_http(
    publisher: Any, answers: Answers, signed: str
) -> None:
    plain = publisher.url("/file")
    url = plain.replace("http:", "https:")
    publisher.on("/file", answers(302, Location=plain))
    door = Door({publisher.host}, limits=QUICK, roots=signed)
    assert "it redirects from https to 'http://127" in why(door, url)
