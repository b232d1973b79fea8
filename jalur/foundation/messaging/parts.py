"""What this room adds to a person's file and to the homes: what she was told last, and whom no message reached."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.messaging import queries, writing
from jalur.foundation.messaging.models import Message
from jalur.foundation.messaging.rights import Right
from jalur.kit import formats
from jalur.kit.components import Action, Need, Row
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, Section

SHOWN = 5


def file(actor: Actor, person: Any, _today: date) -> FilePart:
    """The last messages to her, and the way to say how she wants to be reached."""
    if not access.may(actor, Right.VIEW_MESSAGE):
        return FilePart()
    last = (
        Message.objects.visible_to(actor).filter(person_id=person.pk).order_by("-created_at", "-pk")[:SHOWN]
    )
    rows = [
        Row(
            writing.title_of(message),
            str(message.get_state_display()),
            Action(_("Open"), link("messaging:message", message.pk)),
            hint=" · ".join(
                part for part in (formats.moment(message.created_at), writing.way_of(message)) if part
            ),
        )
        for message in last
    ]
    ways = []
    if actor.person_id == person.pk:
        ways = [Action(_("How Jalur reaches me"), link("messaging:preferences"), icon="chat-dots")]
    elif access.covers(actor, Right.SET_PREFERENCE, person):
        way = link("messaging:preference_of", person.pk)
        ways = [Action(_("How to reach this person"), way, icon="chat-dots")]
    return FilePart(sections=[Section(_("Messages"), rows)], actions=ways)


def home(actor: Actor, _today: date) -> HomePart:
    if not access.may(actor, Right.HAND_OVER_MESSAGE):
        return HomePart()
    rows = queries.missed(Message.objects.visible_to(actor, Right.HAND_OVER_MESSAGE), timezone.now())
    label = _("People whom no message reached")
    return HomePart(needs=[Need(label, link("messaging:missed"), count=rows.count(), tone="warn")])
