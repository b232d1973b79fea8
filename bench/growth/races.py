"""Two at once, by table: every writing address × itself and × every other that touches the same subject, eight at once.

    python -m bench races [--rounds N] [--only WORD] [--folder FOLDER]

Each round has a class, orders, a plan and four people of its own, committed; the eight send what the tests' examples
send (tests/<room>/examples.py). No answer may be 500 or more, every counter and state must be right afterwards, and one
form sent several times (with one key) must take effect once.
"""

import argparse
import itertools
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

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
# How events end that tell of something new.
MADE = ("opened", "registered", "drafted", "added", "started", "recorded", "invited", "adopted")
# Open to many, but about one person's seat.
OF_A_SEAT = {"training:enrol", "training:claim"}


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

    @property
    def done(self) -> int:
        """How many were led on."""
        return self.statuses[302]


class World:
    """Rows of one round: a side as the tests have it, with four people who share its class, orders and plan."""

    def __init__(self, mark: str) -> None:
        from bench.growth.cast import members
        from jalur.proposals.models import Run

        # A plan that an earlier round asked for is never made here and would stand in the way.
        Run.objects.filter(state__in=("waiting", "running")).update(state="cancelled")
        self.mark, self.cast = mark, members()
        self.cast["hendra"] = self.member("hendra", "training_manager")
        self.cast["tuti"] = self.member("tuti", "instructor")
        self.cast["rini"] = self.nobody_yet()
        self.sides = [self.first_side()]
        self.sides += [self.beside(number) for number in range(1, PEOPLE)]

    def member(self, key: str, role: str) -> Any:
        """Whoever works at this round's own institute: what is closed or left here is nobody else's."""
        import datetime as dt

        from allauth.mfa.models import Authenticator

        from jalur.foundation.organisations.models import Membership, Organisation
        from jalur.portal.acting import staff_actor
        from tests.cast import JOMBANG, Member, make_user

        user = make_user(f"{key}-{self.mark.lower()}@contoh.example", "Contoh")
        institute, is_new = Organisation.objects.get_or_create(
            name=f"LPK {self.mark}", kind="training_provider", place_id=JOMBANG
        )
        membership = Membership.objects.create(
            user=user,
            organisation=institute,
            role=role,
            is_administrator=is_new,
            valid_from=dt.date(2025, 1, 1),
        )
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.TOTP, data={"secret": "NOBODYKNOWSTHIS2"}
        )
        return Member(key, user, staff_actor(membership), organisation=institute)

    def nobody_yet(self) -> Any:
        from tests.cast import Member, make_user

        return Member("rini", make_user(f"rini-{self.mark.lower()}@contoh.example", "Contoh"), None)

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

    def count_again(self) -> None:
        """What examples put in place by hand leaves the counters as they were."""
        from jalur.journey.job_orders.models import JobOrder
        from jalur.journey.training.models import Intake

        side = self.sides[0]
        taken = side.intake.enrolments.exclude(state="withdrawn").count()
        Intake.objects.filter(pk=side.intake.pk).update(taken=taken)
        held = side.order.reservations.filter(released_at=None).count()
        JobOrder.objects.filter(pk=side.order.pk).update(reserved=held)


def writings() -> list[Writing]:
    """Every address with an example of what it is sent, and who of the cast sends it."""
    from bench.growth.cast import members, near
    from tests.access import oracle
    from tests.access.addresses import addresses
    from tests.access.examples import WRITES, example_of
    from tests.access.world import facts_of
    from tests.cast import JOMBANG

    cast, facts = members(), facts_of(near(), JOMBANG)
    found = []
    for address in addresses():
        if address.name not in WRITES or address.name.startswith("portal:"):
            continue
        kind = example_of(address).kind
        member = WRITES[address.name].by or next(
            key
            for key, each in cast.items()
            if (
                oracle.reaches(each, address.action, facts[kind])
                if kind
                else oracle.scopes(each, address.action)
            )
        )
        found.append(Writing(address.name, "enrolment" if address.name in OF_A_SEAT else kind, member))
    return found


def pairs(known: list[Writing], only: str = "") -> Iterator[tuple[Writing, Writing]]:
    """Each with itself, and each two that touch the same rows."""
    for first, second in itertools.combinations_with_replacement(known, 2):
        if (first == second or first.touches & second.touches) and only in f"{first.name} {second.name}":
            yield first, second


