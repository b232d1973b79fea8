"""A roll filled in without network: taken along as a file, merged without doubling, asked about where it differs."""

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.imports import services as imports
from jalur.foundation.imports.kinds import kind_of
from jalur.journey.attendance import services
from jalur.journey.attendance.models import Mark, Standing
from jalur.journey.attendance.services import Said
from jalur.journey.attendance.services.imports import Entry
from jalur.kit.lists import open_listing
from jalur.kit.refusals import codes_of
from tests.attendance.factories import FIRST, meetings, people_of, running_class, say, start
from tests.training.factories import TODAY, make_candidate

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast, settings):
    settings.TODAY = TODAY
    intake = running_class(cast)
    one, _later = meetings(cast, intake, 2)
    start(cast, intake)
    settings.TODAY = FIRST
    return one


def upload(cast, rows, who="tuti"):
    lines = "\n".join(";".join(row) for row in rows)
    return imports.upload(
        actor=getattr(cast, who).actor,
        kind=kind_of("rolls"),
        content=f"Nomor pertemuan;Nomor calon;Nama;Kehadiran;Catatan\n{lines}".encode(),
        file_name="hadir.csv",
        today=FIRST,
    )


def rows_of(session, *cells):
    return [
        (session.booking.number, person.number, person.name, *cell)
        for person, cell in zip(people_of(session), cells, strict=True)
    ]


def states(session):
    return list(
        Mark.objects.filter(session=session).order_by("candidate__name").values_list("state", flat=True)
    )


def test_a_list_is_merged_and_twice_is_once(cast, session):
    rows = rows_of(session, ("H", ""), ("izin", "Mengurus KTP"), ("", ""))
    draft = upload(cast, rows)
    assert (draft.counts["new"], draft.counts["faults"]) == (2, 0)
    imports.apply(actor=cast.tuti.actor, draft=draft, today=FIRST)
    assert states(session) == ["here", "excused"]
    assert set(Mark.objects.values_list("how", flat=True)) == {"list"}
    assert Standing.objects.count() == 2
    again = upload(cast, rows)
    assert (again.counts["new"], again.counts["known"]) == (0, 2)


def test_what_differs_is_asked_and_kept_until_it_is_answered(cast, session):
    say(cast, session, "absent", "here", None)
    draft = upload(cast, rows_of(session, ("hadir", ""), ("hadir", ""), ("tidak hadir", "")))
    assert (draft.counts["new"], draft.counts["known"], draft.counts["waiting"]) == (1, 1, 1)
    imports.apply(actor=cast.tuti.actor, draft=draft, today=FIRST)
    assert states(session) == ["absent", "here", "absent"]


@pytest.mark.parametrize(("answer", "state"), [("list", "here"), ("keep", "absent")])
def test_the_answer_decides(cast, session, answer, state):
    say(cast, session, "absent", "here", "here")
    draft = upload(cast, rows_of(session, ("hadir", ""), ("hadir", ""), ("hadir", "")))
    key = f"state:{session.booking.number}:{people_of(session)[0].number}"
    draft = imports.answer(actor=cast.tuti.actor, draft=draft, chosen={}, answers={key: answer}, today=FIRST)
    imports.apply(actor=cast.tuti.actor, draft=draft, today=FIRST)
    assert states(session) == [state, "here", "here"]
    assert Mark.objects.count() == 3


def test_what_cannot_be_is_refused_by_row(cast, session):
    stranger = make_candidate("J-LAIN-0001")
    people = people_of(session)
    later = session.intake.sessions.exclude(pk=session.pk).get()
    rows = [
        (session.booking.number, stranger.number, "x", "hadir", ""),
        ("B-TIDAK-ADA", people[0].number, "x", "hadir", ""),
        (later.booking.number, people[0].number, "x", "hadir", ""),
        (session.booking.number, people[0].number, "x", "izin", ""),
        (session.booking.number, people[1].number, "x", "mungkin", ""),
        (session.booking.number, people[2].number, "x", "hadir", ""),
        (session.booking.number, people[2].number, "x", "hadir", ""),
    ]
    draft = upload(cast, rows)
    assert (draft.counts["new"], draft.counts["faults"]) == (1, 6)
    imports.apply(actor=cast.tuti.actor, draft=draft, today=FIRST)
    assert Mark.objects.count() == 1


def test_a_roll_taken_a_moment_ago_is_never_overwritten(cast, session):
    people = people_of(session)
    entries = [Entry(session, people[0], Said("here"))]
    say(cast, session, "absent", None, None)
    with pytest.raises(ValidationError) as refused:
        services.add_listed(actor=cast.tuti.actor, rows=entries, today=FIRST)
    assert codes_of(refused.value) == ["taken_meanwhile"]
    assert states(session) == ["absent"]


def test_the_list_to_take_along_reads_in_again(cast, session, sign_in):
    browser = sign_in(cast.tuti)
    page = browser.get(f"/attendance/classes/{session.intake.number}/sheet/").content.decode()
    assert all(person.number in page for person in people_of(session))
    assert session.booking.number in page
    member = cast.tuti
    address = f"/attendance/classes/{session.intake.number}/sheet/"
    heads, *rows = open_listing(address, "", actor=member.actor, user=member.user).file_rows()
    rows = [
        ["hadir" if head == "Kehadiran" else cell for head, cell in zip(heads, row, strict=True)]
        for row in rows
    ]
    content = "\n".join(";".join(map(str, row)) for row in (heads, *rows)).encode()
    draft = imports.upload(
        actor=member.actor, kind=kind_of("rolls"), content=content, file_name="hadir.csv", today=FIRST
    )
    ahead = len(people_of(session))
    assert (draft.counts["new"], draft.counts["faults"]) == (len(rows) - ahead, ahead)
    assert sign_in(cast.wulan).get(f"/attendance/classes/{session.intake.number}/sheet/").status_code in (
        403,
        404,
    )


def test_notes_that_differ_are_asked_back_with_both(cast, session):
    late = Said("late", "Ban bocor")
    people = people_of(session)
    said = {person.pk: late for person in people}
    services.take_roll(actor=cast.tuti.actor, session=session, marks=said, now=session.booking.ends)
    rows = rows_of(session, ("terlambat", "Bus mogok"), ("terlambat", ""), ("terlambat", "Ban bocor"))
    draft = upload(cast, rows)
    assert (draft.counts["known"], draft.counts["waiting"]) == (2, 1), "an empty note says nothing"
    (question,) = imports.plan_of(cast.tuti.actor, draft, FIRST).faults
    assert "Ban bocor" in question.sentence
    assert "Bus mogok" in question.sentence
    key = f"note:{session.booking.number}:{people[0].number}"
    draft = imports.answer(actor=cast.tuti.actor, draft=draft, chosen={}, answers={key: "list"}, today=FIRST)
    imports.apply(actor=cast.tuti.actor, draft=draft, today=FIRST)
    notes = dict(Mark.objects.filter(session=session).values_list("candidate", "note"))
    assert [notes[person.pk] for person in people] == ["Bus mogok", "Ban bocor", "Ban bocor"]
