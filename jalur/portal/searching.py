"""Finding people: by name, candidate number, NIK or telephone, always within what the actor may see."""

from contextlib import suppress
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.people.models import Person
from jalur.foundation.people.rights import Right as PeopleRight
from jalur.foundation.people.services import national_id_index, phone_index
from jalur.journey.candidates.rules import candidate_number
from jalur.kit.folding import fold, words_of
from jalur.kit.reading import read_phone
from jalur.kit.refusals import refusal

SHOWN = 50
NIK_LENGTH = 16
# With its area code; fewer digits are half of a NIK.
SHORTEST_PHONE = 9


@dataclass(frozen=True)
class Matches:
    people: list[Person]
    more: int


def find_people(*, actor: Actor, text: str) -> Matches:
    """The people that fit, by name; at most `SHOWN`, and how many more there are.

    A NIK or telephone number is looked up by its blind index, a candidate number as a whole, with hyphens or without.
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
    digits = fold(text)
    if digits.isascii() and digits.isdigit():
        return _of_number(text, digits)
    names = Q()
    for word in words_of(text):
        names &= Q(name__finds=word)
    return Q(candidate__number=candidate_number(text)) | names


def _of_number(text: str, digits: str) -> Q:
    """Whose NIK it is; a number too short for one is a telephone's."""
    if len(digits) == NIK_LENGTH:
        return Q(national_id_index=national_id_index(digits))
    with suppress(ValueError):
        if len(digits) >= SHORTEST_PHONE:
            return Q(phone_index=phone_index(read_phone(text)))
    sentence = _("A NIK has 16 digits; this has %(count)s, and it is not a telephone number either.")
    raise refusal("text", "no_number", sentence % {"count": len(digits)})
