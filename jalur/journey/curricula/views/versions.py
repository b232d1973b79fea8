"""Curricula: the list, one version and its steps, two versions side by side."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import crumb_of, find, page_of, record_page, step_page, takes_steps
from jalur.journey.curricula import queries, rules, services, words
from jalur.journey.curricula.filters import VersionFilter
from jalur.journey.curricula.forms import InForceForm, InviteForm, VersionForm, WithdrawForm
from jalur.journey.curricula.models import OPEN, Curriculum, Version, VersionState
from jalur.journey.curricula.rights import Right
from jalur.journey.curricula.tables import VersionTable
from jalur.journey.curricula.workflow import VERSION
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Notice, Text
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page

STEPS = {
    "change": lambda **step: services.change_version(today=dates.today(), **step),
    "discuss": services.discuss,
    "invite": lambda **step: services.invite(today=dates.today(), **step),
    "withdraw_invitation": services.withdraw_invitation,
    "put_in_force": lambda **step: services.put_in_force(today=dates.today(), **step),
    "discard": services.discard_version,
    "copy": services.copy_version,
}


@require_safe
@access.requires(Right.VIEW_VERSION)
def versions(request: HttpRequest) -> HttpResponse:
    new = Action(_("New curriculum"), reverse("curricula:new_curriculum"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=Version.objects.visible_to(request.actor).for_lists(),
        table=VersionTable,
        filters=VersionFilter,
        export_name="kurikulum",
        title=_("Curricula"),
        lead=_("What institutes teach, part by part with hours; each version agreed from a day on."),
        actions=[new] if access.may(request.actor, Right.EDIT_VERSION) else [],
        empty=Empty(_("No curriculum yet"), icon="journal-richtext"),
    )


def list_crumb() -> Crumb:
    return Crumb(_("Curricula"), reverse("curricula:versions"))


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_VERSION)
def new_curriculum(request: HttpRequest) -> HttpResponse:
    provider = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    version = Version(
        curriculum=Curriculum(provider=provider), lesson_minutes=queries.lesson_minutes(provider.pk)
    )
    return answer_form(
        request,
        VersionForm(posted(request), instance=version),
        lambda form: services.draft_curriculum(actor=request.actor, version=form.instance),
        done=_("The curriculum is started. Add its parts now."),
        to=partial(page_of, VERSION),
        title=_("New curriculum"),
        button=_("Save as a draft"),
        crumbs=[list_crumb()],
    )


@require_safe
@access.requires(Right.VIEW_VERSION)
def version(request: HttpRequest, code: str) -> HttpResponse:
    actor = request.actor
    version = find(VERSION, actor, code)
    parts = queries.parts_of(version)
    totals = queries.totals_of(version, parts)
    is_open = version.state in OPEN
    edits = is_open and access.covers(actor, Right.EDIT_VERSION, version)
    works_on_it = Version.objects.worked_on_by(actor).filter(pk=version.pk).exists()
    comments = (
        is_open
        and access.may(actor, Right.WRITE_REMARK)
        and queries.takes_part(version, actor.organisation_id)
    )
    grids = [words.parts_grid(version, parts, edits=edits, comments=comments), words.by_kind(totals)]
    if works_on_it or version.state != VersionState.DRAFT:
        grids += _workbench(version, actor, works_on_it=works_on_it)
    return record_page(
        request,
        VERSION,
        version,
        "curricula/version.html",
        crumbs=[list_crumb()],
        first=[
            *_first(version, edits=edits, comments=comments),
            *words.answers(words.own_party(version, actor), actor),
        ],
        notices=_notices(version),
        summary_title=_("The curriculum"),
        rows=words.version_facts(version, totals),
        grids=[*grids, _versions(version, actor)],
    )


def _first(version: Version, *, edits: bool, comments: bool) -> list[Action]:
    add = Action(_("Add a part"), link("curricula:new_part", version.code), "secondary", icon="plus-lg")
    about = Action(_("Comment on the whole"), link("curricula:new_remark", version.code), "quiet")
    return [*([add] if edits else []), *([about] if comments else [])]


def _workbench(version: Version, actor: Actor, *, works_on_it: bool) -> list[Grid]:
    """Who agrees is public once it is agreed; comments are read by those who work on it."""
    grids = [words.parties_grid(version)]
    return [*grids, words.remarks_grid(version, queries.remarks_of(version), actor)] if works_on_it else grids


def _notices(version: Version) -> list[Notice]:
    newer = queries.newer_than(version, dates.today())
    if newer is None:
        return []
    sentence = _("Version %(number)s has replaced this one.") % {"number": newer.number}
    return [Notice(sentence, actions=[Action(_("Read the newer version"), page_of(VERSION, newer))])]


def _versions(version: Version, actor: Actor) -> Grid:
    """All versions of the curriculum, each to be compared with this one."""
    others = queries.versions_of(version.curriculum, actor)
    rows: list[list[Any]] = []
    for one in others:
        compared = link("curricula:compare", version.code, query=f"with={one.code}")
        rows.append(
            [
                Text(str(one.number), url="" if one == version else page_of(VERSION, one)),
                VERSION.tag(one),
                one.valid_from,
                one.valid_to,
                None if one == version else Action(_("Compare"), compared, "quiet"),
            ]
        )
    heads = [_("Version"), _("State"), _("In force from"), _("Replaced from"), ""]
    return Grid(_("Versions"), heads, rows if len(others) > 1 else [])


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(VERSION)
def version_step(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Change the heading, discuss, invite, put in force, set aside, start a new version."""
    version = find(VERSION, request.actor, code)
    missing = queries.not_agreed(version) if verb == "put_in_force" else []
    forms = {
        "change": partial(VersionForm, instance=version),
        "invite": InviteForm,
        "withdraw_invitation": partial(WithdrawForm, version=version),
        "put_in_force": partial(InForceForm, missing=missing),
    }
    context: dict[str, Any] = {"to": partial(page_of, VERSION)} if verb == "copy" else {}
    if missing:
        sentence = _("Has not agreed yet: %(names)s.") % {"names": ", ".join(missing)}
        context["notices"] = [Notice(sentence, tone="warn")]
    take = partial(STEPS[verb], actor=request.actor, version=version)
    return step_page(request, VERSION, version, verb, take, own_forms=forms, **context)


