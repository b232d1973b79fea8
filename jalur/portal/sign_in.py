"""Who signs in, and who guesses: what is counted is the account and the true address, nothing the caller chooses."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from allauth.account.utils import filter_users_by_email
from allauth.core import context as library
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.models import User, phone_index
from jalur.foundation.messaging import channels
from jalur.foundation.messaging.services import sign_out_device, tell_letter
from jalur.kit import formats
from jalur.kit.answers import answer_refusal
from jalur.kit.forms import PhoneField
from jalur.kit.reading import Unreadable, read_phone

KNOWN_FOR = 180 * 24 * 3600
KNOWN_ACCOUNTS = 10  # of a computer that a village shares


class AccountAdapter(DefaultAccountAdapter):
    """Accounts as we keep them: a name, and an e-mail address, a phone number or the number of a file to sign in with."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong attempts. Wait five minutes; a forgotten password can be reset at once."
        ),
        "too_many_slip_attempts": gettext_lazy(
            "Too many wrong attempts with this slip. The slip stays valid: try again in five minutes."
        ),
        # The same for whatever was typed: it tells nobody what somebody signs in with.
        **dict.fromkeys(
            ("email_password_mismatch", "phone_password_mismatch", "username_password_mismatch"),
            gettext_lazy("The address or number, or the password, is not right."),
        ),
        "phone_taken": gettext_lazy("Somebody signs in with this number already."),
        "same_as_current": gettext_lazy("This is the number you have now."),
    }

    def get_login_stages(self) -> list[str]:
        ours = "jalur.portal.sign_in.ConfirmsAddress"
        theirs = "allauth.account.stages.EmailVerificationStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def populate_username(self, request, user) -> None:
        """Only a counter gives one."""

    def save_user(self, request, user, form, commit=True):
        typed = form.cleaned_data
        user.name = typed.get("name") or (typed.get("email") or "").split("@")[0] or str(_("New account"))
        if typed.get("phone"):
            user.set_phone(typed["phone"], is_confirmed=False)
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email or None
        if commit:
            user.save()
        return user

    def phone_form_field(self, **options: Any) -> PhoneField:
        return PhoneField(**{"label": _("Phone number"), **options})

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.set_phone(phone, is_confirmed=verified)
        if not user._state.adding:
            user.save()

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone(), user.is_phone_confirmed) if user.phone_sealed else None

    def get_user_by_phone(self, phone: str) -> User | None:
        try:
            number = read_phone(phone)
        except Unreadable:
            return None
        return User.objects.of_phone(number) if number else None

    def send_verification_code_sms(self, user: User, phone: str, code: str, **_options: Any) -> None:  # noqa: ARG002  # theirs
        text = _("Your code is %(code)s. It works for a quarter of an hour. Tell it to nobody.")
        send_to_phone(phone, text % {"code": code})

    def send_account_already_exists_sms(self, phone: str) -> None:
        text = _("You have an account with this number already. Sign in, or choose a new password there.")
        send_to_phone(phone, text)

    def send_unknown_account_sms(self, phone: str, **_options: Any) -> None:
        send_to_phone(phone, _("Nobody has an account with this number."))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter through the outbox, or what it says in short where a phone number stands in place of the address."""
        request = library.request
        if not email.startswith("+"):
            around = {"request": request, "email": email, "current_site": get_current_site(request)}
            letter = self.render_mail(template_prefix, email, around | context)
            tell_letter(subject=str(letter.subject), text=str(letter.body), address=email)
        elif "password_reset_url" in context:
            text = _("Choose a new password here, within three days: %(link)s")
            send_to_phone(email, text % {"link": context["password_reset_url"]})
        else:
            self.send_unknown_account_sms(email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt before it is judged; one that turns out right is taken back.

        Strangers' guesses at an account are counted together, and by their address. A browser in which its owner has
        signed in before is counted by itself, so that no stranger locks her out.
        """
        account = self._get_login_attempts_cache_key(request, **credentials)
        self._login_failed_rl_usage = self.count_guess(request, account)

    def count_guess(self, request: HttpRequest, account: str) -> ratelimit.RateLimitUsage:
        """Count a guess at a password; ValidationError when there were too many."""
        browser, accounts = known_browser(request)
        if account in accounts:
            limits = [("login_failed", f"{account} {browser}")]
        else:
            limits = [("login_failed_by_strangers", None), ("login_failed", account)]
        return self._count(request, limits, "too_many_login_attempts")

    def count_slip_guess(self, request: HttpRequest, number: str) -> ratelimit.RateLimitUsage:
        """Count a guess at the code of a slip, by number and address, so that no stranger elsewhere locks its holder out.

        All addresses together have a bound that no code of ten letters is found within.
        """
        limits = [
            ("login_failed_by_strangers", None),
            ("slip_failed", f"{number} {ratelimit.get_ip(request)}"),
            ("slip_failed_everywhere", number),
        ]
        return self._count(request, limits, "too_many_slip_attempts")

    def _count(
        self, request: HttpRequest, limits: list[tuple[str, str | None]], refused: str
    ) -> ratelimit.RateLimitUsage:
        counted = ratelimit.RateLimitUsage(usage=[])
        for action, key in limits:
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if usage is None:
                raise self.validation_error(refused)
            counted.usage += usage.usage
        return counted

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002  # theirs
        """The library's own would hold the host that was asked for."""
        return self.account_of(credentials)

    def account_of(self, credentials: dict[str, Any]) -> str:
        """The key under which guesses at an account are counted, whichever of its names was typed and however."""
        if email := credentials.get("email", "").lower():
            return next((str(user.pk) for user in filter_users_by_email(email)), email)
        if number := credentials.get("phone"):
            user = self.get_user_by_phone(number)
            return str(user.pk) if user else phone_index(number).hex()
        name = credentials["username"]
        user = User.objects.filter(username=name).first()
        return str(user.pk) if user else name.lower()

    def logout(self, request: HttpRequest) -> None:
        """The browser may be anybody's next: it shows no more notices of whoever leaves it."""
        sign_out_device(actor=request.actor, key=request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))
        super().logout(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        remember_browser(request, response, user)
        return response


class ConfirmsAddress(EmailVerificationStage):
    """An e-mail address is confirmed by who has one: a phone has its own stage, and a counter saw the person."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.email or (self.login.user and self.login.user.email):
            return super().handle()
        return None, True


def send_to_phone(phone: str, text: str) -> None:
    """Send it, or say on the page before that it could not be sent: the same to whoever has an account and to whoever has none."""
    try:
        channels.send_code(phone, text)
    except (channels.UnreachableError, channels.NotTakenError):
        sentence = _(
            "No message can be sent to %(phone)s at the moment. Nothing is lost: try again in a few minutes, or ask the"
            " village or labour office."
        )
        refused = ValidationError(sentence % {"phone": formats.phone(phone)}, code="unreachable")
        answer = answer_refusal(library.request, refused, to=reverse("account_login"))
        raise ImmediateHttpResponse(answer) from None


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
