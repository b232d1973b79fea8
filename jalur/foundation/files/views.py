"""The screens of files: a page with pictures of what is in it, and the way out of the house. Each kind has its own addresses."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import door, queries, services, store, words
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.files.models import MediaType, StoredFile
from jalur.foundation.files.sealing import DamagedError
from jalur.foundation.history import queries as history
from jalur.foundation.history.rights import Right as HistoryRight
from jalur.kit import dates
from jalur.kit.answers import alone, answer_button
from jalur.kit.components import Action

View = Callable[..., HttpResponseBase]


def page(kind: FileKind[Any]) -> View:
    @require_safe
    @access.requires(kind.reads)
    def show(request: HttpRequest, pk: UUID) -> HttpResponse:
        """What the file looks like, beside what the record says."""
        actor, today = request.actor, dates.today()
        file, owner = _found(actor, kind, pk, kind.reads)
        rows, ways = kind.beside(actor, owner)
        may_read = access.may(actor, HistoryRight.VIEW_EVENT)
        others = [one for one in queries.files_of(kind, owner) if one.pk != file.pk]
        context = {
            "title": str(kind.title),
            "caption": file.name,
            "crumbs": kind.crumbs(actor, owner),
            "actions": ways,
            "file": file,
            "pictures": [
                (number, reverse(f"files:{kind.key}_picture", args=[file.pk, number]))
                for number in range(1, file.pages + 1)
            ],
            "rows": [*rows, *words.facts(kind, file, today)],
            "others": words.links(actor, kind, owner, others),
            "ways_out": _ways_out(actor, kind, owner, file),
            "happenings": history.happenings(actor, subject=file) if may_read else None,
        }
        return render(request, "files/file.html", context)

    return show


def _ways_out(actor: Actor, kind: FileKind[Any], owner: Any, file: StoredFile) -> list[Action]:
    download = reverse(f"files:{kind.key}_download", args=[file.pk])
    ways = [Action(_("Download"), download, icon="download", post=True)]
    if access.covers(actor, kind.adds, owner):
        refused = kind.guard(owner)
        ways.append(
            Action(
                _("Remove the file"),
                reverse(f"files:{kind.key}_remove", args=[file.pk]),
                "quiet",
                post=True,
                hindered=" ".join(refused.messages) if refused else "",
            )
        )
    return ways


def picture(kind: FileKind[Any]) -> View:
    @require_safe
    @access.requires(kind.reads)
    def show(request: HttpRequest, pk: UUID, number: int) -> HttpResponseBase:
        """One page as a picture; a PDF itself is never shown by the browser."""
        file, _owner = _found(request.actor, kind, pk, kind.reads)
        if not 1 <= number <= file.pages:
            raise Http404
        try:
            body, media_type = b"".join(store.pieces(file.address, key=file.key)), file.media_type
        except (FileNotFoundError, DamagedError) as gone:
            raise Http404 from gone
        if media_type == MediaType.PDF:
            body, media_type = door.picture_of(body, number), MediaType.JPEG.value
        if not body:
            raise Http404
        return alone(HttpResponse(body, content_type=media_type), file.name, as_attachment=False)

    return show


def download(kind: FileKind[Any]) -> View:
    @require_POST
    @access.requires(kind.reads)
    def send(request: HttpRequest, pk: UUID) -> HttpResponseBase:
        file, owner = _found(request.actor, kind, pk, kind.reads)
        pieces = services.download(actor=request.actor, kind=kind, owner=owner, file=file)
        return alone(
            StreamingHttpResponse(pieces, content_type=file.media_type), file.name, as_attachment=True
        )

    return send


def remove(kind: FileKind[Any]) -> View:
    @require_POST
    @access.requires(kind.adds)
    def take_away(request: HttpRequest, pk: UUID) -> HttpResponse:
        file, owner = _found(request.actor, kind, pk, kind.adds)
        crumbs = kind.crumbs(request.actor, owner)
        return answer_button(
            request,
            lambda: services.remove(actor=request.actor, kind=kind, owner=owner, file=file),
            done=_("The file is deleted for good."),
            to=crumbs[-1].url,
        )

    return take_away


def _found(actor: Actor, kind: FileKind[Any], pk: UUID, right: str) -> tuple[StoredFile, Any]:
    """The file and the row that carries it, for whoever has the right to the row; else 404."""
    file = StoredFile.objects.select_related("added_by").filter(kind=kind.key, pk=pk).first()
    owner = queries.owner_for(actor, kind, file, right) if file else None
    if file is None or owner is None:
        raise Http404
    return file, owner
