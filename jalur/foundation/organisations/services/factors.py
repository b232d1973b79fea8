"""A lost second factor is reset by two people: one asks and says why, another confirms, and its owner is told."""

from datetime import date
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.accounts.models import User
from jalur.foundation.accounts.services import forget_second_factor
from jalur.foundation.organisations.models import Membership
from jalur.foundation.organisations.workflow import MEMBERSHIP


def ask_reset(*, actor: Actor, membership: Membership, reason: str, today: date) -> Membership:
    """Ask that a member's second factor be reset; nothing happens to it before somebody else confirms."""
    with MEMBERSHIP.step("ask_reset", actor=actor, subject=membership, reason=reason, today=today) as asked:
        asked.reset_asked_by_id, asked.reset_asked_on = actor.user_id, today
    return asked


def confirm_reset(*, actor: Actor, membership: Membership, today: date) -> Membership:
    """Reset it as the second person: the factor, its recovery codes and every session are gone."""
    with MEMBERSHIP.step("confirm_reset", actor=actor, subject=membership, today=today) as reset:
        askers = User.objects.filter(pk__in=[reset.reset_asked_by_id, actor.user_id]).order_by("name", "pk")
        names = [user.name for user in askers]
        reset.reset_asked_by_id = reset.reset_asked_on = None
        forget_second_factor(reset.user)
        transaction.on_commit(partial(_tell, reset.user, names))
    return reset


def drop_reset(*, actor: Actor, membership: Membership, today: date) -> Membership:
    """Decide against it, or take it back."""
    with MEMBERSHIP.step("drop_reset", actor=actor, subject=membership, today=today) as dropped:
        dropped.reset_asked_by_id = dropped.reset_asked_on = None
    return dropped


def _tell(owner: User, names: list[str]) -> None:
    with translation.override(owner.language):
        send_mail(
            _("Your second factor was reset"),
            _(
                "%(names)s have reset the second factor of your account in Jalur. Sign in with your password to"
                " set up another one.\n\nIf you did not ask for this, choose a new password at once and tell them."
            )
            % {"names": ", ".join(names)},
            getattr(settings, "DEFAULT_FROM_EMAIL", None),
            [owner.email],
            fail_silently=True,
        )
