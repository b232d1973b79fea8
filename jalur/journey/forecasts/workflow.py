"""How a forecast goes from stated, through revisions, to its end."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.forecasts import guards
from jalur.journey.forecasts.models import Forecast, State
from jalur.journey.forecasts.rights import Right

FORECAST = declare(
    Workflow(
        thing="forecasts:forecast",
        model=Forecast,
        states=State,
        tones={State.STATED: "wait", State.REVOKED: "bad", State.EXPIRED: "none"},
        is_public=True,
        key="number",
        title=lambda forecast: (
            _("%(people)d × %(job)s")
            % {
                "people": forecast.people,
                "job": forecast.occupation.title,
            }
        ),
        called=lambda forecast: _("Forecast %(number)s") % {"number": forecast.number},
        related=("organisation", "destination", "occupation"),
        detail=lambda forecast: {
            "number": forecast.number,
            "destination": forecast.destination_id,
            "occupation": forecast.occupation_id,
            "people": forecast.people,
        },
    ),
    Step(
        "state",
        NEW,
        State.STATED,
        "forecasts:forecast:stated",
        _("Stated"),
        Right.STATE_FORECAST,
        guards=(guards.is_ahead,),
    ),
    Step(
        "revise",
        {State.STATED},
        SAME,
        "forecasts:forecast:revised",
        _("Revised"),
        Right.STATE_FORECAST,
        label=_("Revise the forecast"),
        button=_("Revise"),
        done=_("The forecast is revised; the earlier numbers stay below it."),
        weight="secondary",
        asks=True,
        leaves=(guards.is_ahead,),
    ),
    Step(
        "revoke",
        {State.STATED},
        State.REVOKED,
        "forecasts:forecast:revoked",
        _("Taken back"),
        Right.STATE_FORECAST,
        label=_("Take the forecast back"),
        button=_("Take back"),
        done=_("The forecast is taken back."),
        weight="danger",
        reason=Reason(
            "revoked_because",
            label=_("Why is the forecast taken back?"),
            hint=_("Whoever reads the forecast reads this, too."),
            missing=_("Say why the forecast is taken back."),
        ),
    ),
    Step(
        "expire",
        {State.STATED},
        State.EXPIRED,
        "forecasts:forecast:expired",
        _("Ended and compared with what came"),
        Right.EXPIRE_FORECAST,
        guards=(guards.is_over,),
        by_system=lambda rows, today: rows.filter(ends__lt=today),
    ),
)
