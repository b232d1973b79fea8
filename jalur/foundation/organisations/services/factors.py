"""A lost second factor is reset by two people: one asks and says why, another confirms, and its owner is told."""

from datetime import date
from uuid import uuid4

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.accounts.services import forget_second_factor
from jalur.foundation.history.services import record
from jalur.foundation.messaging.services import tell
from jalur.foundation.organisations import messages
from jalur.foundation.organisations.models import Membership
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.workflow import MEMBERSHIP
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit.refusals import refusal

SHORTEST_REASON = 10


def ask_reset(*, actor: Actor, membership: Membership, reason: str, today: date) -> Membership:
    """Ask that a member's second factor be reset; nothing happens to it before somebody else confirms."""
    with MEMBERSHIP.step("ask_reset", actor=actor, subject=membership, reason=reason, today=today) as asked:
        asked.reset_asked_by_id, asked.reset_asked_on = actor.user_id, today
    return asked


def confirm_reset(*, actor: Actor, membership: Membership, today: date) -> Membership:
    """Reset it as the second person: the factor, its recovery codes and every session are gone."""
    with MEMBERSHIP.step("confirm_reset", actor=actor, subject=membership, today=today) as reset:
        reset.reset_asked_by_id = reset.reset_asked_on = None
        forget_second_factor(reset.user)
        tell(messages.FACTOR_RESET, to=reset.user, about=reset, once=str(uuid4()))
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
    tell(messages.FACTOR_RESET, to=membership.user, about=membership, once=str(uuid4()))
