"""The screens of an import: upload, look at what would happen, apply or drop."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import takes_steps
from jalur.journey.candidates import spreadsheet
from jalur.journey.candidates.forms import UploadForm
from jalur.journey.candidates.models import CandidateImport
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.services import imports
from jalur.journey.candidates.workflow import IMPORT
from jalur.kit import dates, formats
from jalur.kit.answers import answer_button, answer_form
from jalur.kit.components import Action, Crumb, Figure
from jalur.kit.forms import posted
from jalur.kit.refusals import refusal
from jalur.kit.spreadsheets import XLSX

SHOWN_NEWCOMERS = 20


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Candidates"), reverse("candidates:list"))]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.IMPORT_CANDIDATE)
def upload(request: HttpRequest) -> HttpResponse:
    def save(form: Any) -> CandidateImport:
        file = form.cleaned_data["file"]
        if file.size > spreadsheet.MOST_BYTES:
            sentence = _("The file is larger than 10 MB. Split it into several files.")
            raise refusal("file", "too_large", sentence)
        return imports.upload(
            actor=request.actor, content=file.read(), file_name=file.name, today=dates.today()
        )

    return answer_form(
        request,
        UploadForm(posted(request), request.FILES or None),
        save,
        done="",
        to=lambda draft: reverse("candidates:import", args=[draft.pk]),
        title=_("Import a spreadsheet"),
        lead=_("You see what would happen before anything is written. The same file twice changes nothing."),
        button=_("Read the file"),
        crumbs=_crumbs(),
        actions=[Action(_("Download the template"), reverse("candidates:import_template"), icon="download")],
    )


@require_safe
@access.requires(Right.IMPORT_CANDIDATE)
def import_template(_request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(spreadsheet.template(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="templat-cpmi.xlsx"'
    return answer


def _own_draft(request: HttpRequest, pk: UUID) -> CandidateImport:
    return get_object_or_404(CandidateImport, pk=pk, uploaded_by_id=request.actor.user_id)


@require_safe
@access.requires(Right.IMPORT_CANDIDATE)
def show_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What applying would do, or what it did."""
    draft = _own_draft(request, pk)
    is_open = draft.state == CandidateImport.State.SHOWN
    plan = imports.plan_of(request.actor, draft, dates.today())
    counts = plan.counts() if is_open else draft.counts
    context = {
        "title": _("What the import would do") if is_open else _("Import"),
        "lead": _("Nothing has been written yet.") if is_open else str(draft.get_state_display()),
        "crumbs": _crumbs(),
        "draft": draft,
        "is_open": is_open,
        "figures": [
            Figure(_("Would be registered") if is_open else _("New"), formats.number(counts["new"])),
            Figure(_("Already registered, unchanged"), formats.number(counts["known"])),
            Figure(_("Left out, to be corrected"), formats.number(counts["faults"])),
        ],
        "faults": plan.faults,
        "newcomers": plan.new[:SHOWN_NEWCOMERS],
        "more": max(0, len(plan.new) - SHOWN_NEWCOMERS),
        "known": plan.known,
        "apply_label": ngettext("Register %(count)s person", "Register %(count)s people", counts["new"])
        % {"count": formats.number(counts["new"])},
    }
    return render(request, "candidates/import.html", context)


@require_POST
@takes_steps(IMPORT)
def import_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Register the people of a list, or throw the list away."""
    draft = _own_draft(request, pk)
    if verb == "drop":
        return answer_button(
            request,
            lambda: imports.drop(actor=request.actor, draft=draft),
            done=str(IMPORT.rows(verb)[0].done),
            to=reverse("candidates:upload"),
        )
    return answer_button(
        request,
        lambda: imports.apply(actor=request.actor, draft=draft, today=dates.today()),
        done=lambda applied: _registered(applied.counts["new"]),
        to=reverse("candidates:list"),
        otherwise=reverse("candidates:import", args=[pk]),
    )


def _registered(count: int) -> str:
    sentence = ngettext("%(count)s person registered.", "%(count)s people registered.", count)
    return sentence % {"count": formats.number(count)}
