"""How an employer's entry is kept and joined with its double, and how somebody gets onto the problem list and off it."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.employers import guards
from jalur.journey.employers.models import Employer, Problem, ProblemKind, ProblemState, State
from jalur.journey.employers.rights import Right

EMPLOYER = declare(
    Workflow(
        thing="employers:employer",
        model=Employer,
        states=State,
        is_public=True,
        tones={State.CURRENT: "none", State.MERGED: "warn"},
        called=lambda employer: employer.country.name,
        related=("country", "registered_by", "merged_into"),
        # Codes only: a household's name is personal.
        detail=lambda employer: {"country": employer.country_id, "type": employer.employer_type},
        settled={State.MERGED: _("This entry was joined with another one. Go on there.")},
    ),
    Step(
        "register",
        NEW,
        State.CURRENT,
        "employers:employer:registered",
        _("Employer registered"),
        Right.REGISTER_EMPLOYER,
    ),
    Step(
        "change",
        {State.CURRENT},
        SAME,
        "employers:employer:changed",
        _("Entry corrected"),
        Right.EDIT_EMPLOYER,
        label=_("Correct the entry"),
        button=_("Correct"),
        done=_("The entry is saved."),
        weight="secondary",
        asks=True,
        guards=(guards.may_correct_it,),
        fields=("name", "city", "registration"),
    ),
    Step(
        "merge",
        {State.CURRENT},
        State.MERGED,
        "employers:employer:merged",
        _("Joined with another entry"),
        Right.MERGE_EMPLOYER,
        label=_("Join this entry with another one of the same employer"),
        button=_("Join with another entry"),
        done=_("Joined. Orders, verifications and problems stand with the entry that was kept."),
        lead=_(
            "Everything of this entry goes to the one you choose: orders, verifications, problems. Its name stays findable there."
        ),
        weight="danger",
        asks=True,
        leaves=(guards.is_one_with,),
    ),
    Step(
        "take_in",
        {State.CURRENT},
        SAME,
        "employers:employer:took_in",
        _("A second entry of this employer was joined with it"),
        causes={"employers:employer:merged"},
    ),
)

PROBLEM = declare(
    Workflow(
        thing="employers:problem",
        model=Problem,
        states=ProblemState,
        is_public=True,
        tones={ProblemState.LISTED: "bad", ProblemState.LIFTED: "none"},
        called=lambda problem: problem.country.name,
        related=("employer__country", "partner", "country", "entered_by"),
        detail=lambda problem: {"kind": problem.kind, "country": problem.country_id},
        settled={ProblemState.LIFTED: _("This entry was taken off the list already.")},
    ),
    Step(
        "enter",
        NEW,
        ProblemState.LISTED,
        "employers:problem:entered",
        _("Put on the problem list"),
        Right.ENTER_PROBLEM,
        codes={"kind": dict(ProblemKind.choices)},
    ),
    Step(
        "change",
        {ProblemState.LISTED},
        SAME,
        "employers:problem:changed",
        _("Entry of the problem list changed"),
        Right.ENTER_PROBLEM,
        label=_("Change the entry of the problem list"),
        button=_("Change the entry"),
        done=_("Saved. What it stops or lets go on has followed."),
        weight="secondary",
        asks=True,
        guards=(guards.is_not_over,),
        fields=("kind", "since", "until", "is_published"),
    ),
    Step(
        "add_source",
        {ProblemState.LISTED},
        SAME,
        "employers:problem:source_added",
        _("Source added as a file"),
        Right.ENTER_PROBLEM,
        label=_("Add the letter or report on which the entry rests"),
        button=_("Add the source as a file"),
        done=_("The file is added."),
        weight="secondary",
        asks=True,
    ),
    Step(
        "lift",
        {ProblemState.LISTED},
        ProblemState.LIFTED,
        "employers:problem:lifted",
        _("Taken off the problem list"),
        Right.ENTER_PROBLEM,
        label=_("Take off the problem list"),
        button=_("Take off the list"),
        done=_("Taken off the list. Orders that nothing else stops are open again."),
        lead=_("Orders that nothing else stops open again at once, as they were."),
        reason=Reason(
            "lift_reason",
            label=_("Why is it taken off the list?"),
            hint=_("Those who keep the list will read it."),
            missing=_("Say why it is taken off the list."),
            longest=300,
        ),
    ),
)

declare_events(
    EventKind("employers:employer:verified", _("Verified by the mission"), is_public=True),
    EventKind("employers:employer:id_revealed", _("Official number opened")),
)
