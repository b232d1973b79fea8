"""The screens that write programmes and classes: parse, one service call, answer."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.organisations.models import Organisation
from jalur.journey.training import queries, services
from jalur.journey.training.forms import (
    CancelForm,
    ClassForm,
    FinishForm,
    ProgrammeForm,
    class_values,
    programme_values,
    search_regencies,
)
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake, Programme
from jalur.journey.training.views import find_intake, find_programme, intake_page, programme_page
from jalur.kit import dates
from jalur.kit.components import Crumb
from jalur.kit.forms import apply_errors, options_response

UNPROCESSABLE = 422


@require_safe
@access.requires("training:intake:view")
def place_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, search_regencies)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("training:programme:edit")
def new_programme(request: HttpRequest) -> HttpResponse:
    form = ProgrammeForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        provider = Organisation.objects.get(pk=request.actor.organisation_id)
        try:
            programme = services.add_programme(actor=request.actor, details=form.details(provider))
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The programme is saved. You can open its first class now."))
            return redirect("training:programme", code=programme.code)
    crumbs = [Crumb(_("Training programmes"), reverse("training:programmes"))]
    return _form(request, form, title=_("Add a programme"), crumbs=crumbs, button=_("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("training:programme:edit")
def change_programme(request: HttpRequest, code: str) -> HttpResponse:
    programme = _own_programme(request, code)
    form = ProgrammeForm(_typed(request), initial=programme_values(programme))
    if request.method == "POST" and form.is_valid():
        details = form.details(programme.provider)
        try:
            changed = services.change_programme(actor=request.actor, programme=programme, details=details)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("training:programme", code=changed.code)
    crumbs = [Crumb(programme.title, reverse("training:programme", args=[code]))]
    return _form(request, form, title=_("Change the programme"), crumbs=crumbs, button=_("Save"))


@require_POST
@access.requires("training:programme:edit")
def close_programme(request: HttpRequest, code: str) -> HttpResponse:
    programme = _own_programme(request, code)
    try:
        services.close_programme(actor=request.actor, programme=programme, today=dates.today())
    except ValidationError as refusal:
        return programme_page(request, programme, refusal=refusal, status=UNPROCESSABLE)
    messages.success(request, _("The programme is closed; no new classes."))
    return redirect("training:programme", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("training:intake:edit")
def new_intake(request: HttpRequest) -> HttpResponse:
    first = {
        "programme": request.GET.get("programme"),
        "place": request.actor.place_code[:5],
        "seats": queries.least_people(dates.today()) or None,
    }
    form = ClassForm(_typed(request), actor=request.actor, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            intake = services.open_intake(actor=request.actor, details=form.details(), today=dates.today())
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The class is open for enrolment."))
            return redirect("training:intake", number=intake.number)
    crumbs = [Crumb(_("Our classes"), reverse("training:desk"))]
    return _form(request, form, title=_("Open a class"), crumbs=crumbs, button=_("Open the class"))


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("training:intake:edit")
def change_intake(request: HttpRequest, number: str) -> HttpResponse:
    intake = _own_intake(request, number)
    form = ClassForm(_typed(request), actor=request.actor, initial=class_values(intake))
    if request.method == "POST" and form.is_valid():
        details = form.details()
        try:
            services.change_intake(actor=request.actor, intake=intake, details=details, today=dates.today())
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The class is saved."))
            return redirect("training:intake", number=number)
    return _form(request, form, title=_("Change the class"), crumbs=_crumbs(intake), button=_("Save"))


@require_POST
@access.requires("training:intake:edit")
def start_intake(request: HttpRequest, number: str) -> HttpResponse:
    def start(intake: Intake) -> None:
        services.start_intake(actor=request.actor, intake=intake, today=dates.today())

    return _one_step(request, _own_intake(request, number), start, _("The class has started."))


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("training:intake:edit")
def finish_intake(request: HttpRequest, number: str) -> HttpResponse:
    intake = _own_intake(request, number)
    rows = Enrolment.objects.filter(intake=intake, state=EnrolmentState.ENROLLED).select_related(
        "candidate__person"
    )
    seats = {str(one.pk): one for one in rows.order_by("candidate__person__name", "pk")}
    people = [(key, f"{one.candidate.person.name} ({one.candidate.number})") for key, one in seats.items()]
    form = FinishForm(_typed(request), people=people)
    if request.method == "POST" and form.is_valid():
        not_yet = [seats[key].pk for key in form.cleaned_data["not_yet"]]
        try:
            services.finish_intake(actor=request.actor, intake=intake, not_yet=not_yet, today=dates.today())
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The class is finished and every result is recorded."))
            return redirect("training:intake", number=number)
    title = _("Finish the class")
    return _form(request, form, title=title, crumbs=_crumbs(intake), button=_("Record and finish"))


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("training:intake:edit")
def cancel_intake(request: HttpRequest, number: str) -> HttpResponse:
    intake = _own_intake(request, number)
    form = CancelForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["cancel_reason"]
        try:
            services.cancel_intake(actor=request.actor, intake=intake, reason=reason)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The class is cancelled; every seat is given back."))
            return redirect("training:intake", number=number)
    lead = _("This can't be undone. Seats taken now: %(taken)s.") % {"taken": intake.taken}
    return _form(
        request,
        form,
        title=_("Cancel the class"),
        crumbs=_crumbs(intake),
        button=_("Cancel the class"),
        weight="danger",
        lead=lead,
    )


def _own_programme(request: HttpRequest, code: str) -> Programme:
    """The programme, if the actor may change it; else 404, as for one that does not exist."""
    programme = find_programme(request.actor, code)
    if not access.covers(request.actor, "training:programme:edit", programme):
        raise Http404
    return programme


def _own_intake(request: HttpRequest, number: str) -> Intake:
    """The class, if the actor may change it; else 404, as for one that does not exist."""
    intake = find_intake(request.actor, number)
    if not access.covers(request.actor, "training:intake:edit", intake):
        raise Http404
    return intake


def _one_step(
    request: HttpRequest, intake: Intake, step: Callable[[Intake], None], done: str
) -> HttpResponse:
    try:
        step(intake)
    except ValidationError as refusal:
        return intake_page(request, intake, refusal=refusal, status=UNPROCESSABLE)
    messages.success(request, done)
    return redirect("training:intake", number=intake.number)


def _crumbs(intake: Intake) -> list[Crumb]:
    return [Crumb(intake.programme.title, reverse("training:intake", args=[intake.number]))]


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _form(request: HttpRequest, form: object, **context: object) -> HttpResponse:
    given = {"form": form, "weight": "primary", "lead": "", **context}
    return render(request, "training/form.html", given, status=UNPROCESSABLE if form.errors else 200)
