"""One step of the lists' benchmark, on a database with the example country: `fill` it, `draw` lists."""

import sys
import time
from typing import Any

from bench.measure import tell

ROUNDS = 30
PLAIN = "/about/"
# Who opens which list of 25 rows.
LISTS = {
    "bayu": (
        "/geography/places/",
        "/geography/countries/",
        "/competencies/",
        "/competencies/occupations/",
        "/competencies/standards/",
        "/rulebook/rules/",
        "/rulebook/sources/",
        "/organisations/",
        "/job-orders/",
        "/training/",
        "/training/programmes/",
    ),
    "wulan": ("/candidates/",),
    "hendra": ("/training/desk/",),
    "lestari": ("/job-orders/desk/", "/job-orders/employers/"),
}


def fill() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_reference", apply=True, verbosity=0)
    call_command("demo_load", apply=True, verbosity=0)
    tell()


def client_of(key: str) -> Any:
    """A browser, signed in as one of the cast of the example country."""
    from django.test import Client

    from demo.cast import CAST
    from jalur.foundation.accounts.models import User

    client = Client(headers={"host": "localhost"})
    email = next(player.email for player in CAST if player.key == key)
    client.force_login(
        User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def opened(client: Any, address: str) -> Any:
    answer = client.get(address, follow=True)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return answer


def draw() -> None:
    """Milliseconds of each list and of a page without rows, opened in turn; the quickest of many, others use the machine."""
    rows = {}
    for key, addresses in LISTS.items():
        client = client_of(key)
        for address in addresses:
            count = opened(client, address).content.count(b"<tr class=")
            times: dict[str, list[float]] = {address: [], PLAIN: []}
            for _round in range(ROUNDS):
                for one, taken in times.items():
                    begun = time.perf_counter()
                    opened(client, one)
                    taken.append(time.perf_counter() - begun)
            rows[address] = {
                "rows": count,
                "ms": min(times[address]) * 1000,
                "plain_ms": min(times[PLAIN]) * 1000,
            }
    tell(lists=rows)


if __name__ == "__main__":
    import django

    django.setup()
    {"fill": fill, "draw": draw}[sys.argv[1]](*sys.argv[2:])
