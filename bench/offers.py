"""Is this offer real, the public list of orders, and a pause of a destination, with the orders and companies of a nation.

    python -m bench offers [--orders 20000] [--companies 5000] [--files 100000] [--rounds 60]

Each address by the test client, in one process: the middle and the longest time, and whether three slips of the keyboard in a company's
name still lead to it. Of a pause of half the orders: how long it takes to show whom it touches, to carry it out, and to take it back.
"""

import argparse
import io
import random
import statistics
import string
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench.claims import TODAY, database, prepare_settings

BAR = 150  # milliseconds in the middle (issue “Orders one can trust”)
PREVIEW = 2  # seconds until a pause shows whom it touches (the same)
SYLLABLES = [first + second for first in "bcdgjklmnprstwy" for second in "aiu"]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench offers", description=__doc__.split("\n")[0])
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--companies", type=int, default=5_000)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args(arguments)
    rng = random.Random(11)
    with database() as dsn:
        prepare_settings(dsn)
        names, numbers = populate(rng, options.companies, options.orders)
        hold(options.files)
        print(f"{options.orders} orders, {options.companies} companies, {options.files} openings held")
        met = measure(rng, names, numbers, options.rounds)
        return 0 if pause() and met else 1


def populate(rng: random.Random, companies: int, orders: int) -> tuple[list[str], list[str]]:
    """Names of companies and numbers of orders; half the orders run, the others are closed."""
    from django.core.management import call_command
    from django.db import connection

    from jalur.foundation.competencies.models import Occupation
    from jalur.foundation.geography.models import Country, Place
    from jalur.foundation.organisations.models import Licence, Organisation
    from jalur.journey.employers.models import Employer
    from jalur.journey.job_orders.models import JobOrder

    call_command("load_reference", apply=True, stdout=io.StringIO())
    regencies = list(Place.objects.filter(level=2).order_by("code")[:50])
    countries = list(Country.objects.exclude(currency="").order_by("code"))
    occupations = list(Occupation.objects.order_by("code").values_list("pk", flat=True))

    def made_up() -> str:
        return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))).title() for _word in range(3))

    names = sorted({f"PT {made_up()}" for _one in range(companies + companies // 20)})[:companies]
    owners = Organisation.objects.bulk_create(
        Organisation(name=name, kind="placement_company", place=rng.choice(regencies)) for name in names
    )
    Licence.objects.bulk_create(
        Licence(
            organisation=one,
            kind="company_licence",
            number=f"SIP3MI-{place:05}",
            valid_from=TODAY - timedelta(days=400),
        )
        for place, one in enumerate(owners)
    )
    employers = Employer.objects.bulk_create(
        Employer(
            name=f"{made_up()} {place}",
            employer_type="legal_entity",
            country=rng.choice(countries),
            city="Contoh",
        )
        for place in range(companies)
    )
    rows = [
        _order(rng, place, rng.choice(owners), rng.choice(employers), rng.choice(occupations))
        for place in range(orders)
    ]
    JobOrder.objects.bulk_create(rows, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return names, [row.number for row in rows if row.state == "open"]


def _order(rng: random.Random, place: int, owner: Any, employer: Any, occupation: str) -> Any:
    from jalur.journey.job_orders.models import JobOrder

    return JobOrder(
        number=f"B-{place:06}",
        state=rng.choice(["open", "closed"]),
        employer=employer,
        destination=employer.country,
        company=owner,
        route="P_TO_P",
        occupation_id=occupation,
        title=f"Pekerjaan {rng.choice(SYLLABLES)}",
        openings=rng.randint(1, 40),
        min_age=21,
        max_age=35,
        ready_by=TODAY + timedelta(days=rng.randint(1, 300)),
        quota=40,
        permit_until=TODAY + timedelta(days=300),
        monthly_pay=rng.randint(5, 40) * 100,
        pay_currency=employer.country.currency,
    )


def hold(files: int) -> None:
    """So many people, each of whom holds an opening of an open order."""
    from datetime import date

    from django.db.models import F

    from jalur.foundation.geography.models import Place
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.job_orders.models import JobOrder, Reservation
    from jalur.kit.database import copy_in

    homes = list(Place.objects.filter(level=4).order_by("code")[:500])
    people = [
        Person(name=f"Calon {at}", birth_date=date(2000, 1, 1), sex="F", residence=homes[at % len(homes)])
        for at in range(files)
    ]
    copy_in(people)
    candidates = [
        Candidate(person=one, number=f"J-{at:08}", education=4, available_from=TODAY)
        for at, one in enumerate(people)
    ]
    copy_in(candidates)
    orders = list(JobOrder.objects.filter(state="open").order_by("pk"))
    JobOrder.objects.update(openings=F("openings") + files // len(orders) + 1)
    copy_in([Reservation(order=orders[at % len(orders)], candidate=one) for at, one in enumerate(candidates)])
    for place, order in enumerate(orders):
        order.reserved = len(range(place, files, len(orders)))
    JobOrder.objects.bulk_update(orders, ["reserved"], batch_size=2000)


def pause() -> bool:
    """A pause of the P-to-P route everywhere, for what is under way: shown, made, taken back."""
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.rulebook import services
    from jalur.foundation.workflow import consequences
    from jalur.journey.job_orders.models import JobOrder, Reservation

    consequences.follow(TODAY)
    rule = {
        "route": "P_TO_P",
        "status": "paused",
        "extent": "underway",
        "valid_from": TODAY,
        "source": "Contoh",
        "source_url": "https://contoh.example/",
    }

    def adopt() -> Any:
        return services.adopt_destination_rule(actor=SYSTEM, values=dict(rule), ends_narrower=True)

    def took(act: Callable[[], Any]) -> tuple[float, Any]:
        begun = time.perf_counter()
        done = act()
        return time.perf_counter() - begun, done

    shown, groups = took(lambda: consequences.beforehand(adopt, on=TODAY))
    before = JobOrder.objects.filter(state="open").count()
    made, adopted = took(adopt)
    held = JobOrder.objects.filter(state="held", held_because="paused")
    kept = Reservation.objects.held().filter(order__in=held).count()
    print(
        f"  a pause: shown in {shown:.1f} s (bar {PREVIEW} s), {[(one.title, one.count) for one in groups]}"
    )
    print(f"  carried out in {made:.1f} s: {held.count()} orders on hold, {kept} openings kept")
    back, _rule = took(
        lambda: services.take_back_rule(actor=SYSTEM, rule=adopted, on=TODAY, source="Contoh", today=TODAY)
    )
    is_whole = JobOrder.objects.filter(state="open").count() == before
    print(f"  taken back in {back:.1f} s: as before: {is_whole}")
    return shown <= PREVIEW and is_whole


def measure(rng: random.Random, names: list[str], numbers: list[str], rounds: int) -> bool:
    from django.test import Client

    client, met = Client(HTTP_HOST="localhost"), []
    found: list[bool] = []

    def seen(answer: Any) -> bytes:
        assert answer.status_code == 200, answer.status_code
        content: bytes = answer.content
        return content

    def check(told: dict[str, str]) -> bytes:
        return seen(client.post("/offer-check/", told))

    def with_slips() -> None:
        name = rng.choice(names)
        found.append(name.encode() in check({"company": slipped(rng, name)}))

    asks: dict[str, Callable[[], Any]] = {
        "offer: company and order": lambda: check(
            {"company": rng.choice(names), "order": rng.choice(numbers)}
        ),
        "offer: company with three slips": with_slips,
        "offer: employer abroad, country": lambda: check({"employer": "Bajala Kirana", "country": "KR"}),
        "offer: unknown order": lambda: check({"order": "".join(rng.choices(string.digits, k=9))}),
        "orders: first page": lambda: seen(client.get("/job-orders/")),
        "orders: a word": lambda: seen(client.get("/job-orders/", {"q": rng.choice(names).split()[1]})),
        "orders: two letters": lambda: seen(client.get("/job-orders/", {"q": rng.choice(SYLLABLES)})),
        "orders: country": lambda: seen(client.get("/job-orders/", {"destination": "KR"})),
    }
    for label, ask in asks.items():
        ask()
        times = []
        for _turn in range(rounds):
            begun = time.perf_counter()
            ask()
            times.append(1000 * (time.perf_counter() - begun))
        middle = statistics.median(times)
        met.append(middle <= BAR)
        print(f"  {label:34} {middle:7.1f} ms in the middle, {max(times):7.1f} ms the longest")
    share = sum(found) / len(found)
    print(f"  three slips lead to the company: {share:.0%} of {len(found)}; bar {BAR} ms")
    return all(met) and share >= 0.95


def slipped(rng: random.Random, name: str) -> str:
    """A name with three letters of it left out, doubled or mistaken, none of them in PT."""
    letters = list(name)
    for at in rng.sample([at for at, sign in enumerate(letters) if at > 2 and sign != " "], 3):
        letters[at] = rng.choice(["", letters[at] * 2, rng.choice(string.ascii_lowercase)])
    return "".join(letters)


if __name__ == "__main__":
    raise SystemExit(main())
