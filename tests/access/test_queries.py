"""No page asks the database more often because there is more to show."""

from typing import Any

from django.db import connection, reset_queries
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from jalur.foundation.accounts import access
from jalur.foundation.people.models import Person
from jalur.foundation.people.rights import Right as PeopleRight
from tests.access.addresses import LIBRARY, Address, addresses
from tests.access.conftest import Stage, undone
from tests.access.examples import OWN_WORK, example_of
from tests.access.world import grow

KNOWN = [each for each in addresses() if each.name not in {*LIBRARY, *OWN_WORK} and example_of(each)]


def readers(stage: Stage, address: Address) -> list[str]:
    """The first of the cast who may read it; of a page that differs by role everybody."""
    may = [
        key for key, member in vars(stage.cast).items() if stage.expected(member, address, "near") == "shown"
    ]
    return may if address.name == "portal:home" else may[:1]


def count(stage: Stage, address: Address, key: str) -> int | None:
    """How many queries the page takes; None when there is nothing to read at the address."""
    client, url = stage.client(key), stage.url(address, "near")
    reset_queries()  # of more than 9,000 Django keeps the last ones alone
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    return len(asked) if response.status_code == 200 else None


def growing(stage: Stage, known: list[Address]) -> list[str]:
    pages = [(address, key) for address in known for key in readers(stage, address)]
    for address, key in pages:
        count(stage, address, key)  # what is read once a process
    with undone():
        grow(stage.world, "A")  # from none to one a page may have more to say
        before = {page: count(stage, *page) for page in pages}
        grow(stage.world, "BCDE")
        after = {page: count(stage, *page) for page in pages}
    return [
        f"{address.name} as {key}: {before[address, key]} queries, {after[address, key]} with more rows"
        for address, key in pages
        if after[address, key] != before[address, key]
    ]


def test_queries_do_not_grow_with_rows(stage):
    assert growing(stage, KNOWN) == []


def test_a_page_that_asks_for_each_row_is_found(stage, plant):
    def planted(request: Any) -> HttpResponse:
        return HttpResponse(str([person.residence.name for person in Person.objects.all()]))

    (found,) = growing(stage, [plant(access.requires(PeopleRight.VIEW_PERSON)(planted))])
    assert found.startswith("planted as wulan")
