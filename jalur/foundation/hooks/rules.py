"""How a notice is signed, which addresses are called, when the next try is due: pure decisions."""

import base64
import hashlib
import hmac
import re
from datetime import datetime, timedelta
from ipaddress import IPv6Network, ip_address, ip_network
from typing import Literal
from urllib.parse import urlsplit

SECRET_PREFIX = "whsec_"
TIMEOUT = 10.0  # seconds for a whole call
MOST_READ = 4096  # bytes of an answer; nothing in it is used
TURN = timedelta(seconds=20)  # after which another address has its turn
LEASE = timedelta(minutes=2)
KEPT = timedelta(days=30)
OLDER_SECRET = timedelta(days=1)
MOST_AT_ONCE = 100_000  # notices sent again by one replay

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WAITS = (5 * MINUTE / 60, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 18 * HOUR)
"""After the nth try in vain: about two days together."""
LOST_AFTER = timedelta(hours=48)
LONGEST_PAUSE = HOUR

Fault = Literal["", "unreadable", "https", "person", "private", "part"]
# Addresses that carry those of IPv4 inside: NAT64 (RFC 6052, RFC 8215).
CARRIERS = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("::/96"),
    IPv6Network("::ffff:0:0:0/96"),
)
LABEL = re.compile(r"[a-z0-9_-]{1,63}", re.IGNORECASE)
# Not for the public network by IANA's registries of special addresses, whatever this Python takes them for.
SPECIAL = (
    ip_network("192.0.0.0/24"),
    ip_network("192.88.99.0/24"),
    ip_network("fec0::/10"),
    ip_network("3fff::/20"),
    ip_network("5f00::/16"),
)


def signature(secret: str, notice: str, sent: int, body: bytes) -> str:
    """Standard Webhooks 1.0.0: HMAC-SHA256 over "id.timestamp.body"."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    mark = hmac.new(key, f"{notice}.{sent}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(mark).decode()}"


def secret_of(random: bytes) -> str:
    return SECRET_PREFIX + base64.b64encode(random).decode()


def fault_of(address: str, *, inside: bool) -> Fault:
    """Why an address cannot be told anything; "" when it can. inside: http and addresses of one's own network count too."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "unreadable"
    if not address.isascii() or any(sign.isspace() or sign == "\\" for sign in address) or port == 0:
        return "unreadable"
    if parts.scheme != "https" and not (inside and parts.scheme == "http"):
        return "https"
    if not parts.hostname or not is_name(parts.hostname):
        return "unreadable"
    if parts.username is not None or parts.password is not None:
        return "person"
    if not inside and is_ip(parts.hostname) and not is_outside(parts.hostname):
        return "private"
    return "part" if parts.fragment else ""


def is_name(host: str) -> bool:
    """Whether this is an address or a whole name: labels of 1 to 63 signs, a point between them."""
    labels = host.rstrip(".").split(".")
    return is_ip(host) or (len(host) <= 253 and all(LABEL.fullmatch(label) for label in labels))


def is_ip(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def is_outside(address: str) -> bool:
    """Whether an IP address lies in the public network: not in ours, not in this machine, nothing that leads back there."""
    found = ip_address(address.partition("%")[0])
    if found.version == 6:
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if inner or any(found in network for network in CARRIERS):
            return False
    is_special = any(found in network for network in SPECIAL if network.version == found.version)
    return found.is_global and not found.is_multicast and not is_special


def wait(attempts: int) -> timedelta:
    """How long to wait after the nth try in vain."""
    return WAITS[min(max(attempts, 1), len(WAITS)) - 1]


def pause(failures: int) -> timedelta:
    """How long an address is left alone after so many tries in vain in a row."""
    return min(wait(failures), LONGEST_PAUSE)


def is_used_up(attempts: int) -> bool:
    return attempts > len(WAITS)


def is_lost(failing_since: datetime | None, now: datetime) -> bool:
    """Whether an address has failed for so long that it rests."""
    return failing_since is not None and now - failing_since >= LOST_AFTER
