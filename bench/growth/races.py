"""Two at once, by table: every writing address × itself and × every other that touches the same subject, eight at once.

    python -m bench races [--rounds N] [--only WORD] [--folder FOLDER]

Each round has a class, orders, a plan and four people of its own, committed; the eight send what the forms on their pages
offer. No answer may be 500 or more, every counter and state must be right afterwards, and one form sent eight times (with
one key) must make one thing.
"""

import argparse
import itertools
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.growth.filling import FALLBACK, filled

AT_ONCE = 8
ROUNDS = 5
PEOPLE = 4
# Addresses that touch the same rows: what hangs on a class, on an order, on a person, on a plan, on an organisation.
TOUCHES = {
    "class": {"intake", "programme", "enrolment", "proposal"},
    "order": {"order", "draft", "reservation", "proposal"},
    "person": {"person", "candidate", "held", "duplicate", "enrolment", "reservation", "proposal"},
    "plan": {"run", "proposal"},
    "organisation": {"organisation"},
}
# Kinds that each of the four people has one of; the rest is shared by all.
OF_PEOPLE = {"person", "candidate", "held", "duplicate", "enrolment", "reservation", "proposal"}
# Where the form of an address stands that shows none itself.
SHOWN_ON = {
    "candidates": ("candidates:candidate",),
    "job_orders": ("job_orders:order",),
    "organisations": ("organisations:members",),
    "people": ("people:person",),
    "proposals": ("proposals:proposal", "proposals:run", "proposals:openings", "proposals:budget"),
    "training": ("training:intake",),
}
# The subject and the member of addresses that are open to more people than the example shows.
ABOUT = {
    "training:enrol": ("enrolment", "wulan"),
    "training:claim": ("enrolment", "sari"),
    "proposals:decide_many": ("proposal", "wulan"),
    "organisations:leave": ("organisation", "hendra"),
}
POSTED = {
    "reason": FALLBACK, "refusal_reason": "other", "release_reason": FALLBACK, "purpose": "asked", "national_id": "",
}  # fmt: skip


@dataclass(frozen=True)
class Writing:
    """One address that takes a POST, the kind of its subject, and who of the cast may do it."""

    name: str
    kind: str
    member: str

    @property
    def touches(self) -> set[str]:
        return {name for name, kinds in TOUCHES.items() if self.kind in kinds}


