"""The screens of an import: upload, look at what would happen, apply or drop."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.journey.candidates import imports, spreadsheet
from jalur.journey.candidates.forms import UploadForm
from jalur.journey.candidates.models import CandidateImport
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Figure
from jalur.kit.forms import apply_errors, posted
from jalur.kit.lists import XLSX

SHOWN_NEWCOMERS = 20


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Candidates"), reverse("candidates:list"))]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("candidates:candidate:import")
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > spreadsheet.MOST_BYTES:
                raise ValidationError(
                    {"file": _("The file is larger than 10 MB. Split it into several files.")}
                )
            draft = imports.upload(
                actor=request.actor, content=file.read(), file_name=file.name, today=dates.today()
            )
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            return redirect("candidates:import", draft.pk)
    context = {
        "form": form,
        "title": _("Import a spreadsheet"),
        "lead": _(
            "You see what would happen before anything is written. The same file twice changes nothing."
        ),
        "crumbs": _crumbs(),
        "actions": [
            Action(_("Download the template"), reverse("candidates:import_template"), icon="download")
        ],
        "button": _("Read the file"),
        "weight": "primary",
        "notice": None,
        "enctype": "multipart/form-data",
    }
    return render(request, "candidates/form.html", context, status=422 if form.errors else 200)


@require_safe
@access.requires("candidates:candidate:import")
def import_template(_request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(spreadsheet.template(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="templat-cpmi.xlsx"'
    return answer


def _own_draft(request: HttpRequest, pk: UUID) -> CandidateImport:
    return get_object_or_404(CandidateImport, pk=pk, uploaded_by_id=request.actor.user_id)


@require_safe
@access.requires("candidates:candidate:import")
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
            Figure(_("Stand already, stay as they are"), formats.number(counts["known"])),
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
@access.requires("candidates:candidate:import")
def apply_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    draft = _own_draft(request, pk)
    try:
        draft = imports.apply(actor=request.actor, draft=draft, today=dates.today())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("candidates:import", pk)
    count = draft.counts["new"]
    said = ngettext("%(count)s person registered.", "%(count)s people registered.", count)
    messages.success(request, said % {"count": formats.number(count)})
    return redirect("candidates:list")


@require_POST
@access.requires("candidates:candidate:import")
def drop_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    draft = _own_draft(request, pk)
    try:
        imports.drop(actor=request.actor, draft=draft)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The uploaded rows are gone; nobody was registered."))
    return redirect("candidates:upload")
