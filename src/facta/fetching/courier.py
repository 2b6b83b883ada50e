"""Requests as a guest makes them: few at once, at a distance, patient when asked to wait, and open about who asks."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facta.errors import SourceUnreachable
from facta.fetching.wanted import Wanted, WrongDownload

if TYPE_CHECKING:
    import httpx2

__all__ = ["Courier", "Patience", "Stopped", "Trouble"]

_PASSING = {408, 425, 429, 500, 502, 503, 504}
_REDIRECTS = 10
_TRIES_AT_STRANGERS = 3


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on.

    Parameters
    ----------
    tries : int
        Tries in a row that may bring nothing.
    all_tries : int
        Tries a file, whether they brought something or not.
    first_wait_s : float
        Wait after the first; each further one doubles it.
    longest_wait_s : float
        No wait is longer; a publisher who asks for more is left alone until the next run.
    timeout_s : float
        Silence after which a connection counts as dropped.
    """

    tries: int = 6
    all_tries: int = 60
    first_wait_s: float = 1.0
    longest_wait_s: float = 300.0
    timeout_s: float = 60.0


class Stopped(Exception):
    """The run was interrupted."""


class Trouble(Exception):
    """Something that may pass: a dropped connection, a busy server.

    Parameters
    ----------
    found : str
        What happened.
    wait_s : float or None
        How long the server asked to wait.
    """

    def __init__(self, found: str, wait_s: float | None = None) -> None:
        self.found, self.wait_s = found, wait_s

    def __str__(self) -> str:
        return self.found


class _NoConnection(Trouble):
    """The host cannot be connected to."""


class _Gate:
    """What one host is asked at once, and how soon again."""

    def __init__(self, connections: int, delay_s: float) -> None:
        self._places = threading.BoundedSemaphore(connections)
        self._lock = threading.Lock()
        self._delay_s, self._free_at = delay_s, 0.0

    @contextmanager
    def enter(self, stop: threading.Event) -> Iterator[None]:
        while not self._places.acquire(timeout=0.2):
            if stop.is_set():
                raise Stopped
        try:
            with self._lock:
                start = max(time.monotonic(), self._free_at)
                self._free_at = start + self._delay_s
            if stop.wait(max(0.0, start - time.monotonic())):
                raise Stopped
            yield
        finally:
            self._places.release()

    def close(self, seconds: float) -> None:
        """Let nobody in for a while."""
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic() + seconds)


