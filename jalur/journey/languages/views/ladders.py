"""Who was placed and has no class, where people stop, and one's own way up."""

from urllib.parse import urlencode

from django.db.models import Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import State
from jalur.journey.languages import queries, words
from jalur.journey.languages.filters import BELOW, PlacedFilter
from jalur.journey.languages.forms import LadderForm
from jalur.journey.languages.models import has_class
from jalur.journey.languages.rights import Right
from jalur.journey.languages.tables import PlacedTable
from jalur.journey.languages.views.tests import open_a_class
from jalur.journey.training.models import Enrolment
from jalur.journey.training.rights import Right as TrainingRight
from jalur.journey.training.workflow import ENROLMENT
from jalur.kit import dates, formats
from jalur.kit.answers import ask_form
from jalur.kit.components import Action, Empty, Grid, Text
from jalur.kit.lists import draws_page, list_page

MOST_LEVELS = 8


@require_safe
@access.requires(Right.FOLLOW_PLACEMENT)
def placed(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    return list_page(
        request,
        queryset=queries.placed(actor)
        .for_lists()
        .annotate(has_class=has_class(), patience=Value(queries.patience(dates.today()))),
        table=PlacedTable,
        filters=PlacedFilter,
        template="languages/placed.html",
        export_name="penempatan-bahasa",
        title=_("Placed into a level"),
        lead=_(
            "The latest entry test of each person and scale, and whether she has a class in that language."
        ),
        about="entry-test#placed",
        grid=_waiting_grid(actor) if draws_page(request) else None,
        empty=Empty(
            _("Everybody who was tested has a class"),
            _("Or nobody was tested yet: record entry tests first."),
            Action(_("Entry tests"), reverse("languages:tests")),
            icon="signpost-split",
        ),
    )


def _waiting_grid(actor: Actor) -> Grid:
    """Level by level how many wait for a class, with the way to open one."""
    counts = queries.waiting_counts(actor)
    levels = queries.levels_of({scale for scale, _rung in counts})
    opens = access.may(actor, TrainingRight.EDIT_INTAKE)
    own = queries.own_programmes(levels, actor.organisation_id, dates.today()) if opens else {}
    rows = []
    for (scale, rung), people in sorted(counts.items(), key=lambda item: -item[1])[:MOST_LEVELS]:
        found, above = levels[scale].get(rung), levels[scale].get(rung + 1)
        if above is None:
            continue
        asked = {"scale": scale, **({"level": found.pk} if found else {"rung": BELOW})}
        way = open_a_class(own.get((scale, rung + 1)))
        title = found.title if found else _("below %(level)s") % {"level": above.title}
        rows.append(
            [Text(title, url=f"?{urlencode(asked)}"), people, above.title, *([way or ""] if opens else [])]
        )
    heads = [_("Placed at"), _("Without a class"), _("Next level"), *([""] if opens else [])]
    return Grid(_("Who waits, by level"), heads, rows)


@require_safe
@access.requires(Right.VIEW_LADDER)
def ladder(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, dates.today()
    scales = queries.tested_scales(actor)
    first = queries.busiest(actor) or scales.first()
    given = request.GET.copy()
    given.setdefault("scale", first.pk if first else "")
    given.setdefault("year", queries.LAST_YEAR)
    form = LadderForm(given, request=request)
    context: dict[str, object] = {}
    if form.is_valid():
        scale, centre = form.cleaned_data["scale"], form.cleaned_data["centre"]
        rungs = queries.ladder(
            actor,
            scale,
            period=queries.period_of(form.cleaned_data["year"], today),
            on=today,
            region=form.region,
            centre=centre,
        )
        titles = {rung: level.title for rung, level in queries.levels_of([scale.pk])[scale.pk].items()}
        context = {
            "sentence": words.stop_sentence(rungs, titles),
            "chart": words.ladder_chart(rungs, titles, today),
            "grids": [words.ladder_grid(rungs, titles), words.cost_grid(rungs, titles)],
        }
    days = queries.patience(today)
    may_test = access.may(actor, Right.RECORD_ENTRY_TEST)
    tests = [Action(_("Entry tests"), reverse("languages:tests"), icon="translate")] if may_test else []
    lead = ngettext(
        "How people climb in a language: who came to each rung, who went on, where people stop, and what it costs. Too long: more than"
        " %(days)s day.",
        "How people climb in a language: who came to each rung, who went on, where people stop, and what it costs. Too long: more than"
        " %(days)s days.",
        days,
    )
    return ask_form(
        request,
        form,
        title=_("Language ladder"),
        lead=lead % {"days": formats.number(days)},
        about="language-ladder",
        actions=tests,
        button=_("Show"),
        weight="secondary",
        template="languages/ladder.html",
        **context,
    )


@require_safe
@access.requires(Right.OWN_LADDER)
def mine(request: HttpRequest) -> HttpResponse:
    """Her ladder in each language, and the classes of the next rung with the button that takes the seat."""
    actor, today = request.actor, dates.today()
    candidate = candidates.own_candidate(actor)
    ladders = []
    if candidate is not None:
        for standing in queries.standings(candidate, today):
            classes = []
            if standing.next is not None and standing.in_class is None and candidate.state != State.WITHDRAWN:
                classes = [
                    (
                        intake,
                        Action(_("Take a seat"), reverse("training:claim", args=[intake.number]), post=True),
                    )
                    for intake in queries.next_classes(candidate, standing.scale.pk, standing.rung + 1, today)
                    if ENROLMENT.offer("enrol", actor, Enrolment(intake=intake, candidate=candidate))
                ]
            ladders.append(
                (standing, words.standing_sentence(standing, today), words.ladder_rows(standing), classes)
            )
    context = {
        "title": _("My languages"),
        "lead": _(
            "How far you are, and which class comes next. An entry test says where you begin; it is no certificate."
        ),
        "about": "my-languages#own",
        "ladders": ladders,
        "all_classes": Action(_("See open classes"), reverse("training:open_classes")),
    }
    return render(request, "languages/mine.html", context)
