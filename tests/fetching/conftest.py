"""A publisher on loopback that serves what it is told to, and misbehaves where it is told to."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from facta.domain import ALWAYS, Window
from facta.fetching import FetchedFiles, Patience, fetch_files
from facta.sources import Source, find_source
from facta.sources.addresses import Address

QUICK = Patience(tries=3, all_tries=8, first_wait_s=0.01, longest_wait_s=2.0, timeout_s=0.6)
"""Patience for a publisher that lives in the same process."""


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    headers: Message
    body: bytes
    at: float

    @property
    def range(self) -> str | None:
        """Which bytes were asked for."""
        return self.headers["Range"]


Fault = Callable[["Visit"], None]
"""Answers a request in a wrong way."""


@dataclass
class Publisher:
    """What a server has, how it misbehaves next, and what it was asked."""

    url: str
    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    knows_ranges: bool = True
    names_versions: bool = True
    delay_s: float = 0.0
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, path: str, content: bytes) -> str:
        """Serve a file; return its address."""
        self.files[path] = content
        return self.url + path

    def fail(self, path: str, *faults: Fault) -> None:
        """Answer the next requests for a file in these ways, and then well."""
        self.faults.setdefault(path, []).extend(faults)

    def list_asked(self, path: str) -> list[Asked]:
        """Return the requests for a file."""
        return [entry for entry in self.asked if entry.path == path]


class Visit(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Door

    def do_GET(self) -> None:
        publisher = self.server.publisher
        target = urlsplit(self.path)  # a whole address where the publisher is asked as a proxy
        path = target.path + (f"?{target.query}" if target.query else "")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with publisher.lock:
            publisher.asked.append(Asked(self.command, path, self.headers, body, time.monotonic()))
            publisher.at_once += 1
            publisher.most_at_once = max(publisher.most_at_once, publisher.at_once)
            fault = publisher.faults[path].pop(0) if publisher.faults.get(path) else None
        try:
            time.sleep(publisher.delay_s)
            with suppress(BrokenPipeError, ConnectionResetError):
                fault(self) if fault else self.serve(publisher.files.get(path))
        finally:
            with publisher.lock:
                publisher.at_once -= 1

    do_POST = do_GET  # noqa: N815  # the names are the server's
    do_HEAD = do_GET  # noqa: N815

    def serve(self, content: bytes | None) -> None:
        """Answer well."""
        publisher = self.server.publisher
        if content is None:
            self.answer(404)
            return
        etag = f'"{hashlib.md5(content).hexdigest()}"'
        versions = {"ETag": etag} if publisher.names_versions else {}
        if publisher.names_versions and self.headers["If-None-Match"] == etag:
            self.answer(304, headers=versions)
            return
        start = re.fullmatch(r"bytes=(\d+)-", self.headers["Range"] or "")
        if start and publisher.knows_ranges and self.headers["If-Range"] in {None, etag}:
            first = int(start[1])
            if first >= len(content):
                self.answer(416, headers={"Content-Range": f"bytes */{len(content)}"})
                return
            span = {"Content-Range": f"bytes {first}-{len(content) - 1}/{len(content)}"}
            self.answer(206, content[first:], headers=span | versions)
        else:
            self.answer(200, content, headers=versions)

    def answer(
        self, status: int, content: bytes = b"", length: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer with a status, headers and a body; the length may lie."""
        self.send_response(status)
        if status != 304:
            self.send_header("Content-Length", str(len(content) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the server's
        """Keep quiet."""


class Door(ThreadingHTTPServer):
    """A server with its publisher."""

    daemon_threads = True
    publisher: Publisher


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """Return a publisher that is open for the length of a test."""
    with Door(("127.0.0.1", 0), Visit) as server:
        server.publisher = Publisher(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.publisher
        server.shutdown()
        thread.join()


def say(status: int, **headers: str) -> Fault:
    """Answer with a status and headers."""
    return lambda visit: visit.answer(status, headers=headers)


def drop(after: int) -> Fault:
    """Break off after some bytes of what was asked for."""

    def fault(visit: Visit) -> None:
        content = visit.server.publisher.files[visit.path]
        first = int((visit.headers["Range"] or "bytes=0-")[6:-1])
        span = {"Content-Range": f"bytes {first}-{len(content) - 1}/{len(content)}"} if first else {}
        etag = f'"{hashlib.md5(content).hexdigest()}"'
        part = content[first : first + after]
        visit.answer(206 if first else 200, part, len(content) - first, {"ETag": etag} | span)
        visit.close_connection = True

    return fault


def stall(after: int) -> Fault:
    """Fall silent after some bytes."""

    def fault(visit: Visit) -> None:
        drop(after)(visit)
        time.sleep(1.2)

    return fault


Fetch = Callable[..., FetchedFiles]


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    """Return ``fetch(*plans, window=ALWAYS)``: fetches into a folder, from a source with these plans."""

    def call(*plans: Address, window: Window = ALWAYS, patience: Patience = QUICK) -> FetchedFiles:
        return fetch_files(make_source(*plans), window, tmp_path / "downloads", patience=patience)

    return call


def make_source(*plans: Address) -> Source:
    """Return a source of trade figures that is fetched by these plans."""
    covers = (dt.date(1870, 1, 1), dt.date(2014, 12, 31))
    return msgspec.structs.replace(find_source("cow_trade"), fetch=plans, covers=covers)
