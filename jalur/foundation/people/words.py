"""How people read on a screen: warnings about a NIK, who registered somebody, what became of a possible duplicate."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.people.models import Duplicate, Person
from jalur.foundation.people.rules import Warning as NumberWarning
from jalur.kit.components import Tag, Tone

WARNINGS = {
    NumberWarning.UNKNOWN_DISTRICT: gettext_lazy(
        "The first six digits are not the code of any district, present or past."
    ),
    NumberWarning.DAY_IMPOSSIBLE: gettext_lazy("Digits 7 and 8 are not a day (women: the day plus 40)."),
    NumberWarning.MONTH_IMPOSSIBLE: gettext_lazy("Digits 9 and 10 are not a month."),
    NumberWarning.SEX_DIFFERS: gettext_lazy(
        "The day in the number belongs to the other sex (women: the day plus 40)."
    ),
    NumberWarning.BIRTH_DATE_DIFFERS: gettext_lazy(
        "The birth date in the number differs. That happens when a birth date was corrected later."
    ),
    NumberWarning.SERIAL_ZERO: gettext_lazy("The last four digits are 0000; serial numbers start at 0001."),
}


def warning_sentences(person: Person) -> list[str]:
    """One sentence for each warning of the person's NIK."""
    return [str(WARNINGS[NumberWarning(code)]) for code in person.national_id_warnings]


def registered_at(person: Person) -> str:
    """The office that registered the person."""
    return person.served_by.name if person.served_by else _("self-registered")


def duplicate_tags() -> dict[str, Tag]:
    """What was decided on a pair, in words with a tone."""
    tones: dict[str, Tone] = {"open": "wait", "same": "done", "different": "none"}
    return {status.value: Tag(str(status.label), tones[status.value]) for status in Duplicate.Status}
