"""A whole class of the hub by the four who see it through: manager and labour office at a desk, instructor and candidate on a phone."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.browser.conftest import axe_violations
from tests.browser.walking import PICTURES, Way

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STARTS, LATER, WEEK = date(2026, 2, 23), date(2026, 3, 2), timedelta(weeks=1)
AGAIN = date(2026, 3, 30)
# What a list to read in calls its columns, in any language.
HEADINGS = frozenset({"Nomor pertemuan", "Nomor CPMI", "Kehadiran", "Catatan"})
DAYS = 12  # from the first day to the last


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_whole_class_by_four_roles(open_page, country, live_server, settings, language):
    given = {"language": language, "turn": 0, "open_page": open_page, "base": live_server.url, "sessions": {}}
    desk, phone = (Way(f"hub-{name}", width, **given) for name, width in (("desk", 1280), ("phone", 360)))
    number = planned(desk)
    met(desk, number)
    office_enrols(desk, number)
    candidate_joins(phone, number)
    postponed(desk, number)
    reads_new_days(phone, number)
    settings.TODAY = LATER
    the_clock_turns()
    roll_on_the_phone(phone, number)
    marks_a_part(phone, number)
    rows = takes_the_list_along(phone, number)
    settings.TODAY = LATER + WEEK
    reads_it_in(phone, rows)
    settings.TODAY = LATER + timedelta(days=DAYS)
    the_clock_turns()
    results(desk, number)
    again = remedial(desk, number)
    says_yes(phone, again)
    settings.TODAY = AGAIN + timedelta(days=5)
    the_clock_turns()
    met_the_standard(desk, again)
    if PICTURES:
        desk.keep_sheet()
        phone.keep_sheet()
    assert not desk.wrong + phone.wrong, "\n".join(desk.wrong + phone.wrong)


def the_clock_turns() -> None:
    """What the worker does every half hour and every hour, on the day that the test has come to."""
    from jalur.foundation.due import services as due
    from jalur.foundation.workflow.services import take_due_steps
    from jalur.kit import dates

    take_due_steps(dates.today())
    due.keep(dates.now())


def intake_of(number: str):
    from jalur.journey.training.models import Intake

    return Intake.objects.get(number=number)


def take(way: Way, verb: str) -> None:
    """Press a step's button, and the one of the page that asks once more."""
    way.follow(f"main a[href$='/{verb}/'], main form[action$='/{verb}/'] button")
    if way.page.url.endswith(f"/{verb}/"):
        way.send()


def barrier_free(way: Way) -> None:
    way.wrong += [f"{way.page.url}: {each}" for each in axe_violations(way.page)]


def planned(way: Way) -> str:
    """Draft, then open; whoever opened a group of the menu finds it open on the next page."""
    way.become("indah")
    group = way.page.locator(".side .menu-group").nth(2)
    group.locator("summary").click()
    way.go("/training/desk/")
    assert group.get_attribute("open") is not None
    way.follow("main a[href='/training/intakes/new/']")
    way.page.locator("main select[name=programme]").select_option(label="Las pelat dasar (SKKNI pengelasan)")
    way.tick("reach", "national")
    way.fill(seats="8", starts=STARTS.isoformat(), ends=(STARTS + timedelta(days=DAYS - 1)).isoformat())
    way.fill(minimum="4", cost="0", pass_rate="85")
    way.look("A class is planned")
    barrier_free(way)
    way.send()
    way.look("The draft, which the institute alone sees")
    number = way.page.url.rstrip("/").rpartition("/")[2]
    take(way, "open")
    assert intake_of(number).state == "planned"  # in words: open for enrolment
    return number


def met(way: Way, number: str) -> None:
    """The timetable, with the keyboard alone: one meeting, its week copied to the next."""
    way.go(f"/training/intakes/{number}/timetable/")
    press(way, f"main a[href*='/training/intakes/{number}/timetable/new/']")
    type_in(way, "from_hour", "13.00")
    type_in(way, "to_hour", "16.00")
    for name in ("Bengkel las 2", "Pak Slamet"):
        box = way.page.get_by_label(name, exact=True)
        for pressed in (way.page.locator("main details").filter(has=box).locator("summary"), box):
            pressed.focus()
            way.page.keyboard.press("Space")
    way.look("A meeting, with its workshop and its instructor")
    barrier_free(way)
    press(way, "main form[method=post] button[type=submit]")
    way.look("The week of the class")
    press(way, f"main a[href*='/training/intakes/{number}/timetable/copy/']")
    press(way, "main form[method=post] button[type=submit]")
    way.look("Copied to the next week")
    assert intake_of(number).sessions.standing().count() == 2


def press(way: Way, what: str) -> None:
    """Without a mouse."""
    way.page.locator(what).first.focus()
    with way.page.expect_navigation():
        way.page.keyboard.press("Enter")


def type_in(way: Way, name: str, text: str) -> None:
    way.page.locator(f"main [name={name}]").first.focus()
    way.page.keyboard.press("Control+A")
    way.page.keyboard.type(text)


def office_enrols(way: Way, number: str) -> None:
    """Bu Wulan sends four people of Jombang."""
    way.become("wulan")
    for candidate in residents(4):
        way.go(f"/training/intakes/{number}/enrol/")
        way.fill(candidate=candidate)
        way.send()
    way.look("Four people of Jombang have a seat")
    assert intake_of(number).enrolments.count() == 4


