"""How often one address may ask for something that could be guessed; each web process counts for itself."""

import hashlib

from allauth.core.internal.ratelimit import get_ip
from allauth.core.ratelimit import respond_429
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse


def too_often(request: HttpRequest, what: str, most: int, seconds: int) -> bool:
    """Count one more; whether that is more than so many within so many seconds."""
    return count(what, get_ip(request), seconds) > most


def count(what: str, who: str, seconds: int) -> int:
    """Count one more of an address, or of what is guessed at; how many that makes within so many seconds."""
    cache, key = caches["memory"], _key(what, who)
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out in between
        return 0


def reached(what: str, who: str, most: int) -> bool:
    """Whether so many were counted, without counting one more."""
    return caches["memory"].get(_key(what, who), 0) >= most


def _key(what: str, who: str) -> str:
    return f"{what}-{hashlib.sha256(who.encode()).hexdigest()}"


def stop(request: HttpRequest) -> HttpResponse:
    """The page that says to wait."""
    answer: HttpResponse = respond_429(request)
    return answer
