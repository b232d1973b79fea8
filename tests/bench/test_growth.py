"""The loader of `make growth` writes past the triggers: what it leaves is what the product itself could have written."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import F

from bench.growth import loader
from tests.access.world import make_world

COUNTS = {
    "people": 400,
    "of_the_office": 50,
    "vacancies": 60,
    "orders": 60,
    "forecasts": 60,
    "curricula": 40,
    "intakes": 60,
    "seats": 100,
    "held": 30,
    "bookings": 80,
}


@pytest.fixture
def grown(cast):
    from jalur.journey.candidates.models import HeldCompetency
    from jalur.journey.job_orders.models import JobOrder, OrderCheck
    from jalur.proposals.models import Run

    world = make_world(cast)
    pattern = Run.objects.get(pk=world.near.run.pk)
    Run.objects.filter(pk=pattern.pk).update(place=None)
    HeldCompetency.objects.update(evidence="certificate")
    JobOrder.objects.filter(state="open").update(submitted_at=F("created_at"))
    OrderCheck.objects.bulk_create(
        OrderCheck(
            order=order, kind="pay", paper="Daftar 1", paper_date=order.ready_by, noted_at=order.created_at
        )
        for order in JobOrder.objects.filter(state="open").order_by("pk")
    )
    growth = loader.Growth(**COUNTS, plans=3, proposals=90, today=date(2026, 1, 12))
    loader.load(growth)
    return growth


@pytest.mark.django_db
def test_every_room_of_the_walk_has_its_part_in_the_order_of_the_house():
    own = ["messaging", "connections", "hooks", "people", "letters"]
    assert loader.parts() == [
        *own,
        "candidates",
        "vacancies",
        "job_orders",
        "forecasts",
        "curricula",
        "premises",
        "training",
        "progress",
        "languages",
        "funding",
        "attendance",
        "network",
        "proposals",
    ]


@pytest.mark.django_db
def test_what_triggers_would_have_refused_is_not_there(grown):
    from jalur.foundation.files.models import StoredFile
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.job_orders.models import JobOrder
    from jalur.journey.training.models import Enrolment, Intake
    from jalur.proposals.models import HOLDING, Proposal, ProposalState

    assert loader.check() == []
    assert Candidate.objects.count() == 400 + 2
    assert Enrolment.objects.exclude(state="withdrawn").count() == 100 + 2
    held = dict(Counter(Proposal.objects.filter(state__in=HOLDING).values_list("state", flat=True)))
    assert held == {ProposalState.ACCEPTED: 28, ProposalState.OFFERED: 2}
    paper = StoredFile.objects.filter(kind="evidence", size=180_000).first()
    assert (paper.name, paper.kind) == ("bukti.jpg", "evidence")
    person = Person.objects.exclude(national_id_tail="").filter(candidate__number__endswith="-G").first()
    assert person.national_id().endswith(person.national_id_tail)
    # The checks see what they are for.
    Intake.objects.filter(enrolments__state="enrolled").update(taken=0)
    JobOrder.objects.filter(reserved__gt=0).update(reserved=0)
    assert [fault.partition(":")[0] for fault in loader.check()] == [
        "an order whose reserved openings are not those held",
        "a class whose seats taken are not its people",
    ]
