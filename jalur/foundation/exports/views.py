"""Ask for a list as a file, follow its making, fetch it."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.exports import rules, services, words
from jalur.foundation.exports.models import Export, Kind, State
from jalur.foundation.exports.rights import Right
from jalur.foundation.exports.tables import ExportTable
from jalur.foundation.exports.workflow import EXPORT
from jalur.foundation.work.workflow import failure_of, may_cancel
from jalur.foundation.workflow.views import step_page, takes_steps
from jalur.kit import formats, spreadsheets
from jalur.kit.components import Action, Crumb, Empty, Work
from jalur.kit.htmx import wants_partial
from jalur.kit.lists import list_page

TYPES = {Kind.CSV: "text/csv; charset=utf-8", Kind.XLSX: spreadsheets.XLSX}


@require_POST
@access.requires(Right.EXPORT_LIST)
def start(request: HttpRequest) -> HttpResponseBase:
    """The rows of the list at `path` with `query`, as a file: at once, or where the worker puts it."""
    path, query, kind = (request.POST.get(name, "") for name in ("path", "query", "kind"))
    if kind not in Kind.values or not path.startswith("/"):
        raise Http404
    listing = services.listing_for(path, query, actor=request.actor, user=request.user)
    if request.actor.user_id is None and not rules.goes_at_once(kind, listing.total):
        messages.warning(
            request,
            _(
                "This list is too long to be sent at once. Sign in, and the file will be kept for you; or narrow the list."
            ),
        )
        return redirect(f"{path}?{query}" if query else path)
    export = services.start_export(actor=request.actor, listing=listing, path=path, query=query, kind=kind)
    if export.state == State.SENT:
        return _file(export, services.pieces(kind, listing.file_rows(), listing.name))
    return redirect("exports:export", export.pk)


def _file(export: Export, pieces: Iterator[bytes]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=TYPES[Kind(export.kind)])
    answer["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    return answer


@require_safe
@access.requires(Right.VIEW_EXPORT)
def mine(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Export.objects.visible_to(request.actor),
        table=ExportTable,
        filters=None,
        exportable=False,
        title=_("Downloads"),
        lead=_(
            "Lists you requested as files. A large one is made while you do something else and is kept here."
        ),
        empty=Empty(
            _("Nothing requested yet"),
            _("The buttons for it are above every list."),
            Action(_("Home"), "/", icon="house"),
            icon="download",
        ),
    )


@require_safe
@access.requires(Right.VIEW_EXPORT)
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the file is; once it is there, the way to it."""
    found = _export_or_404(request, pk)
    if wants_partial(request) and found.is_over:
        return HttpResponseClientRefresh()
    template = "components/long_work.html" if wants_partial(request) else "exports/export.html"
    context = {
        "title": found.title,
        "crumbs": [_downloads()],
        "work": _work_of(found, request.actor),
        "list_url": f"{found.path}?{found.query}" if found.query else found.path,
    }
    return render(request, template, context)


def _work_of(found: Export, actor: Actor) -> Work:
    state, address = State(found.state), reverse("exports:export", args=[found.pk])
    elapsed = (timezone.now() - found.started_at).total_seconds() if found.started_at else 0.0
    is_running = state == State.RUNNING
    doing = str(words.DOING.get(state, ""))
    if is_running and found.done:
        doing = _("%(done)s of %(rows)s rows are written.") % {
            "done": formats.number(found.done),
            "rows": formats.number(found.rows),
        }
    return Work(
        title=found.file_name,
        state=words.WORK_STATES.get(state, found.state),
        url=address,
        doing=doing,
        share=found.done / found.rows if is_running and found.rows else None,
        seconds_left=rules.seconds_left(found.done, found.rows, elapsed) if is_running else None,
        cancel_url=reverse("exports:list_step", args=[found.pk, "cancel"])
        if may_cancel(EXPORT, actor, found)
        else "",
        result_url=reverse("exports:file", args=[found.pk]) if state == State.DONE else "",
        result_label=_("Download"),
        error=str(words.REFUSED) if state == State.REFUSED else failure_of(EXPORT, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(EXPORT)
def list_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    found = _export_or_404(request, pk)
    return step_page(
        request,
        EXPORT,
        found,
        verb,
        partial(services.cancel_export, actor=request.actor, export=found),
        crumbs=[_downloads(), Crumb(found.title, reverse("exports:export", args=[pk]))],
    )


def _downloads() -> Crumb:
    return Crumb(_("Downloads"), reverse("exports:mine"))


@require_safe
@access.requires(Right.VIEW_EXPORT)
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    found = _export_or_404(request, pk)
    if found.state != State.DONE:
        raise Http404
    return _file(found, services.stored_pieces(found))


def _export_or_404(request: HttpRequest, pk: UUID) -> Export:
    found = Export.objects.visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
