"""Who signs in, and who guesses: what is counted is the account and the true address, nothing the caller chooses."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import filter_users_by_email
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.models import User

KNOWN_FOR = 180 * 24 * 3600
KNOWN_ACCOUNTS = 10  # of a computer that a village shares


class AccountAdapter(DefaultAccountAdapter):
    """Accounts as we keep them: an e-mail address and a name, no user name."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many wrong attempts. Wait five minutes; a forgotten password can be reset by e-mail at once."
        ),
    }

    def populate_username(self, request, user) -> None:
        """There is none."""

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        user.name = user.name or user.email.split("@")[0]
        if commit:
            user.save()
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt before it is judged; one that turns out right is taken back.

        Strangers' guesses at an account are counted together, and by their address. A browser in which its owner has
        signed in before is counted by itself, so that no stranger locks her out.
        """
        account = self._get_login_attempts_cache_key(request, **credentials)
        browser, accounts = known_browser(request)
        counted = ratelimit.RateLimitUsage(usage=[])
        if account in accounts:
            limits = [("login_failed", f"{account} {browser}")]
        else:
            limits = [("login_failed_by_strangers", None), ("login_failed", account)]
        for action, key in limits:
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if usage is None:
                raise self.validation_error("too_many_login_attempts")
            counted.usage += usage.usage
        self._login_failed_rl_usage = counted

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002  # theirs
        """The account, however its address was written; the library's would hold the host that was asked for."""
        login = credentials["email"].lower()
        return next((str(user.pk) for user in filter_users_by_email(login)), login)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        remember_browser(request, response, user)
        return response


def known_browser(request: HttpRequest) -> tuple[str, list[str]]:
    """The browser's own key and the accounts that have signed in with it, by a cookie that only we can write."""
    cookie = request.get_signed_cookie(settings.KNOWN_BROWSER_COOKIE_NAME, default="", max_age=KNOWN_FOR)
    browser, *accounts = cookie.split(".")
    return browser, accounts


def remember_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Know this browser the next time that somebody signs in to this account with it."""
    browser, accounts = known_browser(request)
    others = [account for account in accounts if account != str(user.pk)][: KNOWN_ACCOUNTS - 1]
    response.set_signed_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        ".".join([browser or uuid4().hex, str(user.pk), *others]),
        max_age=KNOWN_FOR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