@dataclass
class Trial:
    """What eight posts at once were answered, and what was wrong afterwards."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    done: int = 0


class World:
    """Rows of one round: a side as the tests have it, with four people who share its class, orders and plan."""

    def __init__(self, mark: str) -> None:
        from bench.growth.cast import members

        self.mark, self.cast = mark, members()
        self.cast["hendra"] = self.manager()
        self.sides = [self.first_side()]
        self.sides += [self.beside(number) for number in range(1, PEOPLE)]

    def manager(self) -> Any:
        """Whoever keeps this round's own institute: what is closed or left here is nobody else's."""
        import datetime as dt

        from allauth.mfa.models import Authenticator

        from jalur.foundation.organisations.models import Membership, Organisation
        from jalur.portal.acting import staff_actor
        from tests.cast import JOMBANG, Member, make_user

        user = make_user(f"{self.mark.lower()}@contoh.example", "Contoh")
        institute = Organisation.objects.create(
            name=f"LPK {self.mark}", kind="training_provider", place_id=JOMBANG
        )
        membership = Membership.objects.create(
            user=user, organisation=institute, role="training_manager", is_administrator=True,
            valid_from=dt.date(2025, 1, 1),
        )  # fmt: skip
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.TOTP, data={"secret": "NOBODYKNOWSTHIS2"}
        )
        return Member("hendra", user, staff_actor(membership), organisation=institute)

    def person(self, number: int) -> tuple[Any, Any]:
        import datetime as dt

        from jalur.foundation.accounts.access import SYSTEM
        from jalur.foundation.geography.models import Place
        from jalur.journey.candidates import services
        from tests.cast import VILLAGE, make_user

        user = make_user(f"{self.mark.lower()}{number}@contoh.example", "Contoh")
        candidate = services.register_candidate(
            actor=SYSTEM, today=dt.date(2026, 1, 12), education=4, available_from=dt.date(2026, 1, 12),
            name=f"Contoh {self.mark} {number}", birth_date=dt.date(2001, 1, 1 + number), sex="F",
            residence=Place.objects.get(code=VILLAGE), account_id=user.pk,
        )  # fmt: skip
        return candidate.person, candidate

    def first_side(self) -> SimpleNamespace:
        from jalur.foundation.people.models import Duplicate, Person
        from tests.access.world import side
        from tests.cast import JOMBANG

        person, candidate = self.person(0)
        company, provider = self.cast["lestari"].organisation, self.cast["hendra"].organisation
        made = side(person, candidate, provider, company, "KR", self.mark)
        twin = Person.objects.create(
            name="Kembaran", birth_date=person.birth_date, sex="F", residence_id=JOMBANG
        )
        made.duplicate = Duplicate.objects.create(first=person, second=twin, reason="name_and_birth_date")
        return made

    def beside(self, number: int) -> SimpleNamespace:
        """Another person with the same class, order and plan; of those with odd numbers nothing is decided yet."""
        from django.db.models import F

        from jalur.journey.candidates.models import HeldCompetency
        from jalur.journey.job_orders.models import JobOrder, Reservation
        from jalur.journey.training.models import Enrolment, Intake
        from jalur.proposals.models import Proposal, ProposalStep

        first = self.sides[0]
        person, candidate = self.person(number)
        own = {"person": person, "candidate": candidate}
        own["held"] = HeldCompetency.objects.create(
            candidate=candidate, competency_id="EN-A1", evidence="declared"
        )
        own["proposal"] = Proposal.objects.create(
            run=first.run, candidate=candidate, order=first.order, value=1
        )
        ProposalStep.objects.create(proposal=own["proposal"], intake=first.intake, position=1)
        if number % 2 == 0:
            own["enrolment"] = Enrolment.objects.create(intake=first.intake, candidate=candidate)
            own["reservation"] = Reservation.objects.create(order=first.order, candidate=candidate)
            Intake.objects.filter(pk=first.intake.pk).update(taken=F("taken") + 1)
            JobOrder.objects.filter(pk=first.order.pk).update(reserved=F("reserved") + 1)
        return SimpleNamespace(**{**vars(first), **own})


def writings() -> list[Writing]:
    """Every address of ours that takes a POST and whose subject stands in the world, with somebody who may do it."""
    from django.urls import reverse

    from bench.growth.cast import browser, members, near
    from bench.growth.sweep import known_addresses
    from tests.access import oracle
    from tests.access.addresses import LIBRARY
    from tests.access.test_every_address_for_every_role import example_of
    from tests.access.world import facts_of
    from tests.cast import JOMBANG

    cast, side = members(), near()
    facts = facts_of(side, JOMBANG)
    visitor = browser(cast["wulan"])
    found = []
    for address in known_addresses():
        kind, arguments = example_of(address)
        if address.name in LIBRARY or address.name.startswith("portal:"):
            continue
        answer = visitor.options(reverse(address.name, kwargs=arguments(side)))
        if "POST" not in answer.headers.get("Allow", ""):
            continue
        if address.name in ABOUT:
            found.append(Writing(address.name, *ABOUT[address.name]))
            continue
        for key, member in cast.items():
            may = oracle.reaches(member, address.action, facts[kind]) if kind in facts else False
            if may or (not kind and oracle.scopes(member, address.action)):
                found.append(Writing(address.name, kind, key))
                break
    return found


def pairs(known: list[Writing], only: str = "") -> Iterator[tuple[Writing, Writing]]:
    """Each with itself, and each two that touch the same rows."""
    for first, second in itertools.combinations_with_replacement(known, 2):
        if (first == second or first.touches & second.touches) and only in f"{first.name} {second.name}":
            yield first, second


class Sender:
    """One of the eight: somebody signed in, at one address, with the form of its page in hand."""

    def __init__(self, writing: Writing, world: World, number: int) -> None:
        from django.urls import reverse

        from bench.growth.cast import browser
        from tests.cast import Member

        side = world.sides[number // 2 % PEOPLE if writing.kind in OF_PEOPLE else 0]
        member = world.cast[writing.member]
        if writing.member == "sari":  # what is one's own: the person of this side
            member = Member("own", side.person.account, None, person=side.person)
        self.writing, self.client = writing, browser(member)
        self.url = reverse(writing.name, kwargs=self.arguments(writing.name, side))
        self.data = self.form(side) | self.own_words(side)
        if writing.name == "proposals:decide_many":  # asks once more what it shows
            self.data = filled(self.client.post(self.url, self.data).content.decode(), self.url) or self.data
        self.answer: Any = None

    def form(self, side: SimpleNamespace) -> dict[str, Any]:
        """What the form for this address would send, wherever it stands."""
        from django.urls import reverse

        for url in (self.url, *(reverse(name, kwargs=self.arguments(name, side)) for name in self.pages())):
            page = self.client.get(url)
            if page.status_code == 200 and (data := filled(page.content.decode("utf-8", "ignore"), self.url)):
                return data
        return dict(POSTED)

    def pages(self) -> tuple[str, ...]:
        return SHOWN_ON.get(self.writing.name.partition(":")[0], ())

    @staticmethod
    def arguments(name: str, side: SimpleNamespace) -> dict[str, Any]:
        from bench.growth.sweep import known_addresses
        from tests.access.test_every_address_for_every_role import example_of

        return example_of(next(each for each in known_addresses() if each.name == name))[1](side)

    def own_words(self, side: SimpleNamespace) -> dict[str, Any]:
        if self.writing.name == "training:enrol":
            return {"candidate": side.candidate.number}
        if self.writing.name == "proposals:decide_many":
            return {"selected": [str(side.proposal.pk)]}
        return {}

    def send(self, together: threading.Barrier) -> None:
        from django.db import connection

        try:
            together.wait()
            self.answer = self.client.post(self.url, self.data)
        finally:
            connection.close()


def race(first: Writing, second: Writing, mark: str) -> Trial:
    """Eight at once: four of each; of one address with itself, one and the same form several times."""
    from bench.growth import loader
    from jalur.foundation.history.models import Event

    world = World(mark)
    senders = [Sender((first, second)[number % 2], world, number) for number in range(AT_ONCE)]
    if first == second:  # one form of one session, sent by all who are at the same subject
        of_url = {sender.url: sender for sender in reversed(senders)}
        for sender in senders:
            sender.data, sender.client.cookies = of_url[sender.url].data, of_url[sender.url].client.cookies
    last = Event.objects.order_by("-at").values_list("at", flat=True).first()
    together = threading.Barrier(AT_ONCE)
    threads = [threading.Thread(target=sender.send, args=[together]) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    trial = Trial(Counter(sender.answer.status_code for sender in senders))
    trial.done = sum(sender.answer.status_code in (302, 303) for sender in senders)
    for sender in senders:
        if sender.answer.status_code >= 500:
            reason = sender.answer.exc_info[1] if sender.answer.exc_info else ""
            trial.faults.append(
                f"{sender.writing.name}: {type(reason).__name__} {str(reason).splitlines()[:1]}"
            )
    trial.faults += loader.broken() + [
        f"{event} {count} times" for event, count in repeated(last, first == second).items()
    ]
    return trial


def repeated(since: Any, of_one_form: bool) -> Counter[str]:
    """Events of the same kind about the same thing; of one form sent again also about several things."""
    from jalur.foundation.history.models import Event

    if not of_one_form:
        return Counter()
    rows = Event.objects.filter(at__gt=since).order_by("at").values_list("event", "person_id", "subject_key")
    made = {event: Counter() for event, _person, _key in rows}
    for event, person, key in rows:
        made[event][person or ("", key)[0]] += 1
    return Counter({event: max(of.values()) for event, of in made.items() if max(of.values()) > 1})


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench races", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="only pairs with this word in an address")
    parser.add_argument("--folder", type=Path, help="keep server and databases here")
    chosen = parser.parse_args(arguments)
    from bench.growth import databases

    with tempfile.TemporaryDirectory(prefix="jalur-races-") as name:
        address = databases.races(databases.serve(chosen.folder or Path(name)))
        return databases.step(address, "races", str(chosen.rounds), chosen.only)["faults"] > 0


def run(rounds: int, only: str) -> int:
    """All pairs on the database of this process; prints what was wrong, returns how many pairs were."""
    known = writings()
    mark = f"R{random.Random().randrange(16**6):06X}"
    faulty, count, begun = 0, 0, time.perf_counter()
    for first, second in pairs(known, only):
        faults: Counter[str] = Counter()
        statuses: Counter[int] = Counter()
        for _round in range(rounds):
            count += 1
            trial = race(first, second, f"{mark}{count}")
            faults.update(trial.faults)
            statuses += trial.statuses
        faulty += bool(faults)
        if faults:
            print(f"{first.name} × {second.name}: {dict(statuses)}", flush=True)
            for fault, times in faults.most_common():
                print(f"    {times} × {fault}", flush=True)
    seconds = time.perf_counter() - begun
    print(
        f"{len(known)} writing addresses, {count} rounds of {AT_ONCE} at once in {seconds:.0f} s; {faulty} pairs at fault"
    )
    return faulty
