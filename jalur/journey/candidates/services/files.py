"""Writing candidates' files: registering, correcting, wishes, planning, leaving the path and coming back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import Education, Occupation
from jalur.foundation.geography.models import Country
from jalur.foundation.history.models import Event
from jalur.foundation.history.services import record, record_many
from jalur.foundation.people import services as people
from jalur.foundation.people.models import Person
from jalur.foundation.workflow.locks import atomic, deed, lock
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.candidates import holdings, queries, rules
from jalur.journey.candidates.models import Candidate, HeldCompetency, Wish, WithdrawalReason
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.workflow import CANDIDATE
from jalur.kit.database import check_at_once, copy_in, learn_sizes, violated_constraint
from jalur.kit.numbers import number_apart

CORRECTED = ("education", "available_from")
# The most wishes a file holds; a longer list is "any destination".
MOST_WISHES = 36
# From here on a bulk changes what the database believes about the sizes of the tables.
MANY = 500


@dataclass(frozen=True, kw_only=True)
class NewCandidate(people.NewPerson):
    """One row of a bulk registration: a new person with a file. wishes: as in `register_candidate`.

    held: competencies brought along, not saved yet; with a day of confirmation where a trusted list confirms them.
    number: empty for a drawn one; a file that moves here from another office keeps its own.
    """

    education: int
    available_from: date
    wishes: Sequence[tuple[str, str | None]] = ()
    held: Sequence[HeldCompetency] = ()
    weight: Decimal = Decimal(1)
    is_opted_out: bool = False
    number: str = ""


@deed
def register_candidate(
    *,
    actor: Actor,
    today: date,
    education: int,
    available_from: date,
    wishes: Iterable[tuple[str, str | None]] = (),
    person: Person | None = None,
    **of_person: Any,
) -> Candidate:
    """Open a candidate's file: for `person`, or for a new person made from name, birth_date, sex, residence, …

    wishes: (country code, occupation code or None); none means any destination. With the actor's own account it is the
    actor's own file. ValidationError by field; below the rulebook's youngest age for training nobody is registered.
    """
    if person is None:
        _check_age(of_person["birth_date"], today)
        person = people.register_person(actor=actor, today=today, **of_person)
    else:
        (person,) = lock(Person, [person.pk])
        _check_age(person.birth_date, today)
    candidate = Candidate(
        person=person,
        education=education,
        available_from=available_from,
        registered_by_id=actor.organisation_id if person.account_id != actor.user_id else None,
    )
    is_own = person.account_id is not None and person.account_id == actor.user_id
    access.check(actor, Right.REGISTER_CANDIDATE, None if is_own else candidate)
    _check_education(education)
    if person.merged_into_id is not None or Candidate.objects.filter(person=person).exists():
        raise ValidationError(_("This person already has a candidate file."))
    _save_with_number(candidate)
    _write_wishes(candidate, list(wishes))
    record(
        actor=actor,
        event="candidates:candidate:registered",
        subject=candidate,
        person_id=person.pk,
        place=person.residence_id,
    )
    return candidate


@deed
def register_many(*, actor: Actor, rows: Sequence[NewCandidate], today: date) -> list[Candidate]:
    """The bulk door: 3,000 to 100,000 candidates in a few dozen statements, in the order of `rows`; all or nothing."""
    access.check(actor, Right.REGISTER_CANDIDATE)
    check_at_once(but=Event._meta.get_field("cause"))
    entered = people.register_people(actor=actor, today=today, rows=rows)
    candidates = _enter_files(actor, entered, rows)
    record_many(
        actor=actor,
        event="candidates:candidate:registered",
        subjects=[(one, one.person_id, one.person.residence_id) for one in candidates],
    )
    if len(rows) >= MANY:
        learn_sizes(Person, Candidate, HeldCompetency, Wish)
    return candidates


def _enter_files(actor: Actor, entered: Sequence[Person], rows: Sequence[NewCandidate]) -> list[Candidate]:
    """The candidates, competencies and wishes of people just entered, in a statement or a few each."""
    now = timezone.now()
    candidates = [
        Candidate(
            person=person,
            number=row.number,
            education=row.education,
            available_from=row.available_from,
            weight=row.weight,
            any_destination=not row.wishes,
            opted_out_of_planning_at=now if row.is_opted_out else None,
            registered_by_id=row.served_by_id or actor.organisation_id,
        )
        for person, row in zip(entered, rows, strict=True)
    ]
    number_apart(candidates, Candidate.objects.all(), lambda _candidate: rules.new_number())
    copy_in(candidates)
    for candidate, row in zip(candidates, rows, strict=True):
        for held in row.held:
            held.candidate, held.confirmed_by_id = candidate, actor.user_id if held.confirmed_at else None
    copy_in([held for row in rows for held in row.held])
    wishes = (_wishes(candidate, row.wishes) for candidate, row in zip(candidates, rows, strict=True))
    copy_in(list(chain.from_iterable(wishes)))
    return candidates


def _wishes(candidate: Candidate, wishes: Iterable[tuple[str, str | None]]) -> list[Wish]:
    return [
        Wish(candidate=candidate, country_id=country, occupation_id=occupation)
        for country, occupation in dict.fromkeys(wishes)
    ]


def edit_candidate(*, actor: Actor, candidate: Candidate) -> Candidate:
    """Correct schooling and the day from which the candidate can start, as they now stand on `candidate`."""
    detail: dict[str, Any] = {}
    with CANDIDATE.step("edit", actor=actor, subject=candidate, detail=detail) as locked:
        _check_education(candidate.education)
        changed = [field for field in CORRECTED if getattr(candidate, field) != getattr(locked, field)]
        if not changed:
            raise UnchangedError
        for field in changed:
            setattr(locked, field, getattr(candidate, field))
        detail["fields"] = changed
    return locked


def set_wishes(*, actor: Actor, candidate: Candidate, wishes: Iterable[tuple[str, str | None]]) -> Candidate:
    """Say where the candidate would go: (country code, occupation code or None); none means any destination."""
    with CANDIDATE.step("wish", actor=actor, subject=candidate) as locked:
        before = set(locked.wishes.values_list("country_id", "occupation_id"))
        wanted = list(dict.fromkeys(wishes))
        if before == set(wanted) and locked.any_destination == (not wanted):
            raise UnchangedError
        _write_wishes(locked, wanted)
    return locked


def opt_out_of_planning(*, actor: Actor, candidate: Candidate) -> Candidate:
    """The candidate objects to being planned by a program (UU 27/2022): no plan looks at the file any more."""
    with CANDIDATE.step("opt_out", actor=actor, subject=candidate) as locked:
        if locked.is_opted_out:
            raise UnchangedError
        locked.opted_out_of_planning_at = timezone.now()
    return locked


def opt_into_planning(*, actor: Actor, candidate: Candidate) -> Candidate:
    """The candidate wants to be planned again."""
    with CANDIDATE.step("opt_in", actor=actor, subject=candidate) as locked:
        if not locked.is_opted_out:
            raise UnchangedError
        locked.opted_out_of_planning_at = None
    return locked


@deed
def withdraw(*, actor: Actor, candidate: Candidate, reason: str, today: date) -> Candidate:
    """The candidate does not go on: whatever any room holds for her is given back in the same act."""
    access.check(actor, Right.WITHDRAW_CANDIDATE, candidate)
    holdings.lock_all([candidate])
    with CANDIDATE.step("withdraw", actor=actor, subject=candidate, reason=reason, today=today) as locked:
        locked.withdrawn_on = today
        holdings.give_back_all(actor=actor, file=locked, why=_("the candidate withdrew"))
    return locked


@deed
def withdraw_the_young(*, actor: Actor, person: Person, today: date) -> None:
    """Who is shown to be too young for training leaves the path in the same act."""
    candidate = Candidate.objects.on_the_path().filter(person=person).first()
    if candidate is not None:
        withdraw(actor=actor, candidate=candidate, reason=WithdrawalReason.TOO_YOUNG, today=today)


def come_back(*, actor: Actor, candidate: Candidate) -> Candidate:
    """A withdrawn candidate takes the path up again."""
    with CANDIDATE.step("return", actor=actor, subject=candidate) as locked:
        locked.withdrawn_on, locked.withdrawal_reason = None, ""
    return locked


def _check_age(birth_date: date, today: date) -> None:
    standing = queries.age_standing_of(birth_date, today)
    if not standing.may_train:
        raise ValidationError(
            {
                "birth_date": _(
                    "Registration starts at %(age)d: younger people can neither be trained nor placed."
                )
                % {"age": standing.train_from}
            }
        )


def _check_education(education: int) -> None:
    if education not in Education.values:
        raise ValidationError({"education": _("Choose the highest level of school completed.")})


def _write_wishes(candidate: Candidate, wishes: list[tuple[str, str | None]]) -> None:
    if len(wishes) > MOST_WISHES:
        raise ValidationError(
            {"wishes": _("Choose at most %(most)d wishes, or any destination.") % {"most": MOST_WISHES}}
        )
    countries = {country for country, _occupation in wishes}
    occupations = {occupation for _country, occupation in wishes if occupation}
    if Country.objects.filter(pk__in=countries).count() != len(countries):
        raise ValidationError({"wishes": _("One of the destinations is not a country we know.")})
    if Occupation.objects.filter(pk__in=occupations).count() != len(occupations):
        raise ValidationError({"wishes": _("One of the occupations is not in the list.")})
    candidate.wishes.all().delete()
    Wish.objects.bulk_create(_wishes(candidate, wishes))
    if candidate.any_destination != (not wishes):
        candidate.any_destination = not wishes
        candidate.save(update_fields=["any_destination"])


def _save_with_number(candidate: Candidate) -> None:
    """Two files never get one number: on the rare collision another one is drawn."""
    for _attempt in range(5):
        candidate.number = rules.new_number()
        try:
            with atomic():
                candidate.save(force_insert=True)
        except IntegrityError as error:
            if "number" not in violated_constraint(error):
                raise ValidationError(_("This person already has a candidate file.")) from error
        else:
            return
    raise RuntimeError("no free candidate number in five draws")
