"""Certificates of a whole body as one job while its worker is killed with SIGKILL, and codes that somebody makes up.

    python -m bench certificates [--people 10000] [--kills 1] [--codes 1000000]

The job is begun again after the kill, by the product's own way; whole means that everybody has one certificate and the numbers leave
nothing out. Then made-up and nearly right codes: none may hit, and codes that are unknown and links that were stopped may not be told
apart by the time they take (Kolmogorov-Smirnov, two samples, at 1 in 1000).
"""

import argparse
import math
import os
import random
import secrets
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from datetime import time as clock
from itertools import islice
from typing import Any

from bench.claims import TODAY, a_regency, database, prepare_settings

DAY = TODAY - timedelta(days=20)
SINCE = date(2025, 1, 1)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench certificates", description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--codes", type=int, default=1_000_000)
    options = parser.parse_args(arguments)
    with database() as dsn:
        prepare_settings(dsn)
        body, manager = populate(options.people)
        is_whole = issue_all(body, manager, options.people, options.kills)
        are_alike = guess(options.codes)
    print(f"certificates: {'whole' if is_whole else 'NOT WHOLE'}, {'alike' if are_alike else 'NOT ALIKE'}")
    return 0 if is_whole and are_alike else 1


def populate(people: int) -> tuple[Any, Any]:
    """A body with everything that has to hold, and so many people found competent."""
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.accounts.models import User
    from jalur.foundation.credentials import services as credentials
    from jalur.foundation.organisations.models import Licence, Membership, Organisation
    from jalur.foundation.organisations.queries import staff_actor
    from jalur.journey.certification import models as of
    from jalur.kit.dates import begins

    regency = a_regency()
    body = Organisation.objects.create(name="LSP Contoh", kind="certification_body", place=regency)
    laras, anwar = (
        User.objects.create(email=f"{name}@contoh.example", name=name.title()) for name in ("laras", "anwar")
    )
    membership = Membership.objects.create(
        user=laras, organisation=body, role="certification_manager", valid_from=SINCE
    )
    scheme = of.Scheme.objects.create(
        body=body, code="SKM-1", title="Juru las pelat", kind="cluster", version="1", valid_from=SINCE
    )
    of.Unit.objects.create(scheme=scheme, position=1, code="U-1", title="Menyiapkan tempat kerja")
    held = {"body": body, "valid_from": SINCE}
    licence = Licence.objects.create(
        organisation=body, kind="certification_licence", number="LSP-1", valid_from=SINCE
    )
    assessor = of.Assessor.objects.create(user=anwar, number="MET-1", **held)
    place = of.TestPlace.objects.create(name="TUK Contoh", place=regency, **held)
    for one in ({"licence": licence}, {"assessor": assessor}, {"test_place": place}):
        of.Coverage.objects.create(scheme=scheme, **held, **one)
    day = of.AssessmentDay.objects.create(
        body=body, scheme=scheme, day=DAY, starts=clock(8), place=place, assessor=assessor, seats=200
    )
    pleno = of.Pleno.objects.create(body=body, held_on=DAY, took_part="Contoh", led_by=laras)
    like = of.Assessment(
        body=body,
        scheme=scheme,
        day=day,
        assessor=assessor,
        state="competent",
        result="competent",
        recommended_on=DAY,
        recommended_by=anwar,
        pleno=pleno,
        decided_on=DAY,
        decided_by=laras,
        expires_on=DAY + timedelta(days=1095),
    )
    for start in range(0, people, 1000):
        find_competent(like, regency, start, min(1000, people - start))
    credentials.rotate_key(actor=SYSTEM, issuer=body, now=begins(SINCE))
    return body, staff_actor(membership)


def find_competent(like: Any, regency: Any, start: int, count: int) -> None:
    """So many people more, each with the result of one like this."""
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate

    rows = Person.objects.bulk_create(
        Person(name=f"Peserta {start + at}", birth_date=date(2001, 4, 12), sex="F", residence=regency)
        for at in range(count)
    )
    files = Candidate.objects.bulk_create(
        Candidate(person=row, number=f"J-{start + at:08}", education=4, available_from=TODAY)
        for at, row in enumerate(rows)
    )
    own = ("id", "code", "candidate")
    given = {
        field.attname: getattr(like, field.attname)
        for field in like._meta.concrete_fields
        if field.name not in own
    }
    type(like).objects.bulk_create(
        type(like)(candidate=file, code=f"AS-{start + at:08}", **given) for at, file in enumerate(files)
    )


