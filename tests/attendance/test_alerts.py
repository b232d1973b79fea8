"""Whoever stays away is asked: by one message, on the homes of those who can help, and no longer once she comes."""

import pytest

from jalur.foundation.messaging.models import Message
from jalur.journey.attendance.models import Standing
from tests.attendance.factories import DAY, FIRST, meetings, people_of, running_class, say, start
from tests.training.factories import TODAY

pytestmark = pytest.mark.django_db
NEED = "Peserta terus tidak hadir di kelasnya"


@pytest.fixture
def sessions(cast, settings):
    settings.TODAY = TODAY
    intake = running_class(cast)
    three = meetings(cast, intake, 3)
    start(cast, intake)
    settings.TODAY = FIRST + 2 * DAY
    return three


def test_one_message_for_one_time_away(cast, sessions):
    for session in sessions:
        say(cast, session, "absent", "here", "excused")
    message = Message.objects.get(kind="attendance:missed")
    assert message.to_key == str(people_of(sessions[0])[0].person_id)
    say(cast, sessions[2], "late", "here", "excused")
    assert not Standing.objects.away().exists()
    assert Message.objects.filter(kind="attendance:missed").count() == 1


def test_everybody_who_can_help_sees_it(cast, sessions, sign_in):
    for session in sessions[:2]:
        say(cast, session, "absent", "here", "here")
    who = people_of(sessions[0])[0]
    for key in ("hendra", "tuti", "wulan"):
        browser = sign_in(getattr(cast, key))
        assert NEED in browser.get("/").content.decode()
        assert who.number in browser.get("/attendance/away/").content.decode()
    assert NEED not in sign_in(cast.gatot).get("/").content.decode()
    file = sign_in(cast.wulan).get(f"/candidates/{who.number}/").content.decode()
    assert "Terus tidak hadir di kelas" in file


def test_an_institute_says_when_it_asks(cast, sessions, sign_in):
    sent = {"in_a_row": "3", "least_share": "50", "least_meetings": "10", "correct_days": "14"}
    assert sign_in(cast.hendra).post("/attendance/rules/", sent).status_code == 302
    for session in sessions[:2]:
        say(cast, session, "absent", "here", "here")
    assert not Standing.objects.away().exists()
    say(cast, sessions[2], "absent", "here", "here")
    assert Standing.objects.away().get().away_because == "row"
    assert sign_in(cast.tuti).post("/attendance/rules/", sent).status_code == 403


def test_a_class_that_is_over_has_nobody_away(cast, sessions):
    for session in sessions[:2]:
        say(cast, session, "absent", "here", "here")
    assert Standing.objects.away().count() == 1
    intake = sessions[0].intake
    type(intake).objects.filter(pk=intake.pk).update(state="finished")
    assert not Standing.objects.away().exists()
