from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalur.foundation.accounts.access import Actor, Refused, Role
from jalur.foundation.history.models import Event
from jalur.journey.job_orders.models import Reservation
from jalur.journey.training.models import Enrolment
from jalur.proposals import parts, services
from tests.proposals.factories import TODAY, make_candidate


def world(region):
    """Everything a decision may move."""
    for one in (region.korea, region.weld, region.talk):
        one.refresh_from_db()
    return (
        region.korea.reserved,
        region.weld.taken,
        region.talk.taken,
        Reservation.objects.filter(released_at__isnull=True).count(),
        Enrolment.objects.exclude(state="withdrawn").count(),
    )


@pytest.fixture
def proposal(region, run_of):
    return run_of().proposals.get(candidate__number="J-0001")


def offer(cast, proposal, member="wulan", today=TODAY):
    return services.offer(actor=getattr(cast, member).actor, proposal=proposal, today=today)


def record_yes(cast, proposal, today=TODAY):
    """What the candidate says at Bu Wulan's counter."""
    return services.record_yes(actor=cast.wulan.actor, proposal=proposal, reason="spoken", today=today)


def test_an_offer_holds_the_opening_and_every_seat(cast, region, proposal):
    offer(cast, proposal)
    assert world(region) == (1, 1, 1, 1, 2)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.offered_by, proposal.decided_by) == ("offered", cast.wulan.user, None)
    event = Event.objects.get(event="proposals:proposal:offered")
    assert (event.person_id, event.place_code) == (proposal.candidate.person_id, "35.17.08.2001")


def test_offering_twice_takes_nothing_twice(cast, region, proposal):
    offer(cast, proposal)
    with pytest.raises(ValidationError):
        offer(cast, proposal)
    assert world(region) == (1, 1, 1, 1, 2)


def test_no_office_says_yes_for_anybody(cast, region, proposal):
    offer(cast, proposal)
    for verb, said in (("accept", {}), ("decline", {"reason": "family"})):
        with pytest.raises(Refused):
            getattr(services, verb)(actor=cast.wulan.actor, proposal=proposal, today=TODAY, **said)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answered_how) == ("offered", "")


@pytest.mark.parametrize(
    "member", ["gatot", "hendra", "tuti", "lestari", "ratna", "darmo", "yusuf", "bayu", "rini", "sari"]
)
def test_nobody_else_decides(cast, region, proposal, member):
    before, events = world(region), Event.objects.count()
    actor = getattr(cast, member).actor
    for verb, said in (
        ("offer", {}),
        ("accept", {}),
        ("decline", {"reason": "family"}),
        ("record_yes", {"reason": "spoken"}),
        ("record_no", {"how": "spoken", "reason": "family"}),
        ("take_back", {}),
        ("refuse", {"reason": "family"}),
        ("undo", {}),
    ):
        with pytest.raises(Refused):
            getattr(services, verb)(actor=actor, proposal=proposal, today=TODAY, **said)
    proposal.refresh_from_db()
    assert (proposal.state, world(region), Event.objects.count()) == ("proposed", before, events)


def test_the_candidate_decides_on_her_own_path(cast, region, proposal):
    actor = Actor(role=Role.CANDIDATE, user_id=cast.rini.user.pk, person_id=proposal.candidate.person_id)
    services.accept(actor=actor, proposal=proposal, today=TODAY)
    assert world(region) == (1, 1, 1, 1, 2)


@pytest.mark.parametrize("gone", ["opening", "first seat", "last seat", "order closed", "class cancelled"])
def test_when_something_is_gone_nothing_is_taken(cast, region, proposal, gone):
    if gone == "opening":
        type(region.korea).objects.filter(pk=region.korea.pk).update(reserved=5)
    elif gone == "first seat":
        type(region.weld).objects.filter(pk=region.weld.pk).update(taken=3)
    elif gone == "last seat":
        type(region.talk).objects.filter(pk=region.talk.pk).update(taken=10)
    elif gone == "order closed":
        type(region.korea).objects.filter(pk=region.korea.pk).update(state="closed", close_reason="x")
    else:
        type(region.talk).objects.filter(pk=region.talk.pk).update(state="cancelled", cancel_reason="x")
    before, events = world(region), Event.objects.count()
    with pytest.raises(ValidationError) as refusal:
        offer(cast, proposal)
    named = {"opening": "JO-KOREA", "first seat": "IN-WELD", "order closed": "JO-KOREA"}.get(gone, "IN-TALK")
    assert named in refusal.value.messages[0]
    proposal.refresh_from_db()
    assert (proposal.state, world(region), Event.objects.count()) == ("proposed", before, events)


def test_who_opted_out_since_is_offered_nothing(cast, region, proposal):
    candidate = proposal.candidate
    type(candidate).objects.filter(pk=candidate.pk).update(opted_out_of_planning_at=timezone.now())
    before = world(region)
    with pytest.raises(ValidationError):
        offer(cast, proposal)
    assert world(region) == before
    part = parts.file(cast.wulan.actor, candidate.person, TODAY)
    assert (part.next_step, list(part.needs), part.stages[0].state) == (None, [], "next")


def test_a_refusal_has_a_reason_and_moves_nothing(cast, region, proposal):
    actor, before = cast.wulan.actor, world(region)
    for reason, note in [("", ""), ("nonsense", ""), ("other", " "), ("family", "x" * 301)]:
        with pytest.raises(ValidationError):
            services.refuse(actor=actor, proposal=proposal, reason=reason, note=note, today=TODAY)
    proposal.refresh_from_db()
    assert proposal.state == "proposed"
    services.refuse(actor=actor, proposal=proposal, reason="other", note="Ibu sakit", today=TODAY)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.refusal_note, world(region)) == ("refused", "Ibu sakit", before)
    # What was written in own words stays out of the event log.
    assert Event.objects.get(event="proposals:proposal:refused").detail == {"reason": "other"}


def test_an_acceptance_is_undone_on_its_day_and_gives_everything_back(cast, region, proposal):
    offer(cast, proposal)
    record_yes(cast, proposal)
    with pytest.raises(ValidationError):
        services.undo(actor=cast.wulan.actor, proposal=proposal, today=TODAY + timedelta(days=1))
    assert world(region) == (1, 1, 1, 1, 2)
    services.undo(actor=cast.wulan.actor, proposal=proposal, today=TODAY)
    assert world(region) == (0, 0, 0, 0, 0)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.decided_on) == ("proposed", None, None)
    offer(cast, proposal)
    assert world(region) == (1, 1, 1, 1, 2)


def test_a_refusal_is_undone_on_its_day(cast, region, proposal):
    services.refuse(actor=cast.wulan.actor, proposal=proposal, reason="family", today=TODAY)
    services.undo(actor=cast.wulan.actor, proposal=proposal, today=TODAY)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.refusal_reason) == ("proposed", "")


def test_an_undone_decision_makes_room_for_a_newer_proposal(cast, region, proposal, run_of):
    services.refuse(actor=cast.wulan.actor, proposal=proposal, reason="family", today=TODAY)
    run_of()
    services.undo(actor=cast.wulan.actor, proposal=proposal, today=TODAY)
    proposal.refresh_from_db()
    assert proposal.state == "overtaken"
    with pytest.raises(ValidationError):
        offer(cast, proposal)


def test_what_was_never_decided_cannot_be_undone(cast, region, proposal):
    with pytest.raises(ValidationError):
        services.undo(actor=cast.wulan.actor, proposal=proposal, today=TODAY)
    make_candidate("J-8888")
    assert world(region) == (0, 0, 0, 0, 0)
