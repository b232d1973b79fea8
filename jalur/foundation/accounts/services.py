from allauth.mfa.models import Authenticator
from django.utils.crypto import get_random_string

from jalur.foundation.accounts.models import User


def end_sessions(user: User) -> None:
    """End every session of an account: its second factor is another one from now on."""
    user.factor_stamp = get_random_string(32)
    user.save(update_fields=["factor_stamp"])


def forget_second_factor(user: User) -> None:
    """Take the second factor away, recovery codes and sessions with it; the next sign-in sets up another one."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
