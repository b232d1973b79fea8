"""Notes over time: corrections, people who leave, what the person reads, what is deleted when."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.history.services import record
from jalur.foundation.messaging.models import Message
from jalur.foundation.notes import queries, services
from jalur.foundation.notes.kinds import kind_of
from jalur.foundation.notes.messages import FOR_YOU
from jalur.foundation.notes.models import Note
from jalur.foundation.organisations.models import Membership
from jalur.foundation.people import services as people
from jalur.foundation.people.models import Duplicate, Person
from jalur.journey.candidates.models import Candidate
from jalur.kit import dates
from tests.cast import VILLAGE
from tests.downloads import asked_for, rows_of

TEXT = "Keluarga Kenari minta dihubungi sore hari"
pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cast):
    return cast.sari.person.candidate


def written(by, row, *, audience="workers", text=TEXT, restricted=False):
    note = Note(text=text, audience=audience, is_restricted=restricted)
    kind = kind_of("candidate")
    return services.write_note(actor=by.actor, kind=kind, row=row, note=note, today=dates.today())


def aged(note, **ago):
    Note.objects.filter(pk=note.pk).update(created_at=timezone.now() - timedelta(**ago))
    note.refresh_from_db()


def test_it_is_corrected_for_48_hours(cast, file, sign_in):
    note = written(cast.wulan, file)
    aged(note, hours=47, minutes=58)
    services.correct(actor=cast.wulan.actor, note=note, text="Pagi hari", today=dates.today())
    aged(note, hours=48)
    with pytest.raises(ValidationError) as refused:
        services.correct(actor=cast.wulan.actor, note=note, text="Siang hari", today=dates.today())
    assert refused.value.error_dict["text"][0].code == "too_late"
    note.refresh_from_db()
    assert note.text == "Pagi hari"
    page = sign_in(cast.wulan).get(reverse("notes:note", args=[note.pk])).content.decode()
    assert "48" in page  # why not


def test_the_same_words_again_change_nothing(cast, file):
    note = written(cast.wulan, file)
    services.correct(actor=cast.wulan.actor, note=note, text=TEXT, today=dates.today())
    assert note.wordings.count() == 0
    assert Event.objects.filter(event="notes:note:corrected").count() == 0


def test_the_person_is_told_without_its_words_reads_it_and_says_so(cast, file, sign_in):
    note = written(cast.wulan, file, audience="person")
    [message] = Message.objects.filter(kind="notes:for_you", about_key=str(note.pk))
    assert (message.person_id, message.values) == (cast.sari.person.pk, {})
    sari, page = sign_in(cast.sari), reverse("notes:note", args=[note.pk])
    assert page in sari.get(reverse("portal:home")).content.decode()
    body = sari.get(page).content.decode()
    assert TEXT in body
    assert cast.wulan.organisation.name in body
    step = reverse("notes:note_step", args=[note.pk, "acknowledge"])
    assert step in body
    assert sari.post(step).status_code == 302
    assert page not in sari.get(reverse("portal:home")).content.decode()
    assert page in sari.get(reverse("portal:case_file", args=[file.person_id])).content.decode()
    note.refresh_from_db()
    assert note.acknowledged_on == dates.today()
    with pytest.raises(ValidationError):
        services.acknowledge(actor=cast.sari.actor, note=note, today=dates.today())
    with pytest.raises(Refused):
        services.acknowledge(actor=cast.wulan.actor, note=note, today=dates.today())


@pytest.mark.parametrize("audience", ["me", "office", "workers"])
def test_what_is_not_for_the_person_is_told_to_nobody(cast, file, audience):
    note = written(cast.wulan, file, audience=audience)
    assert not Message.objects.filter(about_key=str(note.pk)).exists()


def test_a_note_taken_back_is_not_told_any_more(cast, file):
    note = written(cast.wulan, file, audience="person")
    assert FOR_YOU.holds(str(note.pk))
    services.take_back(actor=cast.wulan.actor, note=note, reason="Salah berkas", today=dates.today())
    assert not FOR_YOU.holds(str(note.pk))


@pytest.mark.parametrize("audience", ["workers", "person"])
def test_the_person_sees_who_opened_a_restricted_note_about_her(cast, file, sign_in, audience):
    note = written(cast.wulan, file, audience=audience, restricted=True)
    services.open_note(actor=cast.wulan.actor, note=note, purpose="safety")
    page = sign_in(cast.sari).get(reverse("portal:case_file", args=[file.person_id]))
    [line] = [one for one in page.context["happenings"] if one.who == "Bu Wulan" and one.note]
    assert "Catatan terbatas dibuka" in line.what
    assert TEXT not in page.content.decode()


def test_in_her_file_stands_nothing_of_what_an_office_wrote_for_itself(cast, file, sign_in):
    for audience in ("me", "office"):
        services.take_back(
            actor=cast.wulan.actor,
            note=written(cast.wulan, file, audience=audience),
            reason="Salah berkas",
            today=dates.today(),
        )
    assert set(Event.objects.filter(event__startswith="notes:").values_list("person_id", "place_code")) == {
        (None, "")
    }


def test_a_file_of_the_list_holds_nothing_restricted(cast, file, sign_in):
    written(cast.wulan, file, restricted=True)
    written(cast.wulan, file, text="Terbuka untuk semua")
    rows = rows_of(asked_for(sign_in(cast.wulan), reverse("notes:notes")))
    assert "Terbuka untuk semua" in str(rows)
    assert "Kenari" not in str(rows)


def test_whoever_leaves_reads_the_office_s_notes_no_more(cast, file, sign_in):
    notes = [written(cast.wulan, file, audience=audience) for audience in ("me", "office")]
    browser = sign_in(cast.wulan)
    assert [browser.get(reverse("notes:note", args=[one.pk])).status_code for one in notes] == [200, 200]
    Membership.objects.filter(user=cast.wulan.user).update(valid_to=dates.today())
    for note in notes:
        assert browser.get(reverse("notes:note", args=[note.pk])).status_code in (302, 403, 404)


def test_a_file_that_moves_away_takes_its_notes_along(cast, file):
    notes = [written(cast.wulan, file, audience=audience) for audience in ("office", "workers")]
    Person.objects.filter(pk=file.person_id).update(residence_id="35.08.01.2001")
    file.refresh_from_db()
    assert not Note.objects.visible_to(cast.wulan.actor).exists()
    assert [*Note.objects.visible_to(cast.gatot.actor)] == [notes[1]]


@pytest.mark.parametrize(
    ("audience", "days", "left", "stays"),
    [
        ("workers", 729, None, True),
        ("workers", 731, None, False),
        ("office", 731, None, False),
        ("me", 364, None, True),
        ("me", 366, None, False),
        ("me", 10, 29, True),
        ("me", 10, 30, False),
        ("office", 10, 400, True),
    ],
)
def test_each_night_what_has_been_kept_long_enough_is_deleted(cast, file, audience, days, left, stays):
    note = written(cast.wulan, file, audience=audience)
    services.correct(actor=cast.wulan.actor, note=note, text="Lain", today=dates.today())
    aged(note, days=days)
    if left is not None:
        ended = dates.today() - timedelta(days=left)
        Membership.objects.filter(user=cast.wulan.user).update(valid_from=date(2020, 1, 1), valid_to=ended)
    assert services.expire(dates.today()) == (0 if stays else 1)
    assert Note.objects.filter(pk=note.pk).exists() is stays
    expired = Event.objects.filter(event="notes:note:expired")
    assert [event.person_id for event in expired] == (
        [] if stays else [file.person_id if audience == "workers" else None]
    )


def test_a_note_about_a_row_that_is_gone_goes_too(cast, file):
    note = written(cast.wulan, file)
    Note.objects.filter(pk=note.pk).update(kind="gone")
    assert services.expire(dates.today()) == 1


@pytest.mark.parametrize("has_two_files", [False, True])
def test_notes_go_with_the_record_that_is_kept(cast, file, sign_in, has_two_files):
    note = written(cast.wulan, file, audience="person")
    kept = Person.objects.create(
        name="Sari Contohwati", birth_date=date(2001, 4, 12), sex="F", residence_id=VILLAGE
    )
    if has_two_files:
        Candidate.objects.create(person=kept, number="J-DUA0-0001", education=4, available_from=dates.today())
    pair = Duplicate.objects.create(first=cast.sari.person, second=kept, reason="same_name")
    people.decide_same(actor=cast.wulan.actor, duplicate=pair, keep=kept)
    note.refresh_from_db()
    assert (note.person_id, note.reader_id) == (kept.pk, kept.pk)
    assert note.subject_key == Candidate.objects.get(person=kept).pk
    page = reverse("notes:note", args=[note.pk])
    for one in (cast.sari, cast.wulan):
        assert page in sign_in(one).get(reverse("portal:case_file", args=[kept.pk])).content.decode()


def test_a_restricted_note_is_sealed_at_rest(cast, file):
    note = written(cast.wulan, file, restricted=True)
    stored = Note.objects.filter(pk=note.pk).values().get()
    assert stored["text"] == ""
    assert TEXT.encode() not in bytes(stored["text_sealed"])


def test_what_one_wrote_for_oneself_is_not_printed(cast, file, sign_in):
    written(cast.wulan, file, audience="me", text="Hanya untuk saya")
    page = sign_in(cast.wulan).get(reverse("portal:case_file", args=[file.person_id])).content.decode()
    before, _, _ = page.partition("Hanya untuk saya")
    assert "no-print" in before[before.rindex("<section") :]


def test_what_is_corrected_after_she_read_it_waits_for_her_again(cast, file):
    note = written(cast.wulan, file, audience="person")
    services.acknowledge(actor=cast.sari.actor, note=note, today=dates.today())
    corrected = services.correct(actor=cast.wulan.actor, note=note, text="Datang Selasa", today=dates.today())
    assert corrected.acknowledged_on is None
    assert Message.objects.filter(kind="notes:for_you", about_key=str(note.pk)).count() == 2


def test_a_restricted_note_is_not_read_before_it_is_opened(cast, file):
    note = written(cast.wulan, file, audience="person", restricted=True)
    with pytest.raises(ValidationError) as refused:
        services.acknowledge(actor=cast.sari.actor, note=note, today=dates.today())
    assert refused.value.error_dict["acknowledged_on"][0].code == "not_opened"
    services.open_note(actor=cast.sari.actor, note=note, purpose="own")
    services.acknowledge(actor=cast.sari.actor, note=note, today=dates.today())


@pytest.mark.parametrize("audience", ["me", "office"])
def test_opening_what_an_office_wrote_for_itself_stands_in_nobodys_file(cast, file, audience):
    note = written(cast.wulan, file, audience=audience, restricted=True)
    services.open_note(actor=cast.wulan.actor, note=note, purpose="own")
    [event] = Event.objects.filter(event="notes:note:opened")
    assert (event.person_id, event.place_code, event.subject_table) == (None, "", "notes.note")
    assert [one.pk for one in queries.openings(note)] == [event.pk]


def test_the_person_finds_everything_that_happened_in_her_file(cast, file, sign_in):
    note = written(cast.wulan, file, audience="workers", restricted=True)
    services.open_note(actor=cast.wulan.actor, note=note, purpose="work")
    for _time in range(15):
        record(
            actor=cast.wulan.actor,
            event="people:person:edited",
            subject=file.person,
            person_id=file.person_id,
        )
    page = reverse("portal:case_file", args=[file.person_id])
    sari, opened = sign_in(cast.sari), "Catatan terbatas dibuka"
    assert opened not in sari.get(page).content.decode()
    assert "?history=1" in sari.get(page).content.decode()
    assert opened in sari.get(f"{page}?history=1").content.decode()
