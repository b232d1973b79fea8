"""Warnings about a NIK and reasons to open one, as people read them."""

from django.utils.translation import gettext_lazy

from jalur.foundation.people.models import Person
from jalur.foundation.people.rules import Warning as NumberWarning

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
