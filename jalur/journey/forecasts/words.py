"""How expected demand reads on a screen."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.journey.forecasts import queries, rules
from jalur.journey.forecasts.models import Forecast, State, Sureness
from jalur.kit import formats
from jalur.kit.components import Grid, Notice, Row, Text
from jalur.kit.facts import facts

OUTCOMES = {
    "too_few": gettext_lazy("Too few forecasts have ended to say anything"),
    "fewer": gettext_lazy("Fewer came than expected"),
    "about": gettext_lazy("About as many came as expected"),
    "more": gettext_lazy("More came than expected"),
}


def window_words(forecast: Forecast) -> str:
    params = {"first": formats.month(forecast.begins), "last": formats.month(forecast.ends)}
    if rules.months_between(forecast.begins, forecast.ends) == 1:
        return params["first"]
    return _("%(first)s to %(last)s") % params


def rows_of(forecast: Forecast) -> list[Row]:
    rows = [
        *facts(forecast, "destination"),
        Row(_("Occupation"), f"{forecast.occupation.title} ({forecast.occupation_id})"),
        *facts(forecast, "people"),
        Row(_("Months"), window_words(forecast)),
        Row(_("How sure"), forecast.get_sureness_display(), about="forecast#sure"),
        *facts(forecast, "ground", "organisation"),
    ]
    if forecast.state == State.EXPIRED:
        rows.append(Row(_("What came"), came_words(forecast), about="forecast#came"))
    return rows


def came_words(forecast: Forecast) -> str:
    """What of it came, in a sentence; without a verdict on one forecast."""
    params = {
        "came": formats.number(forecast.came),
        "people": formats.number(forecast.people),
        "all": formats.number(forecast.came_to_all),
    }
    if forecast.came == forecast.came_to_all:
        return _("%(came)s openings of verified orders; %(people)s people were expected") % params
    sentence = _(
        "%(came)s openings of its own verified orders, %(all)s through everybody; %(people)s people were expected"
    )
    return sentence % params


def notices_of(forecast: Forecast) -> list[Notice]:
    if forecast.state == State.REVOKED:
        return [Notice(forecast.revoked_because, _("This forecast was taken back"), "bad")]
    sentence = _("Expected, not ordered: nobody can be sent on a forecast, and no figure of orders holds it.")
    return [Notice(sentence)] if forecast.state == State.STATED else []


def revisions_grid(forecast: Forecast) -> Grid:
    """What it said before, where it was revised."""
    told = queries.revisions(forecast)
    heads = [_("Since"), _("Expected"), _("From the month"), _("To the month"), _("How sure")]
    return Grid(
        _("What was said when"),
        heads,
        [
            [
                one.since,
                one.people,
                formats.month(one.begins),
                formats.month(one.ends),
                str(Sureness(one.sureness).label),
            ]
            for one in told
        ]
        if told[1:]
        else [],
    )


def beside_grid(cases: list[queries.Beside]) -> Grid:
    return Grid(
        _("Expected and ordered"),
        [
            _("Destination"),
            _("Occupation"),
            _("Openings ordered now"),
            _("Companies expect"),
            _("The mission expects"),
        ],
        [
            [
                str(one.destination),
                Text(one.occupation.title, one.occupation.pk),
                one.ordered,
                one.companies,
                one.missions,
            ]
            for one in cases
        ],
        empty=_("Nothing is expected at present."),
        hint=_("Companies and missions often expect the same people: their numbers are not added."),
        about="forecast#beside",
    )


def records_grid(records: list[queries.Record]) -> Grid:
    heads = [_("Organisation"), _("Forecasts ended"), _("Expected"), _("Came"), _("In words")]
    return Grid(
        _("What was expected and what came"),
        heads,
        [
            [one.organisation, one.ended, one.expected, one.came, str(OUTCOMES[one.outcome])]
            for one in records
        ],
        empty=_("No forecast has ended yet."),
        hint=_(
            "By name, not by how well. Below five ended forecasts nothing is said: a single employer's change of mind would decide."
        ),
        about="forecast#record",
    )
