"""A lost second factor is reset by two people: one asks and says why, another confirms, and its owner is told."""

from datetime import date
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.accounts.models import User
from jalur.foundation.accounts.services import forget_second_factor, tell_owner
from jalur.foundation.history.services import record
from jalur.foundation.organisations.models import Membership
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.workflow import MEMBERSHIP
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit.refusals import refusal

SHORTEST_REASON = 10
RESET = (
    gettext_lazy("Your second factor was reset"),
    gettext_lazy(
        "%(names)s have reset the second factor of your account in Jalur. Sign in with your password to"
        " set up another one.\n\nIf you did not ask for this, choose a new password at once and tell them."
    ),
)


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
        transaction.on_commit(partial(tell_owner, reset.user, *RESET, names=", ".join(names)))
    return reset


def drop_reset(*, actor: Actor, membership: Membership, today: date) -> Membership:
    """Decide against it, or take it back."""
    with MEMBERSHIP.step("drop_reset", actor=actor, subject=membership, today=today) as dropped:
        dropped.reset_asked_by_id = dropped.reset_asked_on = None
    return dropped


@deed
def reset_on_server(
    *, actor: Actor, membership: Membership, by: tuple[str, str], reason: str, today: date
) -> None:
    """Reset the factor of the only administrator of the platform: no second one is there to confirm it in the pages.

    by: the names of the two who stand at the server, neither of them the administrator. Who may start commands there could
    change the table anyway; this way it stands in the history, with names and reason, and the owner is told.
    """
    access.check(actor, Right.RESET_FACTOR, membership)
    [membership] = lock(Membership, [membership.pk], related=("user", "organisation"))
    names = {" ".join(name.split()).casefold() for name in by} - {""}
    if len(names) != len(by) or membership.user.name.casefold() in names:
        raise refusal("by", "two", _("Name two different people, neither of them the administrator."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise refusal("reason", "missing", _("Write what happened, and how you recognised the person."))
    others = Membership.objects.in_force(today).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if membership.role != Role.ADMINISTRATOR or others.exclude(user=membership.user_id).exists():
        raise refusal("by", "pages", _("Somebody else can reset it in the pages: ask and confirm it there."))
    forget_second_factor(membership.user)
    record(
        actor=actor,
        event="organisations:member:factor_reset_on_server",
        subject=membership,
        place=membership.organisation.place_id or "",
        detail={"by": list(by), "reason": reason.strip()[:300]},
    )
    transaction.on_commit(partial(tell_owner, membership.user, *RESET, names=", ".join(by)))
