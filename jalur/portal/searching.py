"""Finding people: by name, candidate number or NIK, always within what the actor may see."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.people.models import Person
from jalur.foundation.people.rights import Right as PeopleRight
from jalur.foundation.people.rules import fold_name
from jalur.foundation.people.services import national_id_index

SHOWN = 50
NIK_LENGTH = 16


@dataclass(frozen=True)
class Matches:
    people: list[Person]
    more: int


def find_people(*, actor: Actor, text: str) -> Matches:
    """The people that fit, by name; at most `SHOWN`, and how many more there are.

    A number of 16 digits is looked up by its blind index; other numbers only as a whole candidate number.
    """
    access.check(actor, PeopleRight.VIEW_PERSON)
    people = (
        Person.objects.visible_to(actor)
        .current()
        .filter(_condition(text.strip()))
        .select_related("residence", "candidate")
    )
    rows = list(people.order_by("name", "pk")[: SHOWN + 1])
    more = people.count() - SHOWN if len(rows) > SHOWN else 0
    return Matches(rows[:SHOWN], more)


def _condition(text: str) -> Q:
    digits = "".join(letter for letter in text if letter not in " .-")
    if digits.isdigit():
        if len(digits) != NIK_LENGTH:
            raise ValidationError(
                {"text": _("A NIK has 16 digits; this has %(count)s.") % {"count": len(digits)}}
            )
        return Q(national_id_index=national_id_index(digits))
    words = Q()
    for word in fold_name(text).split():
        words &= Q(name_folded__contains=word)
    return Q(candidate__number__iexact=text) | words
