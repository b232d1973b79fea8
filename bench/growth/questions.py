"""Which addresses are asked over HTTP: the mix of fifteen pages, and every page the cast can open."""

from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from bench.growth.cast import browser, fullest, members

# Fifteen pages of a working day: who opens what, of which subject, with which query.
MIX = (
    ("nobody", "portal:about", "", ""),
    ("wulan", "portal:home", "", ""),
    ("wulan", "candidates:list", "", "page=1"),
    ("wulan", "candidates:list", "", "q=siti"),
    ("wulan", "candidates:candidate", "candidate.number", ""),
    ("wulan", "portal:case_file", "person.pk", ""),
    ("wulan", "proposals:proposals", "", "state=proposed"),
    ("wulan", "proposals:proposal", "proposal.pk", ""),
    ("yusuf", "proposals:run", "run.pk", ""),
    ("yusuf", "proposals:orders", "run.pk", "page=1"),
    ("lestari", "job_orders:desk", "", "page=1"),
    ("lestari", "job_orders:order", "order.number", ""),
    ("hendra", "training:desk", "", "page=1"),
    ("hendra", "training:intake", "intake.number", ""),
    ("sari", "portal:home", "", ""),
)


def mix() -> list[tuple[str, str, str]]:
    """The mix as (name, path, cookie)."""
    from django.urls import reverse

    cast, side = members(), fullest()
    cookies = {key: cookie(cast[key]) for key in {key for key, *_ in MIX}}
    return [
        (
            f"{name}{'?' if query else ''}{query} {key}",
            with_query(reverse(name, args=arguments(side, subject)), query),
            cookies[key],
        )
        for key, name, subject, query in MIX
    ]


def everything() -> list[tuple[str, str, str]]:
    """Every page that answers somebody of the cast, lists in each way they offer as well."""
    from bench.growth.sweep import known_addresses, ways
    from tests.access.examples import example_of

    cast, side = members(), fullest()
    found = []
    for key, member in cast.items():
        session = cookie(member)
        for address in known_addresses():
            client = browser(member)
            path = address.url(example_of(address).arguments(side))
            answer = client.get(path)
            if answer.status_code != 200:
                continue
            found.append((f"{address.name} {key}", path, session))
            page = "" if answer.streaming else answer.content.decode("utf-8", "ignore")
            found += [
                (f"{address.name}?{query} {key}", f"{path}?{query}", session) for query, _ in ways(page)
            ]
    return found


def cookie(member: Any) -> str:
    """The session of somebody who has signed in just now."""
    client = browser(member)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def arguments(side: SimpleNamespace, subject: str) -> list[Any]:
    """The one argument of an address: what stands at a dotted path on a side."""
    return [attrgetter(subject)(side)] if subject else []


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
