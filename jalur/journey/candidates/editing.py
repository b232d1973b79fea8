"""The screens that write one file: registering, correcting, wishes, competencies, planning, withdrawing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Role
from jalur.foundation.competencies.models import Competency
from jalur.foundation.people.models import Person
from jalur.journey.candidates import queries, services
from jalur.journey.candidates.forms import (
    CandidateForm,
    HeldForm,
    RegisterForm,
    SkillsForm,
    WishForm,
    WithdrawForm,
)
from jalur.journey.candidates.models import Candidate, HeldCompetency
from jalur.journey.candidates.views import file_page, find_candidate, is_own
from jalur.kit import dates
from jalur.kit.components import Crumb, Notice
from jalur.kit.forms import apply_errors, posted

OFFICIALS = frozenset({Role.LABOUR_OFFICER, Role.VILLAGE_OFFICER, Role.SYSTEM})


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("candidates:candidate:register")
def register(request: HttpRequest) -> HttpResponse:
    """One form for person and candidate: an official for anybody in reach, everybody else for herself."""
    actor, today = request.actor, dates.today()
    is_self = actor.role not in OFFICIALS
    if is_self and (own := queries.own_candidate(actor)) is not None:
        return redirect("candidates:candidate", own.number)
    person = Person.objects.filter(pk=actor.person_id).first() if is_self and actor.person_id else None
    kind = RegisterForm if person is None else CandidateForm
    form = kind(posted(request), initial={"available_from": today})
    if request.method == "POST" and form.is_valid():
        account = {"account_id": actor.user_id} if is_self and person is None else {}
        try:
            candidate = services.register_candidate(
                actor=actor, today=today, person=person, **form.facts(), **account
            )
        except ValidationError as refusal:
            apply_errors(form, refusal)
        except access.Refused:
            if is_self:
                raise
            form.add_error(
                "residence", _("Your office registers people of its own area. Check where the person lives.")
            )
        else:
            messages.success(
                request, _("Registered. The number is %(number)s.") % {"number": candidate.number}
            )
            return redirect("candidates:candidate", candidate.number)
    title = _("Register myself") if is_self else _("Register a candidate")
    lead = (
        _("Keep your KTP or family card at hand. It costs nothing, and you can withdraw at any time.")
        if is_self
        else _("The person sits before you, with KTP or family card. Registering costs nothing.")
    )
    crumbs = [] if is_self else [Crumb(_("Candidates"), reverse("candidates:list"))]
    return _form_page(request, form, title=title, lead=lead, button=_("Register"), crumbs=crumbs)


def _form_page(request: HttpRequest, form: forms.Form, **context: Any) -> HttpResponse:
    known = {"lead": "", "caption": "", "weight": "primary", "notice": None, "crumbs": [], "enctype": ""}
    return render(
        request,
        "candidates/form.html",
        {**known, "form": form, **context},
        status=422 if form.errors else 200,
    )


def _file_crumbs(request: HttpRequest, candidate: Candidate) -> list[Crumb]:
    page = reverse("candidates:candidate", args=[candidate.number])
    above = [] if is_own(request.actor, candidate) else [Crumb(_("Candidates"), reverse("candidates:list"))]
    return [*above, Crumb(candidate.number, page)]


def _write(
    request: HttpRequest,
    candidate: Candidate,
    form: forms.Form,
    deed: Callable[[dict[str, Any]], Any],
    done: str,
    **context: Any,
) -> HttpResponse:
    """The one way these forms go: show, check, one service call, back to the file with a sentence."""
    if request.method == "POST" and form.is_valid():
        try:
            deed(form.cleaned_data)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, done)
            return redirect("candidates:candidate", candidate.number)
    return _form_page(request, form, crumbs=_file_crumbs(request, candidate), **context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("candidates:candidate:edit")
def edit(request: HttpRequest, number: str) -> HttpResponse:
    candidate = find_candidate(request.actor, number, "candidates:candidate:edit")
    initial = {"education": candidate.education, "available_from": candidate.available_from}
    return _write(
        request,
        candidate,
        SkillsForm(posted(request), initial=initial),
        lambda typed: services.edit_candidate(actor=request.actor, candidate=candidate, **typed),
        _("Saved."),
        title=_("Schooling and starting day"),
        button=_("Save"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("candidates:candidate:edit")
def wishes(request: HttpRequest, number: str) -> HttpResponse:
    candidate = find_candidate(request.actor, number, "candidates:candidate:edit")
    form = WishForm(posted(request), initial=WishForm.initial_of(candidate))
    return _write(
        request,
        candidate,
        form,
        lambda _typed: services.set_wishes(actor=request.actor, candidate=candidate, wishes=form.wishes()),
        _("Wishes saved. The next plan follows them."),
        title=_("Where to, and as what"),
        lead=_("A plan never proposes a destination that is not ticked here."),
        button=_("Save the wishes"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("candidates:candidate:edit")
def add_held(request: HttpRequest, number: str) -> HttpResponse:
    candidate = find_candidate(request.actor, number, "candidates:candidate:edit")

    def deed(typed: dict[str, Any]) -> None:
        competency = get_object_or_404(Competency, pk=typed.pop("competency"))
        services.add_held(
            actor=request.actor, candidate=candidate, competency=competency, today=dates.today(), **typed
        )

    return _write(
        request,
        candidate,
        HeldForm(posted(request)),
        deed,
        _("Entered. It counts for the plan once an official has seen the evidence."),
        title=_("Enter a competency"),
        lead=_("What the person can do, formal or informal. School reports and test results count at once."),
        button=_("Enter the competency"),
    )


def _find_held(request: HttpRequest, number: str, pk: UUID, action: str) -> HeldCompetency:
    rows = HeldCompetency.objects.visible_to(request.actor, action=action).select_related(
        "candidate", "candidate__person", "competency"
    )
    return get_object_or_404(rows, pk=pk, candidate__number=number)


@require_POST
@access.requires("candidates:evidence:confirm")
def confirm_held(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    held = _find_held(request, number, pk, "candidates:evidence:confirm")
    try:
        services.confirm_held(actor=request.actor, held=held)
    except ValidationError as refusal:
        return file_page(request, find_candidate(request.actor, number), refusal=refusal)
    messages.success(request, _("Confirmed: %(what)s counts for the plan.") % {"what": held.competency.title})
    return redirect("candidates:candidate", number)


@require_POST
@access.requires("candidates:candidate:edit")
def remove_held(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    held = _find_held(request, number, pk, "candidates:candidate:edit")
    title = held.competency.title
    services.remove_held(actor=request.actor, held=held)
    messages.success(request, _("Removed: %(what)s. You can enter it again.") % {"what": title})
    return redirect("candidates:candidate", number)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("candidates:planning:opt_out")
def planning(request: HttpRequest, number: str) -> HttpResponse:
    """What it means to be planned, and the choice not to be."""
    candidate = find_candidate(request.actor, number, "candidates:planning:opt_out")
    is_out = candidate.opted_out_of_planning_at is not None

    def deed(_typed: dict[str, Any]) -> None:
        change = services.opt_into_planning if is_out else services.opt_out_of_planning
        change(actor=request.actor, candidate=candidate)

    text = _(
        "A program looks for one trip through training that leads to one job: it uses age, sex, schooling, place,"
        " competencies, wishes and the day of starting, and nothing else. It only proposes; people decide, and every"
        " proposal says why. Whoever opts out loses no right and no service: the office looks for classes and orders"
        " by hand."
    )
    return _write(
        request,
        candidate,
        forms.Form(posted(request)),
        deed,
        _("The next plan looks at this file again.") if is_out else _("No plan looks at this file any more."),
        title=_("Be planned by a program"),
        notice=Notice(text, _("What a plan does with a file")),
        button=_("Be planned again")
        if is_out
        else _("Do not plan me")
        if is_own(request.actor, candidate)
        else _("Opt out, on the candidate's word"),
        weight="primary" if is_out else "secondary",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("candidates:candidate:withdraw")
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    candidate = find_candidate(request.actor, number, "candidates:candidate:withdraw")
    return _write(
        request,
        candidate,
        WithdrawForm(posted(request)),
        lambda typed: services.withdraw(
            actor=request.actor, candidate=candidate, reason=typed["reason"], today=dates.today()
        ),
        _("Withdrawn. Coming back is possible at any time."),
        title=_("Withdraw from the path"),
        lead=_("Nobody has to go. The file stays readable, and no plan looks at it."),
        notice=Notice(
            _("A seat or an opening already held is given back separately: tell the class and the office."),
            tone="warn",
        ),
        button=_("Withdraw"),
        weight="danger",
    )


@require_POST
@access.requires("candidates:candidate:return")
def come_back(request: HttpRequest, number: str) -> HttpResponse:
    candidate = find_candidate(request.actor, number, "candidates:candidate:return")
    try:
        services.come_back(actor=request.actor, candidate=candidate)
    except ValidationError as refusal:
        return file_page(request, find_candidate(request.actor, number), refusal=refusal)
    messages.success(request, _("Welcome back: the file is open again."))
    return redirect("candidates:candidate", number)
