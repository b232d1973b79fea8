"""Several offices, officers and candidates at once, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count

from jalur.proposals import services
from jalur.proposals.models import Proposal, Publication, PublicationJob
from jalur.proposals.publishing import rules
from jalur.proposals.publishing.services import requests
from tests.proposals.decisions.test_concurrency import at_once, offering, wait_until_somebody_waits
from tests.proposals.factories import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def publishing(member, run):
    return lambda: services.publish(actor=member.actor, run=run, today=TODAY)


def waiting_twice():
    """People to whom more than one path is proposed or offered."""
    open_ones = Proposal.objects.filter(state__in=("proposed", "offered", "accepted", "expired"))
    return open_ones.order_by().values("candidate").annotate(count=Count("pk")).filter(count__gt=1).count()


def test_one_plan_is_published_once(cast, region, run_of):
    draft = run_of(publish=False)
    answers = at_once([publishing(cast.wulan, draft)] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["Publication", *["ValidationError"] * 3]
    assert (Publication.objects.count(), waiting_twice()) == (1, 0)
    assert set(draft.proposals.values_list("state", flat=True)) == {"proposed"}


def test_two_offices_publish_for_the_same_people_at_once(cast, region, run_of):
    regency = run_of(publish=False)
    nation = run_of(None, actor=cast.yusuf.actor, publish=False)
    answers = at_once([publishing(cast.wulan, regency), publishing(cast.yusuf, nation)])
    assert all(isinstance(answer, Publication) for answer in answers)
    assert waiting_twice() == 0
    # Whoever came second has replaced what the first one proposed; her neighbour's stays as the ministry proposed it.
    assert Proposal.objects.filter(state="proposed").count() == 4
    assert set(Proposal.objects.exclude(state="proposed").values_list("state", flat=True)) == {"overtaken"}


def test_offering_while_a_newer_plan_is_published(cast, region, run_of):
    """Either the offer came first and stands, and the new plan has nothing for her; or it came too late: never both."""
    proposal = run_of().proposals.order_by("number").first()
    newer = run_of(publish=False)
    offered, published = at_once([offering(cast, proposal), publishing(cast.wulan, newer)])
    assert isinstance(published, Publication)
    proposal.refresh_from_db()
    region.korea.refresh_from_db()
    hers = newer.proposals.get(candidate=proposal.candidate)
    came_first = isinstance(offered, Proposal)
    assert (proposal.state, hers.state) == (("offered", "draft") if came_first else ("overtaken", "proposed"))
    assert region.korea.reserved == (1 if came_first else 0)
    assert waiting_twice() == 0


@pytest.mark.parametrize("decision", ["offer", "refuse"])
def test_a_publication_waits_for_a_decision_under_way_and_sees_it(cast, region, run_of, decision):
    proposal = run_of().proposals.order_by("number").first()
    newer = run_of(publish=False)

    def published():
        try:
            return publishing(cast.wulan, newer)()
        finally:
            connection.close()

    reason = {"reason": "family"} if decision == "refuse" else {}
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            getattr(services, decision)(actor=cast.wulan.actor, proposal=proposal, today=TODAY, **reason)
            waiting = pool.submit(published)
            wait_until_somebody_waits()
        waiting.result()
    hers = newer.proposals.get(candidate=proposal.candidate)
    assert hers.state == ("draft" if decision == "offer" else "proposed")
    assert waiting_twice() == 0


def test_taking_back_while_somebody_offers(cast, region, run_of):
    run = run_of()
    proposal = run.proposals.order_by("number").first()
    publication = run.publications.get()
    offered, back = at_once(
        [
            offering(cast, proposal),
            lambda: services.take_plan_back(actor=cast.wulan.actor, publication=publication, today=TODAY),
        ]
    )
    assert [isinstance(answer, ValidationError) for answer in (offered, back)].count(True) == 1
    states = set(run.proposals.values_list("state", flat=True))
    assert states == ({"draft"} if isinstance(back, Publication) else {"offered", "proposed"})
    region.korea.refresh_from_db()
    assert region.korea.reserved == (0 if isinstance(back, Publication) else 1)


@pytest.mark.usefixtures("the_day")
def test_stopped_from_outside_while_the_worker_publishes(cast, region, run_of, monkeypatch):
    """Nobody who stops it waits for the worker, and all that it did is undone."""
    draft = run_of(publish=False)
    monkeypatch.setattr(rules, "MOST_AT_ONCE", 0)
    job = services.request_publication(actor=cast.wulan.actor, run=draft, today=TODAY)
    plain = requests.publish

    def stopped_meanwhile(**asked):
        publication = plain(**asked)
        (stopped,) = at_once([lambda: services.cancel_job(actor=cast.wulan.actor, job=job)])
        assert (stopped.state, stopped.cancel_requested) == ("running", True)
        return publication

    monkeypatch.setattr(requests, "publish", stopped_meanwhile)
    services.perform_job(job.pk)
    job.refresh_from_db()
    assert (job.state, Publication.objects.count()) == ("cancelled", 0)
    assert set(draft.proposals.values_list("state", flat=True)) == {"draft"}


@pytest.mark.usefixtures("the_day")
def test_a_large_plan_is_asked_for_once(cast, region, run_of, monkeypatch):
    draft = run_of(publish=False)
    monkeypatch.setattr(rules, "MOST_AT_ONCE", 0)
    answers = at_once(
        [lambda: services.request_publication(actor=cast.wulan.actor, run=draft, today=TODAY)] * 4
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["PublicationJob", *["ValidationError"] * 3]
    assert PublicationJob.objects.count() == 1
