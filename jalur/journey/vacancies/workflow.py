"""How a vacancy at home goes from draft to its end."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.vacancies import guards
from jalur.journey.vacancies.models import State, Vacancy
from jalur.journey.vacancies.rights import Right

VACANCY = declare(
    Workflow(
        thing="vacancies:vacancy",
        model=Vacancy,
        states=State,
        is_public=True,
        tones={
            State.DRAFT: "none",
            State.OPEN: "done",
            State.FILLED: "done",
            State.CLOSED: "none",
            State.WITHDRAWN: "bad",
        },
        key="number",
        title=lambda vacancy: vacancy.title,
        called=lambda vacancy: _("Vacancy at home %(number)s") % {"number": vacancy.number},
        related=("occupation", "place__parent__parent__parent", "organisation", "entered_by"),
        place=lambda vacancy: vacancy.place_id,
        # Codes and counts only; nothing of a vacancy is personal.
        detail=lambda vacancy: {
            "number": vacancy.number,
            "place": vacancy.place_id,
            "occupation": vacancy.occupation_id,
            "openings": vacancy.openings,
            "filled": vacancy.filled,
        },
    ),
    Step("enter", NEW, State.DRAFT, "vacancies:vacancy:entered", _("Entered"), Right.ENTER_VACANCY),
    Step(
        "open",
        {State.DRAFT},
        State.OPEN,
        "vacancies:vacancy:opened",
        _("Published"),
        Right.ENTER_VACANCY,
        label=_("Publish the vacancy"),
        button=_("Publish"),
        done=_("The vacancy is open; everybody can see it."),
        guards=(guards.deadline_is_ahead,),
    ),
    Step(
        "change",
        {State.DRAFT, State.OPEN},
        SAME,
        "vacancies:vacancy:changed",
        _("Changed"),
        Right.ENTER_VACANCY,
        label=_("Change the vacancy"),
        button=_("Change"),
        done=_("The vacancy is saved."),
        weight="secondary",
        asks=True,
        leaves=(guards.stays_ahead, guards.keeps_what_is_filled),
    ),
    Step(
        "count",
        {State.OPEN},
        SAME,
        "vacancies:vacancy:counted",
        _("Filled openings counted"),
        Right.ENTER_VACANCY,
        label=_("How many openings are filled?"),
        button=_("Count filled openings"),
        done=_("Noted. Earlier counts stay in the history."),
        weight="secondary",
        asks=True,
        fields=("filled", "openings"),
    ),
    Step(
        "fill",
        {State.OPEN},
        State.FILLED,
        "vacancies:vacancy:filled",
        _("All openings filled"),
        Right.ENTER_VACANCY,
        label=_("All openings are filled"),
        button=_("All openings are filled"),
        done=_("The vacancy takes nobody else."),
        weight="secondary",
    ),
    Step(
        "close",
        {State.OPEN},
        State.CLOSED,
        "vacancies:vacancy:closed",
        _("Closed: the last day to apply has passed"),
        Right.CLOSE_VACANCY,
        guards=(guards.deadline_has_passed,),
        by_system=lambda rows, today: rows.filter(deadline__lt=today),
    ),
    Step(
        "withdraw",
        {State.DRAFT, State.OPEN},
        State.WITHDRAWN,
        "vacancies:vacancy:withdrawn",
        _("Taken off the list"),
        Right.ENTER_VACANCY,
        label=_("Take the vacancy off the list"),
        button=_("Take off the list"),
        done=_("The vacancy is off the list and no longer public."),
        weight="danger",
        reason=Reason(
            "withdrawal_reason",
            label=_("Why is the vacancy taken off the list?"),
            hint=_("Those who keep this vacancy will read it."),
            missing=_("Say why the vacancy is taken off the list."),
        ),
    ),
)
