"""Agreeing to be found, by herself or by an office with her; her consent, who looked and who asked; an office's list."""

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Role
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.talent_pool import guards, queries, services, words
from jalur.journey.talent_pool.filters import ConsentFilter
from jalur.journey.talent_pool.forms import ConsentForm
from jalur.journey.talent_pool.models import Consent, ConsentState, Purpose, Request
from jalur.journey.talent_pool.rights import Right
from jalur.journey.talent_pool.tables import ConsentTable
from jalur.journey.talent_pool.workflow import CONSENT, REQUEST
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb, Empty, Notice
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page
from jalur.kit.parts import Section

STEPS = {"extend": services.extend_consent, "take_back": services.take_consent_back}


@require_safe
@access.requires(Right.VIEW_CONSENT)
def own(request: HttpRequest) -> HttpResponse:
    """To her consent, or to the page where she agrees; an office goes to its list."""
    if request.actor.role != Role.CANDIDATE:
        return redirect("talent_pool:consents")
    candidate = candidates.own_candidate(request.actor)
    if candidate is None:
        return redirect("candidates:own")
    consent = queries.consent_of(candidate, dates.today())
    return redirect(page_of(CONSENT, consent) if consent else link("talent_pool:give", candidate.number))


@require_safe
@access.requires(Right.VIEW_CONSENT)
def consents(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Consent.objects.visible_to(request.actor).select_related("candidate"),
        table=ConsentTable,
        filters=ConsentFilter,
        by_key=True,
        export_name="persetujuan-bank-talenta",
        title=_("Who agreed to be found"),
        lead=_(
            "People of your region in the talent pool. You write a consent down from the page of the candidate, on her word."
        ),
        empty=Empty(_("Nobody has agreed yet"), icon="people"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.GIVE_CONSENT)
def give(request: HttpRequest, number: str) -> HttpResponse:
    """She sees herself as others will, then agrees; whoever cannot join reads what is missing."""
    actor, today = request.actor, dates.today()
    rows = Candidate.objects.visible_to(actor).select_related("person__residence")
    candidate = get_object_or_404(rows, number=number)
    blank = Consent(candidate=candidate)
    if not access.covers(actor, Right.GIVE_CONSENT, blank):
        raise Http404
    if (standing := queries.consent_of(candidate, today)) is not None and request.method != "POST":
        return redirect(page_of(CONSENT, standing))
    is_own = actor.person_id == candidate.person_id
    page: dict[str, Any] = {"title": _("Be found in the talent pool"), "crumbs": _crumbs(candidate, is_own)}
    missing = queries.lacks(candidate, today)
    if missing and request.method != "POST":
        notices = [Notice(guards.lacking_words(code), _("Not yet"), "warn") for code in missing]
        return answer_form(
            request, forms.Form(), lambda _form: None, done="", button="", notices=notices, **page
        )
    return answer_form(
        request,
        ConsentForm(posted(request), instance=blank, today=today),
        lambda form: services.give_consent(actor=actor, consent=form.instance, today=today),
        done=_("You can be found now. Leave whenever you want."),
        to=partial(page_of, CONSENT),
        button=_("I agree"),
        caption="" if is_own else candidate.person.name,
        notices=words.consent_notices(is_own),
        summary_title=_("How others will see you"),
        rows=words.entry_rows(
            queries.shown_before(candidate, today, Purpose.PROGRAMMES),
            queries.common_by_regency(Purpose.PROGRAMMES, today),
            today,
        ),
        **page,
    )


@require_safe
@access.requires(Right.VIEW_CONSENT)
def consent(request: HttpRequest, number: str) -> HttpResponse:
    actor, today = request.actor, dates.today()
    record = find(CONSENT, actor, number)
    asked = Request.objects.visible_to(actor).filter(consent=record).select_related(*REQUEST.related)
    rows = list(asked.order_by("-created_at", "pk")[:20])
    is_own = actor.person_id == record.candidate.person_id
    stands = record.state == ConsentState.GIVEN
    count = queries.lookers([record.pk], today - queries.WEEK).get(record.pk, 0)
    return record_page(
        request,
        CONSENT,
        record,
        crumbs=_crumbs(record.candidate, is_own),
        notices=[Notice(words.looked(count)), words.never_shown()] if stands else [],
        summary_title=_("The consent"),
        rows=words.consent_rows(record),
        grids=[
            *([words.requests_grid(rows, REQUEST.tags(), is_own=True)] if rows else []),
            words.looks_grid(record, today),
        ],
        sections=[_as_seen(record, today)] if stands else [],
    )


def _as_seen(record: Consent, today: Any) -> Section:
    purpose = Purpose.PROGRAMMES if Purpose.PROGRAMMES in record.purposes else Purpose.COMPANIES
    seen = queries.shown(Consent.objects.filter(pk=record.pk), today, purpose).get()
    common = queries.common_by_regency(purpose, today)
    return Section(_("How others see you"), words.entry_rows(seen, common, today))


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(CONSENT)
def consent_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    record, today = find(CONSENT, request.actor, number), dates.today()
    if verb == "extend":
        return step_page(
            request,
            CONSENT,
            record,
            verb,
            lambda **_beside: services.extend_consent(actor=request.actor, consent=record, today=today),
            own_forms={"extend": partial(ConsentForm, instance=record, today=today)},
        )
    take = partial(STEPS[verb], actor=request.actor, consent=record, today=today)
    return step_page(request, CONSENT, record, verb, take)


def _crumbs(candidate: Candidate, is_own: bool) -> list[Crumb]:
    page = link("candidates:candidate", candidate.number)
    if is_own:
        return [Crumb(_("Your file"), page)]
    return [
        Crumb(_("Who agreed to be found"), reverse("talent_pool:consents")),
        Crumb(candidate.number, page),
    ]