def residents(count: int) -> list[str]:
    """Numbers of people of Jombang who are free by then."""
    from jalur.journey.candidates.models import Candidate

    free = Candidate.objects.filter(
        home__startswith="35.17.",
        state="registered",
        person__account=None,
        enrolments=None,
        available_from__lte=STARTS,
        person__birth_date__range=(date(1995, 1, 1), date(2005, 1, 1)),
    )
    return list(free.order_by("number").values_list("number", flat=True)[:count])


def candidate_joins(way: Way, number: str) -> None:
    way.become("sari")
    way.go(f"/training/intakes/{number}/")
    way.look("Sari looks at the class")
    way.follow("main form[action$='/claim/'] button[type=submit], main a[href$='/join/']")
    way.look("She has a seat")
    barrier_free(way)
    assert (
        intake_of(number).enrolments.filter(candidate__person__account__email="sari@contoh.example").exists()
    )


def postponed(way: Way, number: str) -> None:
    way.become("indah")
    way.go(f"/training/intakes/{number}/postpone/")
    way.tick("postponed_because", "instructor")
    way.fill(starts=LATER.isoformat(), ends=(LATER + timedelta(days=DAYS - 1)).isoformat())
    way.look("Postponed by a week")
    way.send()
    way.look("Every seat and meeting has moved along")
    days = {row.booking.starts.date() for row in intake_of(number).sessions.standing()}
    assert days == {LATER, LATER + WEEK}


def reads_new_days(way: Way, number: str) -> None:
    way.become("sari")
    way.look("Her first page says the new day")
    way.go("/training/seats/mine/")
    way.look("Her classes")
    way.go("/attendance/mine/")
    way.look("Her attendance, before the first meeting")


def meeting_of(number: str, nth: int) -> str:
    row = intake_of(number).sessions.standing().order_by("booking__starts")[nth]
    return row.booking.number


def roll_on_the_phone(way: Way, number: str) -> None:
    way.become("slamet")
    way.look("The instructor's first page")
    way.go(f"/attendance/meetings/{meeting_of(number, 0)}/")
    way.look("The roll of today")
    barrier_free(way)
    way.follow("main button[name=rest][value=here]")
    way.look("Everybody is here")


def marks_a_part(way: Way, number: str) -> None:
    way.go(f"/progress/classes/{number}/")
    way.look("What each can do so far")
    way.follow(f"main a[href^='/progress/classes/{number}/']:not([href$='/meetings/'])")
    way.page.locator("main input[type=radio][value=practising]").first.check()
    way.look("One part, for everybody")
    way.send()
    way.look("It is written down")


def takes_the_list_along(way: Way, number: str) -> list[list[str]]:
    way.go(f"/attendance/classes/{number}/sheet/")
    way.look("The list to take along")
    with way.page.expect_download() as asked:
        way.page.locator("main button[name=kind][value=csv]").click()
    text = Path(asked.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), csv.Sniffer().sniff(text.splitlines()[0])))


def reads_it_in(way: Way, rows: list[list[str]]) -> None:
    """Filled in by the roadside and read in a week later; whoever reads it in again changes nothing."""
    from jalur.journey.attendance.models import Mark

    head, *lines = rows
    state, note = (
        next(at for at, name in enumerate(head) if name in names)
        for names in (("Kehadiran", "Attendance"), ("Catatan", "Note"))
    )
    filled = [line for line in lines if not line[state]]
    for line in filled:
        line[state] = "hadir"
    filled[1][state], filled[1][note] = "izin", "Mengurus KTP"
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    file = {"name": "hadir.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}
    before = Mark.objects.count()
    for more in (len(filled), 0):
        way.go("/imports/rolls/")
        way.page.locator("main input[type=file]").set_input_files(file)
        way.send()
        way.look("What the list says", names=HEADINGS)
        way.confirm()
        way.look("It is read in", names=HEADINGS)
        assert Mark.objects.count() == before + more
        before += more


def results(way: Way, number: str) -> None:
    way.become("indah")
    way.go(f"/training/intakes/{number}/close/")
    way.page.get_by_label("Sari Contohwati").check()
    way.look("Who is not yet competent")
    way.send()
    way.look("The class is closed")
    assert intake_of(number).state == "closed"


def remedial(way: Way, number: str) -> str:
    way.follow("main a[href$='/remedial/']")
    way.fill(starts=AGAIN.isoformat(), ends=(AGAIN + timedelta(days=4)).isoformat())
    way.look("A remedial class")
    way.send()
    way.look("Who is invited to it")
    return way.page.url.rstrip("/").rpartition("/")[2]


def says_yes(way: Way, again: str) -> None:
    way.become("sari")
    way.look("Her first page asks her")
    way.go("/training/seats/mine/")
    way.look("A seat is kept for her")
    take(way, "accept")
    way.look("She said yes")
    assert intake_of(again).enrolments.get().state == "enrolled"


def met_the_standard(way: Way, again: str) -> None:
    from jalur.journey.training.models import Shortfall

    way.become("indah")
    way.go(f"/training/intakes/{again}/")
    way.look("The remedial class is over")
    way.go(f"/training/intakes/{again}/close/")
    way.send()
    way.look("Whether everybody has completed it", is_refused=True)
    way.page.locator("main [name=as_typed]").check()
    way.send()
    way.look("She has completed it")
    way.go("/training/below/")
    way.look("Who is still below the standard")
    sari = Shortfall.objects.get(candidate__person__account__email="sari@contoh.example")
    assert sari.state == "met"
