"""Licences of instructors: the list with what runs out, one of them with its paper, recording one, putting one away, the rules."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.files import queries as files
from jalur.foundation.files import words as file_words
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.premises import queries, rules, services
from jalur.journey.premises.filters import LicenceFilter
from jalur.journey.premises.forms import LicenceForm, TeachingRulesForm
from jalur.journey.premises.models import TeachingLicence
from jalur.journey.premises.rights import Right
from jalur.journey.premises.tables import LicenceTable
from jalur.journey.premises.workflow import LICENCE, RESOURCE
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Row
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_RESOURCE)
def licences(request: HttpRequest) -> HttpResponse:
    actions = [
        Action(
            _("Record an instructor's licence"), reverse("premises:new_licence"), "primary", icon="plus-lg"
        ),
        Action(_("Rules for teaching"), reverse("premises:teaching_rules")),
    ]
    return list_page(
        request,
        queryset=TeachingLicence.objects.visible_to(request.actor).select_related("resource__organisation"),
        table=LicenceTable,
        filters=LicenceFilter,
        export_name="lisensi-instruktur",
        title=_("Licences of instructors"),
        lead=_("What instructors may teach and until when. Whether the law asks for one was not verified."),
        actions=actions if access.may(request.actor, Right.EDIT_RESOURCE) else [],
        empty=Empty(_("No licence is on file yet"), icon="patch-check"),
    )


@require_safe
@access.requires(Right.VIEW_RESOURCE)
def licence(request: HttpRequest, pk: UUID) -> HttpResponse:
    record, kind = find(LICENCE, request.actor, pk), kind_of(rules.LICENCE_PAPERS)
    papers = files.files_of(kind, record)
    who = record.resource
    return record_page(
        request,
        LICENCE,
        record,
        crumbs=[licences_crumb()],
        summary_title=_("The licence"),
        rows=[
            Row(_("Instructor"), who.name, Action(_("Open"), page_of(RESOURCE, who))),
            *facts(record, "kind", "number", "issuer", "valid_from", "last_day"),
            Row(_("What it covers"), ", ".join(str(one) for one in record.teaches.order_by("kind", "code"))),
            Row(
                _("The licence itself"),
                "" if papers else _("not added"),
                *file_words.links(request.actor, kind, record, papers)[:1],
            ),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_RESOURCE)
def new_licence(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    return answer_form(
        request,
        LicenceForm(posted(request), centre=centre, instance=TeachingLicence()),
        lambda form: services.record_licence(actor=request.actor, licence=form.instance, **form.beside),
        done=_("The licence is on file."),
        to=partial(page_of, LICENCE),
        title=_("Record an instructor's licence"),
        button=_("Save"),
        crumbs=[licences_crumb()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(LICENCE)
def licence_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(LICENCE, request.actor, pk)
    take = partial(services.replace_licence, actor=request.actor, licence=record)
    return step_page(request, LICENCE, record, verb, take)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_RESOURCE)
def teaching_rules(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    return answer_form(
        request,
        TeachingRulesForm(posted(request), instance=queries.teaching_rules(centre)),
        lambda form: services.set_teaching_rules(actor=request.actor, rules=form.instance),
        done=_("The rules are saved. What is booked already stays."),
        title=_("Rules for teaching"),
        lead=_("Without a tick you are asked back once and decide."),
        button=_("Save"),
        crumbs=[licences_crumb()],
        changes=True,
    )


def licences_crumb() -> Crumb:
    return Crumb(_("Licences of instructors"), reverse("premises:licences"))
