"""A letter to everybody in a record: asked once, its progress, and all of them to be printed."""

from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.letters import queries, services
from jalur.foundation.letters.filters import LetterFilter
from jalur.foundation.letters.forms import LetterForm
from jalur.foundation.letters.kinds import LetterKind, kind_of
from jalur.foundation.letters.models import Letter, Mailing
from jalur.foundation.letters.rights import Right
from jalur.foundation.letters.tables import LetterTable
from jalur.foundation.letters.views.letters import View, what_is_missing
from jalur.foundation.letters.workflow import MAILING
from jalur.foundation.work.workflow import failure_of, may_cancel
from jalur.foundation.workflow.views import find, page_of, step_page, takes_steps
from jalur.kit import formats
from jalur.kit.answers import alone, answer_form, answers_of
from jalur.kit.components import Action, Crumb, Notice, Work
from jalur.kit.forms import posted
from jalur.kit.htmx import wants_partial
from jalur.kit.lists import list_page


def new(kind: LetterKind[Any]) -> View:
    together = kind.together
    assert together is not None

    @require_http_methods(["GET", "HEAD", "POST"])
    @access.requires(kind.issues)
    def write(request: HttpRequest, pk: UUID) -> HttpResponse:
        """What all the letters need, asked once; then a worker writes them."""
        actor = request.actor
        parent = queries.parent_for(actor, kind, pk)
        if parent is None or not access.may(actor, Right.ISSUE_LETTER):
            raise Http404
        rows = queries.written_together(actor, kind, parent)
        nobody = _("There is nobody here to whom it could be written now.")
        missing = what_is_missing(actor) if rows else [Notice(nobody, tone="warn")]
        count = ngettext("Issue %(count)s letter", "Issue %(count)s letters", len(rows)) % {
            "count": formats.number(len(rows))
        }
        form = kind.form(
            posted(request),
            kind=kind,
            signatories=queries.signatories_of(actor.organisation_id),
            owner=rows[0] if rows else together.rows(parent).first(),
        )

        def save(answered: LetterForm) -> Mailing:
            return services.start_mailing(
                actor=actor,
                kind=kind,
                parent=parent,
                answers=answered.cleaned_data,
                check_page=settings.ADDRESS + reverse("letters:check"),
            )

        return answer_form(
            request,
            form,
            save,
            done=_("The letters are being written."),
            to=partial(page_of, MAILING),
            checks=lambda answered: [(str(kind.title), answers_of(answered, request.path))],
            title=str(together.label),
            caption=together.back(parent).label,
            lead=_("Each letter gets a number of its own. Once issued it never changes."),
            button="" if missing else count,
            crumbs=[together.back(parent)],
            notices=missing or _has_been_written(kind, rows),
        )

    return write


def _has_been_written(kind: LetterKind[Any], rows: list[Any]) -> list[Notice]:
    """That whoever got one before would get another one."""
    count = queries.count_having(kind, rows)
    if not count:
        return []
    text = ngettext(
        "%(count)s of them has this letter already and gets another one. If it was wrong, withdraw the first.",
        "%(count)s of them have this letter already and get another one. If it was wrong, withdraw the first.",
        count,
    )
    return [Notice(text % {"count": formats.number(count)}, tone="warn")]


@require_safe
@access.requires(Right.ISSUE_LETTER)
def mailing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, and the letters issued so far."""
    found = find(MAILING, request.actor, pk)
    work = _work_of(found, request.actor)
    if wants_partial(request) and request.htmx.target != "results":
        if found.is_over:
            return HttpResponseClientRefresh()
        return render(request, "components/long_work.html", {"work": work})
    printed = Action(
        _("Download all for printing"),
        reverse("letters:mailing_download", args=[pk]),
        "primary",
        icon="download",
        post=True,
    )
    return list_page(
        request,
        queryset=Letter.objects.visible_to(request.actor)
        .filter(mailing=found)
        .select_related("organisation"),
        table=LetterTable,
        filters=LetterFilter,
        template="letters/mailing.html",
        by_key=True,
        export_name="surat",
        title=str(kind_of(found.kind).title),
        crumbs=_crumbs(),
        actions=[printed] if found.is_over and found.done else [],
        work=work,
    )


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Letters"), reverse("letters:list"))]


def _work_of(mailing: Mailing, actor: Actor) -> Work:
    return Work(
        title=_("Letters to many"),
        state=mailing.state,
        url=page_of(MAILING, mailing),
        doing=_("%(done)s of %(total)s letters are issued.")
        % {"done": formats.number(mailing.done), "total": formats.number(mailing.total)},
        share=mailing.done / mailing.total if mailing.total else None,
        cancel_url=reverse("letters:mailing_step", args=[mailing.pk, "cancel"])
        if may_cancel(MAILING, actor, mailing)
        else "",
        error=failure_of(MAILING, mailing),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(MAILING)
def mailing_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    found = find(MAILING, request.actor, pk)
    take = partial(services.cancel_mailing, actor=request.actor, mailing=found)
    return step_page(request, MAILING, found, verb, take)


@require_POST
@access.requires(Right.ISSUE_LETTER)
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """All of them in one file."""
    found = find(MAILING, request.actor, pk)
    pdf = services.download_mailing(actor=request.actor, mailing=found)
    return alone(HttpResponse(pdf, content_type="application/pdf"), "surat.pdf", as_attachment=True)
