"""How often one address may ask for something that could be guessed; each web process counts for itself."""

import hashlib
from dataclasses import dataclass

from allauth.core.internal.ratelimit import get_ip
from allauth.core.ratelimit import respond_429
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse


def too_often(request: HttpRequest, what: str, most: int, seconds: int) -> bool:
    """Count one more; whether that is more than so many within so many seconds."""
    return count(what, address_of(request), seconds) > most


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


@dataclass(frozen=True)
class Guesses:
    """Whoever found nothing `most` times within so many seconds is refused whatever it asks, so that what there is is not told from
    what there is not. who: an address (`address_of`), or what is guessed at.
    """

    what: str
    most: int
    seconds: int

    def are_over(self, who: str) -> bool:
        return reached(self.what, who, self.most)

    def missed(self, who: str) -> None:
        count(self.what, who, self.seconds)


def address_of(request: HttpRequest) -> str:
    return str(get_ip(request))


def _key(what: str, who: str) -> str:
    return f"{what}-{hashlib.sha256(who.encode()).hexdigest()}"


def stop(request: HttpRequest) -> HttpResponse:
    """The page that says to wait."""
    answer: HttpResponse = respond_429(request)
    return answer
