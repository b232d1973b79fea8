"""Every GET address as everybody in the cast, on the grown country beside the example country.

Both are asked in turn by one process, so that what else the machine does falls on both; who misses a bar of time is asked
again, for one slow answer on a shared machine is not growth. A list is asked in every way it offers as well: its last page,
each sorting, each filter, a search. What is refused is asked once: it must stay refused.
"""

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bench.growth.cast import browser, fullest, members, near
from bench.growth.web import say

TURNS = 5
# Who sees nobody's but her own.
OWN = {"sari", "rini"}
MOST_SECONDS = 0.3
MOST_TIMES = 3
# Below this both are noise: a page that takes as long as this page's shell alone is not measured against itself.
LEAST_SECONDS = 0.02
SEARCH = "siti"


@dataclass
class Asked:
    """One address as one member, on one country: median and 95th percentile in seconds, queries, the page."""

    status: int = 0
    queries: int = 0
    seconds: list[float] = field(default_factory=list)
    body: str = ""

    @property
    def median(self) -> float:
        return sorted(self.seconds)[len(self.seconds) // 2] if self.seconds else 0.0

    @property
    def slow(self) -> float:
        """The 95th percentile; of a handful of turns that is the slowest."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)] if self.seconds else 0.0


@dataclass
class Row:
    """One line of the table."""

    address: str
    member: str
    example: Asked
    grown: Asked

    @property
    def is_comparable(self) -> bool:
        """An empty list reads less than a full one, whichever country it is in."""
        return is_empty_list(self.example.body) == is_empty_list(self.grown.body)

    def late(self) -> list[str]:
        """The bars of time that it misses."""
        faults = []
        if self.grown.slow > MOST_SECONDS:
            faults.append("slow")
        if self.is_comparable and self.grown.median > MOST_TIMES * max(self.example.median, LEAST_SECONDS):
            faults.append("grows")
        return faults

    def faults(self) -> list[str]:
        faults = []
        if self.example.status != self.grown.status or self.grown.status >= 500:
            faults.append(f"answers {self.example.status} and {self.grown.status}")
        if self.is_comparable and self.grown.queries > self.example.queries:
            faults.append("queries")
        return faults + self.late()


class Country:
    """One of the two databases: its connection, what a process keeps of it, its subjects and its cast."""

    def __init__(self, address: str) -> None:
        import psycopg.conninfo
        from django.core.cache.backends.locmem import LocMemCache
        from django.db import connections

        self.connection = connections.create_connection("default")
        self.connection.settings_dict = {
            **self.connection.settings_dict,
            "NAME": psycopg.conninfo.conninfo_to_dict(address)["dbname"],
        }
        self.memory = LocMemCache(address, {})
        with self.used():
            self.members = members()
            self.sides = {"near": near(), "fullest": fullest()}

    @contextmanager
    def used(self) -> Iterator[Any]:
        from django.core.cache import caches
        from django.db import connections

        connections["default"], caches["memory"] = self.connection, self.memory
        yield self.connection

    def ask(self, client: Any, url: str, *, counting: bool = False) -> tuple[Any, float, int]:
        from django.test.utils import CaptureQueriesContext

        with self.used() as connection:
            if counting:
                with CaptureQueriesContext(connection) as queries:
                    answer = client.get(url)
                    b"".join(answer)
                return answer, 0.0, len(queries)
            begun = time.perf_counter()
            answer = client.get(url)
            b"".join(answer)
            return answer, time.perf_counter() - begun, 0


def ask_both(countries: list[Country], key: str, urls: list[str], name: str) -> Row:
    """The same question to both, in turns; the first time warms what a process keeps, the second is counted, not timed."""
    asked = [Asked(), Asked()]
    clients = []
    for country in countries:
        country.memory.clear()
        with country.used():
            clients.append(browser(country.members[key]))
    for turn in range(-2, TURNS):
        for country, client, url, to in zip(countries, clients, urls, asked, strict=True):
            answer, seconds, queries = country.ask(client, url, counting=turn == -1)
            to.status = answer.status_code
            if turn == -1:
                to.queries = queries
                to.body = answer.content.decode("utf-8", "ignore") if not answer.streaming else ""
            elif turn >= 0:
                to.seconds.append(seconds)
        if all(each.status != 200 for each in asked):
            break
    return Row(name, key, *asked)


def ask_fairly(*question: Any) -> Row:
    row = ask_both(*question)
    return ask_both(*question) if row.late() else row


def is_empty_list(page: str) -> bool:
    return 'id="results"' in page and "<tbody" not in page


def offers(page: str) -> dict[str, list[str]]:
    """What a list can be asked, by the name it has in the address: last page, sortings, choices of each filter, a search."""
    if 'id="results"' not in page:
        return {}
    links = [dict(parse_qsl(unescape(link))) for link in re.findall(r'href="\?([^"]+)"', page)]
    pages = [int(link["page"]) for link in links if link.get("page", "").isdigit()]
    found = {
        "page": [str(max(pages))] if pages else [],
        "sort": sorted({link["sort"] for link in links if link.get("sort")}),
    }
    form = re.search(r'<form id="list-filters".*?</form>', page, re.DOTALL)
    if form:
        for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form[0], re.DOTALL):
            values = re.findall(r'<option value="([^"]+)"', options)
            found[name] = [unescape(value) for value in values]
        if 'name="q"' in form[0]:
            found["q"] = [SEARCH]
    return found


def ways(page: str, beside: str = "") -> list[tuple[str, str]]:
    """Every way the list of a page is asked in, with the same question for the page beside it.

    Both get their own last page and the same sorting; of a filter the first choice that both offer.
    """
    own, other = offers(page), offers(beside)
    asked: list[tuple[dict[str, str], dict[str, str]]] = []
    for name, values in own.items():
        if name == "page":
            asked += [({name: last}, {name: (other.get(name) or ["1"])[0]}) for last in values]
        elif name == "sort":
            asked += [({name: sort}, {name: sort}) for sort in values]
        elif values:
            value = next((value for value in values if value in other.get(name, ())), values[0])
            asked.append(({name: value}, {name: value}))
    return [(urlencode(query), urlencode(question)) for query, question in asked]


def known_addresses() -> list[Any]:
    """Every address whose arguments somebody gave an example for."""
    from tests.access.addresses import addresses
    from tests.access.examples import OWN_WORK, SIGNED_LINKS

    # Somebody's own upload and the like: nothing of it stands in either country.
    return [each for each in addresses() if each.name not in SIGNED_LINKS | OWN_WORK]


def sweep(countries: list[Country], only: str = "") -> Iterator[Row]:
    """All addresses × the cast, each with what is fullest; who sees only what is her own, with that."""
    from tests.access.examples import example_of

    for address in known_addresses():
        if only not in address.name:
            continue
        example = example_of(address)
        for key in countries[0].members:
            side = "near" if key in OWN else "fullest"
            urls = [address.url(example.arguments(country.sides[side])) for country in countries]
            row = ask_fairly(countries, key, urls, address.name)
            if row.grown.status == 405:
                break
            yield row
            for grown, small in ways(row.grown.body, row.example.body):
                questions = [f"{urls[0]}?{small}", f"{urls[1]}?{grown}"]
                yield ask_fairly(countries, key, questions, f"{address.name}?{grown}")


def line(row: Row) -> str:
    small, grown = row.example, row.grown
    return (
        f"{row.address[:52]:52} {row.member:8} {small.queries:5} {grown.queries:5} "
        f"{small.median * 1000:6.0f} {grown.median * 1000:6.0f} {grown.slow * 1000:7.0f}  "
        f"{', '.join(row.faults()) or 'holds'}"
    )


def main(example: str, grown: str, only: str = "", everything: str = "") -> int:
    """Print what misses a bar as it is found (or every row), then the whole in a line; how many missed."""
    # Django writes a line for every refusal and a traceback for an error that the table tells in a word.
    logging.disable(logging.CRITICAL)
    countries = [Country(example), Country(grown)]
    say(f"{'address':52} {'who':8} {'queries':>11} {'median ms':>13} {'p95 ms':>7}  verdict")
    asked = missed = 0
    shown: list[float] = []
    for row in sweep(countries, only):
        asked += 1
        missed += bool(row.faults())
        if row.grown.status == 200:
            shown += row.grown.seconds
        if everything or row.faults():
            say(line(row))
    shown.sort()
    if shown:
        half, most = shown[len(shown) // 2], shown[int(len(shown) * 0.95)]
        say(
            f"{asked:,} questions, {len(shown) // TURNS:,} pages shown; on the grown country "
            f"median {half * 1000:.0f} ms, p95 {most * 1000:.0f} ms; {missed} miss a bar"
        )
    return missed
