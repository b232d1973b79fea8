"""From the click to the path on the screen, through the worker."""

import pytest
from django.urls import reverse

from jalur.proposals.models import BulkDecision, Proposal, Publication, Run
from tests.cast import JOMBANG
from tests.proposals.worker import do_waiting_jobs

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = {
    "purpose": "plan",
    "what_first": "people",
    "thrift": "none",
    "max_intakes": "3",
    "budget": "",
    "women": "",
}


@pytest.fixture
def wulan(cast, sign_in, settings):
    from tests.proposals.factories import TODAY

    settings.TODAY = TODAY
    return sign_in(cast.wulan)


def publish(client, run):
    """The plan's page leads to what publishing it changes; there it is confirmed."""
    address = reverse("proposals:publish", args=[run.pk])
    assert address in client.get(reverse("proposals:run", args=[run.pk])).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302


def test_start_plan_publish_look_offer(cast, region, wulan):
    answer = wulan.post(reverse("proposals:start"), {"place": JOMBANG, **PLAIN})
    run = Run.objects.get()
    assert answer.headers["Location"] == reverse("proposals:run", args=[run.pk])
    assert wulan.get(answer.headers["Location"]).status_code == 200
    do_waiting_jobs()
    run.refresh_from_db()
    assert (run.state, run.failure) == ("done", "")
    # Three welding seats: nobody can place more than three, and the certificate says so.
    assert run.placed == 3
    assert run.gap < 0.001
    assert wulan.get(reverse("proposals:run", args=[run.pk])).status_code == 200
    publish(wulan, run)
    proposal = Proposal.objects.order_by("candidate__number").first()
    page = wulan.get(reverse("proposals:proposal", args=[proposal.pk]))
    assert proposal.candidate.person.name in page.content.decode()
    wulan.post(reverse("proposals:proposal_step", args=[proposal.pk, "offer"]))
    region.korea.refresh_from_db()
    region.weld.refresh_from_db()
    assert (region.korea.reserved, region.weld.taken) == (1, 1)


def test_many_at_once(cast, region, wulan):
    wulan.post(reverse("proposals:start"), {"place": JOMBANG, **PLAIN})
    do_waiting_jobs()
    publish(wulan, Run.objects.get())
    url = reverse("proposals:decide_many", args=["offer"])
    shown = wulan.post(url, {"everything": "1", "query": "state=proposed"}, follow=True)
    assert shown.status_code == 200
    assert not BulkDecision.objects.exists()
    answer = wulan.post(url, {"everything": "1", "query": "state=proposed", "confirm": "yes"})
    do_waiting_jobs()
    decision = BulkDecision.objects.get()
    assert (decision.state, decision.items.filter(outcome="done").count()) == ("done", 3)
    assert wulan.get(answer.headers["Location"]).status_code == 200
    region.korea.refresh_from_db()
    assert region.korea.reserved == 3


@pytest.mark.parametrize("kind", ["openings", "budget"])
def test_a_study_ends_well_in_the_worker_and_leaves_its_event(cast, region, wulan, kind):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from jalur.foundation.history.models import Event

    wulan.post(reverse("proposals:start"), {"place": JOMBANG, **PLAIN, "budget": "40.000.000"})
    do_waiting_jobs()
    run = Run.objects.get()
    wanted = {"within": "", "seats": "5", "every": "4", "top": "3"}
    wulan.post(reverse(f"proposals:start_{kind}", args=[run.pk]), wanted)
    do_waiting_jobs()
    study = run.studies.get()
    assert (study.state, study.failure) == ("done", "")
    job = ProcrastinateJob.objects.get(task_name="jalur.proposals.tasks.run_study")
    assert job.status == "succeeded"
    event = Event.objects.get(event="proposals:study:finished")
    assert (event.subject_key, event.place_code) == (str(study.pk), JOMBANG)


def test_a_large_plan_is_published_and_taken_back_by_the_worker(cast, region, wulan, monkeypatch):
    from jalur.proposals.publishing import rules

    monkeypatch.setattr(rules, "MOST_AT_ONCE", 0)
    wulan.post(reverse("proposals:start"), {"place": JOMBANG, **PLAIN})
    do_waiting_jobs()
    run = Run.objects.get()
    publish(wulan, run)
    assert not Publication.objects.exists()
    do_waiting_jobs()
    publication = Publication.objects.get()
    assert set(Proposal.objects.values_list("state", flat=True)) == {"proposed"}
    wulan.post(reverse("proposals:publication_step", args=[publication.pk, "take_back"]))
    assert set(Proposal.objects.values_list("state", flat=True)) == {"proposed"}
    do_waiting_jobs()
    assert set(Proposal.objects.values_list("state", flat=True)) == {"draft"}
    assert set(run.publication_jobs.values_list("state", flat=True)) == {"done"}
