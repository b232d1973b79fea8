"""An assessment body as tests need it: written through the services, by Bu Laras, Pak Anwar, Pak Yusuf and Sari of the cast."""

from datetime import date, datetime, time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

SINCE = date(2025, 1, 1)
TODAY = date(2026, 1, 12)
DAY = date(2026, 1, 20)
MEETING = date(2026, 1, 22)
NOW = datetime(2026, 1, 20, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
CONTENT = (
    (("U-1", "Menyiapkan tempat kerja"), "Memeriksa alat", "Alat diperiksa"),
    (("U-1", "Menyiapkan tempat kerja"), "Menata bahan", ""),
    (("U-2", "Mengelas sambungan sudut"), "Mengelas pelat", "Las sesuai WPS"),
)


def add_scheme(cast, code="SKM-1", version="1", covers=("C.24LAS01.001.1",), content=CONTENT, **about):
    from jalur.journey.certification import services
    from jalur.journey.certification.models import Scheme
    from jalur.journey.certification.services.schemes import content_of

    plain = {"title": "Juru las pelat (contoh)", "kind": "cluster", "valid_from": SINCE, **about}
    scheme = Scheme(body=cast.laras.organisation, code=code, version=version, **plain)
    return services.add_scheme(
        actor=cast.laras.actor, scheme=scheme, covers=covers, content=content_of(content)
    )


def second_assessor(cast, number="MET-2"):
    """Another assessor of the body, without an account of the cast."""
    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations.models import Membership

    user = User.objects.create(email=f"{number.lower()}@contoh.example", name="Bu Kartika")
    Membership.objects.create(
        user=user, organisation=cast.laras.organisation, role="assessor", valid_from=SINCE
    )
    return user


def acting(user, organisation, role="assessor"):
    from jalur.foundation.accounts.access import Actor, Role

    return Actor(
        role=Role(role),
        user_id=user.pk,
        organisation_id=organisation.pk,
        place_code=organisation.place_id or "",
        label=organisation.name,
    )


def make_body(cast, content=CONTENT):
    """Everything that has to hold: licence, scheme, assessor, place, each for the scheme, since the beginning of last year."""
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.geography.models import Place
    from jalur.foundation.organisations import services as organisations
    from jalur.journey.certification import services
    from jalur.journey.certification.models import Assessor, Coverage, TestPlace

    body, laras = cast.laras.organisation, cast.laras.actor
    licence = organisations.record_licence(
        actor=SYSTEM, organisation=body, kind="certification_licence", number="LSP-1", valid_from=SINCE
    )
    scheme = add_scheme(cast, content=content)
    scope = services.grant_coverage(
        actor=cast.yusuf.actor,
        coverage=Coverage(body=body, licence=licence, scheme=scheme, valid_from=SINCE),
        today=TODAY,
    )
    assessor = services.register_assessor(
        actor=laras,
        assessor=Assessor(body=body, user=cast.anwar.user, number="MET-1", valid_from=SINCE),
        schemes=[scheme],
        today=TODAY,
    )
    place = services.approve_place(
        actor=laras,
        place=TestPlace(
            body=body, name="TUK Contoh", place=Place.objects.get(code="35.17"), valid_from=SINCE
        ),
        schemes=[scheme],
        today=TODAY,
    )
    return SimpleNamespace(
        body=body, licence=licence, scheme=scheme, scope=scope, assessor=assessor, place=place
    )


def plan(cast, made, day=DAY, seats=3, **about):
    from jalur.journey.certification import services
    from jalur.journey.certification.models import AssessmentDay

    plain = {"assessor": made.assessor, "place": made.place, "scheme": made.scheme, **about}
    return services.plan_day(
        actor=cast.laras.actor,
        day=AssessmentDay(body=made.body, day=day, starts=time(8), seats=seats, **plain),
        today=TODAY,
    )


def apply(cast, made, candidate=None, actor=None):
    from jalur.journey.certification import services
    from jalur.journey.certification.models import Assessment

    candidate = candidate or cast.sari.person.candidate
    assessment = Assessment(candidate=candidate, scheme=made.scheme)
    return services.apply(actor=actor or cast.sari.actor, assessment=assessment, today=TODAY)


def called(cast, made, day=None):
    """Sari, called to the day, with her self-assessment and her consent."""
    from jalur.journey.certification import services
    from jalur.journey.certification.models import Element

    laras, sari = cast.laras.actor, cast.sari.actor
    one = services.accept(actor=laras, assessment=apply(cast, made), today=TODAY)
    day = day or plan(cast, made)
    (one,) = services.call_to_day(actor=laras, day=day, assessments=[one.pk], today=TODAY)
    elements = Element.objects.filter(unit__scheme=made.scheme).values_list("pk", flat=True)
    services.rate_oneself(actor=sari, assessment=one, can=dict.fromkeys(elements, True), today=TODAY)
    return services.agree(actor=sari, assessment=one, now=NOW, today=TODAY)


def find(cast, one, actor=None, today=DAY, **results):
    """Every unit as `results` says (U1="not_yet"), competent where it says nothing."""
    from jalur.journey.certification import services
    from jalur.journey.certification.models import UnitResult

    for unit in one.scheme.units.order_by("position"):
        result = results.get(unit.code.replace("-", ""), "competent")
        services.observe(
            actor=actor or cast.anwar.actor,
            assessment=one,
            result=UnitResult(
                unit=unit, result=result, note="" if result == "competent" else "Terlalu lambat"
            ),
            now=NOW,
            today=today,
        )


def recommended(cast, made, **results):
    from jalur.journey.certification import services

    one = called(cast, made)
    find(cast, one, **results)
    return services.recommend(actor=cast.anwar.actor, assessment=one, today=DAY)


def decide(cast, one, result, actor=None, today=MEETING):
    from jalur.journey.certification import services
    from jalur.journey.certification.models import Pleno

    pleno = Pleno(body=one.body, held_on=today, took_part="Bu Laras, ketua\nPak Contoh, anggota")
    decision = services.Decision({one.pk: result})
    services.hold_pleno(actor=actor or cast.laras.actor, pleno=pleno, decision=decision, today=today)
    one.refresh_from_db()
    return one
