"""Reads about employers, their verifications and problems that other rooms use too."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import Threshold, VerificationRule, VerificationWay, VerifiedKind
from jalur.journey.employers.models import (
    Employer,
    EmployerQuerySet,
    Problem,
    ProblemQuerySet,
    Verification,
)
from jalur.kit.database import is_key
from jalur.kit.folding import fold
from jalur.kit.search import Folded, narrow, nearest

LIKENESS = 0.5
COUNTS_WITHOUT_RULE = 365
RUNS_OUT_SOON = timedelta(days=60)


def search_employers(employers: EmployerQuerySet, text: str, limit: int = 12) -> list[tuple[str, str]]:
    """(key, written) of employers in which every word typed occurs; one that is typed in full is the only one."""
    country = "country__name_en" if get_language() == "en" else "country__name_id"
    rows = employers.current().written().order_by(country, "name", "city").values_list("pk", "written")
    found = rows.filter(written=text)[:1]
    if not found:
        found = narrow(rows, ["written", "also_called"], text)[:limit]
    return [(str(key), written) for key, written in found]


def choose_employer(actor: Actor, text: str) -> list[tuple[str, str]]:
    """The actor's own employers that fit; else, so that none is entered twice, those called exactly so or of that number."""
    own = search_employers(Employer.objects.visible_to(actor), text)
    if own:
        return own
    rows = _in_reach(actor).called(text).written().order_by("written", "pk")
    return [(str(key), written) for key, written in rows.values_list("pk", "written")[:12]]


def employer_label(employers: EmployerQuerySet, key: str) -> str | None:
    rows = employers.current().written().values_list("written", flat=True)
    return rows.filter(pk=key).first() if is_key(key) else None


def alike(employer: Employer, limit: int = 6) -> list[Employer]:
    """Employers in its country that may be the same one: nearly its name, an older name, or its number; the likeliest first."""
    there = Employer.objects.current().filter(country=employer.country_id).exclude(pk=employer.pk)
    folded = fold(employer.name)
    near = nearest(there, "name", folded, least=LIKENESS).order_by("-nearness", "pk")
    found = {one.pk: one for one in near.select_related("country")[:limit]}
    same = Q(registration=employer.registration, registration__gt="")
    if folded:
        same |= Q(older__contains=folded)
    for one in (
        there.alias(older=Folded("also_called")).filter(same).select_related("country").order_by("pk")[:limit]
    ):
        found.setdefault(one.pk, one)
    return list(found.values())[:limit]


def tells_of(actor: Actor, employer: Employer, found: Iterable[Employer]) -> set[UUID]:
    """Those of the employers found that the actor may be shown: one's own, and those of exactly this name or number."""
    keys = [one.pk for one in found]
    rows = Employer.objects.filter(pk__in=keys)
    shown = set(rows.visible_to(actor).values_list("pk", flat=True))
    for text in filter(None, (employer.name, employer.registration)):
        shown |= set(rows.called(text).values_list("pk", flat=True))
    return shown


def kind_verified(about: Employer | Organisation) -> str:
    """As whom the rulebook knows it: its kind of employer, or a partner agency (`VerifiedKind`)."""
    return about.employer_type if isinstance(about, Employer) else VerifiedKind.PARTNER


def ways_of(about: Employer | Organisation, on: date) -> dict[str, VerificationRule | None]:
    """How it may be verified on a day, each way with its rule; all of them where no rule speaks."""
    spoken = rulebook.verification_ways(kind_verified(about), on)
    return {**spoken} if spoken else dict.fromkeys(VerificationWay.values)


def counts_until(verified_on: date) -> date:
    """Until when a verification of a day counts, by the rulebook of that day."""
    bound = rulebook.threshold(Threshold.Key.VERIFICATION_COUNTS_FOR, verified_on)
    return verified_on + timedelta(days=bound.number if bound else COUNTS_WITHOUT_RULE)


def of(about: Employer | Organisation) -> Q:
    """Verifications or problems of an employer or a partner agency."""
    return Q(employer=about) if isinstance(about, Employer) else Q(partner=about)


def verified_until(about: Employer | Organisation) -> date | None:
    """The last day on which some verification of it counts; None when there never was one."""
    rows = Verification.objects.filter(of(about)).order_by("-valid_until", "pk")
    return rows.values_list("valid_until", flat=True).first()


def problems_of(keys: Collection[UUID | None], on: date) -> dict[UUID, Problem]:
    """Employer or partner agency → the problem that runs on a day, the oldest first; of these keys."""
    asked = {key for key in keys if key is not None}
    return _by_whom(Problem.objects.running(on).filter(Q(employer__in=asked) | Q(partner__in=asked)))


def all_problems(on: date) -> dict[UUID, Problem]:
    """The same of everybody on the list."""
    return _by_whom(Problem.objects.running(on))


def _by_whom(problems: ProblemQuerySet) -> dict[UUID, Problem]:
    found: dict[UUID, Problem] = {}
    for problem in problems.select_related("employer", "partner").order_by("since", "pk"):
        found.setdefault(problem.about.pk, problem)
    return found


def running_out(country: str, on: date) -> EmployerQuerySet:
    """Employers of a country whose verification ends within the next weeks, or has ended."""
    rows = Employer.objects.current().filter(country=country).with_standing(on)
    return rows.filter(verified_until__lt=on + RUNS_OUT_SOON)


def _in_reach(actor: Actor) -> EmployerQuerySet:
    rows = Employer.objects.current()
    return rows.filter(country=actor.country) if actor.country else rows
