"""What this room adds to a person's file and to the homes: pairs of people that somebody has to tell apart."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.people import queries
from jalur.foundation.people.models import Duplicate, Person
from jalur.foundation.people.rights import Right
from jalur.kit.components import Need
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart


def file(actor: Actor, person: Person, today: date) -> FilePart:  # noqa: ARG001 - every room's part is asked alike
    if not access.may(actor, Right.VIEW_DUPLICATE):
        return FilePart()
    label = _("May be the same person as another record")
    return FilePart(
        needs=[
            Need(label, link("people:duplicate", pair.pk), str(pair.get_reason_display()), tone="warn")
            for pair in queries.open_duplicates(actor, person)
        ]
    )


def home(actor: Actor, today: date) -> HomePart:  # noqa: ARG001 - every room's part is asked alike
    if not access.may(actor, Right.VIEW_DUPLICATE):
        return HomePart()
    count = Duplicate.objects.visible_to(actor).filter(status=Duplicate.Status.OPEN).count()
    need = Need(_("Possible duplicates"), link("people:duplicates"), count=count, tone="bad")
    return HomePart(needs=[need])