@require_safe
@access.requires(Right.VIEW_VERSION)
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions of one curriculum part by part, the older one first."""
    actor = request.actor
    one = find(VERSION, actor, code)
    others = {other.code: other for other in queries.versions_of(one.curriculum, actor)}
    two = others.get(request.GET.get("with", ""))
    if two is None:
        below = [other for other in others.values() if other.number < one.number]
        two = below[0] if below else one
    if two.curriculum_id != one.curriculum_id:
        raise Http404
    before, after = sorted((one, two), key=lambda version: version.number)
    old, new = queries.parts_of(before), queries.parts_of(after)
    differences = rules.compare(old, new)
    heads = [_("Part"), _("What changed"), _("JP before"), _("JP now"), _("Led to"), _("Leads to")]
    numbers = {"before": before.number, "after": after.number}
    totals = {"before": queries.totals_of(before, old), "after": queries.totals_of(after, new)}
    context = {
        "title": _("%(title)s: what changed") % {"title": after.title},
        "lead": _("Version %(before)s (%(was)s) and version %(after)s (%(now)s).")
        % {**numbers, "was": words.total(totals["before"]), "now": words.total(totals["after"])},
        "crumbs": [list_crumb(), crumb_of(VERSION, one)],
        "grids": [
            Grid(
                _("Part by part"),
                heads,
                [words.difference_row(difference) for difference in differences],
                _("Neither version has parts."),
            )
        ],
    }
    return render(request, "detail.html", context)
