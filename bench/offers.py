"""Is this offer real, and the public list of orders, with the orders and companies of a nation.

    python -m bench offers [--orders 20000] [--companies 5000] [--rounds 60]

Each address by the test client, in one process: the middle and the longest time, and whether three slips of the keyboard in a company's
name still lead to it.
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
SYLLABLES = [first + second for first in "bcdgjklmnprstwy" for second in "aiu"]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench offers", description=__doc__.split("\n")[0])
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--companies", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args(arguments)
    rng = random.Random(11)
    with database() as dsn:
        prepare_settings(dsn)
        names, numbers = populate(rng, options.companies, options.orders)
        print(f"{options.orders} orders, {options.companies} companies")
        return 0 if measure(rng, names, numbers, options.rounds) else 1


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
        ready_by=TODAY + timedelta(days=rng.randint(1, 300)),
        monthly_pay=rng.randint(5, 40) * 100,
        pay_currency=employer.country.currency,
    )


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
        "orders: a word": lambda: seen(client.get("/job-orders/", {"q": rng.choice(SYLLABLES)})),
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
