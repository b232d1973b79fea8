"""What this room adds to the homes: pairs of people that somebody has to tell apart."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.people.models import Duplicate
from jalur.foundation.people.rights import Right
from jalur.kit.components import Need
from jalur.kit.links import link
from jalur.kit.parts import HomePart


def home(actor: Actor, today: date) -> HomePart:  # noqa: ARG001 - every room's part is asked alike
    if not access.may(actor, Right.VIEW_DUPLICATE):
        return HomePart()
    count = Duplicate.objects.visible_to(actor).filter(status=Duplicate.Status.OPEN).count()
    need = Need(_("Possible duplicates"), link("people:duplicates"), count=count, tone="bad")
    return HomePart(needs=[need] if count else [])
