"""A call to an address that somebody wrote down: to the public network alone, to the very address that was checked, in ten seconds."""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import httpcore
from django.conf import settings
from django.utils.module_loading import import_string

from jalur.foundation.hooks import rules
from jalur.foundation.hooks.models import Trouble

AGENT = "Jalur-Notices/1"


class TroubleError(Exception):
    """There was no answer; `trouble` says why."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class Calls(Protocol):
    """What brings notices; one for a turn, so that a connection is kept between them."""

    def post(self, address: str, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer; TroubleError without one."""

    def close(self) -> None: ...


def calls() -> Calls:
    made: Calls = import_string(settings.HOOKS["calls"])()
    return made


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host, each of them one that may be called; TroubleError otherwise."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failure:
        raise TroubleError(Trouble.NAME) from failure
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not settings.HOOKS["inside"] and not all(map(rules.is_outside, addresses)):
        raise TroubleError(Trouble.INSIDE)
    return addresses


class BoundedStream(httpcore.NetworkStream):
    """A connection whose every read and write has no more time than is left for the call."""

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self.stream, self.left = stream, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the call's own time counts
        return self.stream.read(max_bytes, self.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - as above
        self.stream.write(buffer, self.left())

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.NetworkStream:
        return BoundedStream(self.stream.start_tls(ssl_context, server_hostname, self.left()), self.left)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to the addresses that `find` gives for a name and to no others: the name is asked once."""

    def __init__(self, find: Callable[[str, int], Iterable[str]], left: Callable[[], float]) -> None:
        self.find, self.left, self.network = find, left, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - as above
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failed: Exception = httpcore.ConnectError()
        for address in self.find(host, port):
            try:
                stream = self.network.connect_tcp(address, port, self.left(), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                failed = failure
            else:
                return BoundedStream(stream, self.left)
        raise failed


class Caller:
    """Calls over the network. A proxy of the setting is asked for the name itself, once we have looked at it."""

    def __init__(self, trusted: ssl.SSLContext | None = None) -> None:
        self.ends_at = 0.0
        if proxy := settings.HOOKS["proxy"]:
            network = CheckedNetwork(lambda host, _port: [host], self.left)
            self.pool: httpcore.ConnectionPool = httpcore.HTTPProxy(
                proxy, ssl_context=trusted, network_backend=network
            )
        else:
            network = CheckedNetwork(resolved, self.left)
            self.pool = httpcore.ConnectionPool(
                ssl_context=trusted, max_connections=1, network_backend=network
            )

    def left(self) -> float:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def post(self, address: str, body: bytes, headers: dict[str, str]) -> int:
        """As in `Calls`. What the answer says is not read beyond a few kilobytes; where it leads is not followed."""
        self.ends_at = time.monotonic() + rules.TIMEOUT
        sent = {**headers, "User-Agent": AGENT, "Content-Length": str(len(body)), "Accept": "*/*"}
        try:
            if settings.HOOKS["proxy"]:
                url = httpcore.URL(address)
                resolved(url.host.decode(), url.port or 443)
            with self.pool.stream("POST", address, headers=_with_host(address, sent), content=body) as answer:
                read = 0
                for part in answer.iter_stream():
                    read += len(part)
                    if read > rules.MOST_READ:
                        break
                return answer.status
        except httpcore.TimeoutException as failure:
            raise TroubleError(Trouble.SLOW) from failure
        except httpcore.NetworkError as failure:
            raise TroubleError(_why(failure)) from failure
        except (
            httpcore.ProtocolError,
            httpcore.ProxyError,
            httpcore.UnsupportedProtocol,
            ValueError,
        ) as failure:
            raise TroubleError(Trouble.UNREADABLE) from failure

    def close(self) -> None:
        self.pool.close()


class NothingLeaves:
    """The example country: whatever is told counts as taken, and nothing leaves."""

    def post(self, _address: str, _body: bytes, _headers: dict[str, str]) -> int:
        return 204

    def close(self) -> None:
        """Nothing was opened."""


def _with_host(address: str, headers: dict[str, str]) -> list[tuple[str, str]]:
    url = httpcore.URL(address)
    usual = {b"https": 443, b"http": 80}[url.scheme]
    host = url.host.decode()
    name = f"[{host}]" if ":" in host else host
    return [("Host", name if url.port in (None, usual) else f"{name}:{url.port}"), *headers.items()]


def _why(failure: BaseException) -> str:
    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return Trouble.CERTIFICATE
        cause = cause.__cause__ or cause.__context__
    return Trouble.UNREACHED
