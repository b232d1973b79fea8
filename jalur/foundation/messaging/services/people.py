"""What people do about messages: say how they want to be reached, send again, tell somebody in person."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.messaging import queries, workflow
from jalur.foundation.messaging.kinds import kinds, recipient_of
from jalur.foundation.messaging.models import Channel, Message, Preference
from jalur.foundation.messaging.rights import Right
from jalur.foundation.workflow.locks import deed
from jalur.kit.refusals import refusal


def hand_over(*, actor: Actor, message: Message) -> Message:
    """Somebody of the office told her in person, or gave it to her on paper."""
    with workflow.MESSAGE.step("hand_over", actor=actor, subject=message) as told:
        told.channel, told.arrived_at = Channel.PAPER, timezone.now()
    return told


def resend(*, actor: Actor, message: Message) -> Message:
    """Try every channel anew: her number or address has been put right, or a gateway works again."""
    with workflow.MESSAGE.step("resend", actor=actor, subject=message) as again:
        again.failed_channels, again.attempts, again.next_at = [], 0, timezone.now()
    return again


@deed
def set_preference(
    *, actor: Actor, to: Model, channel: str, language: str, quiet: tuple[time, time], unwanted: Sequence[str]
) -> Preference:
    """Write down how a recipient wants to be reached, by herself or at the counter in her writing."""
    recipient = recipient_of(to._meta.label_lower)
    if queries.own_row(actor) == to:
        access.check(actor, Right.SET_OWN_PREFERENCE)
    else:
        access.check(actor, Right.SET_PREFERENCE, to)
    known = {kind.key: kind for kind in kinds()}
    needed = [key for key in unwanted if key not in known or known[key].is_needed]
    if needed:
        raise refusal(
            "unwanted", "needed", _("These messages cannot be switched off: her rights hang on them.")
        )
    fields: dict[str, Any] = {
        "channel": channel,
        "language": language,
        "quiet_since": quiet[0],
        "quiet_until": quiet[1],
        "unwanted": sorted(unwanted),
    }
    wish, _is_new = Preference.objects.update_or_create(
        to_table=recipient.table, to_key=str(to.pk), defaults=fields
    )
    record(
        actor=actor,
        event=workflow.PREFERENCE_SET,
        subject=to,
        person_id=recipient.person(to),
        place=recipient.place(to),
    )
    return wish
