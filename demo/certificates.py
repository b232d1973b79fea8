"""What the body near Banten's hub issued in 2025, invented: one that its holder shares, suspended, revoked, replaced, run out."""

from datetime import date, time, timedelta

from demo.certification import BODY, SINCE, WELDING, agree, assess, member_of
from demo.country import TODAY
from jalur.foundation.accounts.access import Actor, Role, herself
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import Candidate, State
from jalur.journey.certificates import services
from jalur.journey.certificates.models import Certificate, Share
from jalur.journey.certification import services as assessing
from jalur.journey.certification.models import (
    Assessment,
    AssessmentDay,
    Assessor,
    Blank,
    Coverage,
    Pleno,
    Scheme,
    TestPlace,
)
from jalur.journey.certification.services.schemes import content_of
from jalur.kit.dates import begins

JUNE, MARCH = date(2025, 6, 10), date(2025, 3, 11)
SHORT = (
    (
        ("K3.CONTOH.001", "Menerapkan keselamatan kerja pengelasan (contoh)"),
        "Memakai alat pelindung diri (contoh)",
        "Alat pelindung diri dipakai sebelum bekerja",
    ),
)


def load() -> None:
    """Through the services, as the manager, the assessor and the holders themselves would."""
    body = Organisation.objects.get(name=BODY)
    laras, farid = member_of(body, "laras"), member_of(body, "farid")
    free = Candidate.objects.filter(
        state=State.REGISTERED,
        person__account=None,
        enrolments=None,
        assessments=None,
        home__startswith="36.",
    )
    dewi = Candidate.objects.get(person__account__name="Dewi Contohwati")
    others = list(free.select_related("person").order_by("number")[:4])
    welding = Scheme.objects.get(body=body, code="SKM/CONTOH/LAS/01")
    made = held(welding, laras, farid, [dewi, *others[:3]], JUNE)
    held(short_scheme(body, laras), laras, farid, others[3:], MARCH)
    after = {"now": begins(TODAY - timedelta(days=5)), "today": TODAY - timedelta(days=5)}
    services.suspend(
        actor=laras, certificate=made[1], reason="Foto pada berkas sedang diperiksa (contoh)", **after
    )
    services.revoke(actor=laras, certificate=made[2], reason="Berkas milik orang lain (contoh)", **after)
    services.reissue(
        actor=laras,
        certificate=made[3],
        why="Nomor blangko dikoreksi (contoh)",
        blank=next_blank(body),
        **after,
    )
    share = Share(certificate=made[0], shows=["name", "skill", "dates"], until=TODAY + timedelta(days=60))
    services.share(actor=herself(dewi.person_id), share=share, today=TODAY)
    for month, count in ((7, 2), (10, 1), (12, 3)):
        for _time in range(count):
            services.count_check(made[0], date(2025, month, 5))


def short_scheme(body: Organisation, laras: Actor) -> Scheme:
    """A scheme that counts for six months, so that something of it has run out."""
    scheme = Scheme(
        body=body,
        code="SKM/CONTOH/K3/01",
        title="Keselamatan kerja pengelasan (contoh)",
        kind="cluster",
        version="1",
        months=6,
        valid_from=SINCE,
        source="Rekaan untuk negara contoh",
    )
    assessing.add_scheme(actor=laras, scheme=scheme, covers=WELDING[:1], content=content_of(SHORT))
    licence = body.licences.get(number="LSP/CONTOH/2025/031")
    ministry = Actor(role=Role.MINISTRY_ANALYST, label="Kementerian P2MI (contoh)")
    assessor = Assessor.objects.get(body=body, number="MET/CONTOH/2025/0117")
    place = TestPlace.objects.filter(body=body).order_by("name").first()
    for actor, held_by in (
        (ministry, {"licence": licence}),
        (laras, {"assessor": assessor}),
        (laras, {"test_place": place}),
    ):
        coverage = Coverage(body=body, scheme=scheme, valid_from=SINCE, **held_by)
        assessing.grant_coverage(actor=actor, coverage=coverage, today=SINCE)
    return scheme


def next_blank(body: Organisation) -> str:
    """The first of the stock that is still there."""
    return Blank.objects.filter(body=body, state="received").order_by("number")[0].number


def held(scheme: Scheme, laras: Actor, farid: Actor, people: list[Candidate], day: date) -> list[Certificate]:
    """A day with its meeting and the certificates that came of it, the people in their order."""
    applied, told = day - timedelta(days=20), day - timedelta(days=12)
    planned = assessing.plan_day(
        actor=laras,
        day=AssessmentDay(
            body=scheme.body,
            scheme=scheme,
            day=day,
            starts=time(8),
            ends=time(15),
            place=TestPlace.objects.filter(body=scheme.body).order_by("name").first(),
            assessor=Assessor.objects.get(body=scheme.body, number="MET/CONTOH/2025/0117"),
            seats=8,
        ),
        today=told,
    )
    rows = []
    for person in people:
        own = herself(person.person_id)
        one = assessing.apply(
            actor=own, assessment=Assessment(candidate=person, scheme=scheme), today=applied
        )
        assessing.accept(actor=laras, assessment=one, today=told)
        (one,) = assessing.call_to_day(actor=laras, day=planned, assessments=[one.pk], today=told)
        agree(one, own, told, 0)
        assess(one, farid, 0, day)
        rows.append(one)
    meeting = day + timedelta(days=2)
    assessing.hold_pleno(
        actor=laras,
        pleno=Pleno(body=scheme.body, held_on=meeting, took_part="Bu Laras, pengelola LSP (contoh)"),
        decision=assessing.Decision({one.pk: "competent" for one in rows}),
        today=meeting,
    )
    issued = meeting + timedelta(days=1)
    return [
        services.issue(
            actor=laras,
            assessment=one,
            blank=next_blank(scheme.body),
            now=begins(issued),
            today=issued,
        )
        for one in rows
    ]
