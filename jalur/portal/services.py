"""Writes about signing in, which lie above the rooms they touch."""

from django.db import transaction

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.accounts.models import User
from jalur.foundation.history.services import record


@transaction.atomic
def disable_account(*, actor: Actor, user: User) -> None:
    """Close an account at once: it can't sign in, and its open sessions end with the next request."""
    access.check(actor, "accounts:user:disable", user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(actor=actor, event="accounts:user:disabled", subject=user)
