"""How often one address may ask for something that could be guessed; each web process counts for itself."""

import hashlib

from allauth.core.internal.ratelimit import get_ip
from allauth.core.ratelimit import respond_429
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse


def too_often(request: HttpRequest, what: str, most: int, seconds: int) -> bool:
    """Count one more; whether that is more than so many within so many seconds."""
    cache, who = caches["memory"], hashlib.sha256(get_ip(request).encode()).hexdigest()
    cache.add(key := f"{what}-{who}", 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out in between
        return False


def stop(request: HttpRequest) -> HttpResponse:
    """The page that says to wait."""
    answer: HttpResponse = respond_429(request)
    return answer
