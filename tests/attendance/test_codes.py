"""A code on the roll: it names nobody, finds only who has a seat at the meeting, ends, and can be replaced."""

from datetime import timedelta

import pytest

from jalur.journey.attendance.models import Mark, RollCode
from jalur.journey.attendance.services import make_code
from jalur.journey.training import services as training
from tests.attendance.factories import FIRST, meetings, running_class, start
from tests.training.factories import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast, settings):
    settings.TODAY = TODAY
    intake = running_class(cast)
    sari = cast.sari.person.candidate
    training.enrol(actor=cast.hendra.actor, intake=intake, candidate=sari, today=TODAY)
    (one,) = meetings(cast, intake, 1)
    start(cast, intake)
    settings.TODAY = FIRST
    return one


def code_of(cast):
    return RollCode.objects.get(candidate=cast.sari.person.candidate).code


def scan(browser, session, code):
    """Both posts: find, then yes."""
    address = f"/attendance/meetings/{session.booking.number}/scan/"
    found = browser.post(address, {"roll_code": code, "state": "here"})
    if found.status_code != 302:
        return found, ""
    page = browser.get(found.url).content.decode()
    form = browser.get(found.url).context["confirm"]
    browser.post(found.url, {"confirm": form})
    return found, page


def test_she_makes_it_shows_it_and_is_marked_after_her_name_was_seen(cast, session, sign_in):
    sari = sign_in(cast.sari)
    assert sari.post("/attendance/mine/code/").status_code == 302
    page = sari.get("/attendance/mine/").content.decode()
    code = code_of(cast)
    assert f"{code[:4]}-{code[4:]}" in page
    assert "<svg" in page
    _found, shown = scan(sign_in(cast.tuti), session, f"{code[:4].lower()}-{code[4:]}")
    assert cast.sari.person.name in shown
    mark = Mark.objects.get()
    assert (mark.candidate.person_id, mark.state, mark.how) == (cast.sari.person.pk, "here", "scan")


def test_one_look_marks_nobody(cast, session, sign_in):
    make_code(actor=cast.sari.actor, candidate=cast.sari.person.candidate, today=FIRST)
    address = f"/attendance/meetings/{session.booking.number}/scan/"
    sign_in(cast.tuti).post(address, {"roll_code": code_of(cast), "state": "here"})
    assert not Mark.objects.exists()


def test_an_old_an_ended_and_a_strangers_code_find_nobody(cast, session, sign_in, settings):
    candidate = cast.sari.person.candidate
    old = make_code(actor=cast.sari.actor, candidate=candidate, today=FIRST).code
    make_code(actor=cast.sari.actor, candidate=candidate, today=FIRST)
    browser = sign_in(cast.tuti)
    assert scan(browser, session, old)[0].status_code == 422
    RollCode.objects.update(expires_on=FIRST)
    assert scan(browser, session, code_of(cast))[0].status_code == 422
    RollCode.objects.update(
        expires_on=FIRST + timedelta(days=9), candidate=session.intake.enrolments.first().candidate
    )
    session.booking.booked_people.all().delete()
    assert scan(browser, session, RollCode.objects.get().code)[0].status_code == 422
    assert not Mark.objects.exists()


def test_it_is_given_up(cast, session, sign_in):
    browser = sign_in(cast.sari)
    browser.post("/attendance/mine/code/")
    browser.post("/attendance/mine/code/drop/")
    assert not RollCode.objects.exists()
