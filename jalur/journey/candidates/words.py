"""How candidates read on a screen: states and evidence with their tone, the path, what happened."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.people.models import Duplicate
from jalur.journey.candidates import rules
from jalur.journey.candidates.models import Candidate, HeldCompetency, State
from jalur.kit.components import Stage, Tag, Tone

TONES: dict[str, Tone] = {
    State.REGISTERED: "now",
    State.IN_TRAINING: "now",
    State.READY: "done",
    State.WITHDRAWN: "none",
}

EVENTS = {
    "people:person:registered": gettext_lazy("Personal data entered"),
    "people:person:edited": gettext_lazy("Personal data corrected"),
    "people:person:merged": gettext_lazy("Joined with another row of the same person"),
    "people:identity:revealed": gettext_lazy("NIK opened"),
    "people:duplicate:decided": gettext_lazy("Decided on a possible duplicate"),
    "candidates:candidate:registered": gettext_lazy("Registered as a candidate"),
    "candidates:candidate:edited": gettext_lazy("Schooling or starting day changed"),
    "candidates:candidate:moved": gettext_lazy("File moved to the row kept"),
    "candidates:candidate:withdrawn": gettext_lazy("Withdrew"),
    "candidates:candidate:returned": gettext_lazy("Came back"),
    "candidates:candidate:training_started": gettext_lazy("Training started"),
    "candidates:candidate:training_stopped": gettext_lazy("Training stopped"),
    "candidates:candidate:became_ready": gettext_lazy("Ready for selection"),
    "candidates:competency:entered": gettext_lazy("Competency entered"),
    "candidates:competency:replaced": gettext_lazy("Competency entered again"),
    "candidates:competency:confirmed": gettext_lazy("Evidence confirmed"),
    "candidates:competency:removed": gettext_lazy("Competency removed"),
    "candidates:wishes:changed": gettext_lazy("Wishes changed"),
    "candidates:planning:opted_out": gettext_lazy("Does not want to be planned"),
    "candidates:planning:opted_in": gettext_lazy("Wants to be planned again"),
}


def state_tags() -> dict[str, Tag]:
    """The tag of every state, in the reader's language."""
    return {state.value: Tag(str(state.label), TONES[state]) for state in State}


def duplicate_tags() -> dict[str, Tag]:
    tones: dict[str, Tone] = {"open": "wait", "same": "done", "different": "none"}
    return {status.value: Tag(str(status.label), tones[status.value]) for status in Duplicate.Status}


def evidence_tag(held: HeldCompetency, on: date) -> Tag:
    """Whether a competency held counts for the plan, and if not, why."""
    if held.expires_on is not None and held.expires_on <= on:
        return Tag(_("expired"), "bad")
    if held.confirmed_at is not None:
        return Tag(_("confirmed"), "done")
    if rules.counts(held, on):
        return Tag(_("counts, not yet seen by an official"), "wait")
    return Tag(_("waiting for an official"), "wait")


def wishes_words(candidate: Candidate) -> str:
    """The destinations in one line, from prefetched wishes."""
    if candidate.any_destination:
        return _("any destination")
    return ", ".join(dict.fromkeys(str(wish.country) for wish in candidate.wishes.all()))


def path_stages(candidate: Candidate, *, counting: int) -> list[Stage]:
    """The candidate's way so far. Stages of later rooms stand as what comes next; the whole file knows more."""
    state = candidate.state
    office = candidate.registered_by.name if candidate.registered_by else _("the candidate")
    since = candidate.created_at.date()
    withdrawn = state == State.WITHDRAWN
    evidence = "done" if counting else ("next" if withdrawn else "now")
    training = {State.IN_TRAINING: "now", State.READY: "done"}.get(State(state), "next")
    if training == "next" and evidence == "done" and not withdrawn:
        training = "now"
    stages = [
        Stage(_("Registered"), "done", date=since, holder=office, since=since),
        Stage(_("Skills and language shown"), evidence),
        Stage(_("Training"), training),
        Stage(_("Selection"), "now" if state == State.READY else "next"),
        Stage(_("Papers and departure"), "next"),
    ]
    if withdrawn:
        stages.append(
            Stage(
                _("Withdrawn"),
                "problem",
                date=candidate.withdrawn_on,
                note=str(candidate.get_withdrawal_reason_display()),
            )
        )
    return stages
