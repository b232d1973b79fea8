"""By which channel, when, and how often: pure decisions."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta, tzinfo

from jalur.foundation.messaging.kinds import Quiet, Reach

USUAL = ("push", "whatsapp", "sms", "email")
NIGHT = Quiet(time(20), time(6))
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8  # of one channel: with the waits below, about two hours
SILENT_AFTER = timedelta(days=3)
KEPT = timedelta(days=730)
REPORTS = frozenset({"push", "whatsapp", "sms"})
"""Channels that say when a message has arrived; a letter is only heard of when it comes back."""

OPENED_WITHIN = timedelta(hours=6)
"""A notice that was handed over says nothing of its reader: one that nobody opens so long goes another way."""
MOST_DEVICES = 10
DEVICE_KEPT = timedelta(days=365)
# An address as browsers write it: nothing before the host that one reader takes for a name and another for a password.
ENDPOINT = re.compile(
    r"https://(?P<host>(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,63})(?::443)?/[!-~]{1,1000}"
)
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Macintosh", "macOS"), ("Linux", "Linux"),
)  # fmt: skip

# What happened last, seen from the message: a report that came late changes nothing.
RANKS = {"waiting": 0, "unreached": 0, "sent": 1, "delivered": 2, "read": 3}


def channels(reach: Reach, wanted: str, offered: Collection[str], failed: Collection[str]) -> list[str]:
    """The channels to be tried, in turn: what she wants first, then what she has; paper alone where she wants paper."""
    if wanted == "paper":
        return []
    has = {"push": reach.push, "whatsapp": reach.phone, "sms": reach.phone, "email": reach.email}
    order = sorted(USUAL, key=lambda channel: channel != wanted)
    return [channel for channel in order if channel in offered and has[channel] and channel not in failed]


def address(reach: Reach, channel: str) -> str:
    return {"push": reach.push, "email": reach.email}.get(channel, reach.phone)


def one_address(channel: str) -> tuple[str, ...]:
    """The channels that lead to the same place as this one."""
    return ("whatsapp", "sms") if channel in {"whatsapp", "sms"} else (channel,)


def is_push_service(endpoint: str, services: Collection[str]) -> bool:
    """Whether the address that a browser gave us is one of these services: a host, or "*." and what its name ends with.

    It comes from outside, and we ask it: any other could be a machine of our own network.
    """
    found = ENDPOINT.fullmatch(endpoint)
    if found is None:
        return False
    host = found["host"]
    return any(host == one or (one.startswith("*.") and host.endswith(one[1:])) for one in services)


def device_of(user_agent: str) -> tuple[str, str]:
    """Browser and system by name, as far as the browser says; "" where it does not."""
    browser = next((name for sign, name in BROWSERS if f"{sign}/" in user_agent), "")
    return browser, next((name for sign, name in SYSTEMS if sign in user_agent), "")


def after_quiet(now: datetime, quiet: Quiet, zone: tzinfo) -> datetime:
    """The first moment from `now` on that lies outside the quiet hours where she lives."""
    there = now.astimezone(zone)
    clock = there.time().replace(tzinfo=None)
    since, until = quiet.since, quiet.until
    is_quiet = since <= clock < until if since <= until else clock >= since or clock < until
    if not is_quiet:
        return now
    day = there.date() if clock < until else there.date() + timedelta(days=1)
    return datetime.combine(day, until, zone).astimezone(now.tzinfo)


def wait(attempts: int) -> timedelta:
    """How long to wait after the nth attempt in vain: a minute, two, four, up to an hour."""
    return min(timedelta(minutes=2 ** max(0, attempts - 1)), timedelta(hours=1))


def is_newer(state: str, reported: str) -> bool:
    """Whether a report of a channel says more than is known; those of one message may come twice and in any order."""
    return state in RANKS and RANKS[reported] > RANKS[state]


def first(items: Sequence[str]) -> str:
    return items[0] if items else ""
