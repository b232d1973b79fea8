from contextlib import suppress

from allauth.mfa.models import Authenticator
from django.core.mail import send_mail
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.functional import Promise

from jalur.foundation.accounts import phones
from jalur.foundation.accounts.models import User


def tell_owner(owner: User, subject: Promise, text: Promise, **facts: str) -> None:
    """What was done to an account, to its owner in her language: by mail, and on the phone that is hers."""
    with translation.override(owner.language):
        written = str(text) % facts
        if owner.email:
            send_mail(str(subject), written, None, [owner.email], fail_silently=True)
        if owner.is_phone_confirmed:
            with suppress(phones.Unreachable):
                phones.send_code(owner.phone(), written)


def end_sessions(user: User) -> None:
    """End every session of an account: its second factor is another one from now on."""
    user.factor_stamp = get_random_string(32)
    user.save(update_fields=["factor_stamp"])


def forget_second_factor(user: User) -> None:
    """Take the second factor away, recovery codes and sessions with it; the next sign-in sets up another one."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
