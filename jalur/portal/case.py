"""One person's whole file: every room's part of it, as the reader may see it."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import queries as history
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate, HeldCompetency
from jalur.journey.candidates.models import State as CandidateState
from jalur.journey.candidates.rights import Right as CandidatesRight
from jalur.journey.job_orders.models import Reservation
from jalur.journey.training.models import Enrolment, EnrolmentState
from jalur.kit import dates, formats
from jalur.kit.components import Action, Need, Row, Stage, Step, Tag
from jalur.kit.dates import completed_years
from jalur.portal.links import link
from jalur.proposals.models import Proposal, ProposalState
from jalur.proposals.rights import Right as ProposalsRight

STATE_TAGS = {
    CandidateState.REGISTERED: "now",
    CandidateState.IN_TRAINING: "now",
    CandidateState.READY: "done",
    CandidateState.WITHDRAWN: "none",
}
ENROLMENT_STAGE = {
    EnrolmentState.ENROLLED: "now",
    EnrolmentState.COMPLETED: "done",
    EnrolmentState.NOT_YET: "problem",
    EnrolmentState.WITHDRAWN: "skipped",
}


def whole_file(actor: Actor, person: Person, today: date) -> dict[str, Any]:
    """What the page of a person shows."""
    candidate = (
        Candidate.objects.visible_to(actor)
        .filter(person=person)
        .select_related("registered_by", "person")
        .first()
    )
    parts = _parts(actor, candidate)
    return {
        "title": person.name,
        "caption": _("Your file")
        if actor.person_id == person.pk
        else _("Candidate")
        if candidate
        else _("Person"),
        "tags": [Tag(candidate.get_state_display(), STATE_TAGS[candidate.state])] if candidate else [],
        "actions": _actions(candidate),
        "stages": stages(candidate, parts) if candidate else [],
        "needs": _needs(actor, candidate, parts) if candidate else [],
        "rows": _rows(person, candidate, today),
        "held": [_held_row(one) for one in parts["held"]],
        "steps": _steps(parts["enrolments"]),
        "happenings": history.happenings(actor, person_id=person.pk),
        "person": person,
        "candidate": candidate,
    }


def _parts(actor: Actor, candidate: Candidate | None) -> dict[str, Any]:
    """The rows of later rooms about this candidate, each as that room lets the actor see them."""
    if candidate is None:
        return {"held": [], "enrolments": [], "reservation": None, "proposal": None}
    enrolments = Enrolment.objects.visible_to(actor).filter(candidate=candidate)
    return {
        "held": list(
            HeldCompetency.objects.visible_to(actor)
            .filter(candidate=candidate)
            .select_related("competency")
            .order_by("competency__code")
        ),
        "enrolments": list(
            enrolments.select_related("intake__programme__provider", "intake__place").order_by(
                "intake__starts", "pk"
            )
        ),
        "reservation": Reservation.objects.visible_to(actor)
        .filter(candidate=candidate, released_at__isnull=True)
        .select_related("order__destination")
        .first(),
        "proposal": Proposal.objects.visible_to(actor)
        .filter(candidate=candidate, state__in=(ProposalState.ACCEPTED, ProposalState.PROPOSED))
        .select_related("order__destination")
        .order_by("state", "-created_at", "pk")
        .first(),
    }


def stages(candidate: Candidate, parts: dict[str, Any]) -> list[Stage]:
    """The path: what lies before the furthest stage reached and was not needed is skipped; then comes now."""
    office = candidate.registered_by.name if candidate.registered_by else ""
    found = [
        Stage(_("Registered"), "done", _day(candidate.created_at)),
        _profile_stage(parts["held"], office),
        _proposal_stage(parts["proposal"], office),
        _opening_stage(parts["reservation"]),
        _training_stage(parts["enrolments"]),
        Stage(_("Papers and departure")),
    ]
    if candidate.state == CandidateState.WITHDRAWN:
        return [one if one.state == "done" else Stage(one.label, "skipped") for one in found]
    reached = max(position for position, one in enumerate(found) if one.state != "next")
    found = [_left_behind(one) if position < reached else one for position, one in enumerate(found)]
    if found[reached].state not in {"now", "problem"}:
        first = next((position for position, one in enumerate(found) if one.state == "next"), None)
        if first is not None:
            found[first] = Stage(found[first].label, "now", holder=office)
    return found


def _left_behind(stage: Stage) -> Stage:
    """A stage before the furthest one reached: not needed, or still waiting for somebody."""
    state = {"next": "skipped", "now": "problem"}.get(stage.state, stage.state)
    return replace(stage, state=state)


def _day(moment: Any) -> date | None:
    """The day of an instant; none when it lies after the day in force (the example country's day is pinned)."""
    found = timezone.localtime(moment).date()
    return found if found <= dates.today() else None


def _profile_stage(held: list[HeldCompetency], office: str) -> Stage:
    waiting = sum(one.confirmed_at is None for one in held)
    label = _("Skills confirmed")
    if held and not waiting:
        return Stage(label, "done", _day(max(one.confirmed_at for one in held)))
    if waiting:
        return Stage(
            label, "now", holder=office, note=_("%(count)s waiting for an official") % {"count": waiting}
        )
    return Stage(label)


def _proposal_stage(proposal: Proposal | None, office: str) -> Stage:
    label = _("Path chosen")
    if proposal is None:
        return Stage(label)
    url = link("proposals:proposal", proposal.pk)
    if proposal.state == ProposalState.ACCEPTED:
        return Stage(label, "done", _day(proposal.decided_at) if proposal.decided_at else None, url=url)
    note = _("A path is proposed: accept or refuse it")
    return Stage(label, "now", holder=office, since=_day(proposal.created_at), note=note, url=url)


def _training_stage(enrolments: list[Enrolment]) -> Stage:
    label = _("Training")
    live = [one for one in enrolments if one.state != EnrolmentState.WITHDRAWN]
    if not live:
        return Stage(label)
    one = next((each for each in live if each.state == EnrolmentState.ENROLLED), live[-1])
    day = one.intake.ends if one.state == EnrolmentState.COMPLETED else one.intake.starts
    return Stage(
        label,
        ENROLMENT_STAGE[EnrolmentState(one.state)],
        day,
        holder=one.intake.programme.provider.name,
        note=one.intake.programme.title,
        url=link("training:intake", one.intake.number),
    )


def _opening_stage(reservation: Reservation | None) -> Stage:
    label = _("Opening held")
    if reservation is None:
        return Stage(label)
    order = reservation.order
    return Stage(
        label,
        "done",
        _day(reservation.created_at),
        note=f"{order.title}, {order.destination}",
        url=link("job_orders:order", order.number),
    )


def _needs(actor: Actor, candidate: Candidate, parts: dict[str, Any]) -> list[Need]:
    found = []
    proposal = parts["proposal"]
    if (
        proposal
        and proposal.state == ProposalState.PROPOSED
        and access.covers(actor, ProposalsRight.DECIDE_PROPOSAL, proposal)
    ):
        url = link("proposals:proposal", proposal.pk)
        found.append(
            Need(
                _("A path is proposed: accept or refuse it"),
                url,
                f"{proposal.order.title}, {proposal.order.destination}",
                due=proposal.order.ready_by,
            )
        )
    waiting = sum(one.confirmed_at is None for one in parts["held"])
    if waiting and access.covers(actor, CandidatesRight.CONFIRM_EVIDENCE, candidate):
        found.append(
            Need(
                _("Evidence of competencies to check"),
                link("candidates:candidate", candidate.number),
                count=waiting,
            )
        )
    if not parts["held"]:
        found.append(
            Need(
                _("No competency is recorded yet"),
                link("candidates:candidate", candidate.number),
                tone="warn",
            )
        )
    return found


def _actions(candidate: Candidate | None) -> list[Action]:
    if candidate is None:
        return []
    return [Action(_("Profile, skills and wishes"), link("candidates:candidate", candidate.number))]


def _rows(person: Person, candidate: Candidate | None, today: date) -> list[Row]:
    rows = [
        Row(_("Place of residence"), str(person.residence)),
        Row(_("Age"), _("%(years)s years") % {"years": completed_years(person.birth_date, today)}),
        Row(_("Sex"), person.get_sex_display()),
        Row(
            _("NIK"),
            person.national_id_masked,
            hint=_("Masked. Opening it is recorded, and the person sees who did."),
        ),
    ]
    if candidate is None:
        return rows
    return [
        Row(_("Candidate number"), candidate.number),
        *rows,
        Row(_("Schooling"), candidate.get_education_display()),
        Row(_("Can start from"), formats.day(candidate.available_from)),
    ]


def _held_row(one: HeldCompetency) -> Row:
    state = _("confirmed by an official") if one.confirmed_at else _("not confirmed yet")
    return Row(str(one.competency), one.get_evidence_display(), hint=state)


def _steps(enrolments: list[Enrolment]) -> list[Step]:
    return [
        Step(
            one.intake.programme.title,
            one.intake.starts,
            one.intake.ends,
            f"{one.intake.programme.provider.name}, {one.intake.place}",
            one.get_state_display(),
            link("training:intake", one.intake.number),
        )
        for one in enrolments
    ]
