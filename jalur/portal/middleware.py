"""True of every request: the language chosen, who acts, that staff have a second factor, how a refusal looks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from jalur.foundation.accounts.access import STAFF_ROLES, Refused
from jalur.portal import acting
from jalur.portal.views import refused

GetResponse = Callable[[HttpRequest], HttpResponse]
# What staff without a second factor can still reach: setting one up, signing out, files.
WITHOUT_SECOND_FACTOR = ("/accounts/", "/language/", "/static/")


class LanguageByChoice:
    """Indonesian unless the visitor chose otherwise; a browser's Accept-Language says little on a shared phone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class ActingPerson:
    """Puts `request.actor` in place, read afresh each time: a role taken away is gone at the next request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = acting.actor_of(request)
        response = self.get_response(request)
        if request.actor.user_id:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class SecondFactorForStaff:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        waits = request.actor.role in STAFF_ROLES and not request.path.startswith(WITHOUT_SECOND_FACTOR)
        if waits and not acting.has_second_factor(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


class RefusalPages:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, Refused) else None
