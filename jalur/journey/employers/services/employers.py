"""Writing employers: registering, correcting, joining two entries of one."""

from copy import copy
from datetime import date
from functools import partial

from django.db import transaction

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.locks import deed, lock
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.employers import merging
from jalur.journey.employers.models import LONGEST_NAMES, Employer, Problem, Verification
from jalur.journey.employers.rights import Right
from jalur.journey.employers.workflow import EMPLOYER


@deed
def register_employer(*, actor: Actor, employer: Employer) -> Employer:
    """A new employer; the same name in the same city is refused."""
    employer.registered_by_id = actor.organisation_id
    with EMPLOYER.step("register", actor=actor, subject=employer):
        employer.full_clean()
    return employer


def change_employer(*, actor: Actor, employer: Employer) -> Employer:
    """Make the entry as given; how it was stays in its field history."""
    with EMPLOYER.step("change", actor=actor, subject=employer) as locked:
        before = copy(locked)
        locked.take_over(employer)
        if not before.take_over(locked):
            raise UnchangedError
        locked.full_clean()
    return locked


@deed
def merge_employer(*, actor: Actor, employer: Employer, into: Employer, today: date) -> Employer:
    """The entry is joined with another one of the same employer, which is kept and given back.

    Orders, verifications and problems go along; the name of the one that goes stays among the other names of the one kept.
    """
    access.check(actor, Right.MERGE_EMPLOYER, into)
    lock(Employer, [employer.pk, into.pk])
    with EMPLOYER.step("merge", actor=actor, subject=employer) as gone:
        kept = Employer.objects.get(pk=into.pk)
        gone.merged_into = kept
        if kept.pk != gone.pk:
            Verification.objects.filter(employer=gone).update(employer=kept)
            Problem.objects.filter(employer=gone).update(employer=kept)
            with EMPLOYER.step("take_in", actor=actor, subject=kept) as locked:
                _take_over_names(locked, gone)
            merging.follow(actor=actor, kept=kept, gone=gone)
    # By itself: it locks what hangs on orders before the orders, which are locked here.
    transaction.on_commit(partial(consequences.follow, today))
    return Employer.objects.get(pk=into.pk)


@deed
def reveal_official_id(*, actor: Actor, employer: Employer) -> str:
    """The official number of a household in clear for one reading, written down in the same transaction."""
    access.check(actor, Right.REVEAL_OFFICIAL_ID, employer)
    [employer] = lock(Employer, [employer.pk])
    history.record(actor=actor, event="employers:employer:id_revealed", subject=employer)
    return employer.official_id


def _take_over_names(kept: Employer, gone: Employer) -> None:
    """What either is called, each once, as far as there is room; empty boxes of the one kept are filled."""
    names = [*kept.also_called.split(";"), gone.name, *gone.also_called.split(";")]
    others = dict.fromkeys(name.strip() for name in names if name.strip() not in {"", kept.name})
    while len("; ".join(others)) > LONGEST_NAMES:
        others.popitem()
    kept.also_called = "; ".join(others)
    for name in ("registration", "official_id"):
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