def issue_all(body: Any, manager: Any, people: int, kills: int) -> bool:
    from django.utils import timezone

    from jalur.journey.certificates import services
    from jalur.journey.certificates.models import Certificate, Issuing

    work = services.start_issuing(actor=manager, body=body, today=TODAY)
    begun = time.perf_counter()
    for turn in range(kills + 1):
        is_killed = in_worker(
            lambda: services.perform_issuing(work.pk),
            until=people * (turn + 1) // (kills + 1) if turn < kills else None,
        )
        if is_killed:
            count = Certificate.objects.count()
            print(f"  killed after {count} certificates, {time.perf_counter() - begun:.0f} s")
            Issuing.objects.filter(pk=work.pk).update(heard_at=timezone.now() - timedelta(hours=1))
            services.take_up_lost_issuing()
    seconds = time.perf_counter() - begun
    work.refresh_from_db()
    serials = list(Certificate.objects.order_by("serial").values_list("serial", flat=True))
    apart = Certificate.objects.values("assessment").distinct().count()
    print(
        f"  {len(serials)} certificates in {seconds:.0f} s, {1000 * seconds / people:.1f} ms each; job {work.state}"
    )
    return (
        serials == list(range(1, people + 1))
        and apart == people
        and (work.state, work.done) == ("done", people)
    )


def in_worker(act: Callable[[], None], *, until: int | None) -> bool:
    """Do it in a process of its own, killed once there are so many certificates; whether it was."""
    from django.db import connections

    from jalur.journey.certificates.models import Certificate

    # A pool that lives through the fork would hand one socket to both.
    connections.close_all()
    for one in connections.all():
        one.close_pool()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    while until is not None:
        time.sleep(0.2)
        if Certificate.objects.count() >= until:
            os.kill(child, signal.SIGKILL)
            break
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def guess(codes: int) -> bool:
    """Made-up codes, codes of which one sign is wrong, and links that were stopped."""
    from jalur.foundation.credentials.statement import ALPHABET, new_code
    from jalur.journey.certificates import queries
    from jalur.journey.certificates.models import Certificate, Share
    from jalur.kit.dates import now

    real = list(Certificate.objects.order_by("serial")[:1000])
    instant = now()
    stopped = [
        Share.objects.create(certificate=one, code=new_code(), until=TODAY, stopped_on=TODAY) for one in real
    ]

    def near(code: str) -> str:
        at = random.randrange(26)
        return code[:at] + secrets.choice(ALPHABET.replace(code[at], "")) + code[at + 1 :]

    def made_up(count: int) -> Iterator[str]:
        for _turn in range(count):
            yield new_code()
        for _turn in range(count // 10):
            yield near(random.choice(real).code)

    hits = 0
    for some in batched(made_up(codes), 1000):
        hits += sum(model.objects.filter(code__in=some).count() for model in (Certificate, Share))
    one_by_one = codes // 100
    for code in made_up(one_by_one):
        hits += queries.with_code(code, now=instant, today=TODAY).certificate is not None
    print(
        f"  {codes} made-up and {codes // 10} nearly right codes looked for in the tables, {one_by_one} and"
        f" {one_by_one // 10} asked one by one: {hits} hits"
    )
    unknown, withheld, held = [], [], []
    for one, link in zip(real, stopped, strict=True):
        asked = [(new_code(), unknown), (link.code, withheld), (one.code, held)]
        # What was asked before leaves its mark on the time: none of them always comes after the same.
        random.shuffle(asked)
        for code, kept in asked:
            begun = time.perf_counter()
            queries.with_code(code, now=instant, today=TODAY)
            kept.append(time.perf_counter() - begun)
    apart, bound = distance(unknown, withheld), 1.95 * math.sqrt(2 / len(unknown))
    middle = [1000 * statistics.median(rows) for rows in (unknown, withheld, held)]
    print(
        f"  unknown {middle[0]:.2f} ms, withheld {middle[1]:.2f} ms, shown {middle[2]:.2f} ms in the middle;"
        f" KS {apart:.3f}, bound {bound:.3f}"
    )
    return not hits and apart < bound


def batched(codes: Iterator[str], size: int) -> Iterator[list[str]]:
    while some := list(islice(codes, size)):
        yield some


def distance(one: list[float], other: list[float]) -> float:
    """The largest distance between two samples' shares (Kolmogorov-Smirnov)."""
    steps = sorted({*one, *other})
    one, other = sorted(one), sorted(other)
    at = away = 0
    most = 0.0
    for step in steps:
        while at < len(one) and one[at] <= step:
            at += 1
        while away < len(other) and other[away] <= step:
            away += 1
        most = max(most, abs(at / len(one) - away / len(other)))
    return most


if __name__ == "__main__":
    raise SystemExit(main())
