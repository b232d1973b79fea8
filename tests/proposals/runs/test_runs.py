from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalur.foundation.accounts.access import Refused
from jalur.foundation.geography.models import Place
from jalur.foundation.history.models import Event
from jalur.foundation.work.models import WorkState
from jalur.journey.job_orders.models import Reservation
from jalur.proposals import services
from jalur.proposals.models import IntakePrice, OrderPrice, Proposal, Run
from jalur.proposals.runs.rules import Wanted
from tests.cast import JOMBANG, LUMAJANG
from tests.proposals.factories import TODAY


def start(cast, member="wulan", place=JOMBANG):
    return services.start_run(
        actor=getattr(cast, member).actor,
        place=Place.objects.get(code=place) if place else None,
        wanted=Wanted(),
        today=TODAY,
    )


def jobs():
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(task_name="jalur.proposals.tasks.run_plan")


def test_a_run_gives_proposals_prices_and_counts(region, run_of):
    run = run_of()
    assert (run.state, run.failure) == (WorkState.DONE, "")
    assert run.counts["candidates"] == 7
    assert run.placed == 3 == run.proposals.count()
    assert len(run.fingerprint) == 64
    assert run.value <= run.bound
    assert run.gap == pytest.approx((run.bound - run.value) / run.bound)
    assert {price.intake.number: price.assigned for price in run.intake_prices.select_related("intake")} == {
        "IN-WELD": 3,
        "IN-TALK": 3,
    }
    proposal = run.proposals.order_by("candidate__number").first()
    assert [step.intake.number for step in proposal.steps.order_by("position")] == ["IN-WELD", "IN-TALK"]
    assert {proposal.first_intake.number for proposal in run.proposals.all()} == {"IN-WELD"}
    assert run.summary["by_regency"] == {JOMBANG: [7, 3]}
    assert run.summary["by_destination"] == {"JP": [4, 0], "KR": [5, 3]}


def test_every_empty_opening_has_its_counted_causes(region, run_of):
    run = run_of()
    causes = {price.order.number: price.causes["stops"] for price in OrderPrice.objects.filter(run=run)}
    assert causes["JO-JAPAN"] == [["untaught", 7, "T-JAPANESE"]]
    assert causes["JO-KOREA"] == [["seats", 4, "T-WELD"]]


def test_a_run_outside_the_region_is_refused_and_leaves_nothing(cast, region):
    before = Event.objects.count()
    for member, place in [
        ("wulan", LUMAJANG),
        ("wulan", None),
        ("gatot", JOMBANG),
        ("hendra", JOMBANG),
        ("sari", JOMBANG),
    ]:
        with pytest.raises(Refused):
            start(cast, member, place)
    assert not Run.objects.exists()
    assert not jobs().exists()
    assert Event.objects.count() == before


