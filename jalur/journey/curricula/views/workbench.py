"""Where labour office, company and institute discuss a version: comments, invitations, answers."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find, page_of, step_page, takes_steps
from jalur.journey.curricula import queries, services, words
from jalur.journey.curricula.forms import RemarkForm
from jalur.journey.curricula.models import OPEN, Remark
from jalur.journey.curricula.rights import Right
from jalur.journey.curricula.views.versions import list_crumb
from jalur.journey.curricula.workflow import PARTY, REMARK, VERSION
from jalur.kit.answers import answer_form
from jalur.kit.forms import by_label, options_response, posted

REMARK_STEPS = {"settle": services.settle_remark}
PARTY_STEPS = {"agree": services.agree, "say_missing": services.say_missing}


@require_safe
@access.requires(Right.EDIT_VERSION)
def organisation_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, words.search_organisations, by_label)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.WRITE_REMARK)
def new_remark(request: HttpRequest, code: str) -> HttpResponse:
    """A comment on a part, or on the whole."""
    version = find(VERSION, request.actor, code)
    if version.state not in OPEN or not queries.takes_part(version, request.actor.organisation_id):
        raise Http404
    asked = {"part_key": request.GET.get("part_key", "")}
    return answer_form(
        request,
        RemarkForm(posted(request), instance=Remark(version=version), initial=asked),
        lambda form: services.write_remark(actor=request.actor, remark=form.instance),
        done=_("Your comment is written. The institute says what it did about it."),
        title=_("Comment on “%(title)s”") % {"title": version.title},
        button=_("Send the comment"),
        crumbs=[list_crumb(), crumb_of(VERSION, version)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(REMARK)
def remark_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Settle a comment."""
    remark = find(REMARK, request.actor, pk, action=Right.SETTLE_REMARK)
    take = partial(REMARK_STEPS[verb], actor=request.actor, remark=remark)
    lead = f"{remark.part_title or _('The whole curriculum')}: {remark.text}"
    crumbs = [list_crumb(), crumb_of(VERSION, remark.version)]
    return step_page(request, REMARK, remark, verb, take, crumbs=crumbs, lead=lead)


@require_safe
@access.requires(Right.ANSWER_PARTY)
def party(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a message leads: the version that somebody is asked about."""
    return redirect(page_of(VERSION, find(PARTY, request.actor, pk).version))


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(PARTY)
def party_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Agree, or say what is missing."""
    party = find(PARTY, request.actor, pk)
    take = partial(PARTY_STEPS[verb], actor=request.actor, party=party)
    return step_page(
        request, PARTY, party, verb, take, crumbs=[list_crumb(), crumb_of(VERSION, party.version)]
    )