class Courier:
    """Sends the requests of one run; may be shared by threads.

    Parameters
    ----------
    source : str
        Id of the source, for messages.
    patience : Patience
        How long to go on.
    """

    def __init__(self, source: str, patience: Patience) -> None:
        import httpx2  # takes a tenth of a second: only when something is fetched

        self.source, self.patience, self.stop = source, patience, threading.Event()
        self._gates: dict[str, _Gate] = {}
        self._reached: set[str] = set()
        self._lost: dict[str, str] = {}
        self._lock = threading.Lock()
        self._client = httpx2.Client(
            headers={"User-Agent": _name_agent(), "Accept-Encoding": "identity", "Accept": "*/*"},
            timeout=httpx2.Timeout(patience.timeout_s, connect=min(15.0, patience.timeout_s), pool=None),
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    @contextmanager
    def send(self, wanted: Wanted, headers: Mapping[str, str], method: str = "") -> Iterator[httpx2.Response]:
        """Ask for a file, and hand over the answer while its body is still on the way.

        Raises
        ------
        Trouble
            The answer did not come, or the server is busy.
        SourceUnreachable
            The server refuses for good.
        Stopped
            The run was interrupted.
        """
        import httpx2

        if wanted.host in self._lost:
            raise self.refuse(wanted, self._lost[wanted.host])
        with self._find_gate(wanted).enter(self.stop):
            try:
                response = self._follow(wanted, headers, method or ("POST" if wanted.post else "GET"))
                self._reached.add(wanted.host)
                try:
                    self._refuse_failure(wanted, response)
                    yield response
                finally:
                    response.close()
            except httpx2.ConnectError as error:
                raise _NoConnection(str(error)) from error
            except (httpx2.TransportError, httpx2.DecodingError) as error:
                raise Trouble(str(error) or type(error).__name__) from error

    def endure(self, wanted: Wanted, trouble: Trouble, failures: int) -> None:
        """Wait after a try that failed; the wait doubles each time and is never quite the same.

        Raises
        ------
        SourceUnreachable
            It was the last try, or the publisher asks for more patience than there is.
        Stopped
            The run was interrupted meanwhile.
        """
        is_stranger = isinstance(trouble, _NoConnection) and wanted.host not in self._reached
        if failures >= (_TRIES_AT_STRANGERS if is_stranger else self.patience.tries):
            if isinstance(trouble, _NoConnection):
                self._lost[wanted.host] = trouble.found
            raise self.refuse(wanted, f"{trouble.found}; tried {failures} times")
        if trouble.wait_s is not None and trouble.wait_s > self.patience.longest_wait_s:
            raise self.refuse(wanted, f"it asks to come back in {trouble.wait_s:,.0f} s")
        backoff = min(self.patience.longest_wait_s, self.patience.first_wait_s * 2 ** (failures - 1))
        wait_s = max(trouble.wait_s or 0.0, backoff * random.uniform(0.5, 1.0))
        if trouble.wait_s is not None:
            self._find_gate(wanted).close(wait_s)
        if self.stop.wait(wait_s):
            raise Stopped

    def refuse(self, wanted: Wanted, found: str) -> SourceUnreachable:
        """Return the error of a file that does not come."""
        return SourceUnreachable(self.source, wanted.url, found)

    def _find_gate(self, wanted: Wanted) -> _Gate:
        with self._lock:
            return self._gates.setdefault(wanted.host, _Gate(wanted.plan.connections, wanted.plan.delay_s))

    def _follow(self, wanted: Wanted, headers: Mapping[str, str], method: str) -> httpx2.Response:
        """Send a request and go where it is redirected, but never from a locked door to an open one."""
        sent = dict(headers) | ({"Content-Type": "application/json"} if wanted.post else {})
        content = wanted.post.encode() if wanted.post else None
        request = self._client.build_request(method, wanted.url, headers=sent, content=content)
        home = request.url.origin
        for _ in range(_REDIRECTS):
            if wanted.secret and request.url.origin == home:
                request.headers[wanted.secret[0]] = wanted.secret[1]
            response = self._client.send(request, stream=True)
            if response.next_request is None:
                return response
            response.close()
            if request.url.scheme == "https" and response.next_request.url.scheme != "https":
                raise self.refuse(wanted, f"it redirects to {response.next_request.url.host} without encryption")
            request = response.next_request
            if wanted.secret:
                request.headers.pop(wanted.secret[0], None)
        raise self.refuse(wanted, "it redirects in a circle")

    def _refuse_failure(self, wanted: Wanted, response: httpx2.Response) -> None:
        status = f"{response.status_code} {response.reason_phrase}".strip()
        if response.status_code in _PASSING:
            raise Trouble(status, _read_wait(response.headers.get("Retry-After", "")))
        if response.status_code not in {200, 206, 304, 412, 416}:
            raise self.refuse(wanted, status)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and response.status_code in {200, 206} and not wanted.name.endswith((".htm", ".html")):
            raise WrongDownload(self.source, wanted.url, "a web page came instead of the file")


def _read_wait(text: str) -> float | None:
    """Read ``Retry-After``: seconds, or the date of the next try."""
    if text.strip().isdigit():
        return float(text)
    from email.utils import parsedate_to_datetime  # slow to import, and seldom needed

    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (until - dt.datetime.now(until.tzinfo)).total_seconds())


def _name_agent() -> str:
    """Say who asks: name, version and, where there is one, the project's page."""
    from importlib.metadata import metadata  # slow to import, and needed once a run

    facts = metadata("facta")
    page = next((entry.partition(", ")[2] for entry in facts.get_all("Project-URL") or ()), "")
    return f"facta/{facts['Version']}" + (f" (+{page})" if page else "")
