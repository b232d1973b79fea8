"""What this room writes to people: that there is a note, never what it says."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.notes.models import Audience, Note, NoteState


def _still_stands(note: str) -> bool:
    return Note.objects.filter(pk=note, audience=Audience.PERSON, state=NoteState.WRITTEN).exists()


FOR_YOU = MessageKind(
    key="notes:for_you",
    title=_("An office wrote a note for the person"),
    subject=_("A note for you"),
    text=_("An office has written a note for you. You read it after signing in."),
    link=lambda note: reverse("notes:note", args=[note]),
    holds=_still_stands,
)
