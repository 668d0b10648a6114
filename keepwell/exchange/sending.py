"""Sending a webhook: one POST to an address that was looked up and judged just before.

The name is resolved once and that very address is connected to, so that a name which answers
differently the second time leads nowhere else. Redirects are not followed.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from keepwell.exchange.rules.hooks import is_public

SECONDS = 10
DEADLINE = 20
READ = 4_096


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back: the status, or None and why nothing did."""

    status: int | None
    because: str = ""

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class NotThere(OSError):
    """Where webhooks must not go."""


def send(url: str, *, headers: Mapping[str, str], body: bytes, private_too: bool) -> Sent:
    """POST the body and say what came back; never raises for what the other side does."""
    parts = urlsplit(url)
    connection: http.client.HTTPConnection | None = None
    watch: threading.Timer | None = None
    try:
        connection = _connected(parts.scheme, parts.hostname or "", parts.port, private_too)
        watch = threading.Timer(DEADLINE, _cut, [connection])
        watch.start()
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=body, headers=dict(headers))
        answer = connection.getresponse()
        said = answer.read(READ).decode(errors="replace")
        return Sent(answer.status, "" if answer.status < 300 else said[:200])
    except (OSError, http.client.HTTPException, ValueError) as why:
        return Sent(None, f"{type(why).__name__}: {why}"[:300])
    finally:
        if watch is not None:
            watch.cancel()
        if connection is not None:
            connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    """Whoever answers drop by drop is not waited for."""
    if connection.sock is not None:
        connection.sock.close()


def _connected(
    scheme: str, host: str, port: int | None, private_too: bool
) -> http.client.HTTPConnection:
    port = port or (443 if scheme == "https" else 80)
    sock = _socket(host, port, private_too)
    if scheme == "https":
        sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection.sock = sock
    return connection


def _socket(host: str, port: int, private_too: bool) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not private_too and not all(map(is_public, addresses)):
        raise NotThere(f"{host} leads to a private address; webhooks do not go there.")
    return socket.create_connection((addresses[0], port), timeout=SECONDS)
