"""The holder's own: her certificates, links that she shares, files that she takes along."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find, page_of
from jalur.journey.certificates import press, queries, services, words
from jalur.journey.certificates.forms import CarryForm, ShareForm
from jalur.journey.certificates.models import Certificate, Share
from jalur.journey.certificates.rights import Right
from jalur.journey.certificates.workflow import CERTIFICATE
from jalur.kit import dates
from jalur.kit.answers import alone, answer_button, answer_form
from jalur.kit.components import Action, Crumb, Empty, Row
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.parts import Section


@require_safe
@access.requires(Right.CARRY_CERTIFICATE)
def wallet(request: HttpRequest) -> HttpResponse:
    """Her certificates: whether each holds and until when, how often it was checked, and what she can do with it."""
    today = dates.today()
    rows = Certificate.objects.filter(candidate__person=request.actor.person_id).for_lists()
    found = list(rows.order_by("-decided_on", "-issued_on", "pk")[:50])
    since = today.replace(year=today.year - 1, day=1)
    seen = queries.checked_since([one.pk for one in found], since)
    return render(
        request,
        "certificates/wallet.html",
        {
            "title": _("My certificates"),
            "lead": _("What was found, until when it holds, and to whom you show it. You alone decide that."),
            "sections": [_section(one, seen.get(one.pk, 0)) for one in found],
            "empty": Empty(
                _("You have no certificate yet"),
                _("It is issued after an assessment that found you competent."),
                action=Action(_("Assessments"), reverse("certification:assessments")),
                icon="award",
            ),
            "notices": [],
        },
    )


def _section(one: Certificate, checked: int) -> Section:
    way = Action(_("Open"), link("certificates:certificate", one.registration))
    return Section(
        one.scheme.title,
        [
            Row(_("State"), words.in_plain_words(one, dates.today()), way),
            Row(_("Issued by"), one.issuer.name),
            Row(_("Register number"), one.registration),
            Row(_("Checked"), words.checked_times(checked)),
        ],
    )


def _own(request: HttpRequest, registration: str) -> Certificate:
    return find(CERTIFICATE, request.actor, registration, action=Right.CARRY_CERTIFICATE)


def _back(record: Certificate) -> list[Crumb]:
    return [Crumb(_("My certificates"), reverse("certificates:wallet")), crumb_of(CERTIFICATE, record)]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.SHARE_CERTIFICATE)
def share(request: HttpRequest, registration: str) -> HttpResponse:
    record = find(CERTIFICATE, request.actor, registration)
    blank = Share(certificate=record)
    if not access.covers(request.actor, Right.SHARE_CERTIFICATE, blank):
        raise Http404
    return answer_form(
        request,
        ShareForm(posted(request), instance=blank),
        lambda form: services.share(actor=request.actor, share=form.instance, today=dates.today()),
        done=_("The link is made. Copy it from the list and send it to whom you choose."),
        to=lambda _share: page_of(CERTIFICATE, record),
        title=_("Share by a link"),
        caption=record.scheme.title,
        lead=_(
            "Whoever has the link sees what you choose, until the day you choose. You can stop it at any time."
        ),
        button=_("Make the link"),
        crumbs=_back(record),
    )


@require_POST
@access.requires(Right.SHARE_CERTIFICATE)
def stop_sharing(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Share.objects.visible_to(request.actor).select_related("certificate__candidate__person")
    record = get_object_or_404(rows, pk=pk)
    return answer_button(
        request,
        lambda: services.stop_sharing(actor=request.actor, share=record, today=dates.today()),
        done=_("Stopped. The link shows nothing any more."),
        to=link("certificates:certificate", record.certificate.registration),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.CARRY_CERTIFICATE)
def files(request: HttpRequest, registration: str) -> HttpResponse:
    """Files for a wallet: the whole as Open Badge, the square picture, and one with what she chooses to be able to show."""
    record = _own(request, registration)

    def save(form: CarryForm) -> HttpResponse:
        text = services.carry(actor=request.actor, certificate=record, personal=form.cleaned_data["personal"])
        answer = HttpResponse(text, content_type="application/dc+sd-jwt")
        return alone(answer, f"sertifikat-{record.registration}.sd-jwt", as_attachment=True)

    badge = Action(
        _("Open Badge (JSON)"), link("certificates:badge", registration), "secondary", "download", post=True
    )
    picture = Action(
        _("Square picture (SVG)"),
        link("certificates:picture", registration),
        "secondary",
        "download",
        post=True,
    )
    return answer_form(
        request,
        CarryForm(posted(request)),
        save,
        done="",
        template="certificates/files.html",
        title=_("Files for a wallet"),
        caption=record.scheme.title,
        lead=_(
            "A wallet is an app that keeps such files. Your NIK is in none of them unless you choose it here."
        ),
        button=_("Download for a wallet (SD-JWT)"),
        crumbs=_back(record),
        ways=[badge, picture],
    )


@require_POST
@access.requires(Right.CARRY_CERTIFICATE)
def badge(request: HttpRequest, registration: str) -> HttpResponse:
    record = _own(request, registration)
    services.take_along(actor=request.actor, certificate=record)
    answer = HttpResponse(queries.forms_of(record).open_badge, content_type="application/ld+json")
    return alone(answer, f"sertifikat-{registration}.json", as_attachment=True)


@require_POST
@access.requires(Right.CARRY_CERTIFICATE)
def picture(request: HttpRequest, registration: str) -> HttpResponse:
    record = _own(request, registration)
    services.take_along(actor=request.actor, certificate=record)
    answer = HttpResponse(press.picture(queries.forms_of(record).compact), content_type="image/svg+xml")
    return alone(answer, f"sertifikat-{registration}.svg", as_attachment=True)
