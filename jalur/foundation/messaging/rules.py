"""By which channel, when, and how often: pure decisions."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta, tzinfo

from jalur.foundation.messaging.kinds import Quiet, Reach

USUAL = ("whatsapp", "sms", "email")
NIGHT = Quiet(time(20), time(6))
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8  # of one channel: with the waits below, about two hours
SILENT_AFTER = timedelta(days=3)
KEPT = timedelta(days=730)
REPORTS = frozenset({"whatsapp", "sms"})
"""Channels that say when a message has arrived; a letter is only heard of when it comes back."""

# What happened last, seen from the message: a report that came late changes nothing.
RANKS = {"waiting": 0, "sent": 1, "delivered": 2, "read": 3}


def channels(reach: Reach, wanted: str, offered: Collection[str], failed: Collection[str]) -> list[str]:
    """The channels to be tried, in turn: what she wants first, then what she has; paper alone where she wants paper."""
    if wanted == "paper":
        return []
    has = {"whatsapp": reach.phone, "sms": reach.phone, "email": reach.email}
    order = sorted(USUAL, key=lambda channel: channel != wanted)
    return [channel for channel in order if channel in offered and has[channel] and channel not in failed]


def address(reach: Reach, channel: str) -> str:
    return reach.email if channel == "email" else reach.phone


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
