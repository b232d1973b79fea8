"""8 writers do 50,000 things to the quotas of permits at once: the orders are never above them, and at the end say what a ledger says.

    python -m bench quotas [--operations 50000] [--writers 8] [--orders 24]

Openings are reserved and given back, quotas shrink and grow, permits are extended, revoked and taken back, orders closed; on a real
PostgreSQL, through the services. A ledger outside the database adds what the services said they did; a watcher reads the tables all the
while. The same without the guard of the last opening and without the database's constraints must turn red; otherwise it proves nothing.
Exit 0 when nothing was above or below, nobody waited in a circle, tables and ledger agree, and the fault is caught.
"""

import argparse
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

from bench.claims import TODAY, database, prepare_settings

UNTIL = date(2026, 9, 30)
OPENINGS = 6
OPERATIONS = {
    "reserve": 46, "release": 28, "shrink": 9, "grow": 8, "revoke": 3, "take back": 3, "extend": 2, "close": 1,
}  # fmt: skip
WRONG = """
    SELECT o.number FROM job_orders_joborder o LEFT JOIN job_orders_reservation r
    ON r.order_id = o.id AND r.released_at IS NULL GROUP BY o.id
    HAVING o.reserved <> count(r.id) OR o.reserved < 0 OR o.reserved > o.openings OR o.reserved > coalesce(o.quota, o.openings)"""
APART = """
    SELECT o.number FROM job_orders_joborder o LEFT JOIN permits_position p ON p.order_id = o.id AND p.is_live
    LEFT JOIN permits_permit t ON t.id = p.permit_id
    WHERE o.state IN ('open', 'held') AND (o.quota IS DISTINCT FROM p.quota OR o.permit_until IS DISTINCT FROM t.valid_until)"""


@dataclass
class Ledger:
    """What the services said they did: openings held by order, added up outside the database."""

    held: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, what: str, number: str = "", delta: int = 0) -> None:
        with self.lock:
            self.done[what] += 1
            self.held[number] += delta


