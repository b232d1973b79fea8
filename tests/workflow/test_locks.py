"""The one order of locks, on tables in memory."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.apps import apps

from jalur.foundation.accounts.access import ANONYMOUS
from jalur.foundation.workflow import locks


@pytest.fixture
def begun(monkeypatch):
    """The transactions that were begun, each with how it ended."""
    transactions = []

    @contextmanager
    def atomic():
        transactions.append("begun")
        number = len(transactions) - 1
        try:
            yield
        except BaseException:
            transactions[number] = "undone"
            raise
        transactions[number] = "kept"

    monkeypatch.setattr(locks, "transaction", SimpleNamespace(atomic=atomic))
    return transactions


def table(label, asked=None):
    """A model whose rows are told by how they were asked for."""

    class Rows:
        def __getattr__(self, verb):
            def ask(*args, **named):
                (asked if asked is not None else []).append((verb, args, named))
                return self

            return ask

        def __iter__(self):
            return iter(["row"])

    return SimpleNamespace(
        _meta=SimpleNamespace(label=label.title(), label_lower=label), _default_manager=Rows()
    )


FIRST, SECOND, LAST = "training.intake", "training.enrolment", "candidates.candidate"


def test_rows_are_locked_by_key_in_its_order_without_what_refers_to_them(begun):
    asked = []
    with locks.atomic():
        assert locks.lock(
            table(FIRST, asked), (key for key in (2, 1)), related=("venue", "venue__place")
        ) == ["row"]
    assert asked == [
        ("select_for_update", (), {"of": ("self",), "no_key": True}),
        ("select_related", ("venue", "venue__place"), {}),
        ("filter", (), {"pk__in": [2, 1]}),
        ("order_by", ("pk",), {}),
    ]


def test_a_lock_outside_a_deed_is_a_programming_error(begun):
    message = r"^a lock on Training\.Intake outside a deed: open one with workflow\.locks\.atomic$"
    with pytest.raises(RuntimeError, match=message):
        locks.lock(table(FIRST), [1])
    with locks.atomic():
        pass
    with pytest.raises(RuntimeError, match=message):
        locks.lock(table(FIRST), [1])


def test_a_later_table_is_never_locked_first(begun):
    with locks.atomic():
        for label in (locks.ORDER[0], FIRST, SECOND, SECOND, LAST, LAST):
            locks.lock(table(label), [1])
        for label in (FIRST, SECOND):
            with pytest.raises(locks.OutOfOrder, match=rf"^{label} is locked after {LAST}$"):
                locks.lock(table(label), [2])
        locks.lock(table(LAST), [2])
    with locks.atomic():
        locks.lock(table(FIRST), [1])


def test_what_the_deed_holds_already_may_be_read_again_at_any_time(begun):
    with locks.atomic():
        locks.lock(table(FIRST), [1, 2])
        locks.lock(table(FIRST), ["3"])
        locks.lock(table(LAST), [1])
        assert locks.lock(table(FIRST), [3, 1]) == ["row"]
        with pytest.raises(locks.OutOfOrder):
            locks.lock(table(FIRST), [1, 4])
        with pytest.raises(locks.OutOfOrder):
            locks.lock(table(SECOND), [1])
    with locks.atomic():
        locks.lock(table(LAST), [1])
        with pytest.raises(locks.OutOfOrder):
            locks.lock(table(FIRST), [1])


def test_a_deed_inside_a_deed_is_the_same_deed(begun):
    with locks.atomic():
        with locks.atomic():
            locks.lock(table(SECOND), [1])
        with pytest.raises(locks.OutOfOrder):
            locks.lock(table(FIRST), [1])
    assert begun == ["kept", "kept"]


def test_a_deed_that_fails_is_undone_and_over(begun):
    with pytest.raises(ZeroDivisionError), locks.atomic():
        raise ZeroDivisionError(locks.lock(table(LAST), [1]))
    assert begun == ["undone"]
    with locks.atomic():
        locks.lock(table(FIRST), [1])


def test_a_service_is_one_deed_of_its_actor(begun, monkeypatch):
    known = []

    @contextmanager
    def deeds_of(actor):
        known.append(actor)
        yield

    monkeypatch.setattr(locks.history, "deeds_of", deeds_of)

    @locks.deed
    def mend(row, *, actor, by=1):
        """Mends."""
        return locks.lock(table(FIRST), [row]), actor, by

    assert mend("row", actor=ANONYMOUS, by=2) == (["row"], ANONYMOUS, 2)
    assert (mend.__name__, mend.__doc__) == ("mend", "Mends.")
    assert (known, begun) == ([ANONYMOUS], ["kept"])
    with pytest.raises(KeyError, match="actor"):
        mend("row")
    with pytest.raises(AssertionError):
        mend("row", actor=None)
    assert begun == ["kept"]


def test_the_order_names_tables_that_exist_each_once(begun):
    assert set(locks.ORDER) <= {model._meta.label_lower for model in apps.get_models()}
    assert len(set(locks.ORDER)) == len(locks.ORDER)
    with pytest.raises(ValueError, match="not in tuple"), locks.atomic():
        locks.lock(table("history.event"), [1])
