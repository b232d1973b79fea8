"""Reads of the pool: who may join, what others see of her, who looked, how common it is what somebody can do."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONArray, Left, NullIf
from django.utils.translation import get_language

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.competencies.models import Competency, Kind
from jalur.foundation.due import queries as due
from jalur.foundation.due import rules as due_rules
from jalur.foundation.geography.models import Place
from jalur.foundation.organisations import queries as organisations
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.organisations.rules import may_place
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate, HeldCompetency, State, Wish
from jalur.journey.certificates.models import Certificate
from jalur.journey.job_orders.models import JobOrder, JobOrderQuerySet
from jalur.journey.talent_pool import rules
from jalur.journey.talent_pool.models import Consent, ConsentQuerySet, Look, Purpose
from jalur.journey.talent_pool.rights import Right

REGENCY, PROVINCE = 5, 2
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
ANSWER_DAYS = 14
"""Where no period is in force (data/due/periods.csv)."""


# -- who looks ---------------------------------------------------------------------------------------------------------


def purpose_of(actor: Actor, on: date) -> str:
    """For what this actor may look on a day; "" for whoever may not: also a company whose licence is not in force."""
    if not access.may(actor, Right.VIEW_ENTRY) or actor.organisation_id is None:
        return ""
    if actor.role == Role.LABOUR_ATTACHE:
        return Purpose.PROGRAMMES
    office = Organisation.objects.filter(pk=actor.organisation_id).first()
    return Purpose.COMPANIES if office is not None and is_licensed(office, on) else ""


def is_licensed(company: Organisation, on: date) -> bool:
    """Whether it may place workers abroad on a day."""
    if company.kind != OrganisationKind.PLACEMENT_COMPANY:
        return False
    licences = organisations.licences_of([company.pk], on).get(company.pk, [])
    return may_place(company, licences, rulebook.placing_licences(on), on)


def purpose_of_seeker(seeker: Organisation, on: date) -> str:
    """The same of an organisation, whoever acts for it."""
    if seeker.kind == OrganisationKind.MISSION:
        return Purpose.PROGRAMMES
    return Purpose.COMPANIES if is_licensed(seeker, on) else ""


def pool_of(actor: Actor, on: date) -> ConsentQuerySet:
    """The entries that an actor may see on a day: read anew each time, so that what was taken back is gone at once."""
    purpose = purpose_of(actor, on)
    return Consent.objects.for_purpose(purpose, on) if purpose else Consent.objects.none()


def orders_to_ask_for(actor: Actor, on: date) -> JobOrderQuerySet:
    """Open orders of the actor's office, verified by a mission, with openings left."""
    return JobOrder.objects.plannable(on).of_office(actor)


# -- who may join ------------------------------------------------------------------------------------------------------


def lacks(candidate: Candidate, on: date) -> list[str]:
    """What keeps somebody from joining, as codes: left, young, nothing."""
    found = []
    if candidate.state == State.WITHDRAWN or not candidate.is_current:
        found.append("left")
    if not candidates.age_standing_of(candidate.person.birth_date, on).may_leave:
        found.append("young")
    if (
        not candidates.counting_codes(candidate, on)
        and not _certificates(on).filter(candidate=candidate).exists()
    ):
        found.append("nothing")
    return found


def consent_of(candidate: Candidate, on: date) -> Consent | None:
    """The consent that counts today."""
    return Consent.objects.in_force(on).filter(candidate=candidate).first()


# -- what others see ---------------------------------------------------------------------------------------------------


def shown(rows: QuerySet[Any], on: date, purpose: str) -> QuerySet[Any]:
    """Consents with all that a seeker with this purpose sees of each, and nothing else, in one query."""
    return rows.annotate(
        **_seen(on, OuterRef("candidate_id"), purpose), **_plain("candidate__", "candidate__person__")
    )


def shown_before(candidate: Candidate, on: date, purpose: str) -> Any:
    """The same of somebody who has not agreed yet."""
    rows = Candidate.objects.filter(pk=candidate.pk)
    return rows.annotate(**_seen(on, OuterRef("pk"), purpose), **_plain("", "person__")).get()


def _plain(file: str, person: str) -> dict[str, Any]:
    return {
        "schooling": F(f"{file}education"),
        "ready_from": F(f"{file}available_from"),
        "goes_anywhere": F(f"{file}any_destination"),
        "regency": Left(f"{file}home", REGENCY),
        "regency_name": _place(f"{file}home", REGENCY),
        "province_name": _place(f"{file}home", PROVINCE),
        "born": F(f"{person}birth_date"),
        "gender": F(f"{person}sex"),
    }


