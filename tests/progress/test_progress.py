"""Where people of a class stand, part by part; who is ready; what a meeting teaches."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.imports import services as imports
from jalur.foundation.imports.kinds import kind_of
from jalur.journey.attendance.models import AttendanceRules, Standing
from jalur.journey.premises.models import Booking
from jalur.journey.progress import queries, rules, services
from jalur.journey.progress.models import Mark
from jalur.journey.progress.services import Seen
from jalur.journey.training.models import Enrolment, Intake, Session
from tests.training.factories import ENDS, STARTS, TODAY, add_programme, make_candidate, open_class

NOW = datetime(2026, 2, 20, 3, tzinfo=UTC)
TAUGHT = ["KR-LAS-FCAW", "KR-LAS-K3"]


@pytest.fixture
def world(cast, settings, db):
    """A class of three that runs; its programme names no curriculum."""
    settings.TODAY = date(2026, 2, 20)
    cast.intake = open_class(cast, programme=add_programme(cast, teaches=TAUGHT))
    people = [cast.sari.person.candidate, make_candidate("J-MAJU-0001"), make_candidate("J-MAJU-0002")]
    cast.seats = [Enrolment.objects.create(intake=cast.intake, candidate=one) for one in people]
    Intake.objects.filter(pk=cast.intake.pk).update(taken=3, state="running")
    cast.intake.refresh_from_db()
    return cast


def write(world, *seen, who="tuti", **more):
    actor = getattr(world, who).actor
    return services.write_marks(actor=actor, intake=world.intake, seen=seen, now=NOW, **more)


def test_who_can_do_every_part_is_ready_and_nobody_else(world):
    first, second, _third = world.seats
    assert write(world, *(Seen(first, code, "can") for code in TAUGHT)) == 2
    write(world, Seen(second, TAUGHT[0], "can"), Seen(second, TAUGHT[1], "practising"))
    assert list(queries.ready(Enrolment.objects.all())) == [first]
    shown = {seat.pk: (seat.can, seat.parts) for seat in queries.with_parts(Enrolment.objects.all())}
    assert shown == {first.pk: (2, 2), second.pk: (1, 2), world.seats[2].pk: (0, 2)}
    items = queries.items_of(world.intake.programme)
    people = queries.standings(queries.people_of(world.intake), items, world.intake.programme)
    assert queries.share_of(people, items) == pytest.approx(0.5)
    assert {one.seat.pk for one in people if one.is_ready} == {first.pk}


def test_two_who_write_at_once_lose_nothing_and_contradict_nobody(world):
    first, second, _third = world.seats
    write(world, Seen(first, TAUGHT[0], "practising", was="not_seen"))
    # The other page was opened before: of the first person nothing is changed there.
    both = (
        Seen(first, TAUGHT[0], "not_seen", was="not_seen"),
        Seen(second, TAUGHT[0], "can", was="not_seen"),
    )
    assert write(world, *both, who="hendra") == 1
    assert Mark.objects.get(candidate=first.candidate).level == "practising"
    with pytest.raises(ValidationError) as refused:
        write(
            world, Seen(first, TAUGHT[0], "can", was="not_seen"), Seen(second, TAUGHT[1], "can"), who="hendra"
        )
    assert refused.value.error_dict["level"][0].code == "changed_meanwhile"
    assert Mark.objects.count() == 2


def test_every_word_is_kept_with_who_and_when(world):
    seat = world.seats[0]
    for level in ("practising", "can", "practising"):
        write(world, Seen(seat, TAUGHT[0], level), note=f"kata {level}")
    mark = Mark.objects.get(candidate=seat.candidate)
    assert [one.level for one in mark.events.order_by("pgh_id")] == ["practising", "can", "practising"]
    assert (mark.by, mark.at, mark.note) == (world.tuti.user, NOW, "kata practising")
    told = Event.objects.filter(event="progress:mark:written", person_id=seat.candidate.person_id)
    assert told.count() == 3


def test_another_institute_the_candidate_and_a_closed_class_write_nothing(world):
    seen = Seen(world.seats[0], TAUGHT[0], "can")
    for who in ("sari", "wulan"):
        with pytest.raises(Refused):
            write(world, seen, who=who)
    with pytest.raises(ValidationError):
        write(world, Seen(world.seats[0], "EN-A1", "can"))
    Intake.objects.filter(pk=world.intake.pk).update(state="closed")
    world.intake.refresh_from_db()
    with pytest.raises(ValidationError):
        write(world, seen)
    assert not Mark.objects.exists()


def test_a_grid_is_filled_by_part_and_read_by_the_person(world, sign_in):
    browser = sign_in(world.tuti)
    page = browser.get(reverse("progress:class", args=[world.intake.number])).content.decode()
    assert all(seat.candidate.person.name in page for seat in world.seats)
    address = reverse("progress:mark_part", args=[world.intake.number, TAUGHT[0]])
    assert address in page
    answer = {f"level_{n}": "can" for n in range(3)} | {f"was_{n}": "not_seen" for n in range(3)}
    assert browser.post(address, {**answer, "note": ""}).status_code == 302
    assert Mark.objects.filter(level="can", item=TAUGHT[0]).count() == 3
    mine = sign_in(world.sari).get(reverse("progress:mine")).content.decode()
    assert "<progress" in mine
    own = sign_in(world.sari).get(reverse("progress:person", args=[world.seats[0].pk])).content.decode()
    assert "sudah bisa" in own
    assert sign_in(world.sari).get(reverse("progress:person", args=[world.seats[1].pk])).status_code == 404
    file = sign_in(world.sari).get(f"/file/{world.sari.person.pk}/").content.decode()
    assert reverse("progress:person", args=[world.seats[0].pk]) in file


def test_the_list_of_who_is_ready_names_what_is_missing(world, sign_in):
    write(
        world, *(Seen(world.seats[0], code, "can") for code in TAUGHT), Seen(world.seats[1], TAUGHT[0], "can")
    )
    browser, address = sign_in(world.hendra), reverse("progress:ready")
    ready = browser.get(address + "?standing=ready").content.decode()
    assert world.seats[0].candidate.person.name in ready
    assert world.seats[1].candidate.person.name not in ready
    assert world.seats[1].candidate.person.name in browser.get(address + "?standing=nearly").content.decode()
    assert address in browser.get("/", follow=True).content.decode()


def test_who_attends_too_little_is_not_ready_and_reads_why(world, sign_in):
    rare, often, third = world.seats
    write(world, *(Seen(seat, code, "can") for seat in world.seats for code in TAUGHT))
    for seat, attended, excused in ((rare, 6, 0), (often, 7, 2)):
        Standing.objects.create(
            intake=world.intake, candidate=seat.candidate, held=10, attended=attended, excused=excused
        )
    browser, address = sign_in(world.hendra), reverse("progress:ready")
    # 6 of 10 is less than the usual 80 per cent; 7 of the 8 that count are not; of whom there is no roll nothing is said.
    assert set(queries.ready(Enrolment.objects.all())) == {often, third}
    name = rare.candidate.person.name
    assert name not in browser.get(address + "?standing=ready").content.decode()
    absent = browser.get(address + "?standing=absent").content.decode()
    assert name in absent
    assert "60%" in absent.replace(" ", "").replace("\xa0", "")
    assert often.candidate.person.name not in absent
    page = sign_in(world.sari).get(reverse("progress:person", args=[rare.pk])).content.decode()
    assert "80" in page
    AttendanceRules.objects.create(provider=world.hendra.organisation, least_share=Decimal("0.50"))
    assert rare in queries.ready(Enrolment.objects.all())
    AttendanceRules.objects.update(least_share=Decimal("0.80"), least_meetings=11)
    assert rare in queries.ready(Enrolment.objects.all()), "too few meetings count yet"


def test_a_meeting_teaches_a_part_and_its_hours_count(world, sign_in):
    start = datetime(2026, 2, 18, 1, tzinfo=UTC)
    for day in (0, 5):
        booking = Booking.objects.create(
            organisation=world.hendra.organisation,
            title="Las",
            starts=start + timedelta(days=day),
            ends=start + timedelta(days=day, hours=3),
        )
        Session.objects.create(intake=world.intake, booking=booking)
    address = reverse("progress:meetings", args=[world.intake.number])
    browser = sign_in(world.tuti)
    assert browser.post(address, {"part_0": TAUGHT[0], "part_1": TAUGHT[0]}).status_code == 302
    items = queries.items_of(world.intake.programme)
    hours = queries.hours_of(world.intake, items, NOW)
    assert (hours[TAUGHT[0]].timetabled, hours[TAUGHT[0]].taught) == (8, 4)
    assert (hours[TAUGHT[1]].timetabled, hours[TAUGHT[1]].taught) == (0, 0)
    page = browser.get(reverse("training:timetable", args=[world.intake.number])).content.decode()
    assert address in page
    assert items[0].title in page


def test_a_class_is_behind_only_while_it_runs(world):
    assert queries.is_behind(world.intake, 0.0, date(2026, 3, 1))
    assert not queries.is_behind(world.intake, 0.9, date(2026, 3, 1))
    Intake.objects.filter(pk=world.intake.pk).update(state="finished")
    world.intake.refresh_from_db()
    assert not queries.is_behind(world.intake, 0.0, date(2026, 3, 1))


LEVELS = st.sampled_from(["not_seen", "practising", "can"])


@given(
    st.lists(st.text("abc", min_size=1, max_size=3), unique=True),
    st.dictionaries(st.text("abc", min_size=1, max_size=3), LEVELS),
)
def test_ready_is_all_parts_and_at_least_one(items, levels):
    assert rules.is_ready(items, levels) == (bool(items) and all(levels.get(one) == "can" for one in items))
    assert set(rules.missing(items, levels)) <= set(items)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_share_of_days_lies_between_none_and_all(day):
    assert 0 <= rules.elapsed(STARTS, ENDS, day) <= 1
    assert rules.elapsed(STARTS, ENDS, ENDS) == 1
    assert rules.elapsed(STARTS, ENDS, TODAY) == 0


def listed(world, *rows, who="tuti", answers=None):
    lines = "\n".join(";".join((world.intake.number, *row)) for row in rows)
    actor = getattr(world, who).actor
    draft = imports.upload(
        actor=actor,
        kind=kind_of("progress_marks"),
        content=f"Nomor kelas;Nomor CPMI;Bagian;Sejauh mana;Catatan\n{lines}".encode(),
        file_name="kemajuan.csv",
        today=date(2026, 2, 20),
    )
    if answers:
        draft = imports.answer(actor=actor, draft=draft, chosen={}, answers=answers, today=date(2026, 2, 20))
    return draft, lambda: imports.apply(actor=actor, draft=draft, today=date(2026, 2, 20))


def test_a_spreadsheet_fills_the_grid_and_asks_where_it_differs(world):
    first, second, third = world.seats
    for seat in world.seats:
        seat.refresh_from_db()  # its number is a copy that the database makes
    write(world, Seen(first, TAUGHT[0], "can"), Seen(second, TAUGHT[0], "practising"))
    title = queries.items_of(world.intake.programme)[1].title
    rows = [
        (first.number, TAUGHT[0], "bisa", ""),
        (first.number, title, "B", "Rapi"),
        (second.number, TAUGHT[0], "sudah bisa", "Naik"),
        (third.number, TAUGHT[0], "belum", ""),
        (third.number, TAUGHT[1], "", ""),
    ]
    draft, apply = listed(world, *rows)
    assert {key: draft.counts[key] for key in ("new", "known", "waiting", "faults")} == {
        "new": 1,
        "known": 2,
        "waiting": 1,
        "faults": 0,
    }
    apply()
    assert Mark.objects.get(candidate=second.candidate).level == "practising", "kept until it is answered"
    mark = Mark.objects.get(candidate=first.candidate, item=TAUGHT[1])
    assert (mark.level, mark.note, mark.by) == ("can", "Rapi", world.tuti.user)
    assert not Mark.objects.filter(candidate=third.candidate).exists()
    key = f"level:{second.number}:{TAUGHT[0]}"
    draft, apply = listed(world, *rows, answers={key: "list"})
    assert (draft.counts["new"], draft.counts["changed"]) == (0, 1)
    apply()
    mark = Mark.objects.get(candidate=second.candidate)
    assert (mark.level, mark.note) == ("can", "Naik")
    assert listed(world, *rows)[0].counts["known"] == 4


def test_a_list_of_a_closed_class_or_by_somebody_else_is_not_read(world):
    row = (world.seats[0].candidate.number, TAUGHT[0], "bisa", "")
    Intake.objects.filter(pk=world.intake.pk).update(state="closed")
    assert listed(world, row)[0].counts["faults"] == 1
    Intake.objects.filter(pk=world.intake.pk).update(state="running")
    with pytest.raises(Refused):
        listed(world, row, who="wulan")
