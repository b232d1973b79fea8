"""Certificates of many: asked for once, how far it is, and those issued so far."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.credentials.queries import active_key
from jalur.foundation.credentials.rules import NO_KEY
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.work.workflow import failure_of, may_cancel
from jalur.foundation.workflow.views import find, page_of, step_page, takes_steps
from jalur.journey.certificates import queries, services
from jalur.journey.certificates.filters import CertificateFilter
from jalur.journey.certificates.forms import ManyForm
from jalur.journey.certificates.models import Certificate, Issuing
from jalur.journey.certificates.rights import Right
from jalur.journey.certificates.tables import CertificateTable
from jalur.journey.certificates.workflow import ISSUING
from jalur.journey.certification.models import AssessmentDay, Pleno
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb, Grid, Notice, Work
from jalur.kit.forms import posted
from jalur.kit.htmx import wants_partial
from jalur.kit.lists import list_page


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.ISSUE_CERTIFICATE)
def issue_many(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    body = get_object_or_404(Organisation, pk=actor.organisation_id)
    nobody = not queries.waiting(body).exists()
    keyless = active_key(body.pk) is None

    def save(form: ManyForm) -> Issuing:
        kind, _space, number = form.cleaned_data["of"].partition(" ")
        day = AssessmentDay.objects.filter(body=body, number=number).first() if kind == "day" else None
        pleno = Pleno.objects.filter(body=body, number=number).first() if kind == "pleno" else None
        return services.start_issuing(actor=actor, body=body, day=day, pleno=pleno, today=dates.today())

    return answer_form(
        request,
        ManyForm(posted(request), body=body),
        save,
        done=_("The certificates are being issued."),
        to=partial(page_of, ISSUING),
        title=_("Issue certificates"),
        lead=_(
            "Each gets a number of its own and is signed once. Blanks can be named when one is issued again."
        ),
        button="" if nobody or keyless else _("Issue them"),
        notices=[
            *([Notice(_("Nobody waits for a certificate."))] if nobody else []),
            *([Notice(str(NO_KEY), tone="warn")] if keyless else []),
        ],
        crumbs=[_crumb()],
    )


@require_safe
@access.requires(Right.ISSUE_CERTIFICATE)
def issuing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, who got none and why, and the certificates issued so far."""
    found = find(ISSUING, request.actor, pk)
    work = _work_of(found, request.actor)
    if wants_partial(request) and request.htmx.target != "results":
        if found.is_over:
            return HttpResponseClientRefresh()
        return render(request, "components/long_work.html", {"work": work})
    refused: list[list[object]] = [[code, why] for code, why in sorted(found.refused.items())[:200]]
    return list_page(
        request,
        queryset=Certificate.objects.visible_to(request.actor).filter(issuing=found).for_lists(),
        table=CertificateTable,
        filters=CertificateFilter,
        template="certificates/issuing.html",
        by_key=True,
        export_name="sertifikat",
        title=_("Certificates of many"),
        crumbs=[_crumb()],
        work=work,
        grids=[Grid(_("Not issued, and why"), [_("Assessment"), _("Why")], refused)] if refused else [],
    )


def _work_of(one: Issuing, actor: Actor) -> Work:
    return Work(
        title=_("Certificates of many"),
        state=one.state,
        url=page_of(ISSUING, one),
        doing=_("%(done)s of %(total)s certificates are issued.")
        % {"done": formats.number(one.done), "total": formats.number(one.total)},
        share=one.done / one.total if one.total else None,
        cancel_url=reverse("certificates:issuing_step", args=[one.pk, "cancel"])
        if may_cancel(ISSUING, actor, one)
        else "",
        error=failure_of(ISSUING, one),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(ISSUING)
def issuing_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    found = find(ISSUING, request.actor, pk)
    take = partial(services.cancel_issuing, actor=request.actor, issuing=found)
    return step_page(request, ISSUING, found, verb, take)


def _crumb() -> Crumb:
    return Crumb(_("Certificates"), reverse("certificates:list"))