class Sender:
    """One of the eight: somebody signed in, at one address, with the form of its page in hand."""

    def __init__(self, writing: Writing, world: World, number: int) -> None:
        from bench.growth.cast import browser
        from tests.access.examples import WRITES
        from tests.cast import Member

        self.writing, self.write = writing, WRITES[writing.name]
        self.side = world.sides[number // 2 % PEOPLE if writing.kind in OF_PEOPLE else 0]
        self.member = world.cast[writing.member]
        if writing.member == "sari":  # what is one's own: the person of this side
            self.member = Member("own", self.side.person.account, None, person=self.side.person)
        self.client = browser(self.member)
        self.path = self.url = ""
        self.data: dict[str, Any] = {}
        self.answer: Any = None

    def take_form(self) -> None:
        """What stands in the form for this address, wherever it stands, with the example on top."""
        from tests.access.example import filled
        from tests.access.forms import fields_of

        self.path = self.url = address_of(self.writing.name, self.side)
        if query := filled(self.write.query, self.side):
            self.url += f"?{urlencode(query, doseq=True)}"
        elsewhere = SHOWN_ON.get(self.writing.name.partition(":")[0], ())
        for url in (self.url, *(address_of(name, self.side) for name in elsewhere)):
            page = self.client.get(url)
            if page.status_code == 200 and (shown := fields_of(page.content.decode(), self.path)):
                self.data = shown
                break
        sends = filled(self.write.sends, self.side)
        if sends.pop("confirm", ""):  # asks once more, in a form of its own
            page = self.client.post(self.url, self.data | sends)
            self.data |= fields_of(page.content.decode(), self.path)
        self.data |= sends

    def send(self, together: threading.Barrier) -> None:
        from django.db import connection

        try:
            together.wait()
            self.answer = self.client.post(self.url, self.data)
        finally:
            connection.close()


def address_of(name: str, side: SimpleNamespace) -> str:
    from tests.access.addresses import addresses
    from tests.access.examples import example_of

    address = next(each for each in addresses() if each.name == name)
    return address.url(example_of(address).arguments(side))


def race(first: Writing, second: Writing, mark: str) -> Trial:
    """Eight at once: four of each; of one address with itself, one and the same form several times."""
    from bench.growth import loader
    from jalur.foundation.history.models import Event

    world = World(mark)
    senders = [Sender((first, second)[number % 2], world, number) for number in range(AT_ONCE)]
    for sender in {(each.writing, each.side.person.pk): each for each in senders}.values():
        sender.write.before(sender.side, sender.member)
    world.count_again()
    for sender in senders:
        sender.take_form()
    if first == second:  # one form of one session, sent by all who are at the same subject
        of_path = {sender.path: sender for sender in reversed(senders)}
        for sender in senders:
            sender.data, sender.client.cookies = (
                of_path[sender.path].data,
                of_path[sender.path].client.cookies,
            )
    last, before = Event.objects.order_by("-at").values_list("at", flat=True).first(), loader.broken()
    together = threading.Barrier(AT_ONCE)
    threads = [threading.Thread(target=sender.send, args=[together]) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    trial = Trial(Counter(sender.answer.status_code for sender in senders))
    for sender in senders:
        if sender.answer.status_code >= 500:
            reason = sender.answer.exc_info[1] if sender.answer.exc_info else ""
            trial.faults.append(f"{sender.writing.name}: {type(reason).__name__} {str(reason)[:80]}")
    trial.faults += [fault for fault in loader.broken() if fault not in before]
    if first == second:
        key = "" if "form_key" in senders[0].data else ", its form has no key"
        trial.faults += [f"{event} {count} times of one form{key}" for event, count in repeated(last).items()]
    return trial


def repeated(since: Any) -> dict[str, int]:
    """Events that one form brought about more than once, with how often for one person or thing."""
    from jalur.foundation.history.models import Event

    of: dict[str, Counter[Any]] = {}
    for event, person, key in Event.objects.filter(at__gt=since).values_list(
        "event", "person_id", "subject_key"
    ):
        # What a form makes has a key of its own each time; what stays the same is whose it is.
        of.setdefault(event, Counter())[person or ("" if event.endswith(MADE) else key)] += 1
    return {event: max(counts.values()) for event, counts in of.items() if max(counts.values()) > 1}


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
            tell_now(f"{first.name} × {second.name}: {dict(statuses)}")
            for fault, times in faults.most_common():
                tell_now(f"    {times} × {fault}")
    seconds = time.perf_counter() - begun
    tell_now(
        f"{len(known)} writing addresses, {count} rounds of {AT_ONCE} at once in {seconds:.0f} s; {faulty} pairs at fault"
    )
    return faulty


def tell_now(line: str) -> None:
    """Beside what a step tells when it ends."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