def _place(home: str, letters: int) -> Subquery:
    return Subquery(Place.objects.filter(pk=Left(OuterRef(home), letters)).values("name"))


def _seen(on: date, mine: OuterRef, purpose: str) -> dict[str, Any]:
    first, second = ("en", "id") if get_language() == "en" else ("id", "en")
    title = Coalesce(NullIf(f"competency__title_{first}", Value("")), f"competency__title_{second}")
    held = HeldCompetency.objects.counting(on).filter(candidate=mine)
    skills = held.exclude(competency__kind=Kind.LANGUAGE).order_by("competency_id").values(title=title)
    scale = Coalesce("competency__scale_id", "competency_id")
    levels = (
        held.filter(competency__kind=Kind.LANGUAGE)
        .order_by("competency__scale_id", "competency__rank", "competency_id")
        .values(level=JSONArray(scale, title))
    )
    certificates = _certificates(on).filter(candidate=mine)
    wishes = Wish.objects.filter(candidate=mine)
    country, work = f"country__name_{first}", f"occupation__title_{first}"
    return {
        "codes": ArraySubquery(held.order_by("competency_id").values("competency_id")),
        "skills": ArraySubquery(skills),
        "levels": ArraySubquery(levels),
        "certified": ArraySubquery(certificates.order_by("scheme__title").values("scheme__title")),
        "countries": ArraySubquery(wishes.order_by(country).values(country)),
        "works": ArraySubquery(wishes.exclude(occupation=None).order_by(work).values(work)),
        "seen_for": Value(str(purpose)),
    }


def _certificates(on: date) -> QuerySet[Certificate]:
    return Certificate.objects.holding(on)


def common_by_regency(purpose: str, on: date) -> dict[str, set[str]]:
    """Regency → the competencies that at least five people of the pool show there: rules.shows_regency."""
    pool = Consent.objects.for_purpose(purpose, on).order_by().values("candidate")
    rows = (
        HeldCompetency.objects.counting(on)
        .filter(candidate__in=pool)
        .annotate(regency=Left("candidate__home", REGENCY))
        .values("regency", "competency_id")
        .annotate(people=Count("candidate", distinct=True))
        .filter(people__gte=rules.FEWEST_ALIKE)
        .order_by("regency", "competency_id")
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["regency"], set()).add(row["competency_id"])
    return found


def shown_in_regency(rows: QuerySet[Any], regency: str, purpose: str, on: date) -> QuerySet[Any]:
    """Those whose regency is shown, and is this one."""
    common = common_by_regency(purpose, on).get(regency, set())
    held = HeldCompetency.objects.counting(on).filter(candidate=OuterRef("candidate_id"))
    rare = held.exclude(competency__in=common)
    return rows.filter(Exists(held), ~Exists(rare), candidate__home__startswith=regency)


def holding(rows: QuerySet[Any], codes: list[str], on: date) -> QuerySet[Any]:
    """Entries of people who show one of these competencies."""
    held = HeldCompetency.objects.counting(on).filter(competency__in=codes)
    return rows.filter(Exists(held.filter(candidate=OuterRef("candidate_id"))))


def at_least(level: Competency) -> list[str]:
    """This level of its scale and the higher ones."""
    if not (level.scale_id and level.rank):
        return [level.pk]
    rows = Competency.objects.filter(scale=level.scale_id, rank__gte=level.rank)
    return [level.pk, *rows.order_by("code").values_list("pk", flat=True)]


# -- what she reads ----------------------------------------------------------------------------------------------------


def looks_at(consent: Consent, since: date) -> list[tuple[date, str]]:
    """Day and name of whoever opened her entry since a day, the newest first."""
    rows = Look.objects.filter(consent=consent, day__gte=since).order_by("-day", "seeker__name")
    return list(rows.values_list("day", "seeker__name")[:50])


def lookers(consents: list[UUID], since: date) -> Mapping[UUID, int]:
    """Consent → how many organisations opened it since a day."""
    rows = Look.objects.filter(consent__in=consents, day__gte=since).order_by("consent")
    counted = rows.values("consent").annotate(who=Count("seeker", distinct=True))
    return {row["consent"]: row["who"] for row in counted}


def answer_by(asked: date) -> date:
    """The last day to answer what is asked on a day, by the period in force."""
    period = due.period_of("talent_pool:request:agree", asked)
    days = period.days if period is not None and period.days is not None else ANSWER_DAYS
    working = bool(period and period.working)
    return due_rules.moved(asked, days, working=working, holidays=due.holidays())
