"""A roll through the doors people use: taken on the day, corrected, one mark for each person, only those with a seat."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.journey.attendance import queries, services
from jalur.journey.attendance.models import Mark, Standing
from jalur.journey.attendance.services import Said
from jalur.journey.premises import services as premises
from jalur.journey.training import services as training
from jalur.kit.refusals import codes_of
from tests.attendance.factories import DAY, FIRST, meetings, noon, people_of, running_class, say, start
from tests.training.factories import TODAY, make_candidate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def intake(cast):
    return running_class(cast)


@pytest.fixture
def session(cast, intake, settings):
    (one,) = meetings(cast, intake, 1)
    start(cast, intake)
    settings.TODAY = FIRST
    return one


def address(session):
    return f"/attendance/meetings/{session.booking.number}/"


def states(session):
    return list(
        Mark.objects.filter(session=session).order_by("candidate__name").values_list("state", flat=True)
    )


@pytest.mark.parametrize("who", ["hendra", "tuti"])
def test_a_roll_is_taken_with_one_post(cast, session, sign_in, who):
    browser, people = sign_in(getattr(cast, who)), people_of(session)
    page = browser.get(address(session)).content.decode()
    assert all(person.name in page for person in people)
    sent = {f"state_{people[0].pk.hex}": "excused", f"note_{people[0].pk.hex}": "Ujian sekolah"}
    answer = browser.post(address(session), {**sent, "rest": "here"})
    assert answer.status_code == 302
    assert states(session) == ["excused", "here", "here"]
    assert set(Mark.objects.values_list("taken_by", flat=True)) == {getattr(cast, who).user.pk}
    taken = Event.objects.get(event="attendance:roll:taken")
    assert taken.detail == {"here": 2, "late": 0, "excused": 1, "absent": 0}
    assert Standing.objects.get(candidate=people[0]).excused == 1


def test_an_excuse_needs_its_reason_and_nothing_is_lost(cast, session, sign_in):
    browser, people = sign_in(cast.tuti), people_of(session)
    sent = {f"state_{people[0].pk.hex}": "excused", f"state_{people[1].pk.hex}": "late"}
    answer = browser.post(address(session), sent)
    assert answer.status_code == 422
    assert f"note_{people[0].pk.hex}" in answer.context["form"].errors
    assert not Mark.objects.exists()
    checked = re.findall(r'value="(\w+)"[^>]*checked', answer.content.decode())
    assert checked == ["excused", "late"]


def test_a_correction_is_written_down_with_who_did_it(cast, session, sign_in):
    say(cast, session, "here", "here", "absent")
    browser, people = sign_in(cast.tuti), people_of(session)
    sent = {
        f"state_{person.pk.hex}": state
        for person, state in zip(people, ["here", "here", "late"], strict=True)
    }
    assert browser.post(address(session), sent).status_code == 302
    assert states(session) == ["here", "here", "late"]
    event = Event.objects.get(event="attendance:mark:corrected")
    assert (event.person_id, event.detail) == (people[2].person_id, {"before": "absent", "now": "late"})
    assert cast.tuti.user.name in browser.get(address(session)).content.decode()


def test_the_same_roll_once_more_changes_nothing(cast, session):
    say(cast, session, "here", "late", "absent")
    before = Event.objects.count(), list(Mark.objects.order_by("pk").values("state", "taken_at"))
    assert say(cast, session, "here", "late", "absent", on=FIRST + DAY).is_nothing
    assert (Event.objects.count(), list(Mark.objects.order_by("pk").values("state", "taken_at"))) == before


def test_somebody_elses_correction_is_shown_before_it_is_overwritten(cast, session, sign_in):
    browser, people = sign_in(cast.tuti), people_of(session)
    opened = re.search(r'name="opened_with" value="(\w+)"', browser.get(address(session)).content.decode())[1]
    say(cast, session, "absent", None, None)
    sent = {f"state_{people[0].pk.hex}": "here", "opened_with": opened}
    answer = browser.post(address(session), sent)
    assert answer.status_code == 422
    assert states(session) == ["absent"]
    again = re.search(r'name="opened_with" value="(\w+)"', answer.content.decode())[1]
    assert browser.post(address(session), {**sent, "opened_with": again}).status_code == 302
    assert states(session) == ["here"]


@pytest.mark.parametrize(("days", "code"), [(-1, "ahead"), (14, ""), (15, "over")])
def test_a_roll_is_open_from_its_day_on_for_two_weeks(cast, session, sign_in, settings, days, code):
    settings.TODAY = FIRST + timedelta(days=days)
    sent = {f"state_{people_of(session)[0].pk.hex}": "here"}
    answer = sign_in(cast.hendra).post(address(session), sent)
    assert (answer.status_code == 302) is (not code)
    assert Mark.objects.exists() is (not code)
    if code:
        with pytest.raises(ValidationError) as refused:
            say(cast, session, "here", None, None, on=settings.TODAY)
        assert codes_of(refused.value) == [code]


def test_a_cancelled_meeting_has_no_roll(cast, session, sign_in, settings):
    settings.TODAY = FIRST - timedelta(
        days=1
    )  # what is over, by the clock of whoever runs this, is not cancelled
    premises.cancel_booking(actor=cast.hendra.actor, booking=session.booking, reason="Mati lampu")
    settings.TODAY = FIRST
    assert sign_in(cast.hendra).get(address(session)).status_code == 404
    with pytest.raises(ValidationError) as refused:
        services.take_roll(actor=cast.hendra.actor, session=session, marks={}, now=noon(FIRST))
    assert codes_of(refused.value) == ["cancelled"]


def test_only_people_with_a_seat_at_the_meeting(cast, session):
    stranger = make_candidate("J-LAIN-0001")
    with pytest.raises(ValidationError) as refused:
        services.take_roll(
            actor=cast.hendra.actor, session=session, marks={stranger.pk: Said("here")}, now=noon(FIRST)
        )
    assert codes_of(refused.value) == ["no_seat_there"]
    assert not Mark.objects.exists()


def test_who_left_later_stays_on_the_roll_of_what_she_came_to(cast, session, settings):
    say(cast, session, "here", "here", "here")
    left = people_of(session)[0]
    settings.TODAY = FIRST + DAY
    seat = left.enrolments.get()
    training.withdraw(actor=cast.hendra.actor, enrolment=seat, reason="Pindah")
    assert left in people_of(session)


@pytest.mark.parametrize("who", ["wulan", "sari", "lestari"])
def test_nobody_else_takes_it(cast, session, sign_in, who):
    browser = sign_in(getattr(cast, who))
    assert browser.get(address(session)).status_code in (403, 404)
    with pytest.raises(Refused):
        say(cast, session, "here", "here", "here", who=who)
    assert not Mark.objects.exists()


def test_the_database_holds_one_mark_for_each(cast, session):
    say(cast, session, "here", "here", "here")
    mark = Mark.objects.first()
    with transaction.atomic(), pytest.raises(IntegrityError, match="mark_once"):
        Mark.objects.create(
            session=session, candidate_id=mark.candidate_id, state="late", taken_at=mark.taken_at
        )


def test_marks_add_up_for_each_person_and_class(cast, intake, settings):
    first, second, third = meetings(cast, intake, 3)
    start(cast, intake)
    settings.TODAY = third.booking.starts.date()
    say(cast, first, "here", "absent", "excused")
    say(cast, second, "late", "absent", "here")
    found = {key.hex: came for key, came in queries.attendance_of(intake).items()}
    by_name = [found[person.pk.hex] for person in people_of(first)]
    assert [(one.attended, one.counted, one.in_a_row) for one in by_name] == [(2, 2, 0), (0, 2, 2), (1, 1, 0)]
    assert queries.share_of_class(intake) == (3, 5)
    away = Standing.objects.away().get()
    assert (away.candidate, away.away_because) == (people_of(first)[1], "row")
    say(cast, second, "late", "here", "here")
    assert not Standing.objects.away().exists()
    events = Event.objects.filter(event__startswith="attendance:standing:").order_by("at")
    assert [event.event for event in events] == ["attendance:standing:missed", "attendance:standing:returned"]


def test_the_home_counts_what_is_to_be_taken(cast, session, sign_in):
    browser = sign_in(cast.hendra)
    assert "Pertemuan sampai hari ini yang daftar hadirnya belum lengkap" in browser.get("/").content.decode()
    assert session.booking.number in browser.get("/attendance/?roll=open").content.decode()
    say(cast, session, "here", "here", "here")
    assert session.booking.number not in browser.get("/attendance/?roll=open").content.decode()
    assert queries.due(cast.hendra.actor, FIRST).count() == 0


def test_the_class_page_and_the_booking_lead_to_the_roll(cast, session, sign_in):
    browser = sign_in(cast.tuti)
    for page in (
        f"/training/intakes/{session.intake.number}/",
        f"/premises/bookings/{session.booking.number}/",
    ):
        assert address(session) in browser.get(page).content.decode()
    timetable = browser.get(f"/training/intakes/{session.intake.number}/timetable/").content.decode()
    assert f"/attendance/?q={session.intake.number}" in timetable
    assert (
        address(session)
        not in sign_in(cast.wulan).get(f"/training/intakes/{session.intake.number}/").content.decode()
    )


def test_paper_has_everybody_and_no_file(cast, session, sign_in):
    page = sign_in(cast.tuti).get(f"{address(session)}paper/").content.decode()
    assert all(person.number in page for person in people_of(session))


def test_she_reads_her_own_and_nobody_elses(cast, settings, sign_in):
    intake = running_class(cast)
    training.enrol(actor=cast.hendra.actor, intake=intake, candidate=cast.sari.person.candidate, today=TODAY)
    (session,) = meetings(cast, intake, 1)
    start(cast, intake)
    settings.TODAY = FIRST
    states_of = ["late" if one.person_id == cast.sari.person.pk else "absent" for one in people_of(session)]
    say(cast, session, *states_of)
    page = sign_in(cast.sari).get("/attendance/mine/").content.decode()
    assert "terlambat" in page
    assert "tidak hadir" not in page
    assert "1 dari 1 pertemuan" in page


def test_the_labour_office_sees_its_residents_alone(cast, intake, settings, sign_in):
    (session,) = meetings(cast, intake, 1)
    start(cast, intake)
    settings.TODAY = FIRST
    rules = queries.rules_of(cast.hendra.organisation.pk)
    rules.in_a_row = 1
    services.set_attendance_rules(actor=cast.hendra.actor, attendance_rules=rules)
    say(cast, session, "absent", "here", "here")
    who = people_of(session)[0]
    assert who.number in sign_in(cast.wulan).get("/attendance/away/").content.decode()
    assert who.number not in sign_in(cast.gatot).get("/attendance/away/").content.decode()
    assert who.number in sign_in(cast.hendra).get("/attendance/away/").content.decode()