def test_the_ministry_plans_for_the_country(cast, region, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = start(cast, "yusuf", None)
    assert run.place is None
    assert jobs().get().args == {"run_id": str(run.pk)}
    assert jobs().get().queue_name == "planner"


def test_one_run_a_place_at_a_time(cast, region, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        start(cast)
    with pytest.raises(ValidationError, match=r"sedang disusun"):
        start(cast)
    assert Run.objects.count() == jobs().count() == 1


def test_who_holds_an_opening_is_not_planned_again(cast, region, run_of):
    first = run_of()
    offered, *_waiting = first.proposals.order_by("candidate__number")
    services.offer(actor=cast.wulan.actor, proposal=offered, today=TODAY)
    second = run_of()
    assert second.counts["candidates"] == 6
    assert not second.proposals.filter(candidate=offered.candidate).exists()
    # The seats taken are not given twice.
    assert second.intake_prices.get(intake=region.weld).seats == 2


def test_bulk_writes_keep_the_history_of_every_proposal(cast, region, run_of):
    events = Proposal.pgh_event_model.objects
    first = run_of()
    kept = {(event.pgh_obj_id, event.pgh_label, event.state, event.value) for event in events.all()}
    assert kept == {
        (one.pk, label, state, one.value)
        for one in first.proposals.all()
        for label, state in (("insert", "draft"), ("update", "proposed"))
    }
    assert len(kept) == events.count() == 6
    services.refuse(actor=cast.wulan.actor, proposal=first.proposals.first(), reason="family", today=TODAY)
    second = run_of()
    updates = events.filter(pgh_label="update", run=first).values_list("state", flat=True)
    assert sorted(updates) == ["overtaken", "overtaken", *["proposed"] * 3, "refused"]
    assert events.filter(run=second).count() == 2 * second.proposals.count() == 6


def test_a_run_of_one_regency_leaves_the_neighbours_proposals(cast, region, run_of):
    lumajang = run_of(LUMAJANG, actor=cast.gatot.actor)
    assert lumajang.placed == 1
    run_of()
    assert lumajang.proposals.get().state == "proposed"


def test_who_opts_out_while_the_plan_is_made_gets_no_proposal(region, run_of, monkeypatch):
    from jalur import planner
    from tests.proposals import stub

    def meanwhile(tables, **options):
        plan = stub.make_plan(tables, **options)
        type(region.neighbour).objects.filter(number="J-0001").update(opted_out_of_planning_at=timezone.now())
        return plan

    monkeypatch.setitem(vars(planner), "make_plan", meanwhile)
    run = run_of()
    assert not run.proposals.filter(candidate__number="J-0001").exists()
    assert run.summary["dropped"] == 1


@pytest.mark.parametrize("fault", ["oversold", "inflated"])
def test_a_plan_that_does_not_verify_is_never_stored(region, run_of, monkeypatch, fault):
    from jalur import planner
    from tests.proposals import stub

    def wrong(tables, **options):
        plan = stub.make_plan(tables, **options)
        if fault == "inflated":
            plan.summary["bound"] = plan.summary["bound"] / 2
            return plan
        more = stub.make_plan(tables_with_more_seats(tables), **options)
        more.summary.update(placed=more.assignments.height)
        return more

    monkeypatch.setitem(vars(planner), "make_plan", wrong)
    run = run_of()
    assert (run.state, run.failure, run.value) == (WorkState.FAILED, "unverified", None)
    assert not Proposal.objects.exists()
    assert not IntakePrice.objects.exists()
    assert not run.has_plan


def tables_with_more_seats(tables):
    from dataclasses import replace

    import polars as pl

    return replace(tables, intakes=tables.intakes.with_columns(pl.col("seats") * 2))


def test_a_region_without_people_says_so(cast, region, run_of):
    from jalur.journey.candidates.models import Candidate

    Candidate.objects.update(opted_out_of_planning_at=timezone.now())
    run = run_of()
    assert (run.state, run.failure) == (WorkState.FAILED, "no_candidates")


def test_data_that_contradict_themselves_fail_the_run_plainly(region, run_of):
    from jalur.foundation.competencies.models import Implication

    Implication.objects.create(competency=region.welding, implied=region.korean)
    Implication.objects.create(competency=region.korean, implied=region.welding)
    run = run_of()
    assert (run.state, run.failure) == (WorkState.FAILED, "invalid_input")


def test_an_unforeseen_error_fails_the_run_and_logs_no_personal_data(region, run_of, monkeypatch, caplog):
    from jalur import planner

    def broken(tables, **options):
        raise ZeroDivisionError("Sari Contohwati")

    monkeypatch.setitem(vars(planner), "make_plan", broken)
    run = run_of()
    assert (run.state, run.failure) == (WorkState.FAILED, "error")
    assert "ZeroDivisionError" in caplog.text
    assert "Sari" not in caplog.text


def test_stopping_a_waiting_run_ends_it(cast, region):
    run = start(cast)
    services.cancel_run(actor=cast.wulan.actor, run=run)
    services.perform_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.has_plan) == (WorkState.CANCELLED, False)
    assert not Proposal.objects.exists()


def test_stopping_while_it_runs_keeps_the_best_plan_so_far(cast, region, run_of, monkeypatch):
    from jalur import planner
    from jalur.foundation.work.services import liveness
    from tests.proposals import stub

    monkeypatch.setattr(liveness, "SECONDS_BETWEEN_SIGNS", 0.0)
    seen = []

    def watched(tables, *, progress, **options):
        def asked_to_stop(state):
            go_on = progress(state)
            seen.append(go_on)
            if len(seen) == 2:
                services.cancel_run(actor=cast.wulan.actor, run=Run.objects.get())
            return go_on

        return stub.make_plan(tables, progress=asked_to_stop, **options)

    monkeypatch.setitem(vars(planner), "make_plan", watched)
    run = run_of()
    assert seen == [True, True, False]
    assert (run.state, run.placed, run.has_plan) == (WorkState.CANCELLED, 2, True)
    assert run.proposals.count() == 2


@pytest.mark.parametrize(("minutes", "seconds"), [(None, 120.0), (30, 1800.0)])
def test_the_search_ends_in_time(region, run_of, monkeypatch, minutes, seconds):
    from jalur import planner
    from tests.proposals import stub

    limits = []

    def watched(tables, *, time_limit, **options):
        limits.append(time_limit)
        return stub.make_plan(tables, **options)

    monkeypatch.setitem(vars(planner), "make_plan", watched)
    run = run_of(minutes=minutes)
    assert limits == [seconds] == [run.summary["limit"]]
    assert set(run.summary["spent"]) == {
        "gathering", "planning", "verifying", "comparing", "explaining", "storing",
    }  # fmt: skip


def test_only_who_may_stop_a_run_stops_it(cast, region):
    run = start(cast)
    for member in ("gatot", "hendra", "sari"):
        with pytest.raises(Refused):
            services.cancel_run(actor=getattr(cast, member).actor, run=run)
    run.refresh_from_db()
    assert (run.state, run.cancel_requested) == (WorkState.WAITING, False)


def queuing(callbacks):
    """How many of these hand a run to a worker; whatever is recorded wakes others too."""
    return sum("defer_run" in one.__qualname__ for one in callbacks)


def test_a_lost_run_is_taken_up_once_and_then_given_up(cast, region, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as first:
        run = start(cast)
    long_ago = timezone.now() - timedelta(minutes=5)
    for attempts, expected, queued in [(1, WorkState.WAITING, 1), (2, WorkState.FAILED, 0)]:
        Run.objects.filter(pk=run.pk).update(state=WorkState.RUNNING, attempts=attempts, heard_at=long_ago)
        # Only once the new state is committed: a worker that sees the job must find the run waiting.
        with django_capture_on_commit_callbacks() as later:
            assert services.take_up_lost_work() == 1
        run.refresh_from_db()
        assert (run.state, queuing(later)) == (expected, queued)
    assert queuing(first) == 1
    assert run.failure == "lost"
    assert services.take_up_lost_work() == 0


def test_a_waiting_run_whose_job_got_lost_is_queued_once_more(
    cast, region, django_capture_on_commit_callbacks
):
    run = start(cast)
    Run.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(minutes=5))
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            assert services.take_up_lost_work() == 0
        assert jobs().count() == 1


def test_a_run_that_is_heard_of_is_left_alone(cast, region):
    run = start(cast)
    Run.objects.filter(pk=run.pk).update(state=WorkState.RUNNING, attempts=1, heard_at=timezone.now())
    assert services.take_up_lost_work() == 0


def test_a_worker_that_was_given_up_stores_nothing(cast, region, run_of, monkeypatch):
    """Its run was taken up by another worker meanwhile: the late plan is thrown away."""
    from jalur import planner
    from tests.proposals import stub

    def late(tables, **options):
        plan = stub.make_plan(tables, **options)
        Run.objects.update(attempts=2)
        return plan

    monkeypatch.setitem(vars(planner), "make_plan", late)
    run = run_of()
    assert (run.state, run.attempts) == (WorkState.RUNNING, 2)
    assert not Proposal.objects.exists()


def test_who_holds_an_offer_or_a_job_is_counted_with_the_plan(cast, region, run_of):
    first = run_of()
    offered, accepted, _waiting = first.proposals.order_by("number")
    for one in (offered, accepted):
        services.offer(actor=cast.wulan.actor, proposal=one, today=TODAY)
    services.record_yes(actor=cast.wulan.actor, proposal=accepted, reason="spoken", today=TODAY)
    Reservation.objects.create(order=region.japan, candidate=region.neighbour)
    second = run_of(publish=False)
    assert second.counts["held"] == 2
    assert second.counts["held_value"] == pytest.approx(offered.value + accepted.value)
    assert run_of(None, actor=cast.yusuf.actor, publish=False).counts["held"] == 3
