"""What a person says is wrong in who she is: she asks, the labour office sees before and after, and does it or says why not."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.people import services, youth
from jalur.foundation.people.filters import CorrectionFilter
from jalur.foundation.people.forms import AskCorrectionForm, PaperForm
from jalur.foundation.people.models import Correction, CorrectionState, Sex
from jalur.foundation.people.rights import Right
from jalur.foundation.people.tables import CorrectionTable
from jalur.foundation.people.views.persons import find_person, page_of
from jalur.foundation.people.workflow import CORRECTION
from jalur.foundation.workflow.views import find, record_page, step_page, takes_steps
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb, Empty, Grid, Notice, Row
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.ASK_CORRECTION)
def ask_correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = find_person(request.actor, pk, Right.ASK_CORRECTION)
    return answer_form(
        request,
        AskCorrectionForm(posted(request)),
        lambda form: services.ask_correction(
            actor=request.actor, person=person, today=dates.today(), **form.cleaned_data
        ),
        done=_("Sent. Bring the paper to the labour office; until then everything stays as it is."),
        to=lambda made: reverse("people:correction", args=[made.pk]),
        title=_("Ask for a correction"),
        lead=_("Write what is right where something is wrong, and leave the rest empty."),
        button=_("Send the request"),
        crumbs=[Crumb(person.name, page_of(person))],
    )


@require_safe
@access.requires(Right.ANSWER_CORRECTION)
def corrections(request: HttpRequest) -> HttpResponse:
    rows = Correction.objects.visible_to(request.actor, Right.ANSWER_CORRECTION)
    return list_page(
        request,
        queryset=rows.select_related("person"),
        table=CorrectionTable,
        filters=CorrectionFilter,
        exportable=False,
        title=_("Corrections asked for"),
        empty=Empty(
            _("Nobody waits for a correction."),
            _("People ask for one on their own pages; you correct it upon the paper that they bring."),
        ),
    )


@require_safe
@access.requires(Right.VIEW_CORRECTION)
def correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before and after, side by side; the NIK by its last digits."""
    record = find(CORRECTION, request.actor, pk)
    return record_page(
        request,
        CORRECTION,
        record,
        crumbs=[_way_back(request.actor, record)],
        rows=[
            Row(_("Paper"), str(record.get_paper_display())),
            Row(_("What the office says"), record.answer),
        ],
        grids=[before_and_after(record)],
        notices=_what_follows(record),
    )


def _way_back(actor: Actor, record: Correction) -> Crumb:
    """For who answers it the list of those that wait, for herself her data."""
    if access.covers(actor, Right.ANSWER_CORRECTION, record):
        return Crumb(_("Corrections asked for"), reverse("people:corrections"))
    return Crumb(record.person.name, page_of(record.person))


def _what_follows(record: Correction) -> list[Notice]:
    """To both, before it is made: with this birth date she cannot stay on the path."""
    today = dates.today()
    if record.state != CorrectionState.ASKED or not youth.is_too_young(record.birth_date, today):
        return []
    title = _("Younger than %(age)d: too young for training") % {"age": youth.youngest(today)}
    sentences = youth.consequences(record.person)
    return [Notice(" ".join(sentences) or _("Nothing is held for this person."), title, "warn")]


def before_and_after(record: Correction) -> Grid:
    person, asked = record.person, record.asked()
    lines = [
        ("name", _("Name"), person.name, record.name),
        ("birth_date", _("Born"), formats.day(person.birth_date), formats.day(record.birth_date)),
        ("sex", _("Sex"), str(person.get_sex_display()), str(dict(Sex.choices).get(record.sex, ""))),
        ("national_id", _("NIK"), person.national_id_masked, f"{'•' * 12}{record.national_id_tail}"),
    ]
    return Grid(
        _("What is asked for"),
        [_("What"), _("Recorded now"), _("Right is")],
        [[label, now, right] for field, label, now, right in lines if field in asked],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(CORRECTION)
def correction_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(CORRECTION, request.actor, pk)
    takes = {
        "do": partial(services.do_correction, today=dates.today()),
        "refuse": services.refuse_correction,
        "take_back": services.take_back_correction,
    }
    return step_page(
        request,
        CORRECTION,
        record,
        verb,
        partial(takes[verb], actor=request.actor, correction=record),
        notices=_what_follows(record) if verb == "do" else [],
        own_forms={"do": partial(PaperForm, initial={"paper": record.paper})},
    )
