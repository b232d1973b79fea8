"""One person, end to end, through the doors: she registers, an official confirms what she can, a plan proposes, the office
offers, she says yes.

Her sister is signed in all the while and reaches nothing of it.
"""

import pytest
from django.urls import reverse

from tests.cast import JOMBANG, VILLAGE
from tests.proposals.factories import TODAY, make_intake, make_order
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


def test_from_registration_to_a_seat_and_an_opening(cast, sign_in, settings):
    from jalur.foundation.competencies.models import Competency
    from jalur.foundation.history.models import Event
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.job_orders.models import Reservation
    from jalur.journey.training.models import Enrolment
    from jalur.proposals.models import Proposal, Run

    settings.TODAY = TODAY
    n5, n4, kaigo = (Competency.objects.get(code=code) for code in ("JLPT-N5", "JLPT-N4", "JP-SSW-KAIGO"))
    order = make_order("JO-KAIGO", requires=[n4, kaigo], openings=1, destination="JP", occupation="5321")
    make_intake("K-N4", teaches=[n4], prerequisites=[n5], seats=1)
    second = {"starts": "2026-04-06", "ends": "2026-06-26"}
    make_intake("K-KAIGO", teaches=[kaigo], prerequisites=[n4], seats=1, **second)
    Candidate.objects.all().delete()  # the cast's Sari stays at home in this story

    # She registers herself.
    rini = sign_in(cast.rini)
    page = rini.post(
        reverse("candidates:register"),
        {
            "name": "Rini Contohwati",
            "birth_date": "2003-02-10",
            "sex": "F",
            "residence": VILLAGE,
            "national_id": "3517085002039999",
            "education": "4",
            "available_from": "2026-01-12",
            "destinations": ["JP"],
            "confirm": "yes",
        },
        follow=True,
    )
    candidate = Candidate.objects.get()
    assert candidate.person.account == cast.rini.user, page.content.decode()[:2000]
    mine = reverse("candidates:candidate", args=[candidate.number])

    # What she says she can does not count until an official has seen it.
    added = rini.post(
        reverse("candidates:add_held", args=[candidate.number]),
        {"competency": "JLPT-N5", "evidence": "test_result", "note": "JLPT, Desember 2025"},
    )
    assert added.status_code == 302, added.content.decode()[-3000:]
    held = candidate.held.get()
    assert held.confirmed_at is None
    wulan = sign_in(cast.wulan)
    wulan.post(reverse("candidates:held_step", args=[held.pk, "confirm"]))
    held.refresh_from_db()
    assert held.confirmed_by == cast.wulan.user

    # The plan proposes two classes and one order; the office offers them, she says yes.
    wulan.post(reverse("proposals:start"), {"place": JOMBANG, **PLAIN})
    do_waiting_jobs()
    wulan.post(reverse("proposals:publish", args=[Run.objects.get().pk]))
    assert Run.objects.get().state == "done"
    proposal = Proposal.objects.get()
    assert proposal.order == order
    assert [step.intake.number for step in proposal.steps.order_by("position")] == ["K-N4", "K-KAIGO"]
    assert rini.get(reverse("proposals:mine")).status_code == 200
    wulan.post(reverse("proposals:proposal_step", args=[proposal.pk, "offer"]))
    rini.post(reverse("proposals:proposal_step", args=[proposal.pk, "accept"]))
    order.refresh_from_db()
    assert order.reserved == 1
    assert Reservation.objects.get().candidate == candidate
    assert Enrolment.objects.filter(candidate=candidate, state="enrolled").count() == 2

    # Her file tells her everything that was done, and by whom.
    events = Event.objects.filter(person_id=candidate.person_id).values_list("event", flat=True)
    assert {"proposals:proposal:offered", "proposals:proposal:accepted"} <= set(events)
    assert "candidates:candidate:registered" in events
    assert rini.get(mine).status_code == 200

    # Her sister reaches nothing.
    sister, before = sign_in(cast.sari), Event.objects.count()
    for address in (
        mine,
        reverse("people:person", args=[candidate.person_id]),
        reverse("portal:case_file", args=[candidate.person_id]),
        reverse("proposals:proposal", args=[proposal.pk]),
    ):
        assert sister.get(address).status_code in (403, 404), address
    assert sister.post(reverse("proposals:proposal_step", args=[proposal.pk, "undo"])).status_code in (
        403,
        404,
    )
    assert sister.post(
        reverse("people:reveal", args=[candidate.person_id]), {"purpose": "x"}
    ).status_code in (403, 404)
    proposal.refresh_from_db()
    assert (proposal.state, Event.objects.count()) == ("accepted", before)
