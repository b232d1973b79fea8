"""Writes of the competencies room: loading the reference files, and new versions of destination standards."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import loading, rules
from jalur.foundation.competencies.models import (
    Competency,
    DestinationStandard,
    Implication,
    LanguageScale,
    Occupation,
    StandardAdvantage,
    StandardRequirement,
)
from jalur.foundation.competencies.rights import Right
from jalur.foundation.history.services import record
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit import reference
from jalur.kit.database import Dated
from jalur.kit.dates import today as day_in_force
from jalur.kit.reference import TableChange
from jalur.kit.refusals import refusal

# How much of what was typed a refusal repeats.
LONGEST_CODE, MOST_NAMED = 40, 5


@deed
def load_competencies(*, actor: Actor, apply: bool, folder: Path | None = None) -> list[TableChange]:
    """Bring occupations, competencies and standards up to `folder`/competencies; without `apply` only compare.

    Standards are versions: new ones are added, an open one may end, a stored one is never changed.
    CircularImplicationError when competencies imply each other in a circle.
    """
    access.check(actor, Right.LOAD_STANDARD)
    home = (folder or reference.folder()) / "competencies"
    implications = list(loading.implications(home))
    held: dict[str, list[str]] = {}
    for row in implications:
        held.setdefault(row["competency_id"], []).append(row["implied_id"])
    rules.closure(held)
    changes = [
        reference.upsert(Occupation, loading.occupations(home), apply=apply),
        reference.upsert(LanguageScale, loading.scales(home), apply=apply),
        reference.upsert(Competency, loading.competencies(home), apply=apply),
        reference.upsert(Implication, implications, apply=apply),
        reference.add_versions(DestinationStandard, loading.standards(home), apply=apply),
        reference.upsert(StandardRequirement, loading.asked(home, required=True), apply=apply),
        reference.upsert(StandardAdvantage, loading.asked(home, required=False), apply=apply),
    ]
    if apply and not all(change.is_nothing for change in changes):
        counts = {change.table: [change.added, change.changed] for change in changes}
        record(actor=actor, event="competencies:standard:loaded", subject=Occupation(), detail=counts)
        transaction.on_commit(cache.clear)
        consequences.follow(day_in_force())
    return changes


@deed
def adopt_standard(
    *,
    actor: Actor,
    values: dict[str, Any],
    requirements: Sequence[str],
    advantages: Sequence[str] = (),
    replaces: DestinationStandard | None = None,
) -> DestinationStandard:
    """A new standard, or with `replaces` a new version that ends the open one on its own first day.

    `values` are fields of DestinationStandard; requirements and advantages are competency codes. What was stored is
    never changed but for the end of its period. ValidationError by field: no source, no first day, a first day not
    after that of the version replaced, an unknown competency, nothing required.
    """
    access.check(actor, Right.EDIT_STANDARD)
    before = _open_version(replaces) if replaces else None
    if before is not None:
        values = {**values, "series": before.series or str(before.pk)[:8]}
    standard = DestinationStandard(**values)
    access.check(actor, Right.EDIT_STANDARD, standard)
    _check(standard, requirements, advantages, before)
    if before is not None:
        if not before.series:
            before.series = standard.series
        before.valid_to = standard.valid_from
        before.save(update_fields=["valid_to", "series"])
        record(actor=actor, event="competencies:standard:ended", subject=before)
    standard.full_clean()
    standard.save()
    _keep(actor, standard, requirements, advantages)
    consequences.follow(day_in_force())
    return standard


def _keep(
    actor: Actor, standard: DestinationStandard, requirements: Iterable[str], advantages: Iterable[str]
) -> None:
    required = dict.fromkeys(requirements)
    StandardRequirement.objects.bulk_create(
        StandardRequirement(standard=standard, competency_id=code) for code in required
    )
    StandardAdvantage.objects.bulk_create(
        StandardAdvantage(standard=standard, competency_id=code)
        for code in dict.fromkeys(advantages)
        if code not in required
    )
    detail = {"country": standard.country_id, "occupation": standard.occupation_id, "series": standard.series}
    record(actor=actor, event="competencies:standard:adopted", subject=standard, detail=detail)
    transaction.on_commit(cache.clear)


@deed
def take_back_standard(
    *, actor: Actor, standard: DestinationStandard, on: date, source: str, today: date
) -> DestinationStandard:
    """End a standard without a new version: from `on` it no longer holds, and the version that it had ended holds again.

    ValidationError by field: no source, a day before its first one, a version that has ended.
    """
    access.check(actor, Right.EDIT_STANDARD, standard)
    [locked] = lock(DestinationStandard, [standard.pk])
    if refused := taken_back_wrongly(locked, on, source):
        raise refused
    locked.valid_to = on
    locked.save(update_fields=["valid_to"])
    detail = {"source": source.strip()[:300]}
    record(actor=actor, event="competencies:standard:taken_back", subject=locked, detail=detail)
    ended = DestinationStandard.objects.filter(series=locked.series, valid_to=locked.valid_from)
    before = ended.exclude(pk=locked.pk).order_by("-valid_from").first() if locked.series else None
    if before is not None:
        required = list(before.requirements.values_list("code", flat=True))
        helpful = list(before.advantages.values_list("code", flat=True))
        begin_again(before, on)
        before.save()
        _keep(actor, before, required, helpful)
    transaction.on_commit(cache.clear)
    consequences.follow(today)
    return locked


def begin_again(row: Dated, on: date) -> None:
    """Make of a row of law that had ended a new one that says the same from a day on, unsaved."""
    row.pk, row.valid_from, row.valid_to = uuid4(), on, None
    row._state.adding = True


def taken_back_wrongly(row: Dated, on: date, source: str) -> ValidationError | None:
    """What stands in the way of taking back a row of law from a day on."""
    if row.valid_to is not None:
        return refusal("on", "ended_already", _("This has ended already."))
    if row.valid_from is not None and on < row.valid_from:
        return refusal("on", "before_start", _("Give its first day in force, or a later one."))
    if not source.strip():
        return refusal("source", "missing", _("Say what taking it back rests on."))
    return None


def _open_version(standard: DestinationStandard) -> DestinationStandard:
    [version] = lock(DestinationStandard, [standard.pk])
    if version.valid_to is not None:
        sentence = _("This version has already ended. Start from the newest version of the standard.")
        raise refusal("valid_from", "ended_already", sentence)
    return version


def _check(
    standard: DestinationStandard,
    requirements: Sequence[str],
    advantages: Sequence[str],
    before: DestinationStandard | None,
) -> None:
    faults: dict[str, str] = {}
    if not standard.source.strip():
        faults["source"] = _("Say what the standard is based on: the law, agreement or announcement.")
    first: date | None = standard.valid_from
    if first is None:
        faults["valid_from"] = _("Give the first day on which the standard is in force.")
    elif before is not None and before.valid_from is not None and first <= before.valid_from:
        faults["valid_from"] = _("The new version must start after the first day of the version it replaces.")
    if not requirements:
        faults["requirements"] = _("Name at least one required competency.")
    codes = {*requirements, *advantages}
    known = set(Competency.objects.filter(code__in=codes).values_list("code", flat=True))
    for box, named in (("requirements", requirements), ("advantages", advantages)):
        if unknown := [code[:LONGEST_CODE] for code in named if code not in known]:
            faults[box] = _("There is no competency with the code %(codes)s.") % {
                "codes": ", ".join(sorted(unknown)[:MOST_NAMED])
            }
    if faults:
        raise ValidationError(faults)
