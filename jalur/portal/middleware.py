"""True of every request: the host asked for, the language chosen, who acts, that staff have a second factor, how a refusal looks."""

from collections.abc import Callable

from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import STAFF_ROLES, Refused
from jalur.foundation.api.middleware import language_of
from jalur.foundation.api.router import ROOT, is_call
from jalur.portal import acting, second_factor
from jalur.portal.views import not_that_way, refused

NOT_ALLOWED = 405
GetResponse = Callable[[HttpRequest], HttpResponse]
# What staff without a second factor can still reach: setting one up, signing out, files; programs show a token instead.
WITHOUT_SECOND_FACTOR = ("/accounts/", "/language/", "/static/", ROOT)


class HostWithPort:
    """Django looks at a host's name only; another port is another address, and links in letters carry it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host()
        _name, port = split_domain_port(host)
        if port and port != request.get_port() and host not in settings.HOSTS:
            raise DisallowedHost(f"Port {port} is not ours; JALUR_HOSTS says which are.")
        return self.get_response(request)


class LanguageByChoice:
    """Indonesian unless the visitor chose otherwise; a browser's Accept-Language says little on a shared phone, a program's all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        if is_call(request):
            translation.activate(language_of(request))
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
        if waits and not second_factor.was_given(request):
            return redirect_to_login(access.way_back(request), reverse("mfa_reauthenticate"))
        return self.get_response(request)


class RefusalPages:
    """A refusal has words and a way on, whichever view or library it comes from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return not_that_way(request, response) if response.status_code == NOT_ALLOWED else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RateLimited):
            return respond_429(request)
        return refused(request, exception) if isinstance(exception, Refused) else None
