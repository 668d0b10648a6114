"""How webhooks are signed, tried again and kept from going where they must not.

Signed as Standard Webhooks say (standardwebhooks.com): HMAC-SHA256 over id, moment and body,
under a secret that is written `whsec_` and base64.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

EVENTS = (
    "party.added", "party.changed", "party.trashed", "party.restored", "parties.merged",
    "parties.unmerged", "contact.changed", "owner.changed", "stage.moved", "promise.made",
    "promise.kept",
)  # fmt: skip
TEST = "test"
SECRET_SIGN = "whsec_"
# The waits that Standard Webhooks propose: some three days in all.
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
LONGEST_FAILING = timedelta(days=3)
GONE = 410
# IPv6 addresses that lead to an IPv4 one in their last 32 bits.
_NAT64 = ip_network("64:ff9b::/96")


def new_secret() -> str:
    """A fresh secret of 256 bits."""
    return SECRET_SIGN + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, stamp: int, body: bytes) -> str:
    """What the header `webhook-signature` says: `v1,` and the HMAC in base64."""
    key = base64.b64decode(secret.removeprefix(SECRET_SIGN))
    signed = f"{message_id}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def next_try(tries: int, at: datetime) -> datetime | None:
    """When to try again after so many failed tries; None when it was tried enough."""
    return at + WAITS[tries - 1] if tries <= len(WAITS) else None


def is_failing_too_long(failing_since: datetime | None, at: datetime) -> bool:
    """Whether nothing has arrived for so long that telling it ends."""
    return failing_since is not None and at - failing_since >= LONGEST_FAILING


def is_public(address: str) -> bool:
    """Whether an IP address lies in the open internet, and not on this machine or network."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(ip)
    return _is_open(ip) and (inner is None or _is_open(inner))


def _is_open(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(ip, IPv4Address):
        return None
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def fits_as_address(url: str, *, private_too: bool) -> bool:
    """Whether this can be told to at all: https, a host, no name and password in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    schemes = {"https", "http"} if private_too else {"https"}
    plain = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>')
    host = parts.hostname or ""
    named = bool(host) and parts.username is None and parts.password is None
    return (
        parts.scheme in schemes and plain and named and port != 0 and _may_be(host, private_too)
    )


def _may_be(host: str, private_too: bool) -> bool:
    """A literal address is judged at once; a name when it is connected to."""
    try:
        ip_address(host)
    except ValueError:
        return private_too or ("." in host and not host.endswith((".localhost", ".local")))
    return private_too or is_public(host)
