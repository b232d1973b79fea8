"""A plan too large for one request: asked for on its page, published and taken back by a worker, all of it or nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.history.models import Event
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.proposals import services
from jalur.proposals.models import Proposal, Publication, PublicationJob
from jalur.proposals.publishing import rules
from jalur.proposals.publishing.services import requests
from tests.cast import LUMAJANG
from tests.proposals.factories import TODAY
from tests.proposals.pages import page, text

pytestmark = pytest.mark.usefixtures("the_day")


@pytest.fixture
def large(monkeypatch):
    """Every plan is too large for one request."""
    monkeypatch.setattr(rules, "MOST_AT_ONCE", 0)


@pytest.fixture
def draft(region, run_of, large):
    return run_of(publish=False)


@pytest.fixture
def wulan(cast, sign_in):
    return sign_in(cast.wulan)


def address(name, *args):
    return reverse(f"proposals:{name}", args=args)


def asked_to_publish(client, run):
    answer = client.post(address("publish", run.pk))
    job = PublicationJob.objects.get(run=run, state="waiting")
    assert answer.headers["Location"] == address("publication_job", job.pk)
    return job


def asked_to_take_back(client, publication):
    client.post(address("publication_step", publication.pk, "take_back"))
    return PublicationJob.objects.get(publication=publication, state="waiting")


def everything():
    """What must not have changed when nothing was done."""
    return list(Proposal.objects.order_by("pk").values()), list(Publication.objects.order_by("pk").values())


def ended(job):
    job.refresh_from_db()
    return job.state, job.failure


@pytest.mark.parametrize(("changing", "at_once"), [(0, True), (2_000, True), (2_001, False)])
def test_up_to_two_thousand_proposals_change_at_once(changing, at_once):
    assert rules.goes_at_once(changing) is at_once


def test_a_large_plan_is_asked_for_then_published_by_the_worker(cast, run_of, draft, wulan):
    before = everything()
    job = asked_to_publish(wulan, draft)
    assert (job.state, job.verb, job.paths, everything()) == ("waiting", "publish", 3, before)
    services.perform_job(job.pk)
    publication = Publication.objects.get()
    assert ended(job) == ("done", "")
    assert (publication.published_by, publication.organisation) == (cast.wulan.user, cast.wulan.organisation)
    assert set(draft.proposals.values_list("state", flat=True)) == {"proposed"}
    led = wulan.get(address("publication_job", job.pk))
    assert led.headers["Location"] == address("publication", publication.pk)
    events = list(
        Event.objects.filter(subject_key=str(job.pk)).order_by("at").values_list("event", "user_id")
    )
    who = cast.wulan.user.pk
    assert events == [
        ("proposals:publication_job:started", who),
        ("proposals:publication_job:begun", None),
        ("proposals:publication_job:finished", who),
    ]
    assert Event.objects.get(event="proposals:publication:published").user_id == who


def test_what_it_replaces_counts_too(cast, region, run_of, wulan, monkeypatch):
    run_of()
    newer = run_of(publish=False)
    monkeypatch.setattr(rules, "MOST_AT_ONCE", 5)
    services.perform_job(asked_to_publish(wulan, newer).pk)
    assert set(newer.proposals.values_list("state", flat=True)) == {"proposed"}


def test_a_large_plan_is_taken_back_by_the_worker(cast, region, run_of, large, wulan):
    first, second = run_of(), run_of()
    publication, before = second.publications.get(), everything()
    job = asked_to_take_back(wulan, publication)
    assert (job.verb, everything()) == ("take_back", before)
    shown = text(page(wulan, "publication", publication.pk))
    assert "sedang ditarik kembali" in shown
    assert address("publication_step", publication.pk, "take_back") not in shown
    services.perform_job(job.pk)
    publication.refresh_from_db()
    assert (ended(job), publication.state) == (("done", ""), "taken_back")
    assert set(first.proposals.values_list("state", flat=True)) == {"proposed"}
    assert set(second.proposals.values_list("state", flat=True)) == {"draft"}
    led = wulan.get(address("publication_job", job.pk))
    assert led.headers["Location"] == address("publication", publication.pk)


def test_meanwhile_the_plan_says_so_and_is_not_published_twice(cast, draft, wulan, sign_in):
    job = asked_to_publish(wulan, draft)
    shown = text(page(wulan, "run", draft.pk))
    assert "Rencana ini sedang diterbitkan untuk warga" in shown
    assert address("publication_job", job.pk) in shown
    assert address("publish", draft.pk) not in shown
    assert page(wulan, "publish", draft.pk).headers["Location"] == address("publication_job", job.pk)
    again = wulan.post(address("publish", draft.pk))
    assert again.headers["Location"] == address("publish", draft.pk)
    assert PublicationJob.objects.get() == job
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationJob.objects.create(
            run=draft, place=job.place, verb="publish", paths=3, requested_by=cast.wulan.user, role="x"
        )
    for _turn in range(2):
        services.perform_job(job.pk)
    assert Publication.objects.count() == 1
    read_by_ministry = text(page(sign_in(cast.yusuf), "run", draft.pk))
    assert "sedang diterbitkan" not in read_by_ministry


def test_how_far_it_is_is_asked_again_until_it_is_over(draft, wulan):
    job = asked_to_publish(wulan, draft)
    asks = {"headers": {"HX-Request": "true"}}
    assert 'hx-trigger="every 2s"' in text(wulan.get(address("publication_job", job.pk), **asks))
    PublicationJob.objects.filter(pk=job.pk).update(state="running", heard_at=timezone.now(), attempts=1)
    assert "3 jalur sedang diterbitkan sekaligus" in text(
        wulan.get(address("publication_job", job.pk), **asks)
    )
    PublicationJob.objects.filter(pk=job.pk).update(state="failed", failure="nothing_left")
    assert wulan.get(address("publication_job", job.pk), **asks).headers["HX-Refresh"] == "true"
    for shown in (page(wulan, "publication_job", job.pk), page(wulan, "run", draft.pk)):
        assert "Tidak ada lagi dari rencana ini yang masih berlaku" in text(shown)
    assert address("publish", draft.pk) in text(page(wulan, "run", draft.pk))


def loses_her_role(cast, run):
    Membership.objects.filter(user=cast.wulan.user).update(valid_to=TODAY)


def loses_her_account(cast, run):
    type(cast.wulan.user).objects.filter(pk=cast.wulan.user.pk).update(is_active=False)


def office_moves(cast, run):
    Organisation.objects.filter(pk=cast.wulan.organisation.pk).update(place_id=LUMAJANG)


def everybody_opts_out(cast, run):
    people = run.proposals.values("candidate")
    Proposal._meta.get_field("candidate").related_model.objects.filter(pk__in=people).update(
        opted_out_of_planning_at=timezone.now()
    )


def one_is_offered(cast, run):
    services.offer(actor=cast.wulan.actor, proposal=run.proposals.order_by("number").first(), today=TODAY)


LOST = (loses_her_role, loses_her_account, office_moves)


@pytest.mark.parametrize(
    ("meanwhile", "failure"),
    [*((lost, "not_allowed") for lost in LOST), (everybody_opts_out, "nothing_left")],
)
def test_what_may_not_be_published_any_more_changes_nothing(cast, draft, wulan, meanwhile, failure):
    job = asked_to_publish(wulan, draft)
    meanwhile(cast, draft)
    before = everything()
    services.perform_job(job.pk)
    assert (ended(job), everything()) == (("failed", failure), before)


def test_an_office_that_moved_meanwhile_publishes_nothing_for_other_people(
    cast, region, run_of, large, wulan
):
    nation = run_of(None, actor=cast.yusuf.actor, publish=False)
    job = asked_to_publish(wulan, nation)
    office_moves(cast, nation)
    before = everything()
    services.perform_job(job.pk)
    assert (ended(job), everything()) == (("failed", "not_allowed"), before)


@pytest.mark.parametrize(
    ("meanwhile", "failure"), [*((lost, "not_allowed") for lost in LOST), (one_is_offered, "decided")]
)
def test_what_may_not_be_taken_back_any_more_changes_nothing(
    cast, region, run_of, large, wulan, meanwhile, failure
):
    run = run_of()
    job = asked_to_take_back(wulan, run.publications.get())
    meanwhile(cast, run)
    before = everything()
    services.perform_job(job.pk)
    assert (ended(job), everything()) == (("failed", failure), before)


def test_what_goes_wrong_halfway_is_undone(draft, wulan, monkeypatch):
    job, before = asked_to_publish(wulan, draft), everything()
    plain = requests.publish

    def breaks(**asked):
        plain(**asked)
        raise ZeroDivisionError

    monkeypatch.setattr(requests, "publish", breaks)
    services.perform_job(job.pk)
    assert (ended(job), everything()) == (("failed", "error"), before)


def test_stopped_while_it_waits_nothing_happens(draft, wulan):
    job, before = asked_to_publish(wulan, draft), everything()
    wulan.post(address("publication_job_step", job.pk, "cancel"))
    services.perform_job(job.pk)
    assert (ended(job), everything()) == (("cancelled", ""), before)
    assert "Tidak ada yang berubah" in text(page(wulan, "publication_job", job.pk))
    assert address("publish", draft.pk) in text(page(wulan, "run", draft.pk))


def test_stopped_while_it_runs_everything_is_undone(cast, draft, wulan, monkeypatch):
    job, before = asked_to_publish(wulan, draft), everything()
    plain = requests.publish

    def stopped_meanwhile(**asked):
        PublicationJob.objects.filter(pk=job.pk).update(cancel_requested=True)
        return plain(**asked)

    monkeypatch.setattr(requests, "publish", stopped_meanwhile)
    services.perform_job(job.pk)
    # Here the request to stop is part of the same transaction and is undone with it; a person's comes from outside.
    assert (ended(job), everything()) == (("cancelled", ""), before)


def test_a_lost_worker_is_followed_by_one_that_publishes(draft, wulan):
    job = asked_to_publish(wulan, draft)
    silent = timezone.now() - timedelta(minutes=5)
    PublicationJob.objects.filter(pk=job.pk).update(state="running", attempts=1, heard_at=silent)
    assert services.take_up_lost_work() == 1
    services.perform_job(job.pk)
    assert (ended(job), Publication.objects.count()) == (("done", ""), 1)


def test_a_worker_whose_job_was_taken_up_stores_nothing(draft, wulan, monkeypatch):
    job, before = asked_to_publish(wulan, draft), everything()
    plain = requests.publish

    def late(**asked):
        PublicationJob.objects.filter(pk=job.pk).update(attempts=2)
        return plain(**asked)

    monkeypatch.setattr(requests, "publish", late)
    services.perform_job(job.pk)
    assert (ended(job)[0], everything()) == ("running", before)


def test_who_may_not_publish_is_refused_at_once(cast, draft, sign_in):
    before = everything()
    for member in ("gatot", "hendra", "lestari", "ratna"):
        assert sign_in(getattr(cast, member)).post(address("publish", draft.pk)).status_code in (403, 404)
    assert (PublicationJob.objects.count(), everything()) == (0, before)


@pytest.mark.parametrize("why", ["what_if", "decided", "nothing_left"])
def test_what_can_not_be_done_is_refused_at_once(cast, region, run_of, large, wulan, why):
    run = run_of(publish=why != "what_if", is_what_if=why == "what_if")
    if why == "decided":
        one_is_offered(cast, run)
        where = address("publication_step", run.publications.get().pk, "take_back")
    else:
        where = address("publish", run.pk)
    before = everything()
    answer = wulan.post(where)
    assert answer.headers["Refusal-Code"] == why
    assert (PublicationJob.objects.count(), everything()) == (0, before)


def test_a_small_plan_waits_its_turn_behind_a_large_one(cast, region, run_of, wulan, sign_in, monkeypatch):
    """A request would otherwise wait for the whole of the other's publishing."""
    nation = run_of(None, actor=cast.yusuf.actor, publish=False)
    with monkeypatch.context() as every_plan_is_large:
        every_plan_is_large.setattr(rules, "MOST_AT_ONCE", 0)
        large = asked_to_publish(sign_in(cast.yusuf), nation)
    wulan.post(address("publish", nation.pk))
    small = PublicationJob.objects.exclude(pk=large.pk).get()
    for job in (small, large):
        services.perform_job(job.pk)
        assert ended(job) == ("done", "")
    assert set(nation.proposals.values_list("state", flat=True)) == {"proposed"}
