"""Guardians' consents to a bed: the list, one of them with its paper, recording one, that it was taken back."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.files import queries as files
from jalur.foundation.files import words as file_words
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.premises import queries, rules, services, words
from jalur.journey.premises.filters import ConsentFilter
from jalur.journey.premises.forms import ConsentForm, PaperForm
from jalur.journey.premises.models import BedConsent
from jalur.journey.premises.rights import Right
from jalur.journey.premises.tables import ConsentTable
from jalur.journey.premises.workflow import CONSENT
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Row
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.lists import list_page

STEPS = {"take_back": services.take_consent_back, "attach": services.attach_paper}


@require_safe
@access.requires(Right.VIEW_CONSENT)
def consents(request: HttpRequest) -> HttpResponse:
    new = Action(_("Record a consent"), reverse("premises:new_consent"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=BedConsent.objects.visible_to(request.actor).select_related("candidate__person", "centre"),
        table=ConsentTable,
        filters=ConsentFilter,
        export_name="izin-wali",
        title=_("Guardians' consents"),
        lead=_("Whoever is under 18 sleeps at a centre only with a guardian's consent in writing."),
        actions=[new] if access.may(request.actor, Right.RECORD_CONSENT) else [],
        empty=Empty(_("No consent is on file yet"), icon="file-earmark-check"),
    )


@require_safe
@access.requires(Right.VIEW_CONSENT)
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    record, kind = find(CONSENT, request.actor, pk), kind_of(rules.CONSENT_PAPERS)
    papers = files.files_of(kind, record)
    same = BedConsent.objects.filter(pk=record.pk)
    beds = queries.beds_without_consent(same, dates.now())
    return record_page(
        request,
        CONSENT,
        record,
        crumbs=[consents_crumb()],
        summary_title=_("The consent"),
        notices=[words.no_consent()] if beds else [],
        grids=[words.beds_grid(request.actor, beds)] if beds else [],
        rows=[
            Row(_("Who sleeps there"), record.candidate.number),
            Row(_("Centre"), str(record.centre)),
            *facts(record, "guardian", "signed_on"),
            Row(
                _("The signed paper"),
                "" if papers else _("not added"),
                *file_words.links(request.actor, kind, record, papers)[:1],
            ),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_CONSENT)
def new_consent(request: HttpRequest) -> HttpResponse:
    values = {name: request.GET.get(name, "") for name in ("candidate", "centre")}
    return answer_form(
        request,
        ConsentForm(posted(request), actor=request.actor, instance=BedConsent(), initial=values),
        lambda form: services.record_consent(
            actor=request.actor, consent=form.instance, today=dates.today(), **form.beside
        ),
        done=_("The consent is on file."),
        to=partial(page_of, CONSENT),
        title=_("Record a consent"),
        button=_("Save"),
        lead=_("A guardian has agreed in writing that somebody under 18 sleeps at this centre."),
        crumbs=[consents_crumb()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(CONSENT)
def consent_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(CONSENT, request.actor, pk)
    take = partial(STEPS[verb], actor=request.actor, consent=record)
    return step_page(
        request,
        CONSENT,
        record,
        verb,
        take,
        own_forms={"attach": partial(PaperForm, files=request.FILES or None)},
    )


def consents_crumb() -> Crumb:
    return Crumb(_("Guardians' consents"), reverse("premises:consents"))
