"""Certificates at the desk of a body: the list, one of them, issuing it, its steps, its paper."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.candidates.rights import Right as CandidateRight
from jalur.journey.certificates import press, queries, services, words
from jalur.journey.certificates.filters import CertificateFilter, WaitingFilter
from jalur.journey.certificates.forms import IssueForm, ReissueForm
from jalur.journey.certificates.models import Certificate
from jalur.journey.certificates.rights import Right
from jalur.journey.certificates.tables import CertificateTable, WaitingTable
from jalur.journey.certificates.workflow import CERTIFICATE
from jalur.journey.certification.models import Assessment
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form, answer_paper
from jalur.kit.components import Action, Crumb, Empty, Notice, Row
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page

TIMED = {"suspend": services.suspend, "resume": services.resume, "revoke": services.revoke}


@require_safe
@access.requires(Right.VIEW_CERTIFICATE)
def certificate_list(request: HttpRequest) -> HttpResponse:
    issues = access.may(request.actor, Right.ISSUE_CERTIFICATE)
    many = Action(_("Issue certificates"), reverse("certificates:issue_many"), "primary")
    waiting = Action(_("Who waits for one"), reverse("certificates:waiting"))
    return list_page(
        request,
        queryset=Certificate.objects.visible_to(request.actor).for_lists(),
        table=CertificateTable,
        filters=CertificateFilter,
        export_name="sertifikat",
        exportable=issues or access.may(request.actor, CandidateRight.EXPORT_CANDIDATE),
        title=_("Certificates"),
        lead=_("Issued for what was decided. They go with the certificate of BNSP and do not replace it."),
        actions=[many, waiting] if issues else [],
        empty=Empty(_("No certificate was issued yet"), icon="award"),
    )


@require_safe
@access.requires(Right.ISSUE_CERTIFICATE)
def waiting(request: HttpRequest) -> HttpResponse:
    rows = queries.waiting(request.actor.organisation_id).select_related("scheme", "pleno", "candidate")
    return list_page(
        request,
        queryset=rows,
        table=WaitingTable,
        filters=WaitingFilter,
        export_name="menunggu-sertifikat",
        title=_("Who waits for a certificate"),
        lead=_("Decided competent, and nothing issued yet."),
        crumbs=[_crumb()],
        actions=[Action(_("Issue certificates"), reverse("certificates:issue_many"), "primary")],
        empty=Empty(_("Nobody waits for a certificate"), icon="award"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.ISSUE_CERTIFICATE)
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """One certificate, with the number of its blank."""
    actor = request.actor
    rows = Assessment.objects.filter(body=actor.organisation_id).select_related(
        "candidate__person", "scheme__body", "body", "pleno", "day__place", "assessor__user"
    )
    one = get_object_or_404(rows, code=code)
    blank = Certificate(assessment=one, issuer=one.body, candidate=one.candidate, scheme=one.scheme)
    if not access.covers(actor, Right.ISSUE_CERTIFICATE, blank):
        raise Http404
    is_issued = one.certificates.exists()
    issued_already = [_("A certificate for this assessment was issued already.")]
    hindrances = issued_already if is_issued else queries.what_hinders(one)
    return answer_form(
        request,
        IssueForm(posted(request), instance=blank),
        lambda form: services.issue(
            actor=actor,
            assessment=one,
            blank=form.instance.blank,
            now=dates.now(),
            today=dates.today(),
        ),
        done=_("Issued. The holder has been told."),
        to=partial(page_of, CERTIFICATE),
        title=_("Issue the certificate"),
        lead=_("Signed once, it does not change any more. A mistake in it is mended by issuing it again."),
        button=_("Issue the certificate"),
        notices=[Notice(" ".join(hindrances), _("It cannot be issued"), "bad")] if hindrances else [],
        rows=[
            Row(_("Name as signed"), one.candidate.person.name, hint=one.candidate.number),
            Row(_("Scheme"), str(one.scheme)),
            Row(_("Minutes"), str(one.pleno or "")),
            Row(_("Decided on"), formats.day(one.decided_on, "long") if one.decided_on else ""),
        ],
        crumbs=[_crumb(), Crumb(_("Who waits for a certificate"), reverse("certificates:waiting"))],
    )


@require_safe
@access.requires(Right.VIEW_CERTIFICATE)
def certificate(request: HttpRequest, registration: str) -> HttpResponse:
    record = find(CERTIFICATE, request.actor, registration)
    actor, today = request.actor, dates.today()
    is_own = actor.person_id is not None and actor.person_id == record.candidate.person_id
    grids = [words.checks_grid(record)] if is_own or actor.organisation_id == record.issuer_id else []
    if is_own:
        shares = list(record.shares.order_by("-created_at", "pk"))
        grids = [words.shares_grid(shares, today), *grids]
    crumb = Crumb(_("My certificates"), reverse("certificates:wallet")) if is_own else _crumb()
    return record_page(
        request,
        CERTIFICATE,
        record,
        crumbs=[crumb],
        first=_ways(actor, record),
        tags=[words.tag_of(record, today)],
        notices=words.notices_of(record, today, is_own=is_own),
        summary_title=_("The certificate"),
        rows=words.rows_of(record, is_own=is_own),
        grids=grids,
    )


def _ways(actor: Actor, record: Certificate) -> list[Action]:
    number, ways = record.registration, []
    if access.covers(actor, Right.PRINT_CERTIFICATE, record):
        pdf = link("certificates:pdf", number)
        ways.append(Action(_("Download as PDF"), pdf, "primary", icon="download", post=True))
    if access.covers(actor, Right.CARRY_CERTIFICATE, record):
        ways += [
            Action(_("Share by a link"), link("certificates:share", number), icon="link-45deg"),
            Action(_("Files for a wallet"), link("certificates:files", number), icon="wallet2"),
        ]
    return ways


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(CERTIFICATE)
def certificate_step(request: HttpRequest, registration: str, verb: str) -> HttpResponse:
    record = find(CERTIFICATE, request.actor, registration)
    when = {"now": dates.now(), "today": dates.today()}
    if verb == "replace":
        return step_page(
            request,
            CERTIFICATE,
            record,
            verb,
            partial(services.reissue, actor=request.actor, certificate=record, **when),
            own_forms={"replace": lambda data: ReissueForm(data, initial={"blank": record.blank})},
            to=partial(page_of, CERTIFICATE),
        )
    take = partial(TIMED[verb], actor=request.actor, certificate=record, **when)
    return step_page(request, CERTIFICATE, record, verb, take)


@require_POST
@access.requires(Right.PRINT_CERTIFICATE)
def pdf(request: HttpRequest, registration: str) -> HttpResponse:
    """The paper, set anew from what was signed; that it left the house is recorded."""
    record = find(CERTIFICATE, request.actor, registration, action=Right.PRINT_CERTIFICATE)

    def make() -> bytes:
        forms = queries.forms_of(record)
        made = press.paper(words.sheet_of(record, forms.compact, dates.today()), forms.open_badge)
        services.take_along(actor=request.actor, certificate=record)
        return made

    name = f"sertifikat-{record.registration}.pdf"
    return answer_paper(request, make, name, to=page_of(CERTIFICATE, record))


def _crumb() -> Crumb:
    return Crumb(_("Certificates"), reverse("certificates:list"))
