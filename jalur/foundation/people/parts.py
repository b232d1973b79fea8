"""What this room adds to a person's file and to the homes: pairs of people that somebody has to tell apart."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.people import notice, queries, words
from jalur.foundation.people.models import Correction, CorrectionState, Duplicate, Person
from jalur.foundation.people.rights import Right
from jalur.kit.components import Need
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart


def file(actor: Actor, person: Person, today: date) -> FilePart:
    if actor.person_id == person.pk and person.notice_version != notice.version_on(today):
        label = _("Read what is kept of you, and why")
        needs = [Need(label, link("people:notice", person.pk), tone="none"), *_own_correction(person)]
        return FilePart(needs=needs)
    if actor.person_id == person.pk:
        return FilePart(needs=_own_correction(person))
    if not access.may(actor, Right.VIEW_DUPLICATE):
        return FilePart()
    label = _("May be the same person as another record")
    open_pairs = [
        Need(label, link("people:duplicate", pair.pk), str(pair.get_reason_display()), tone="warn")
        for pair in queries.open_duplicates(actor, person)
    ]
    numbers = [
        Need(words.NUMBER_TO_CORRECT, link("people:duplicate", pair.pk), words.has_it_too(other), tone="bad")
        for pair, other in queries.others_with_number(actor, person)
    ]
    return FilePart(needs=[*numbers, *open_pairs])


def _own_correction(person: Person) -> list[Need]:
    """What she asked for last: it waits, or the office said why not."""
    last = Correction.objects.filter(person=person).order_by("-created_at", "pk").first()
    if last is None or last.state not in {CorrectionState.ASKED, CorrectionState.REFUSED}:
        return []
    page = link("people:correction", last.pk)
    if last.state == CorrectionState.ASKED:
        label = _("Bring the paper for your correction to the labour office")
        return [Need(label, page, str(last.get_paper_display()), tone="wait")]
    return [Need(_("Your data were not corrected"), page, last.answer, tone="warn")]


def home(actor: Actor, today: date) -> HomePart:  # noqa: ARG001 - every room's part is asked alike
    if not access.may(actor, Right.VIEW_DUPLICATE):
        return HomePart()
    pairs = Duplicate.objects.visible_to(actor)
    count = pairs.filter(status=Duplicate.Status.OPEN).count()
    need = Need(
        _("Possible duplicates"), link("people:duplicates", query="status=open"), count=count, tone="bad"
    )
    numbers = Need(
        words.NUMBER_TO_CORRECT,
        link("people:duplicates", query="status=one_number"),
        count=pairs.with_one_number().count(),
        tone="bad",
    )
    asked = Correction.objects.visible_to(actor, Right.ANSWER_CORRECTION).filter(state=CorrectionState.ASKED)
    waiting = Need(
        _("Corrections asked for"),
        link("people:corrections", query="state=asked"),
        count=asked.count(),
        tone="warn",
    )
    return HomePart(needs=[need, numbers, waiting])
