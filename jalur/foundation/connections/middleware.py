"""Below /api/v1/ the token says who acts, and nothing else: a session's cookie opens nothing there."""

import math
import time
from collections.abc import Callable

from allauth.core.internal import ratelimit
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import ANONYMOUS
from jalur.foundation.api.problems import problem
from jalur.foundation.api.router import is_call
from jalur.foundation.connections import queries
from jalur.kit import dates

LIMITER = "allauth.idp.oidc"
"""Whose counter counts: IDP_OIDC_RATE_LIMITS names the limits."""


class ActingProgram:
    """Puts `request.actor` and the `scopes` of its token in place, read afresh each time, and counts the calls of each program."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_call(request):
            return self.get_response(request)
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        program = queries.program_of(token.strip(), dates.today()) if kind.lower() == "bearer" else None
        vars(request).update(
            user=AnonymousUser(),
            memberships=(),
            actor=program.actor if program else ANONYMOUS,
            scopes=program.scopes if program else frozenset(),
        )
        action, key = ("api", program.client_id) if program else ("api_by_strangers", None)
        if not ratelimit.consume(request, app=LIMITER, action=action, key=key, limit_get=True):
            wait = seconds_to_wait(request, action, key)
            sentence = _("Too many calls. Go on in %(seconds)s seconds.") % {"seconds": wait}
            return problem(429, "rate", sentence, headers={"Retry-After": str(wait)})
        return self.get_response(request)


def seconds_to_wait(request: HttpRequest, action: str, key: str | None) -> int:
    """Until the earliest call that is still counted is counted no more."""
    waits = [1]
    for rate in ratelimit.get_rates(app=LIMITER, action=action):
        calls = cache.get(
            ratelimit.get_cache_key(request, app=LIMITER, action=action, rate=rate, key=key), []
        )
        if len(calls) >= rate.amount:
            waits.append(math.ceil(calls[-1] + rate.duration - time.time()))
    return max(waits)
