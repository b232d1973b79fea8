"""A body with a scheme, who and what covers it, a day, an assessment with an appeal: for the two sides of the world."""

from datetime import date, time
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

SINCE, DAY = date(2025, 1, 1), date(2026, 1, 12)
HELD = {"valid_from": SINCE}


def licensed(provider: Any, mark: str) -> SimpleNamespace:
    """A body with a scheme in two versions, two assessors and a test place, and what each of them is licensed for."""
    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations.models import Licence, Membership, Organisation
    from jalur.journey.certification.models import Assessor, Coverage, Element, Scheme, TestPlace, Unit

    place = provider.place_id
    body = Organisation.objects.filter(kind="certification_body", place=place).first()
    body = body or Organisation.objects.create(
        name=f"LSP Contoh {mark}", kind="certification_body", place_id=place
    )
    licence = Licence.objects.create(
        organisation=body, kind="certification_licence", number=f"LSP-{mark}", valid_from=SINCE
    )
    scheme = Scheme.objects.create(
        body=body, code=f"SKM-{mark}", title=f"Las {mark}", kind="cluster", version="1", valid_from=SINCE
    )
    # A second version, of which nobody is assessed yet: what is new has somewhere to go.
    other = Scheme.objects.create(
        body=body,
        code=f"SKM-{mark}",
        title=f"Las lanjut {mark}",
        kind="cluster",
        version="2",
        valid_from=SINCE,
    )
    scheme.covers.set(["C.24LAS01.001.1"])
    units = [
        Unit.objects.create(scheme=one, position=1, code=f"U-{mark}", title="Menyiapkan kerja")
        for one in (scheme, other)
    ]
    element = Element.objects.create(
        unit=units[0], position=1, title="Memeriksa alat", criteria=["Alat diperiksa"]
    )
    Element.objects.create(unit=units[1], position=1, title="Memeriksa alat", criteria=[])
    # The assessor of the cast where the body is hers, else somebody of the side.
    member = Membership.objects.filter(organisation=body, role="assessor").first()
    user = (
        member.user
        if member
        else User.objects.create(email=f"asesor-{mark.lower()}@contoh.example", name=f"Asesor {mark}")
    )
    if member is None:
        Membership.objects.create(user=user, organisation=body, role="assessor", valid_from=SINCE)
    second = User.objects.create(email=f"asesor-dua-{mark.lower()}@contoh.example", name=f"Asesor dua {mark}")
    Membership.objects.create(user=second, organisation=body, role="assessor", valid_from=SINCE)
    assessor = Assessor.objects.create(body=body, user=user, number=f"MET-{mark}", **HELD)
    reviewer = Assessor.objects.create(body=body, user=second, number=f"MET2-{mark}", **HELD)
    test_place = TestPlace.objects.create(body=body, name=f"TUK {mark}", place_id=place, **HELD)
    cover = {"body": body, **HELD}
    for one in (scheme, other):
        coverage = Coverage.objects.create(scheme=one, licence=licence, **cover)
        Coverage.objects.create(scheme=one, assessor=assessor, **cover)
        Coverage.objects.create(scheme=one, assessor=reviewer, **cover)
        Coverage.objects.create(scheme=one, test_place=test_place, **cover)
    mine = Coverage.objects.get(scheme=scheme, assessor=assessor)
    return SimpleNamespace(
        body=body,
        licence=licence,
        scheme=scheme,
        other=other,
        units=units,
        element=element,
        user=user,
        second=second,
        assessor=assessor,
        reviewer=reviewer,
        test_place=test_place,
        coverage=coverage,
        mine=mine,
    )


