"""How messages read: to whoever gets them, and on the screens of those who answer for them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from jalur.foundation.messaging import kinds
from jalur.foundation.messaging.kinds import MessageKind, Reach, Value, Written
from jalur.foundation.messaging.models import LETTER, Message
from jalur.kit import formats


def title_of(message: Message) -> str:
    """What a message is called on screens; the key of a kind that no room has any more."""
    if message.kind == LETTER:
        return _("Letter about the account")
    try:
        return str(kinds.kind_of(message.kind).title)
    except KeyError:
        return message.kind


def is_true(message: Message) -> bool:
    """Whether what it tells still holds; of a kind that no room has any more, nothing does."""
    if message.kind == LETTER:
        return True
    try:
        return kinds.kind_of(message.kind).holds(message.about_key)
    except KeyError:
        return False


def is_everywhere(message: Message) -> bool:
    return message.kind != LETTER and kinds.kind_of(message.kind).is_everywhere


def written(message: Message, reach: Reach) -> Written:
    """The message in words, in the language of who gets it."""
    if message.sealed_text:
        subject, _line, text = message.sealed_text.partition("\n")
        return Written(message.kind, reach.language, subject, text, "")
    kind = kinds.kind_of(message.kind)
    return in_words(kind, read(kind, message.values), message.about_key, reach.language)


def text_of(message: Message, reach: Reach) -> Written | None:
    """What a message says, in the language of who gets it; None of what a library wrote and of kinds that are no more."""
    try:
        kind = kinds.kind_of(message.kind)
    except KeyError:
        return None
    if not message.about_key:
        return None
    return in_words(kind, read(kind, message.values), message.about_key, reach.language)


def in_words(kind: MessageKind, values: Mapping[str, Value], about: str, language: str) -> Written:
    """A kind with its values, in a language."""
    with translation.override(language):
        told = {name: _told(values[name]) for name in kind.values}
        unwanted = "" if kind.is_needed else settings.ADDRESS + reverse("messaging:preferences")
        return Written(
            kind=kind.key,
            language=language,
            subject=str(kind.subject) % told,
            text=str(kind.text) % told,
            link=settings.ADDRESS + kind.link(about),
            values=tuple(told.values()),
            unsubscribe=unwanted,
            is_urgent=kind.is_urgent,
        )


def read(kind: MessageKind, values: Mapping[str, Any]) -> dict[str, Value]:
    """The values as they were told, out of the row."""
    return {
        name: date.fromisoformat(values[name]) if isinstance(example, date) else int(values[name])
        for name, example in kind.values.items()
    }


def _told(value: Value) -> str:
    return formats.day(value) if isinstance(value, date) else formats.number(value)


def way_of(message: Message) -> str:
    """By which channel it went, or which were tried in vain."""
    if message.channel:
        return str(message.get_channel_display())
    if message.failed_channels:
        tried = ", ".join(str(dict(Message.channel.field.choices)[one]) for one in message.failed_channels)
        return _("in vain: %(channels)s") % {"channels": tried}
    return ""