@dataclass
class World:
    company: Any
    employer: Any
    people: list[Any]
    orders: list[Any] = field(default_factory=list)
    made: int = 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench quotas", description=__doc__.split("\n")[0])
    parser.add_argument("--operations", type=int, default=50_000)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--orders", type=int, default=24)
    options = parser.parse_args(arguments)
    os.environ["JALUR_POOL"] = "0"
    with database() as dsn:
        prepare_settings(dsn)
        world = populate(options.orders)
        begun, ledger = time.perf_counter(), Ledger()
        seen = run(world, ledger, options.operations, options.writers)
        seconds = time.perf_counter() - begun
        print(f"quotas: {dict(ledger.done)} by {options.writers} writers, {seconds:.0f} s", flush=True)
        found = [*seen, *standing(WRONG), *standing(APART), *differing(ledger)]
        broken = sum(count for what, count in ledger.done.items() if what.startswith("broke"))
        print(f"quotas: wrong {found[:5]}, broken {broken}", flush=True)
        fault = run_without_guard(world, max(300, options.operations // 50), options.writers)
        print(f"quotas, guard and constraints dropped: wrong {len(fault)}")
    print(
        f"quotas: {'HELD' if not found and not broken else 'NOT HELD'}; fault {'caught' if fault else 'NOT CAUGHT'}"
    )
    return 0 if not found and not broken and fault else 1


def populate(orders: int, people: int = 240) -> World:
    from jalur.foundation.competencies.models import Occupation
    from jalur.foundation.geography.models import Country, Place
    from jalur.foundation.organisations.models import Organisation
    from jalur.foundation.people.models import Person
    from jalur.foundation.rulebook.models import PermitDuty
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.employers.models import Employer

    province = Place.objects.create(code="35", name="Provinsi Contoh", level=1, kind="province")
    place = Place.objects.create(
        code="35.17", name="Kabupaten Contoh", level=2, kind="regency", parent=province
    )
    country = Country.objects.create(code="KR", alpha3="KOR", numeric="410", name_id="Korea", name_en="Korea")
    Occupation.objects.create(code="7212", level="unit", title_id="Juru las", title_en="Welder")
    PermitDuty.objects.create(route="P_TO_P", paper="contract", source="Contoh")
    company = Organisation.objects.create(name="PT Contoh", kind="placement_company", place=place)
    employer = Employer.objects.create(
        name="Contoh", employer_type="legal_entity", country=country, city="Ulsan"
    )
    found = []
    for number in range(people):
        person = Person.objects.create(
            name=f"Calon {number}", birth_date=date(2000, 1, 1), sex="F", residence=place
        )
        found.append(
            Candidate.objects.create(
                person=person,
                number=f"J-{number:07}",
                education=4,
                available_from=date(2026, 1, 1),
                any_destination=True,
            )
        )
    world = World(company, employer, found)
    world.orders = [make_order(world) for _order in range(orders)]
    return world


def make_order(world: World) -> Any:
    """An open order with a permit of its own."""
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.journey.job_orders.models import JobOrder
    from jalur.journey.permits import services
    from jalur.journey.permits.models import Permit

    world.made += 1
    order = JobOrder.objects.create(
        number=f"JO-{world.made:05}",
        state="held",
        held_because="permit",
        held_since=TODAY,
        employer=world.employer,
        destination_id="KR",
        company=world.company,
        route="P_TO_P",
        occupation_id="7212",
        title="Juru las",
        openings=OPENINGS,
        ready_by=UNTIL,
        monthly_pay=Decimal(1000),
        pay_currency="KRW",
    )
    permit = Permit(
        company=world.company,
        destination_id="KR",
        number=f"B. {world.made}/SIP2MI/CONTOH/2026",
        granted_on=TODAY,
        valid_until=UNTIL,
    )
    services.enter_permit(actor=SYSTEM, permit=permit, quotas={order.pk: OPENINGS}, today=TODAY)
    return order


def run(world: World, ledger: Ledger, operations: int, writers: int) -> list[str]:
    """Every writer its share; what the watcher saw meanwhile."""
    over, seen = threading.Event(), list[str]()

    def watch() -> None:
        while not over.is_set():
            seen.extend(standing(WRONG))
            time.sleep(0.2)

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(lambda seed: write(world, ledger, seed, operations // writers), range(writers)))
    over.set()
    watcher.join()
    return seen


def write(world: World, ledger: Ledger, seed: int, operations: int) -> None:
    from django.core.exceptions import ValidationError
    from django.db import connection

    draw = random.Random(seed)
    does = list(OPERATIONS)
    for _turn in range(operations):
        what = draw.choices(does, list(OPERATIONS.values()))[0]
        place = draw.randrange(len(world.orders))
        try:
            said, number, delta = take(world, draw, what, place)
            ledger.write(said, number, delta)
        except ValidationError:
            ledger.write("refused")
        except Exception as broke:  # noqa: BLE001 - counted and shown, whatever it is
            ledger.write(f"broke: {type(broke).__name__} {str(broke)[:80]}")
    connection.close()


def take(world: World, draw: random.Random, what: str, place: int) -> tuple[str, str, int]:
    """One thing; what was done, to which order, and by how much more it holds."""
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.journey.job_orders import services as orders
    from jalur.journey.job_orders.models import JobOrder, Reservation

    order = JobOrder.objects.select_related("employer", "destination").get(pk=world.orders[place].pk)
    if what == "reserve":
        person = draw.choice(world.people)
        orders.reserve_opening(actor=SYSTEM, order=order, candidate=person, today=TODAY)
        return what, order.number, 1
    if what == "release":
        held = Reservation.objects.held().filter(order=order).order_by("?").first()
        if held is None:
            return "nothing to release", "", 0
        orders.release_opening(actor=SYSTEM, reservation=held, reason="Contoh")
        return what, order.number, -1
    if what == "close":
        closed = orders.close_order(actor=SYSTEM, order=order, reason="withdrawn")
        given_back = Reservation.objects.filter(
            order=order, released_at__isnull=False, release_reason=closed.get_close_reason_display()
        ).count()
        world.orders[place] = make_order(world)
        return what, order.number, -given_back
    return decide(draw, what, order), "", 0


def decide(draw: random.Random, what: str, order: Any) -> str:
    """What is done to the permit of an order."""
    from jalur.foundation.accounts.access import SYSTEM, Actor
    from jalur.journey.permits import services
    from jalur.journey.permits.models import Permit, Request, RequestKind

    ministry = {"actor": SYSTEM, "today": TODAY}
    permit = Permit.objects.filter(positions__order=order).select_related("company", "destination").get()
    if what in {"shrink", "grow"}:
        quota = draw.randint(1, OPENINGS // 2) if what == "shrink" else draw.randint(OPENINGS // 2, OPENINGS)
        services.set_quotas(permit=permit, quotas={order.pk: quota}, **ministry)
    elif what == "take back":
        services.reinstate_permit(permit=permit, reason="Contoh", **ministry)
    else:
        company = Actor(role=SYSTEM.role, organisation_id=order.company_id, label="Contoh")
        if what == "revoke":
            asked = services.propose_revocation(actor=company, permit=permit, reason="Contoh", today=TODAY)
        else:
            until = (permit.valid_until or UNTIL) + timedelta(days=draw.randint(1, 9))
            asked = services.ask_extension(
                actor=company, permit=permit, until=until, reason="Contoh", today=TODAY
            )
        assert isinstance(asked, Request)
        assert asked.kind in RequestKind.values
        services.agree_request(request=asked, **ministry)
    return what


def standing(query: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        return [f"{row[0]}" for row in cursor.fetchall()]


def differing(ledger: Ledger) -> list[str]:
    """Orders that hold another number of openings than the ledger added up."""
    from jalur.journey.job_orders.models import JobOrder

    rows = JobOrder.objects.order_by("number").values_list("number", "reserved")
    return [
        f"ledger {number}: {held} and {ledger.held[number]}"
        for number, held in rows
        if held != ledger.held[number]
    ]


def run_without_guard(world: World, operations: int, writers: int) -> list[str]:
    """The same with the last opening given to everybody who asks."""
    from django.db import connection

    with connection.cursor() as cursor:
        for name in ("job_order_within_its_permit", "job_order_not_overfilled"):
            cursor.execute(f"ALTER TABLE job_orders_joborder DROP CONSTRAINT {name}")
    everybody: Callable[..., None] = lambda *_given: None  # noqa: E731 - a guard that lets all pass
    from jalur.journey.job_orders.workflow import RESERVATION

    step = next(one for one in RESERVATION.steps if one.verb == "hold")
    open_to_all = tuple(everybody if one.__name__ == "opening_is_left" else one for one in step.guards)
    with mock.patch.dict(step.__dict__, {"guards": open_to_all}):
        return run(world, Ledger(), operations, writers) + standing(WRONG)


if __name__ == "__main__":
    sys.exit(main())
