"""A small region for plans: welders for Korea, carers for Japan, classes, people who fit and people who don't."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from tests.cast import JOMBANG, LUMAJANG, LUMAJANG_VILLAGE, VILLAGE

TODAY = date(2026, 1, 12)
READY_BY = date(2026, 9, 30)


def make_candidate(number, *, residence=VILLAGE, born=date(2000, 5, 1), sex="F", education=4, name=""):
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate

    person = Person.objects.create(
        name=name or f"Calon {number}", birth_date=born, sex=sex, residence_id=residence
    )
    return Candidate.objects.create(
        person=person, number=number, education=education, available_from=date(2026, 1, 5)
    )


def make_competency(code, *, kind="skill"):
    from jalur.foundation.competencies.models import Competency

    return Competency.objects.create(
        code=code, kind=kind, title_en=f"{code} in words", title_id=f"{code} kata"
    )


def make_order(number, *, requires, openings=2, destination="KR", occupation="7212", **changes):
    from jalur.foundation.competencies.models import Occupation
    from jalur.foundation.geography.models import Country
    from jalur.journey.employers.models import Employer
    from jalur.journey.job_orders.models import JobOrder, OrderRequirement, State

    Country.objects.get_or_create(
        code=destination,
        defaults={
            "alpha3": f"{destination}X",
            "numeric": "999",
            "name_id": destination,
            "name_en": destination,
        },
    )
    Occupation.objects.get_or_create(
        code=occupation, defaults={"title_en": "Welders", "title_id": "Tukang las"}
    )
    employer, _ = Employer.objects.get_or_create(
        name=f"Contoh {destination}",
        country_id=destination,
        city="",
        defaults={"employer_type": "legal_entity"},
    )
    facts = {
        "state": State.OPEN,
        "route": "G_TO_G",
        "title": f"Pekerjaan {number}",
        "ready_by": READY_BY,
        "monthly_pay": Decimal(2_000_000),
        "pay_currency": "KRW",
        "min_age": 18,
        "max_age": 40,
    }
    order = JobOrder.objects.create(
        number=number,
        employer=employer,
        destination_id=destination,
        occupation_id=occupation,
        openings=openings,
        **{**facts, **changes},
    )
    OrderRequirement.objects.bulk_create(
        [OrderRequirement(order=order, competency=competency) for competency in requires]
    )
    return order


def make_intake(number, *, teaches, prerequisites=(), seats=3, place=JOMBANG, provider=None, **changes):
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.training.models import Intake, Programme

    provider = (
        provider
        or Organisation.objects.get_or_create(
            name="LPK Cakap Contoh", kind="training_provider", defaults={"place_id": JOMBANG}
        )[0]
    )
    programme, _ = Programme.objects.get_or_create(
        code=f"P-{'-'.join(one.code for one in teaches)}",
        defaults={"title": f"Pelatihan {number}", "provider": provider},
    )
    programme.teaches.set(teaches)
    programme.prerequisites.set(prerequisites)
    facts = {
        "reach": "regency",
        "starts": date(2026, 2, 2),
        "ends": date(2026, 3, 31),
        "cost": Decimal(5_000_000),
        "pass_rate": Decimal("0.9"),
    }
    return Intake.objects.create(
        number=number, programme=programme, place_id=place, seats=seats, **{**facts, **changes}
    )


def small_region(people=6):
    """Jombang with `people` candidates besides Sari, one of Lumajang, two orders and three classes.

    Welding seats (3) are scarcer than people; the order of Japan needs a language nobody teaches.
    """
    welding, korean, japanese = (
        make_competency("T-WELD"),
        make_competency("T-KOREAN", kind="language"),
        make_competency("T-JAPANESE", kind="language"),
    )
    region = SimpleNamespace(welding=welding, korean=korean, japanese=japanese)
    region.korea = make_order("JO-KOREA", requires=[welding, korean], openings=5)
    region.japan = make_order(
        "JO-JAPAN", requires=[japanese], openings=4, destination="JP", occupation="5322"
    )
    region.weld = make_intake("IN-WELD", teaches=[welding], seats=3)
    region.talk = make_intake(
        "IN-TALK", teaches=[korean], seats=10, starts=date(2026, 4, 6), ends=date(2026, 6, 30)
    )
    region.far = make_intake("IN-FAR", teaches=[welding, korean], seats=5, place=LUMAJANG)
    region.people = [make_candidate(f"J-{position:04}") for position in range(1, people + 1)]
    region.neighbour = make_candidate("J-LUMA-0001", residence=LUMAJANG_VILLAGE)
    return region
