"""What the one periodic task does: it reminds once, raises what is late up the chain, lets offers end, and may die or run twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from jalur.foundation.due import services
from jalur.foundation.due.models import Deadline
from jalur.foundation.due.services import clock
from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.foundation.people import services as people
from jalur.foundation.workflow.steps import Step
from jalur.foundation.workflow.workflow import declared
from tests.due.conftest import MONDAY

DAY = timedelta(days=1)
WORKERS = 5
# The request of Monday: a reminder on Tuesday from midnight in Jombang, over when Wednesday is.
REMINDED = datetime(2026, 1, 12, 17, tzinfo=UTC)
OVER = datetime(2026, 1, 14, 17, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def told(kind=None):
    rows = Message.objects.filter(kind__startswith="due:" if kind is None else kind)
    return sorted((row.kind, row.to_key, row.values.get("count")) for row in rows)


def of(kind, *members, count=1):
    return sorted((kind, str(member.user.pk), count) for member in members)


def raised(record):
    return list(
        Event.objects.filter(event="due:deadline:raised", subject_key=str(record.pk))
        .order_by("at", "id")
        .values_list("detail__role", flat=True)
    )


def test_entering_the_state_sets_it_and_leaving_clears_it(cast, request_of_sari):
    deadline = Deadline.objects.get()
    assert (deadline.kind, deadline.since, deadline.last_day) == (
        "people:correction:do",
        MONDAY.date(),
        date(2026, 1, 14),
    )
    assert (deadline.role, deadline.organisation) == ("labour_officer", cast.wulan.organisation)
    assert (deadline.next_at, deadline.ends_at) == (REMINDED, OVER)
    people.take_back_correction(actor=cast.sari.actor, correction=request_of_sari)
    assert not Deadline.objects.exists()


def test_a_refused_step_leaves_it_as_it_was(cast, request_of_sari):
    before = Deadline.objects.values().get()
    with pytest.raises(Exception, match="people:correction:answer"):
        people.refuse_correction(actor=cast.gatot.actor, correction=request_of_sari, reason="Bukan")
    assert Deadline.objects.values().get() == before


def test_it_reminds_once_then_raises_up_the_chain_to_its_end(cast, province, request_of_sari):
    assert services.keep(REMINDED - DAY / 24)["reminded"] == 0
    assert [services.keep(REMINDED)["reminded"], services.keep(REMINDED)["reminded"]] == [1, 0]
    assert told() == of("due:soon", cast.wulan)
    assert services.keep(OVER - timedelta(seconds=1))["raised"] == 0
    assert [services.keep(OVER)["raised"], services.keep(OVER)["raised"]] == [1, 0]
    assert told("due:late") == of("due:late", cast.wulan, province)
    deadline = Deadline.objects.get()
    assert (deadline.organisation, deadline.raised_to) == (cast.wulan.organisation, province.organisation)
    assert raised(request_of_sari) == ["labour_officer"]
    # Two days on (its period): the administrator of the last office; after her there is nobody.
    for days in range(2, 20):
        services.keep(OVER + days * DAY)
    assert sorted(raised(request_of_sari)) == ["labour_officer", "organisation_administrator"]
    assert Deadline.objects.get().next_at is None


def test_a_day_has_one_message_for_all_that_is_due(cast, monday, request_of_sari):
    from tests.job_orders.factories import make_candidate

    others = [make_candidate(f"J-{number}").person for number in range(3)]
    for person in others:
        person.residence_id = cast.sari.person.residence_id
        person.save()
        type(request_of_sari).objects.create(person=person, name="Benar", paper="id_card")
    assert services.keep(REMINDED) == {"filled": 3, "ended": 0, "reminded": 4, "raised": 0}
    assert told() == of("due:soon", cast.wulan, count=4)


@pytest.mark.parametrize(("now", "calls"), [(REMINDED, 1), (OVER, 1), (OVER, 2)])
def test_killed_while_it_tells_it_tells_once_when_it_comes_back(
    cast, province, request_of_sari, monkeypatch, now, calls
):
    tell, seen = clock.tell, []

    def dies(*args, **options):
        seen.append(args)
        if len(seen) == calls:
            raise SystemExit("killed")
        return tell(*args, **options)

    monkeypatch.setattr(clock, "tell", dies)
    with pytest.raises(SystemExit):
        services.keep(now)
    assert told() == []
    assert Deadline.objects.get().raised_to is None
    monkeypatch.setattr(clock, "tell", tell)
    services.keep(now)
    services.keep(now)
    late = of("due:late", cast.wulan, province)
    assert told() == (of("due:soon", cast.wulan) if now == REMINDED else late)
    assert len(raised(request_of_sari)) == (now == OVER)


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_tell_once(cast, province, request_of_sari):
    for now, kind, members in (
        (REMINDED, "due:soon", [cast.wulan]),
        (OVER, "due:late", [cast.wulan, province]),
    ):
        start = Barrier(WORKERS)

        def work(_number, start=start, now=now):
            start.wait(timeout=60)
            try:
                return services.keep(now)
            finally:
                connection.close()

        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(work, range(WORKERS)))
        assert told(kind) == of(kind, *members)
    assert len(raised(request_of_sari)) == 1


@pytest.mark.parametrize(("place", "hours"), [("35.17", 17), ("51.71", 16), ("91.71", 15)])
def test_it_is_late_after_midnight_of_the_place(cast, request_of_sari, place, hours):
    from jalur.foundation.geography.models import Place

    for code in (place[:2], place):
        Place.objects.get_or_create(code=code, defaults={"name": code, "level": 1, "kind": "x"})
    person = cast.sari.person
    person.residence_id = place
    person.save()
    Deadline.objects.all().delete()
    services.fill()
    over = datetime(2026, 1, 14, hours, tzinfo=UTC)
    assert Deadline.objects.get().ends_at == over
    assert not Deadline.objects.late(over - timedelta(seconds=1)).exists()
    assert Deadline.objects.late(over).exists()


def test_what_came_past_the_steps_is_found_and_what_left_past_them_is_dropped(cast, request_of_sari):
    Deadline.objects.all().delete()
    assert [services.fill(), services.fill()] == [1, 0]
    type(request_of_sari).objects.update(state="done")
    assert services.fill() == 0
    assert not Deadline.objects.exists()


def test_a_holiday_that_is_recorded_later_moves_what_waits(cast, monday):
    from jalur.foundation.due.models import Holiday
    from jalur.foundation.due.services.settling import count_anew
    from tests.job_orders.factories import open_order

    order = open_order(cast)
    type(order).objects.filter(pk=order.pk).update(state="submitted", submitted_at=MONDAY)
    services.fill()
    # Five working days from Monday 12 January: Friday the 16th is Isra Mikraj, so the 20th.
    assert Deadline.objects.get().last_day == date(2026, 1, 20)
    Holiday.objects.create(day=date(2026, 1, 14), kind="national", name="Contoh", name_en="Example")
    count_anew()
    assert Deadline.objects.get().last_day == date(2026, 1, 21)


def test_a_new_calendar_counts_what_waits_in_every_room_in_one_deed(cast):
    """An upgrade with a new holiday: the tables of all rooms are locked in the one order, whatever order they are declared in."""
    from jalur.foundation.due.services.settling import count_anew
    from jalur.foundation.workflow.locks import atomic
    from tests.access.world import make_world

    make_world(cast)
    services.fill()
    before = Deadline.objects.count()
    assert len(set(Deadline.objects.values_list("thing", flat=True))) > 5
    with atomic():
        count_anew()
    assert Deadline.objects.count() == before


def test_a_bulk_consequence_clears_it(cast, monday):
    """What moves rows in one statement forgets their deadlines in it."""
    steps = [(table, step) for table in declared() for step in table.steps if not (step.right or step.guards)]
    bulk: list[tuple[object, Step]] = [pair for pair in steps if pair[1].sources & pair[0].timed()]
    assert {step.verb for _table, step in bulk} >= {"lapse"}
    for table, step in bulk:
        assert step.target not in table.timed(), f"{table.thing} {step.verb}"
