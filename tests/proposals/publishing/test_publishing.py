"""A finished plan is a draft; the owner of the place publishes it, and takes it back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.journey.candidates import services as candidates
from jalur.journey.job_orders.models import Reservation
from jalur.proposals import services
from jalur.proposals.models import Proposal, Publication, Run
from jalur.proposals.publishing import queries
from tests.cast import JOMBANG, LUMAJANG
from tests.proposals.factories import TODAY, make_candidate


def publish(cast, run, member="wulan"):
    return services.publish(actor=getattr(cast, member).actor, run=run, today=TODAY)


def take_back(cast, publication, member="wulan"):
    return services.take_plan_back(actor=getattr(cast, member).actor, publication=publication, today=TODAY)


def states(run):
    return list(run.proposals.order_by("number").values_list("state", flat=True))


def rows(run):
    return list(Proposal.objects.filter(run=run).order_by("pk").values())


@pytest.fixture
def draft(region, run_of):
    return run_of(publish=False)


def test_a_finished_plan_changes_nothing_for_anybody(cast, region, run_of):
    first = run_of()
    before = rows(first)
    second = run_of(publish=False)
    assert (states(second), rows(first)) == (["draft"] * 3, before)
    assert not Publication.objects.filter(run=second).exists()


def test_published_its_paths_wait_and_what_waited_makes_room(cast, region, run_of):
    first = run_of()
    offered, refused, _waiting = first.proposals.order_by("number")
    services.offer(actor=cast.wulan.actor, proposal=offered, today=TODAY)
    services.refuse(actor=cast.wulan.actor, proposal=refused, reason="family", today=TODAY)
    second = run_of(publish=False)
    publication = publish(cast, second)
    assert states(first) == ["offered", "refused", "overtaken"]
    assert set(states(second)) == {"proposed"}
    outlook = queries.Outlook.from_json(publication.counts)
    (jombang,) = outlook.changes
    assert (jombang.regency, jombang.new, jombang.same, jombang.gone) == (JOMBANG, 1, 1, 0)
    assert (outlook.offered, outlook.accepted, outlook.fallen) == (1, 0, 0)
    recorded = Event.objects.filter(event="proposals:proposal:published", cause_id__isnull=False)
    assert (
        recorded.filter(
            cause_id__in=Event.objects.filter(subject_key=str(publication.pk)).values("pk")
        ).count()
        == 2
    )


@pytest.mark.parametrize(
    ("member", "published"),
    [("wulan", {JOMBANG}), ("gatot", {LUMAJANG}), ("yusuf", {JOMBANG, LUMAJANG})],
)
def test_of_a_larger_plan_everybody_publishes_the_own_part(cast, region, run_of, member, published):
    nation = run_of(None, actor=cast.yusuf.actor, publish=False)
    publication = publish(cast, nation, member)
    assert publication.place_id == {"wulan": JOMBANG, "gatot": LUMAJANG, "yusuf": None}[member]
    assert {one.home[:5] for one in nation.proposals.filter(state="proposed")} == published
    assert {one.home[:5] for one in nation.proposals.filter(state="draft")} == {JOMBANG, LUMAJANG} - published
    assert all(one.published_in_id == publication.pk for one in nation.proposals.filter(state="proposed"))


@pytest.mark.parametrize("member", ["gatot", "hendra", "lestari", "ratna", "sari", "rini"])
def test_nobody_publishes_for_others_people(cast, draft, member):
    with pytest.raises(Refused):
        publish(cast, draft, member)
    assert (states(draft), Publication.objects.count()) == (["draft"] * 3, 0)


def test_a_what_if_is_never_published(cast, region, run_of):
    assumed = run_of(publish=False, is_what_if=True)
    with pytest.raises(ValidationError) as refused:
        publish(cast, assumed)
    assert refused.value.error_dict["run"][0].code == "what_if"
    assert (states(assumed), Publication.objects.count()) == (["draft"] * 3, 0)


def opts_out(region, first):
    type(first.candidate).objects.filter(pk=first.candidate_id).update(
        opted_out_of_planning_at=timezone.now()
    )


def holds_an_opening(region, first):
    Reservation.objects.create(order=region.japan, candidate=first.candidate)


def order_is_closed(region, first):
    type(region.korea).objects.filter(pk=region.korea.pk).update(state="closed")


def order_is_nearly_full(region, first):
    type(region.korea).objects.filter(pk=region.korea.pk).update(reserved=4)


def class_has_one_seat(region, first):
    type(region.weld).objects.filter(pk=region.weld.pk).update(taken=2)


def class_has_begun(region, first):
    type(region.talk).objects.filter(pk=region.talk.pk).update(starts=TODAY - timedelta(days=1))


def she_moved_away(region, first):
    person = first.candidate.person
    type(person).objects.filter(pk=person.pk).update(residence=region.neighbour.person.residence_id)


MOVES = [
    (opts_out, 2, (1, 0, 0)),
    (holds_an_opening, 2, (1, 0, 0)),
    (order_is_nearly_full, 1, (0, 0, 2)),
    (class_has_one_seat, 1, (0, 0, 2)),
    (she_moved_away, 2, (0, 0, 0)),
]


@pytest.mark.parametrize(("moves", "published", "fallen"), MOVES)
def test_only_what_is_still_true_is_published_and_the_rest_is_counted(
    cast, region, draft, moves, published, fallen
):
    moves(region, draft.proposals.select_related("candidate__person").order_by("number").first())
    outlook = queries.Outlook.from_json(publish(cast, draft).counts)
    assert draft.proposals.filter(state="proposed").count() == outlook.published == published
    assert (outlook.people, outlook.closed, outlook.full) == fallen


@pytest.mark.parametrize("moves", [order_is_closed, class_has_begun])
def test_a_plan_of_which_nothing_is_true_any_more_is_refused(cast, region, draft, moves):
    moves(region, None)
    with pytest.raises(ValidationError) as refused:
        publish(cast, draft)
    assert refused.value.error_dict["run"][0].code == "nothing_left"
    assert (states(draft), Publication.objects.count()) == (["draft"] * 3, 0)


def test_a_published_plan_is_not_published_twice(cast, region, run_of):
    with pytest.raises(ValidationError, match="tidak ada"):
        publish(cast, run_of())


def test_who_was_not_looked_at_keeps_what_waits(cast, region, run_of):
    """Registered since, or holding an opening when the plan was made: the plan knows nothing of her."""
    first = run_of()
    held, *_others = first.proposals.order_by("number")
    services.offer(actor=cast.wulan.actor, proposal=held, today=TODAY)
    older = run_of(publish=False)
    services.take_back(actor=cast.wulan.actor, proposal=held, today=TODAY)
    make_candidate("J-0000")
    newer = run_of(publish=False)
    publish(cast, newer)
    registered_since = newer.proposals.get(number="J-0000")
    with transaction.atomic():
        publish(cast, older)
        registered_since.refresh_from_db()
        assert registered_since.state == "proposed"
        held_then = Proposal.objects.filter(candidate=held.candidate, state="proposed")
        assert held_then.exists()


def test_an_office_whose_proposals_were_replaced_reads_so_at_home(cast, region, run_of, sign_in, settings):
    settings.TODAY = TODAY
    run_of()
    nation = run_of(None, actor=cast.yusuf.actor, publish=False)
    services.publish(actor=cast.yusuf.actor, run=nation, today=TODAY)
    home = sign_in(cast.wulan).get("/").content.decode()
    assert "3" in home
    assert nation.name in home
    assert nation.name not in sign_in(cast.gatot).get("/").content.decode()


# -- taken back --------------------------------------------------------------------------------------------------------


def wait(proposal, cast):
    pass


def be_offered(proposal, cast):
    services.offer(actor=cast.wulan.actor, proposal=proposal, today=TODAY)


def expire(proposal, cast):
    be_offered(proposal, cast)
    after = TODAY + timedelta(days=60)
    services.expire(actor=cast.wulan.actor, proposal=proposal, today=after)


def be_refused(proposal, cast):
    services.refuse(
        actor=cast.wulan.actor, proposal=proposal, reason="timing", note="musim panen", today=TODAY
    )


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.sampled_from([wait, be_offered, expire, be_refused]), min_size=3, max_size=3))
def test_publishing_and_taking_back_leaves_every_proposal_byte_for_byte(cast, region, run_of, fates):
    with transaction.atomic():
        first = run_of()
        for fate, proposal in zip(fates, first.proposals.order_by("number"), strict=True):
            fate(proposal, cast)
        second = run_of(publish=False)
        if second.has_plan and second.proposals.exists():
            before, drafts = rows(first), rows(second)
            publication = publish(cast, second)
            take_back(cast, publication)
            assert rows(first) == before
            assert rows(second) == drafts
            publication.refresh_from_db()
            assert publication.state == "taken_back"
            publish(cast, second)
        transaction.set_rollback(True)


def accept(proposal, cast):
    be_offered(proposal, cast)
    services.record_yes(actor=cast.wulan.actor, proposal=proposal, reason="spoken", today=TODAY)


@pytest.mark.parametrize("decides", [be_offered, expire, be_refused, accept])
def test_what_was_decided_on_can_not_be_taken_back(cast, region, run_of, decides):
    run = run_of()
    publication = run.publications.get()
    decides(run.proposals.order_by("number").first(), cast)
    before = rows(run)
    with pytest.raises(ValidationError) as refused:
        take_back(cast, publication)
    assert refused.value.error_dict["publication"][0].code == "decided"
    assert rows(run) == before


def test_the_newer_publication_goes_first(cast, region, run_of):
    first = run_of()
    before = rows(first)
    second = run_of()
    with pytest.raises(ValidationError) as refused:
        take_back(cast, first.publications.get())
    assert refused.value.error_dict["publication"][0].code == "replaced"
    take_back(cast, second.publications.get())
    assert rows(first) == before
    take_back(cast, first.publications.get())
    assert set(states(first)) == {"draft"}


def test_who_left_meanwhile_is_not_proposed_anything_again(cast, region, run_of):
    first = run_of()
    second = run_of()
    gone = first.proposals.order_by("number").first()
    candidates.withdraw(actor=cast.wulan.actor, candidate=gone.candidate, reason="family", today=TODAY)
    assert states(second) == ["lapsed", "proposed", "proposed"]
    take_back(cast, second.publications.get())
    assert states(first) == ["overtaken", "proposed", "proposed"]


@pytest.mark.parametrize("member", ["gatot", "hendra", "lestari", "sari"])
def test_only_the_owner_of_the_place_takes_back(cast, region, run_of, member):
    run = run_of()
    with pytest.raises(Refused):
        take_back(cast, run.publications.get(), member)
    assert set(states(run)) == {"proposed"}


# -- names -------------------------------------------------------------------------------------------------------------


def test_a_plan_has_a_name_and_its_office_changes_it(cast, region, run_of):
    first, second = run_of(publish=False), run_of(publish=False)
    assert first.name == "Rencana Kabupaten Jombang, 12 Januari 2026"
    assert second.name == f"{first.name} (2)"
    assert run_of(publish=False, is_what_if=True).name.startswith("Andaian Kabupaten Jombang")
    assert run_of(publish=False, name=" Rencana musim semi ").name == "Rencana musim semi"
    services.rename_run(actor=cast.wulan.actor, run=first, name="Rencana awal")
    for member in ("gatot", "hendra", "sari"):
        with pytest.raises(Refused):
            services.rename_run(actor=getattr(cast, member).actor, run=first, name="Lain")
    with pytest.raises(ValidationError):
        services.rename_run(actor=cast.wulan.actor, run=first, name=" ")
    first.refresh_from_db()
    assert first.name == "Rencana awal" == str(Run.objects.get(pk=first.pk))
