"""Writes of the rulebook: loading the reference files, and new rules that end the ones before them."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.services import begin_again, taken_back_wrongly
from jalur.foundation.history.services import record
from jalur.foundation.rulebook import loading
from jalur.foundation.rulebook.models import (
    AgeRule,
    Contribution,
    CostItem,
    CostRule,
    DestinationRule,
    ExchangeRate,
    LegalSource,
    LicenceDuty,
    OrderCheckDuty,
    PermitDuty,
    Threshold,
    VerificationRule,
)
from jalur.foundation.rulebook.rights import Right
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit import reference
from jalur.kit.database import refused_in_words
from jalur.kit.dates import today as day_in_force
from jalur.kit.reference import TableChange


@deed
def load_rulebook(*, actor: Actor, apply: bool, folder: Path | None = None) -> list[TableChange]:
    """Bring the rulebook up to its files; without `apply` only compare. A stored rule only ever gets its end."""
    access.check(actor, Right.LOAD_RULE)
    home = (folder or reference.folder()) / "rulebook"
    changes = [
        reference.upsert(LegalSource, loading.legal_sources(home), apply=apply),
        reference.add_versions(DestinationRule, loading.destination_rules(home), apply=apply),
        reference.add_versions(AgeRule, loading.age_rules(home), apply=apply),
        reference.upsert(CostItem, loading.cost_items(home), apply=apply),
        reference.add_versions(CostRule, loading.cost_rules(home), apply=apply),
        reference.add_versions(Contribution, loading.contributions(home), apply=apply),
        reference.add_versions(LicenceDuty, loading.licence_duties(home), apply=apply),
        reference.add_versions(OrderCheckDuty, loading.order_checks(home), apply=apply),
        reference.add_versions(PermitDuty, loading.permit_duties(home), apply=apply),
        reference.add_versions(VerificationRule, loading.verification_ways(home), apply=apply),
        reference.add_versions(Threshold, loading.thresholds(home), apply=apply),
        reference.add_versions(ExchangeRate, loading.exchange_rates(home), apply=apply),
    ]
    if apply and not all(change.is_nothing for change in changes):
        counts = {change.table: [change.added, change.changed] for change in changes}
        record(actor=actor, event="rulebook:rule:loaded", subject=LegalSource(), detail=counts)
        transaction.on_commit(cache.clear)
        consequences.follow(day_in_force())
    return changes


@deed
def adopt_destination_rule(
    *, actor: Actor, values: dict[str, Any], ends_narrower: bool = False
) -> DestinationRule:
    """A rule from a day on; the open rule that answers the same question ends on that day, with `ends_narrower` also every open
    rule about a part of it, which would decide there before this one.

    `values` are fields of DestinationRule. ValidationError by field: no source, no first day, a first day not after
    that of the rule it ends. Nothing else of the old rule changes.
    """
    rule = DestinationRule(**values)
    access.check(actor, Right.EDIT_RULE, rule)
    same_question = rule.same_question().filter(valid_to=None)
    rows = lock(DestinationRule, same_question.order_by("pk").values_list("pk", flat=True))
    before = next((row for row in rows if row.valid_to is None), None)
    _check(rule, before)
    if before is not None:
        _end(actor, before, rule.valid_from)
    if ends_narrower and rule.valid_from is not None:
        narrower = rule.narrower().in_force(rule.valid_from).filter(valid_to=None)
        for part in lock(DestinationRule, narrower.values_list("pk", flat=True)):
            _end(actor, part, rule.valid_from)
    _keep(actor, rule)
    consequences.follow(day_in_force())
    return rule


def _end(actor: Actor, rule: DestinationRule, on: date | None) -> None:
    rule.valid_to = on
    rule.save(update_fields=["valid_to"])
    record(actor=actor, event="rulebook:rule:ended", subject=rule)


def _keep(actor: Actor, rule: DestinationRule) -> None:
    rule.full_clean()
    with refused_in_words(
        DestinationRule
    ):  # somebody may have adopted the first rule of this question a moment ago
        rule.save()
    detail = {
        "country": rule.country_id,
        "status": rule.status,
        "route": rule.route,
        "employer": rule.employer_type,
    }
    record(actor=actor, event="rulebook:rule:adopted", subject=rule, detail=detail)
    transaction.on_commit(cache.clear)


@deed
def take_back_rule(
    *, actor: Actor, rule: DestinationRule, on: date, source: str, today: date
) -> DestinationRule:
    """End a rule without a new one: from `on` it no longer holds, and what it had ended holds again as it was.

    ValidationError by field: no source, a day before its first one, a rule that has ended.
    """
    access.check(actor, Right.EDIT_RULE, rule)
    [locked] = lock(DestinationRule, [rule.pk])
    if refused := taken_back_wrongly(locked, on, source):
        raise refused
    locked.valid_to = on
    locked.save(update_fields=["valid_to"])
    record(
        actor=actor, event="rulebook:rule:taken_back", subject=locked, detail={"source": source.strip()[:300]}
    )
    for before in _ended_by(locked):
        begin_again(before, on)
        _keep(actor, before)
    transaction.on_commit(cache.clear)
    consequences.follow(today)
    return locked


def _ended_by(rule: DestinationRule) -> list[DestinationRule]:
    """The rules about the same question, or a part of it, that ended on this one's first day and have no newer version."""
    ended = (rule.same_question() | rule.narrower()).filter(valid_to=rule.valid_from).exclude(pk=rule.pk)
    return [row for row in ended.order_by("pk") if not row.same_question().filter(valid_to=None).exists()]


def _check(rule: DestinationRule, before: DestinationRule | None) -> None:
    faults: dict[str, str] = {}
    if not rule.source.strip():
        faults["source"] = _("Say what the rule is based on, in a sentence.")
    if rule.legal_source_id is None and not rule.source_url:
        faults["legal_source"] = _("Name the legal source, or give the address where the rule can be read.")
    if rule.valid_from is None:
        faults["valid_from"] = _("Give the first day on which the rule is in force.")
    elif before is not None and before.valid_from is not None and rule.valid_from <= before.valid_from:
        faults["valid_from"] = _("The new rule must start after the first day of the rule it ends.")
    if faults:
        raise ValidationError(faults)
