"""Write down what somebody is to be told, in the transaction of what it tells; workers send it afterwards."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from jalur.foundation.accounts.models import User
from jalur.foundation.geography.rules import zone_of
from jalur.foundation.messaging import rules
from jalur.foundation.messaging.kinds import MessageKind, Quiet, Value, recipient_of
from jalur.foundation.messaging.models import LETTER, Message, Preference
from jalur.kit.jobs import enqueue

SEND = "jalur.foundation.messaging.tasks.send_due_messages"


def tell(
    kind: MessageKind, *, to: Model, about: Model, once: str = "", at: datetime | None = None, **values: Value
) -> Message | None:
    """Let `to`, a row of a registered table, know something about `about`; None when she does not want to hear of it.

    Told twice of one thing (kind, recipient, thing, `once`), it is one message. `values` are the days and numbers that the kind
    names; anything else is a programming error, because whatever stands in a message can be read on a stranger's screen.
    at: not before then.
    """
    _check(kind, values)
    recipient = recipient_of(to._meta.label_lower)
    wanted = preference_of(to)
    if not kind.is_needed and wanted and kind.key in wanted.unwanted:
        return None
    place = recipient.place(to)
    due = due_at(at or timezone.now(), wanted, place, is_urgent=kind.is_urgent)
    message, is_new = Message.objects.get_or_create(
        kind=kind.key,
        to_table=recipient.table,
        to_key=str(to.pk),
        about_table=about._meta.label_lower,
        about_key=str(about.pk),
        once=once,
        defaults={
            "values": {name: _written(value) for name, value in values.items()},
            "person_id": recipient.person(to),
            "place_code": place,
            "next_at": due,
        },
    )
    if is_new:
        _wake()
    return message


def tell_letter(*, subject: str, text: str, address: str) -> Message:
    """Send a letter that a library wrote, a code or a way to a new password, to the address that was typed: urgent, sealed until sent."""
    message = Message(kind=LETTER, to_table=User._meta.label_lower, next_at=timezone.now())
    message.seal(text=f"{subject}\n{text}", address=address)
    message.save(force_insert=True)
    _wake()
    return message


def preference_of(to: Model) -> Preference | None:
    return Preference.objects.filter(to_table=to._meta.label_lower, to_key=str(to.pk)).first()


def due_at(at: datetime, wanted: Preference | None, place: str, *, is_urgent: bool) -> datetime:
    """The first moment from `at` on at which she may be written to."""
    return at if is_urgent else rules.after_quiet(at, quiet_of(wanted), zone_of(place))


def quiet_of(preference: Preference | None) -> Quiet:
    return Quiet(preference.quiet_since, preference.quiet_until) if preference else rules.NIGHT


def _check(kind: MessageKind, values: dict[str, Any]) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"message {kind.key} outside the transaction of what it tells")
    if values.keys() != kind.values.keys():
        raise TypeError(f"message {kind.key} takes {sorted(kind.values)}, not {sorted(values)}")
    for name, value in values.items():
        if type(value) is not type(kind.values[name]):
            raise TypeError(f"message {kind.key}: {name} is no {type(kind.values[name]).__name__}")


def _written(value: Value) -> str | int:
    return value.isoformat() if isinstance(value, date) else value


def _wake() -> None:
    enqueue(SEND, queue="messages", once="send_due_messages")
