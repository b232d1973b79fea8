"""Several people and a worker at once, each on a connection of their own."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from jalur.proposals import services
from jalur.proposals.models import Proposal
from tests.proposals.factories import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls):
    """Run the calls at the same moment; what each returned or raised."""
    start = Barrier(len(calls))

    def one(call):
        try:
            start.wait()
            return call()
        except Exception as failure:  # noqa: BLE001 - the test looks at what was raised
            return failure
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def offering(cast, proposal):
    return lambda: services.offer(actor=cast.wulan.actor, proposal=proposal, today=TODAY)


def test_two_officers_and_the_last_opening(cast, region, run_of):
    proposals = list(run_of().proposals.order_by("candidate__number"))
    type(region.korea).objects.filter(pk=region.korea.pk).update(reserved=4)
    answers = at_once([offering(cast, one) for one in proposals])
    assert sorted(type(answer).__name__ for answer in answers) == [
        "Proposal",
        "ValidationError",
        "ValidationError",
    ]
    region.korea.refresh_from_db()
    region.weld.refresh_from_db()
    region.talk.refresh_from_db()
    assert (region.korea.reserved, region.weld.taken, region.talk.taken) == (5, 1, 1)
    assert Proposal.objects.filter(state="offered").count() == 1
    assert Proposal.objects.filter(state="proposed").count() == 2


def test_two_officers_and_one_proposal(cast, region, run_of):
    proposal = run_of().proposals.order_by("candidate__number").first()
    answers = at_once([offering(cast, proposal) for _ in range(4)])
    refusals = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert len(refusals) == 3
    region.korea.refresh_from_db()
    region.weld.refresh_from_db()
    assert (region.korea.reserved, region.weld.taken) == (1, 1)


def wait_until_somebody_waits():
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waited for the offer")