def certification(candidate: Any, enrolment: Any, provider: Any, keeper: Any, mark: str) -> dict[str, Any]:
    from jalur.journey.certification.models import (
        Appeal,
        Assessment,
        AssessmentDay,
        Pleno,
        Submission,
        UnitResult,
    )

    of = licensed(provider, mark)
    day = AssessmentDay.objects.create(
        number=f"UK-{mark}",
        body=of.body,
        scheme=of.scheme,
        day=DAY,
        starts=time(8),
        place=of.test_place,
        assessor=of.assessor,
        seats=10,
    )
    pleno = Pleno.objects.create(
        number=f"PL-{mark}", body=of.body, held_on=DAY, took_part="Bu Contoh, ketua", led_by=of.second
    )
    # What an assessment needs in its later states stands there from the first on.
    assessment = Assessment.objects.create(
        code=f"AS-{mark}",
        candidate=candidate,
        body=of.body,
        scheme=of.scheme,
        institute=provider,
        enrolment=enrolment,
        day=day,
        assessor=of.assessor,
        consented_at=timezone.now(),
        result="not_yet",
        recommended_on=DAY,
        recommended_by=of.user,
        pleno=pleno,
        decided_on=DAY,
        decided_by=keeper,
    )
    result = UnitResult.objects.create(
        assessment=assessment, unit=of.units[0], result="competent", by=of.user, at=timezone.now()
    )
    type(pleno).objects.filter(pk=pleno.pk).update(decided={assessment.code: "not_yet"})
    submission = Submission.objects.create(
        number=f"BN-{mark}", body=of.body, pleno=pleno, blanks_asked=1, sent_on=DAY
    )
    other = Pleno.objects.create(
        number=f"PM-{mark}",
        body=of.body,
        held_on=DAY,
        took_part="Bu Contoh",
        led_by=of.second,
        decided={assessment.code: "not_yet"},
    )
    return {
        **papers(candidate, provider, keeper, of, assessment, mark),
        "submission": submission,
        "certifier": of.body,
        "certifier_licence": of.licence,
        "scheme": of.scheme,
        "next_scheme": of.other,
        "element": of.element,
        "assessor": of.assessor,
        "second_assessor": of.reviewer,
        "test_place": of.test_place,
        "coverage": of.mine,
        "coverage_of_licence": of.coverage,
        "assessment_day": day,
        "pleno": pleno,
        "next_pleno": other,
        "assessment": assessment,
        "unit_result": result,
        "appeal": Appeal.objects.create(
            assessment=assessment,
            grounds="Las terakhir tidak dilihat",
            filed_on=DAY,
            reviewer=of.reviewer,
            result="not_yet",
            finding="Sama",
            reviewed_on=DAY,
        ),
    }


def papers(candidate: Any, provider: Any, keeper: Any, of: Any, assessment: Any, mark: str) -> dict[str, Any]:
    """A result from outside, and a delivery of blanks of which each can be what its later states need."""
    from jalur.journey.certification.models import Blank, BlankDelivery, OutsideResult

    outside = OutsideResult.objects.create(
        candidate=candidate,
        office=provider,
        kind="certificate",
        issuer=of.body,
        competency_id="JLPT-N4",
        body="Japan Foundation",
        certificate=f"N4-{mark}",
        taken_on=DAY,
        typed_by=keeper,
        confirmed_by=of.user,
        confirmed_on=DAY,
        way="issuer",
        answered_on=DAY,
    )
    delivery = BlankDelivery.objects.create(
        number=f"BL-{mark}",
        body=of.body,
        letter="S-1",
        received_on=DAY,
        prefix=mark,
        first="001",
        last="002",
        announced=2,
    )
    blanks = [
        Blank.objects.create(
            number=f"{mark}00{at}", delivery=delivery, body=of.body, used_for=assessment, left_on=DAY
        )
        for at in (1, 2)
    ]
    return {"outside_result": outside, "delivery": delivery, "blank": blanks[0]}


def facts(one: Any, known: Any, region: str) -> dict[str, Any]:
    """What lies behind each of these, for the oracle."""
    body = one.certifier.pk
    of_her = {"person": one.person.pk, "regions": (one.person.residence_id,)}
    of_body = known(organisations=(body,), regions=(region,))
    return {
        **dict.fromkeys(("assessor", "test_place", "coverage", "assessment_day", "certifier"), of_body),
        "outside_result": known(**of_her, organisations=(body, one.provider.pk)),
        **dict.fromkeys(("delivery", "blank", "submission", "next_pleno"), known(organisations=(body,))),
        "pleno": known(organisations=(body,)),
        "scheme": known(organisations=(body,)),
        "certifier_licence": of_body,
        "assessment": known(**of_her, organisations=(body, one.provider.pk)),
        "appeal": known(**of_her, organisations=(body,)),
        "unit_result": known(**of_her, organisations=(body,)),
    }


def of_example(_cast: Any) -> None:
    """Whom the example of a list of results names: somebody of Jombang without such a result."""
    from tests.job_orders.factories import make_candidate

    make_candidate("J-7F3K-92QX")
