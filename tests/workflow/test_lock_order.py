"""One order of locks: every table has its place in it, and whoever leaves it is stopped before two can wait for each other."""

from contextlib import suppress

import pytest
from django.apps import apps
from django.db import transaction

from jalur.foundation.workflow.locks import ORDER, OutOfOrder, atomic, lock
from jalur.foundation.workflow.workflow import declared
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder
from tests.job_orders.factories import draft, make_candidate

pytestmark = pytest.mark.django_db


def test_every_table_with_steps_has_its_place():
    tables = {model for workflow in declared() for model in tables_of(workflow)}
    assert {model._meta.label_lower for model in tables} - set(ORDER) == set()


def tables_of(workflow):
    yield workflow.model
    for name in workflow.along:
        yield workflow.model._meta.get_field(name).related_model


def test_the_order_names_each_table_once_and_none_that_is_gone():
    assert len(set(ORDER)) == len(ORDER)
    assert {apps.get_model(label)._meta.label_lower for label in ORDER} == set(ORDER)


def test_every_step_finds_its_way_or_has_a_cause():
    """A step is somebody's right or follows from another; what it may follow from is declared somewhere."""
    from jalur.foundation.history.kinds import kinds

    for workflow in declared():
        for step in workflow.steps:
            assert bool(step.right) != bool(step.causes), f"{workflow.thing} {step.verb}"
            assert step.causes <= set(kinds()), f"{workflow.thing} {step.verb}"


def test_a_lock_outside_a_deed_is_refused(cast):
    with pytest.raises(RuntimeError, match="outside a deed"):
        lock(JobOrder, [draft(cast).pk])
    with pytest.raises(RuntimeError, match="outside a deed"), transaction.atomic():
        lock(JobOrder, [])


def test_a_lock_against_the_order_is_refused(cast):
    order, candidate = draft(cast), cast.sari.person.candidate
    with atomic():
        assert lock(Candidate, [candidate.pk]) == [candidate]
        assert lock(JobOrder, [order.pk]) == [order]
    with atomic():
        lock(JobOrder, [order.pk])
        with pytest.raises(OutOfOrder, match=r"candidates\.candidate is locked after job_orders\.joborder"):
            lock(Candidate, [candidate.pk])


def test_what_a_deed_holds_it_may_lock_again(cast):
    order, candidate = draft(cast), cast.sari.person.candidate
    other = make_candidate("J-LAIN-0001")
    with atomic():
        lock(Candidate, [candidate.pk])
        lock(JobOrder, [order.pk])
        assert lock(Candidate, [candidate.pk]) == [candidate]
        with pytest.raises(OutOfOrder):
            lock(Candidate, [candidate.pk, other.pk])


def test_the_next_deed_begins_afresh(cast):
    order, candidate = draft(cast), cast.sari.person.candidate
    with atomic():
        with atomic():
            lock(JobOrder, [order.pk])
        with pytest.raises(OutOfOrder):
            lock(Candidate, [candidate.pk])
    with suppress(ZeroDivisionError), atomic():
        lock(JobOrder, [order.pk])
        raise ZeroDivisionError
    with atomic():
        assert lock(Candidate, [candidate.pk]) == [candidate]


def test_a_lock_reads_what_the_database_holds_now(cast):
    order = draft(cast)
    JobOrder.objects.filter(pk=order.pk).update(title="Juru las kapal")
    with atomic():
        (locked,) = lock(JobOrder, [order.pk])
    assert (order.title, locked.title) == ("Juru las galangan", "Juru las kapal")


def test_rows_come_in_the_order_of_their_keys(cast):
    people = [make_candidate(f"J-URUT-000{n}") for n in range(4)]
    with atomic():
        locked = lock(Candidate, [one.pk for one in sorted(people, key=lambda one: one.pk, reverse=True)])
    assert [one.pk for one in locked] == sorted(one.pk for one in people)
