"""Whether an institution is ready to be a hub: the list, one institution layer by layer, and noting what was found."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import queries as files
from jalur.foundation.files import words as file_words
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.letters.words import letter_actions
from jalur.foundation.organisations.models import Organisation
from jalur.journey.network import queries, rules, services, words
from jalur.journey.network.filters import ReadinessFilter
from jalur.journey.network.forms import FindingForm
from jalur.journey.network.models import Finding, Item, Layer
from jalur.journey.network.rights import Right
from jalur.journey.network.tables import ReadinessTable
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Notice, Text
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_FINDING)
def institutions(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    rows = queries.institutions(request.actor, Right.VIEW_FINDING, today)
    return list_page(
        request,
        queryset=queries.with_readiness(rows, today),
        table=ReadinessTable,
        filters=ReadinessFilter,
        export_name="kesiapan-lembaga",
        title=_("Readiness of institutions"),
        lead=_(
            "Legality first, then facilities, then the programme: a layer counts when those before it do."
        ),
        empty=Empty(_("No institution that teaches is registered here"), icon="clipboard-check"),
    )


@require_safe
@access.requires(Right.VIEW_FINDING)
def institution(request: HttpRequest, pk: UUID) -> HttpResponse:
    today = dates.today()
    one = _reached(request.actor, pk)
    found, layers = queries.counting(one, today), queries.standings(one, today)
    return render(
        request,
        "detail.html",
        {
            "title": one.name,
            "caption": _("Readiness"),
            "crumbs": [_crumb()],
            "actions": letter_actions(request.actor, one, label=_("Write it as a letter")),
            "notices": _notices(layers),
            "figures": words.layer_figures(layers),
            "grids": [*_layers(request.actor, one, found), _earlier(one)],
        },
    )


def _reached(actor: Actor, pk: UUID, right: str = Right.VIEW_FINDING) -> Organisation:
    return get_object_or_404(queries.institutions(actor, right, dates.today()).select_related("place"), pk=pk)


def _notices(layers: list[rules.Standing]) -> list[Notice]:
    if layers and all(one.counts for one in layers):
        return [Notice(_("All layers count: the institution is ready to be a hub."), tone="done")]
    waiting = next((one for one in layers if not one.is_met), None)
    if waiting is None:
        return []
    sentence = _("%(layer)s comes next: %(count)s items are missing. The institution has them now.")
    params = {"layer": Layer(waiting.layer).label, "count": formats.number(len(waiting.missing))}
    return [Notice(sentence % params, _("Not ready yet"), "warn")]


def _layers(actor: Actor, one: Organisation, found: dict[str, Finding]) -> list[Grid]:
    """A table for each layer, in its order: item, what was found, by whom, until when, evidence."""
    evidence = kind_of(rules.EVIDENCE)
    papers = files.files_of_many(evidence, [row.pk for row in found.values()])
    notes = access.covers(actor, Right.NOTE_FINDING, one)
    asked = queries.items(dates.today())
    heads = [_("What is looked at"), _("Found"), _("Looked at by"), _("Valid until"), _("Evidence"), ""]
    return [
        Grid(
            str(Layer(layer).label),
            heads,
            [
                _item_row(actor, one, item, found.get(item.code), papers, notes=notes)
                for item in asked
                if item.aspect in aspects
            ],
            empty=_("Nothing is asked here yet."),
            key=layer,
        )
        for layer, aspects in rules.LAYERS.items()
    ]


def _item_row(
    actor: Actor,
    one: Organisation,
    item: Item,
    finding: Finding | None,
    papers: dict[UUID, list[object]],
    *,
    notes: bool,
) -> list[object]:
    links = []
    if finding is not None:
        links = file_words.links(actor, kind_of(rules.EVIDENCE), finding, papers.get(finding.pk, []))
    source = item.cited if item.verified else _("%(source)s (not checked)") % {"source": item.cited}
    way = Action(_("Note"), reverse("network:note", args=[one.pk, item.code]), "quiet") if notes else None
    return [
        Text(str(item), source),
        words.result_tag(finding),
        Text(_who(finding), finding.note) if finding else None,
        finding.valid_until if finding else None,
        links[0] if links else None,
        way,
    ]


def _who(finding: Finding) -> str:
    office = str(finding.office or "")
    return ", ".join(part for part in (office, formats.day(finding.found_on)) if part)


def _earlier(one: Organisation) -> Grid:
    rows = Finding.objects.filter(organisation=one, state="replaced").select_related("item", "office")
    return Grid(
        _("Earlier findings"),
        [_("Day"), _("What is looked at"), _("Found"), _("Looked at by")],
        [
            [row.found_on, Text(str(row.item), row.note), words.result_tag(row), str(row.office or "")]
            for row in rows.order_by("-found_on", "-created_at", "pk")[:20]
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.NOTE_FINDING)
def note(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Note what was found of one item."""
    one = _reached(request.actor, pk, Right.NOTE_FINDING)
    item = next((item for item in queries.items(dates.today()) if item.code == code), None)
    if item is None:
        raise Http404
    page = reverse("network:institution", args=[one.pk])
    return answer_form(
        request,
        FindingForm(posted(request), request.FILES or None, instance=Finding(organisation=one, item=item)),
        lambda form: services.note_finding(
            actor=request.actor, finding=form.instance, file=form.cleaned_data["file"], today=dates.today()
        ),
        done=_("Noted. The institution reads it."),
        to=lambda _finding: page,
        title=str(item),
        lead=item.cited,
        button=_("Note"),
        crumbs=[_crumb(), Crumb(one.name, page)],
    )


def _crumb() -> Crumb:
    return Crumb(_("Readiness of institutions"), reverse("network:institutions"))
