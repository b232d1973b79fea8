"""The second factor: a session says whether it gave one, a code's time step is spent once, a new factor ends other sessions."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.contrib.auth import update_session_auth_hash
from django.db.models import F, JSONField, Q, Value
from django.db.models.expressions import CombinedExpression
from django.http import HttpRequest

from jalur.foundation.accounts.models import User
from jalur.foundation.accounts.services import end_sessions

TOTP = Authenticator.Type.TOTP


def was_given(request: HttpRequest) -> bool:
    """Whether this session, not only its account, has given a code."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def codes_of(factor: Authenticator) -> dict[int, str]:
    """The codes that count at this moment, by their time step."""
    secret = decrypt(factor.data["secret"])
    return {step: format_hotp_value(hotp_value(secret, step)) for step in yield_hotp_counters_from_time()}


def unspent(factor: Authenticator) -> list[str]:
    """The codes that are still taken, earliest first."""
    return [code for step, code in codes_of(factor).items() if step > factor.data.get("step", 0)]


def spend(user: User, code: str) -> bool:
    """Use up the time step of a code; False when it, or a later one, was used before (RFC 6238, 5.2).

    True for what is no code of the app at all: whether it is right is for others to say.
    """
    factor = Authenticator.objects.filter(user=user, type=TOTP).first()
    step = next((at for at, right in codes_of(factor).items() if right == code), None) if factor else None
    if factor is None or step is None:
        return True
    data = CombinedExpression(F("data"), "||", Value({"step": step}, JSONField()))
    is_later = Q(data__step__lt=step) | Q(data__step__isnull=True)
    return Authenticator.objects.filter(is_later, pk=factor.pk).update(data=data) == 1


class SpendsTimeStep:
    """A form that takes a code. A spent one is judged, and counted, like a wrong one."""

    user: User
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        if not spend(self.user, normalize_user_code(self.cleaned_data["code"])):
            self.cleaned_data["code"] = ""
        return super().clean_code()  # type: ignore[misc]  # the library's form stands beside


class AuthenticateForm(SpendsTimeStep, forms.AuthenticateForm):
    pass


class ReauthenticateForm(SpendsTimeStep, forms.ReauthenticateForm):
    pass


def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """Who set it up has just given its code; every other session was opened without."""
    if authenticator.type == TOTP:
        spend(user, normalize_user_code(request.POST.get("code", "")))
        factor_removed(request, user, authenticator)
        record_authentication(request, user, "mfa", type=authenticator.type, id=authenticator.pk)


def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """What the other sessions showed is worth nothing any more."""
    if authenticator.type == TOTP:
        end_sessions(user)
        update_session_auth_hash(request, user)
