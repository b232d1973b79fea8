"""What every table that carries notes inherits: a room joins by a NoteKind; BEARS of tests/notes/examples.py names its record."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.notes import services
from jalur.foundation.notes.kinds import kinds
from jalur.foundation.notes.models import Audience, Note
from jalur.foundation.workflow.locks import ORDER
from jalur.kit import dates, parts
from tests.access.world import make_world
from tests.notes.examples import BEARS

TEXT = "Kenari minta dihubungi sore hari"
pytestmark = pytest.mark.django_db


@pytest.fixture(params=kinds(), ids=lambda kind: kind.key)
def kind(request):
    return request.param


@pytest.fixture
def row(cast, kind):
    return getattr(make_world(cast).near, BEARS[kind.key])


def members(cast, kind, row):
    """(who works on the row, who does not) of the cast."""
    everybody = list(vars(cast).values())
    works = [one for one in everybody if access.covers(one.actor, kind.right, row)]
    return works, [one for one in everybody if one not in works]


def written(kind, row, by, *, audience="workers", text=TEXT, restricted=False):
    note = Note(text=text, audience=audience, is_restricted=restricted)
    return services.write_note(actor=by.actor, kind=kind, row=row, note=note, today=dates.today())


def is_meant(note, one, kind, row):
    """Who reads a note, said once more without a database."""
    if note.reader_id is not None and note.reader_id == one.actor.person_id:
        return True
    if one.actor.organisation_id is None or not access.covers(one.actor, kind.right, row):
        return False
    same_office = one.actor.organisation_id == note.organisation_id
    return {
        "me": same_office and one.user.pk == note.author_id,
        "office": same_office,
        "workers": True,
        "person": True,
    }[note.audience]


def audiences(kind, row):
    return [one for one in Audience.values if one != "person" or kind.person_of(row)]


def test_it_is_complete(kind):
    assert "notes.note" in ORDER
    assert kind.key in BEARS, "say in tests/notes/examples.py which record carries it"
    assert kind.right in access.actions()
    assert "notes" in parts._pages[kind.thing]


def test_who_works_on_the_row_writes_one_through_the_page_and_nobody_else(cast, kind, row, sign_in):
    works, others = members(cast, kind, row)
    url = reverse(f"notes:write_{kind.key}", args=[row.pk])
    for one in works:
        assert sign_in(one).post(url, {"text": TEXT, "audience": "office"}).status_code == 302
    before = Note.objects.filter(text=TEXT).count()
    assert before == len(works) > 0
    for one in others:
        response = sign_in(one).post(url, {"text": TEXT, "audience": "office"})
        assert response.status_code in (403, 404)
        with pytest.raises(Refused):
            written(kind, row, one)
    assert Note.objects.filter(text=TEXT).count() == before


def test_the_form_says_who_will_read_it(cast, kind, row, sign_in):
    author = members(cast, kind, row)[0][0]
    body = sign_in(author).get(reverse(f"notes:write_{kind.key}", args=[row.pk])).content.decode()
    assert author.organisation.name in body
    for audience in Audience.values:
        assert (f'value="{audience}"' in body) == (audience in audiences(kind, row))


def test_each_audience_reads_it_everywhere_and_nobody_else_anywhere(cast, kind, row, sign_in):
    author = members(cast, kind, row)[0][0]
    notes = {audience: written(kind, row, author, audience=audience) for audience in audiences(kind, row)}
    for one in vars(cast).values():
        browser = sign_in(one)
        pages = [browser.get(reverse("notes:notes")), browser.get(kind_page(kind, row, author))]
        if kind.person_of(row):
            pages.append(browser.get(reverse("portal:case_file", args=[kind.person_of(row)])))
        for note in notes.values():
            meant = is_meant(note, one, kind, row)
            page = reverse("notes:note", args=[note.pk])
            status = browser.get(page).status_code
            assert (status == 200) == meant, (one.key, note.audience)
            shown = [page in response.content.decode() for response in pages]
            assert meant or not any(shown), (one.key, note.audience)
            assert all(shown[1:]) or not meant, (one.key, note.audience)


def kind_page(kind, row, author):
    return kind.crumbs(author.actor, row)[-1].url


def test_what_is_restricted_is_shown_only_to_whoever_says_why_and_that_is_recorded(cast, kind, row, sign_in):
    works, others = members(cast, kind, row)
    author = works[0]
    note = written(kind, row, author, restricted=True)
    url, page = reverse("notes:open", args=[note.pk]), reverse("notes:note", args=[note.pk])
    browser = sign_in(author)
    for place in (
        page,
        kind_page(kind, row, author),
        reverse("notes:notes"),
        reverse("notes:notes") + "?q=Kenari",
        reverse(f"notes:on_{kind.key}", args=[row.pk]),
        reverse("notes:note_step", args=[note.pk, "correct"]),
    ):
        assert "Kenari minta" not in browser.get(place).content.decode()
    for one in others:
        assert sign_in(one).post(url, {"purpose": "work"}).status_code in (403, 404)
    assert "Kenari minta" not in browser.post(url, {"purpose": "x"}, follow=True).content.decode()
    assert not Event.objects.filter(event="notes:note:opened").exists()
    shown = browser.post(url, {"purpose": "safety"}).content.decode()
    assert TEXT in shown
    [event] = Event.objects.filter(event="notes:note:opened")
    assert (event.user, event.person_id) == (author.user, kind.person_of(row))
    assert event.detail == {"purpose": "safety", "note": str(note.pk)}
    assert author.user.name in browser.get(page).content.decode()


def test_without_the_record_of_the_reading_nothing_is_shown(cast, kind, row, sign_in, monkeypatch):
    author = members(cast, kind, row)[0][0]
    note = written(kind, row, author, restricted=True)
    browser = sign_in(author)
    browser.raise_request_exception = False

    def fails(**_given):
        raise RuntimeError("the history cannot be written")

    monkeypatch.setattr(services, "record", fails)
    response = browser.post(reverse("notes:open", args=[note.pk]), {"purpose": "work"})
    assert response.status_code == 500
    assert "Kenari minta" not in response.content.decode()
    assert not Event.objects.filter(event="notes:note:opened").exists()


def test_its_author_corrects_it_and_how_it_read_before_is_kept(cast, kind, row, sign_in):
    works, _others = members(cast, kind, row)
    author = works[0]
    for restricted in (False, True):
        note = written(kind, row, author, restricted=restricted)
        url = reverse("notes:note_step", args=[note.pk, "correct"])
        assert sign_in(author).post(url, {"text": ""}).status_code == 422
        assert sign_in(author).post(url, {"text": "Hubungi pagi hari"}).status_code == 302
        note.refresh_from_db()
        assert services.words_of(note) == services.Words("Hubungi pagi hari", (TEXT,))
        assert note.is_restricted == (note.text == "") == restricted
        assert [bool(one.text) for one in note.wordings.all()] == [not restricted]


def test_nobody_else_corrects_it_or_takes_it_back(cast, kind, row):
    works, _others = members(cast, kind, row)
    note = written(kind, row, works[0])
    for one in vars(cast).values():
        if one is works[0]:
            continue
        for change in (
            lambda one=one: services.correct(actor=one.actor, note=note, text="x", today=dates.today()),
            lambda one=one: services.take_back(actor=one.actor, note=note, reason="x y", today=dates.today()),
        ):
            with pytest.raises((Refused, ValidationError)):
                change()
    note.refresh_from_db()
    assert (note.text, note.state, note.wordings.count()) == (TEXT, "written", 0)


def test_what_was_taken_back_stays_as_such_without_its_words(cast, kind, row, sign_in):
    author = members(cast, kind, row)[0][0]
    for restricted in (False, True):
        note = written(kind, row, author, restricted=restricted)
        browser = sign_in(author)
        url = reverse("notes:note_step", args=[note.pk, "take_back"])
        assert browser.post(url, {"reason": ""}).status_code == 422
        assert browser.post(url, {"reason": "Ditulis pada berkas yang salah"}).status_code == 302
        body = browser.get(reverse("notes:note", args=[note.pk])).content.decode()
        assert "Ditulis pada berkas yang salah" in body
        assert "Kenari minta" not in body
        assert "Kenari minta" not in browser.get(kind_page(kind, row, author)).content.decode()
        opened = browser.post(reverse("notes:open", args=[note.pk]), {"purpose": "work"}, follow=True)
        assert "Kenari minta" not in opened.content.decode()
    assert not Event.objects.filter(event="notes:note:opened").exists()


def test_no_history_holds_its_words(cast, kind, row):
    author = members(cast, kind, row)[0][0]
    note = written(kind, row, author)
    services.correct(actor=author.actor, note=note, text=f"{TEXT}!", today=dates.today())
    services.take_back(actor=author.actor, note=note, reason="Kenari keliru", today=dates.today())
    details = [str(event.detail) for event in Event.objects.filter(subject_key=str(note.pk))]
    assert len(details) == 3
    assert not [detail for detail in details if "Kenari" in detail]
