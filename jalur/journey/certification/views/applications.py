"""Applying for an assessment, for oneself or for a class; and the self-assessment before it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.workflow.steps import Ask
from jalur.foundation.workflow.views import crumb_of, find, page_of
from jalur.journey.candidates.queries import own_candidate
from jalur.journey.certification import guards, queries, services
from jalur.journey.certification.forms import AcceptForm, ApplicationForm, ClassApplicationForm, SelfForm
from jalur.journey.certification.models import Assessment, State
from jalur.journey.certification.rights import Right
from jalur.journey.certification.workflow import ASSESSMENT
from jalur.journey.progress import queries as progress
from jalur.journey.training.models import Enrolment, Intake
from jalur.journey.training.workflow import INTAKE
from jalur.kit import dates
from jalur.kit.answers import answer_form, answer_refusal
from jalur.kit.components import Crumb, Notice
from jalur.kit.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.APPLY_ONESELF)
def new_assessment(request: HttpRequest) -> HttpResponse:
    """Somebody applies for herself."""
    candidate = own_candidate(request.actor)
    if candidate is None:
        raise Http404
    closed = guards.file_is_open(Assessment(candidate=candidate), Ask(request.actor, dates.today()))
    if closed and request.method != "POST":
        return answer_refusal(request, closed, to=reverse("certification:assessments"))
    initial = {"scheme": request.GET.get("scheme", "")[:36]}
    return answer_form(
        request,
        ApplicationForm(posted(request), instance=Assessment(candidate=candidate), initial=initial),
        lambda form: services.apply(actor=request.actor, assessment=form.instance, today=dates.today()),
        done=_("Applied. Now say for each element whether you can do it."),
        to=partial(page_of, ASSESSMENT),
        title=_("Apply for an assessment"),
        lead=_("The assessment body reads it, calls you to a day, and says where to come and what to bring."),
        button=_("Send the application"),
        crumbs=[Crumb(_("Assessments"), reverse("certification:assessments"))],
        notices=[] if queries.offered(dates.today()) else [_nobody()],
    )


def _nobody() -> Notice:
    return Notice(
        _("No licensed body assesses by a scheme today. Ask your institute or labour office."), tone="warn"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.APPLY_ASSESSMENT)
def apply_for_class(request: HttpRequest, number: str) -> HttpResponse:
    """An institute applies for people of its class; those who are ready are ticked."""
    rows = Intake.objects.select_related("programme__provider", "place")
    intake = get_object_or_404(rows, number=number)
    blank = Assessment(institute=intake.programme.provider)
    own = request.actor.organisation_id == intake.programme.provider_id
    if not own or not access.covers(request.actor, Right.APPLY_ASSESSMENT, blank):
        raise Http404
    people = progress.people_of(intake).exclude(state="withdrawn")
    seats = list(people.select_related("candidate__person", "intake__programme__provider"))
    ready = set(progress.ready(people.order_by()).values_list("pk", flat=True))

    def apply(form: ClassApplicationForm) -> Any:
        scheme = form.cleaned_data["scheme"]
        return services.apply_for_class(
            actor=request.actor, scheme=scheme, seats=form.chosen(), today=dates.today()
        )

    return answer_form(
        request,
        ClassApplicationForm(posted(request), seats=seats, ready=ready),
        apply,
        done=lambda applied: _applied_words(applied, seats, request.POST.getlist("people")),
        to=lambda _applied: reverse("certification:assessments"),
        title=_("Apply for the class"),
        caption=f"{intake.programme.title}, {intake.number}",
        button=_("Send the application"),
        crumbs=[crumb_of(INTAKE, intake)],
        notices=[] if queries.offered(dates.today()) else [_nobody()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECEIVE_ASSESSMENT)
def accept_many(request: HttpRequest) -> HttpResponse:
    """The body answers a class at once; whom it does not accept, it answers one by one, with a reason."""
    actor = request.actor
    rows = Assessment.objects.visible_to(actor, Right.RECEIVE_ASSESSMENT)
    applied = rows.filter(state=State.APPLIED, body=actor.organisation_id).select_related(
        "scheme", "institute"
    )
    waiting = applied.order_by("created_at", "name", "pk")
    nobody = not waiting.exists()
    return answer_form(
        request,
        AcceptForm(posted(request), waiting=waiting),
        lambda form: services.accept_many(
            actor=actor, assessments=form.cleaned_data["people"], today=dates.today()
        ),
        done=_("Accepted. They wait in the queue until they are called to a day."),
        to=lambda _accepted: reverse("certification:assessments"),
        title=_("Answer applications"),
        lead=_("Whom you do not accept, open in the list and say why: the person reads it."),
        button="" if nobody else _("Accept those ticked"),
        crumbs=[Crumb(_("Assessments"), reverse("certification:assessments"))],
        notices=[Notice(_("No application waits for an answer."))] if nobody else [],
    )


def _applied_words(applied: Sequence[Assessment], seats: Sequence[Enrolment], chosen: Sequence[str]) -> str:
    """For whom was applied, and who of the chosen was left out."""
    done = {one.candidate_id for one in applied}
    left = [seat.name for seat in seats if str(seat.pk) in chosen and seat.candidate_id not in done]
    sentence = _("Applied. Each of them now says what she can do; the assessment body answers.")
    if not left:
        return sentence
    skipped = _("Not applied for, as an application or a valid result stands: %(who)s.")
    return f"{sentence} {skipped % {'who': '; '.join(left)}}"


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.ANSWER_ASSESSMENT)
def rate(request: HttpRequest, code: str) -> HttpResponse:
    """What she says of herself, element by element (FR.APL.02)."""
    record = find(ASSESSMENT, request.actor, code)
    if not access.covers(request.actor, Right.ANSWER_ASSESSMENT, record):
        raise Http404
    is_own = request.actor.person_id == record.candidate.person_id
    said = dict(record.self_marks.order_by().values_list("element", "can"))
    form = SelfForm(posted(request), units=queries.units_of(record.scheme), said=said)
    return answer_form(
        request,
        form,
        lambda form: services.rate_oneself(
            actor=request.actor, assessment=record, can=form.said(), today=dates.today()
        ),
        done=_("Written down. You had agreed to the assessment: agree once more, to what stands here now.")
        if record.consented_at
        else _("Written down. It can be changed until the assessment begins."),
        title=_("Self-assessment"),
        caption=record.scheme.title if is_own else f"{record.candidate.person.name}, {record.code}",
        lead=_(
            "Say honestly what is easy and what is not: it shows where to practise, and nobody is refused for it."
        ),
        button=_("Save"),
        crumbs=[crumb_of(ASSESSMENT, record)],
    )
