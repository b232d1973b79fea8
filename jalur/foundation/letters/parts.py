"""What this room adds to a person's file: the letters about her."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.letters.models import Letter
from jalur.foundation.letters.rights import Right
from jalur.foundation.letters.words import letter_rows
from jalur.foundation.people.models import Person
from jalur.kit.parts import FilePart, Section

SHOWN = 20


def file(actor: Actor, person: Person, today: date) -> FilePart:  # noqa: ARG001 - every room's part is asked alike
    """The newest letters about a person, as far as the reader may see them."""
    if not access.may(actor, Right.READ_LETTER):
        return FilePart()
    rows = Letter.objects.visible_to(actor).filter(person=person).select_related("organisation")
    letters = list(rows.order_by("-dated", "-serial", "pk")[:SHOWN])
    return FilePart(sections=[Section(_("Letters"), letter_rows(letters))])
