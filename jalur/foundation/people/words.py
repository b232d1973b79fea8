"""How people read on a screen: warnings about a NIK, who registered somebody, what became of a possible duplicate."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.queries import place_label
from jalur.foundation.people.models import Duplicate, Person
from jalur.foundation.people.rules import Warning as NumberWarning
from jalur.kit import dates, formats, parts
from jalur.kit.components import Action, Notice, Row, Tag, Tone
from jalur.kit.links import link
from jalur.kit.parts import FilePart, NextStep

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


def identity_rows(person: Person) -> list[Row]:
    """Who somebody is, as on the KTP."""
    age = dates.completed_years(person.birth_date, dates.today())
    doubts = len(person.national_id_warnings)
    return [
        Row(_("Name"), person.name),
        Row(
            _("NIK"),
            person.national_id_masked or _("not recorded"),
            hint=_("%(count)d things to check again") % {"count": doubts} if doubts else "",
            about="identity#nik",
        ),
        Row(_("Born"), _("%(day)s, %(age)d years") % {"day": formats.day(person.birth_date), "age": age}),
        Row(_("Sex"), person.get_sex_display()),
        Row(_("Lives in"), place_label(person.residence_id), hint=person.residence_id),
    ]


def next_step_of(actor: Actor, person: Person, rooms: Sequence[FilePart], today: date) -> NextStep | None:
    """Her next step in the words that she reads; for whoever does not see all it rests on, None.

    rooms: the parts of her file as the actor sees them. Only she is led on by it: the pages behind it are hers.
    """
    step = parts.next_step(rooms)
    if step is None or actor.person_id == person.pk:
        return step
    own = parts.next_step(parts.leading_parts(access.herself(person.pk), person, today))
    return replace(step, url="") if own is not None and own.text == step.text else None


def lookalike_line(person: Person, why: str) -> str:
    """Somebody registered already, with a link, for whoever may register the same person again."""
    facts = _("%(why)s: born %(day)s, %(where)s, NIK %(nik)s")
    params = {
        "why": Duplicate.Reason(why).label,
        "day": formats.day(person.birth_date),
        "where": place_label(person.residence_id),
        "nik": person.national_id_masked or "–",
    }
    return format_html(
        '<a href="{}">{}</a> ({})', link("people:person", person.pk), person.name, facts % params
    )


def joined_sentence() -> str:
    """Said on the way from a record that is no longer in use to the one that is."""
    return _("The record you opened and this one are the same person. This one is in use.")


def merged_notices(person: Person) -> list[Notice]:
    """That another record of the same person is the one in use."""
    if person.merged_into_id is None:
        return []
    text = _(
        "An official decided that this record and another one are the same person. The other one is used now."
    )
    return [Notice(text, _("Second record of the same person"), "warn")]


def registered_at(person: Person) -> str:
    """The office that registered the person."""
    return person.served_by.name if person.served_by else _("self-registered")


NUMBER_TO_CORRECT = gettext_lazy("NIK to be corrected")


def has_it_too(other: Person) -> str:
    """Who is recorded with the same NIK."""
    return _("%(name)s is recorded with the same NIK") % {"name": other.name}


def number_notice(pair: Duplicate, actions: Sequence[Action] = ()) -> Notice:
    """What is left to do where two people have one NIK."""
    text = _(
        "%(one)s and %(other)s are two people, recorded with the same NIK. Correct the one that differs from the KTP or family"
        " card; until then it stays on the office's first page."
    )
    params = {"one": pair.first.name, "other": pair.second.name}
    return Notice(text % params, str(NUMBER_TO_CORRECT), "warn", actions)


TONES: dict[str, Tone] = {"open": "wait", "same": "done", "different": "none"}


def duplicate_tag(pair: Duplicate) -> Tag:
    """What was decided on a pair, in words with a tone, and what is left to do."""
    status = str(pair.get_status_display())
    return (
        Tag(f"{status}: {NUMBER_TO_CORRECT}", "bad")
        if pair.has_one_number
        else Tag(status, TONES[pair.status])
    )
