"""Which jobs can I take? For whoever asks, with an account or without: nothing kept, nothing in the address."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.competencies import queries as competencies
from jalur.journey.candidates import queries as candidates
from jalur.journey.job_orders import queries
from jalur.journey.job_orders.forms import ReachForm
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.job_orders.queries import Reach
from jalur.journey.job_orders.rights import Right
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Grid, Notice, Text
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.money import format_money


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.VIEW_ORDER)
def within_reach(request: HttpRequest) -> HttpResponse:
    """Age, schooling and what somebody can go in; the open orders within her reach come out, the best paid first."""
    candidate = candidates.own_candidate(request.actor) if request.actor.person_id else None
    answer = answer_form(
        request,
        ReachForm(posted(request), on=dates.today(), candidate=candidate),
        lambda form: _found(request, form),
        done="",
        title=_("Which jobs can I take?"),
        lead=_("Say who you are and what you can. Nothing of it is kept, and nobody is told."),
        button=_("Show the jobs"),
        crumbs=[_crumb()],
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _crumb() -> Crumb:
    return Crumb(_("Open job orders"), reverse("job_orders:open_orders"))


def _found(request: HttpRequest, form: ReachForm) -> HttpResponse:
    found = queries.within_reach(**form.cleaned_data, on=dates.today())
    return render(
        request,
        "detail.html",
        {
            "title": _("Jobs within your reach"),
            "lead": _("First what leaves most of the pay a month, after what you would pay yourself."),
            "crumbs": [_crumb()],
            "notices": [_headline(found)],
            "grids": _grids(found),
            "actions": [
                Action(_("Ask again"), reverse("job_orders:within_reach"), "secondary"),
                Action(_("All open job orders"), reverse("job_orders:open_orders"), "quiet"),
            ],
        },
    )


def _grids(found: Sequence[Reach]) -> list[Grid]:
    """Jobs of which nothing, one thing and more is lacking, each a table."""
    titles = [_("You have what these ask for"), _("One thing is lacking"), _("More is lacking")]
    labels = competencies.competency_labels(
        {code for reach in found for _o, codes in reach.shown for code in codes}
    )
    heads = [_("Position"), _("Lacking"), _("Left of the pay a month"), _("Ready by"), _("Openings")]
    grids = []
    for title, reach in zip(titles, found, strict=True):
        rows = [
            [
                Text(order.title, str(order.destination), link("job_orders:order", order.number)),
                "; ".join(labels.get(code, code) for code in codes) or _("nothing"),
                _kept_words(order),
                order.ready_by,
                order.openings_left,
            ]
            for order, codes in reach.shown
        ]
        more = reach.count - len(rows)
        hint = (
            ngettext("%(count)s more is open", "%(count)s more are open", more)
            % {"count": formats.number(more)}
            if more
            else ""
        )
        grids.append(Grid(title, heads, rows, hint=hint))
    return grids


def _kept_words(order: JobOrder) -> str:
    """About how much is left a month, in rupiah; a dash where nobody knows the rate of its money."""
    if order.kept is None:
        return "–"
    digits = max(len(str(int(abs(order.kept)))) - 3, 0)
    return _("about %(amount)s") % {
        "amount": format_money(round(int(order.kept), -digits), locale=formats.locale())
    }


def _headline(found: Sequence[Reach]) -> Notice:
    """What to do next, by what was found."""
    now, near, far = (reach.count for reach in found)
    if now:
        text = _(
            "It begins with your file: sign up here, or go to your village or labour office with your KTP and what proves"
            " what you can. An official looks at it. Pay nobody for a place."
        )
        title = ngettext(
            "%(count)s order asks for nothing more", "%(count)s orders ask for nothing more", now
        )
        return Notice(text, title % {"count": formats.number(now)}, "done")
    if near or far:
        text = _(
            "What is lacking can be learned before you go: see the classes, or ask your labour office which one leads there."
        )
        return Notice(text, _("None yet, but some are near"), "wait")
    text = _(
        "Age, schooling or openings stand in the way today. Ask your labour office what else there is, here and abroad."
    )
    return Notice(text, _("No open order is within reach today"), "wait")
