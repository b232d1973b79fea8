"""A seeded walk through everything that moves a quota, beside a model that knows no database: after each step both say the same."""

import random
from dataclasses import dataclass, field

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.accounts.access import SYSTEM
from jalur.journey.job_orders import services as orders
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.permits import services
from jalur.journey.permits.models import Permit
from tests.job_orders.factories import READY_BY, TODAY, make_candidate, make_employer, open_order

pytestmark = pytest.mark.django_db
OPENINGS, STEPS = 4, 120
DOES = {"reserve": 40, "release": 22, "set": 16, "revoke": 6, "reinstate": 8, "pause": 4, "resume": 4}


@dataclass
class Model:
    """What an order should say."""

    quota: int = OPENINGS
    in_force: bool = True
    paused: bool = False
    held: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        return self.in_force and not self.paused

    def may(self, what: str, number: str, quota: int) -> bool:
        if what == "reserve":
            return self.is_open and number not in self.held and len(self.held) < self.quota
        if what == "release":
            return bool(self.held)
        if what == "set":
            return self.in_force and len(self.held) <= quota <= OPENINGS
        if what == "revoke":
            return self.in_force
        if what == "reinstate":
            return not self.in_force
        if what == "pause":
            return self.is_open
        return self.paused

    def take(self, what: str, number: str, quota: int) -> None:
        if what == "reserve":
            self.held.add(number)
        elif what == "release":
            self.held.discard(number)
        elif what == "set":
            self.quota = quota
        elif what in {"revoke", "reinstate"}:
            self.in_force = what == "reinstate"
            self.quota = max(self.quota, len(self.held))
        else:
            self.paused = what == "pause"


def tried(cast, what, order, permit, candidate, quota):
    """The same through the services; whether they let it."""
    ministry = {"actor": cast.yusuf.actor, "permit": permit, "today": TODAY}
    order, permit = JobOrder.objects.get(pk=order.pk), Permit.objects.get(pk=permit.pk)
    try:
        if what == "reserve":
            orders.reserve_opening(actor=SYSTEM, order=order, candidate=candidate, today=TODAY)
        elif what == "release":
            held = Reservation.objects.held().filter(order=order, candidate=candidate).get()
            orders.release_opening(actor=SYSTEM, reservation=held, reason="Contoh")
        elif what == "set":
            services.set_quotas(quotas={order.pk: quota}, **ministry)
        elif what == "revoke":
            asked = services.propose_revocation(
                actor=cast.wulan.actor, permit=permit, reason="Contoh", today=TODAY
            )
            services.agree_request(actor=cast.yusuf.actor, request=asked, today=TODAY)
        elif what == "reinstate":
            services.reinstate_permit(reason="Contoh", **ministry)
        elif what == "pause":
            orders.pause_order(actor=cast.lestari.actor, order=order, reason="Contoh", today=TODAY)
        else:
            orders.resume_order(actor=cast.lestari.actor, order=order, today=TODAY)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_orders_and_permits_say_what_an_independent_model_says(cast, settings, seed):
    settings.TODAY = TODAY
    draw, order = random.Random(seed), open_order(cast, openings=OPENINGS, employer=make_employer(cast))
    permit, people = Permit.objects.get(), {f"J-{n}": make_candidate(f"J-{n}") for n in range(6)}
    model, taken = Model(), 0
    for step in range(STEPS):
        what = draw.choices(list(DOES), list(DOES.values()))[0]
        holding = sorted(model.held)
        number = draw.choice(holding) if what == "release" and holding else draw.choice(sorted(people))
        quota = draw.randint(1, OPENINGS + 1)
        if what == "release" and not holding:
            continue
        may = model.may(what, number, quota)
        said = tried(cast, what, order, permit, people[number], quota)
        assert said == may, (seed, step, what, model)
        if may:
            model.take(what, number, quota)
            taken += 1
        row = JobOrder.objects.get()
        held = set(Reservation.objects.held().values_list("candidate__number", flat=True))
        assert held == model.held
        assert row.reserved == len(model.held)
        assert (row.quota, row.permit_until) == ((model.quota, READY_BY) if model.in_force else (None, None))
        assert row.state == ("open" if model.is_open else "held"), (seed, step, what)
        assert row.reserved <= min(OPENINGS, row.quota or OPENINGS)
    assert taken > STEPS // 4
