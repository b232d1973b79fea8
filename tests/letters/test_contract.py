"""What every kind of letter inherits. A room joins by naming the record that carries it (`LETTERS` in its examples); the sweeps over
addresses, double posts and queries take the kind from there as well."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.letters import queries, rules, services
from jalur.foundation.letters.kinds import kinds
from jalur.foundation.letters.models import Letter, Paper, Series
from jalur.foundation.letters.rights import Right
from jalur.foundation.letters.services import letters as letter_services
from jalur.foundation.workflow.locks import ORDER
from jalur.kit import child
from tests.access.world import TODAY, make_world
from tests.letters.examples import CARRIES_LETTERS
from tests.letters.issued import issued, signs
from tests.letters.test_paper import plain, text_of

pytestmark = pytest.mark.django_db
CHECK = "https://jalur.example/letters/check/"


@pytest.fixture(autouse=True)
def day_of_the_world(settings):
    settings.TODAY = TODAY


@pytest.fixture(params=kinds(), ids=lambda kind: kind.key)
def kind(request):
    return request.param


@pytest.fixture
def world(cast):
    return make_world(cast)


def carried(kind, side):
    return getattr(side, CARRIES_LETTERS[kind.key][0])


def writers(cast, kind, owner):
    everybody = list(vars(cast).values())
    may = [one for one in everybody if access.covers(one.actor, kind.issues, owner)]
    return may, [one for one in everybody if one not in may]


def answers(kind, organisation, **more):
    return {**CARRIES_LETTERS[kind.key][1], "signatory": signs(organisation), **more}


def issue(kind, owner, member, **more):
    return services.issue(
        actor=member.actor,
        kind=kind,
        owner=owner,
        answers=answers(kind, member.organisation, **more),
        check_page=CHECK,
        today=TODAY,
    )


def test_every_kind_is_complete(kind):
    assert kind.key in CARRIES_LETTERS, "say in the room's examples which record carries it"
    assert kind.model._meta.label_lower in ORDER, "its rows are locked while a letter is written"
    assert (child.ROOT / "jalur" / kind.template).is_file()
    assert kind.languages[0] == "id", "an official letter is in Indonesian first"
    assert Path(kind.template).parts[:2] == Path(*kind.words.__module__.split(".")[1:3]).parts


def test_who_has_the_right_to_the_row_issues_and_nobody_else(cast, kind, world):
    near, far = (carried(kind, side) for side in (world.near, world.far))
    may, may_not = writers(cast, kind, near)
    letter = issue(kind, near, may[0])
    assert (letter.serial, letter.state, letter.dated) == (letter.serial, "issued", TODAY)
    assert letter.number.startswith(f"{letter.serial:03}/")
    assert letter.person_id == kind.person(near)
    event = Event.objects.get(subject_key=str(letter.pk))
    assert (event.event, event.user_id, event.person_id) == (
        "letters:letter:issued",
        may[0].user.pk,
        kind.person(near),
    )
    before = (Letter.objects.count(), Event.objects.count())
    for one in [*may_not, *may]:
        owner = far if one in may else near
        organisation = one.organisation or cast.wulan.organisation
        with pytest.raises(Refused):
            services.issue(
                actor=one.actor,
                kind=kind,
                owner=owner,
                answers=answers(kind, organisation),
                check_page=CHECK,
                today=TODAY,
            )
    assert (Letter.objects.count(), Event.objects.count()) == before


def test_the_paper_says_what_the_letter_says_and_its_code_leads_to_it(cast, kind, world, client, monkeypatch):
    codes = []
    new = rules.new_code
    monkeypatch.setattr(rules, "new_code", lambda: codes.append(new()) or codes[-1])
    owner = carried(kind, world.near)
    letter = issue(kind, owner, writers(cast, kind, owner)[0][0])
    shown = text_of(letter.paper.pdf())
    for said in (letter.number, letter.signed_by.partition(",")[0], rules.written_code(codes[0])):
        assert plain(said) in plain(shown)
    page = client.get(reverse("letters:check"), {"code": rules.written_code(codes[0]).lower()})
    answer = page.content.decode()
    assert "Surat ini ada" in answer
    assert letter.number in answer
    names = [letter.person.name] if letter.person else []
    for private in (*names, letter.recipient, letter.subject, letter.signed_by, str(letter.pk)):
        assert private not in answer
    services.withdraw(
        actor=writers(cast, kind, owner)[0][0].actor, letter=letter, reason="Hari salah.", today=TODAY
    )
    answer = client.get(reverse("letters:check"), {"code": codes[0]}).content.decode()
    assert "Surat ini sudah ditarik" in answer
    assert "Hari salah" not in answer


def test_unknown_and_confidential_letters_are_answered_alike(cast, kind, world, client):
    owner = carried(kind, world.near)
    letter = issue(kind, owner, writers(cast, kind, owner)[0][0], nature="confidential")
    assert letter.code_index is None
    assert "Periksa keaslian" not in text_of(letter.paper.pdf())
    bodies = set()
    for code in (rules.new_code(), rules.new_code(), "salah", "0" * 25):
        page = client.get(reverse("letters:check"), {"code": code}).content.decode()
        bodies.add(page.partition("<main")[2].partition("</main>")[0].replace(code, ""))
    assert len(bodies) == 1
    assert "Surat ini ada" not in bodies.pop()


def test_a_row_that_stands_in_the_way_gets_no_letter(cast, kind, world, sign_in, monkeypatch):
    owner = carried(kind, world.near)
    writer = writers(cast, kind, owner)[0][0]
    changed = {
        "enrolment": {"state": "withdrawn"},
        "organisation": {"closed_on": TODAY},
        "submission": {"state": "sent"},
        "candidate": {"state": "withdrawn", "withdrawal_reason": "family", "withdrawn_on": TODAY},
    }
    type(owner)._default_manager.filter(pk=owner.pk).update(**changed[owner._meta.model_name])
    owner.refresh_from_db()
    with pytest.raises(ValidationError):
        issue(kind, owner, writer)
    page = sign_in(writer).get(reverse(f"letters:{kind.key}_new", args=[owner.pk]))
    assert 'type="submit" class="btn btn-primary"' not in page.content.decode()


def test_the_preview_shows_every_language(cast, kind, sign_in):
    client = sign_in(cast.hendra)
    for language in kind.languages:
        page = client.get(reverse("letters:preview", args=[kind.key, language]))
        assert page.status_code == 200
        picture = client.get(reverse("letters:preview_picture", args=[kind.key, language, 1]))
        assert picture.content.startswith(b"\xff\xd8")
    assert client.get(reverse("letters:preview", args=[kind.key, "fr"])).status_code == 404
    assert client.get(reverse("letters:preview_picture", args=[kind.key, "id", 9])).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"number": "1"},
        {"dated": TODAY + timedelta(days=1)},
        {"recipient": "Orang lain"},
        {"organisation": None},
        {"code_index": b"0" * 32},
        {"created_at": None},
        {"person": None},
    ],
)
def test_the_database_lets_nobody_change_a_letter(world, change):
    letter = world.near.letter
    with pytest.raises(Exception, match=r"Cannot update|null value"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**change)
    assert Letter.objects.filter(pk=letter.pk, number=letter.number, dated=letter.dated).exists()


def test_the_database_keeps_letters_their_papers_and_their_end(cast, world):
    letter = world.near.letter
    for touch in (
        lambda: Letter.objects.filter(pk=letter.pk).delete(),
        lambda: Paper.objects.filter(letter=letter).update(pages=2),
        lambda: Paper.objects.filter(letter=letter).delete(),
    ):
        with pytest.raises((InternalError, Exception), match="Cannot"), transaction.atomic():
            touch()
    services.withdraw(actor=cast.hendra.actor, letter=letter, reason="Hari salah.", today=TODAY)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(state="issued", withdrawn_on=None, withdrawn_because="")
    with pytest.raises(ValidationError):
        services.withdraw(actor=cast.hendra.actor, letter=letter, reason="Sekali lagi.", today=TODAY)


def test_a_paper_of_another_letter_cannot_be_read(world):
    one, other = world.near.letter.paper, world.far.letter.paper
    one.letter = other.letter
    with pytest.raises(InvalidTag):
        one.pdf()


def test_a_download_stands_in_the_history_or_does_not_happen(cast, world, sign_in, monkeypatch):
    url = reverse("letters:download", args=[world.near.letter.pk])
    answer = sign_in(cast.sari).post(url)
    assert answer.content == world.near.letter.paper.pdf()
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert answer["Content-Disposition"].endswith('.pdf"')
    assert Event.objects.get(event="letters:letter:downloaded").user_id == cast.sari.user.pk
    monkeypatch.setattr(letter_services, "record", lambda **what: 1 / 0)
    client = sign_in(cast.sari)
    client.raise_request_exception = False
    assert client.post(url).status_code == 500


def test_who_guesses_codes_is_stopped(client, world, monkeypatch):
    from django.core.cache import caches

    caches["memory"].clear()
    answers = [
        client.get(reverse("letters:check"), {"code": rules.new_code()}).status_code for _turn in range(35)
    ]
    # What exists is kept back like what does not: else the answer would tell which is which.
    monkeypatch.setattr(queries, "letter_with", lambda _code: world.near.letter)
    hit = client.get(reverse("letters:check"), {"code": rules.new_code()})
    assert client.get(reverse("letters:check")).status_code == 200
    caches["memory"].clear()
    assert answers == [200] * 30 + [429] * 5
    assert hit.status_code == 429


def test_more_letters_ask_the_database_no_more_often(cast, world, sign_in):
    client, side = sign_in(cast.hendra), world.near

    def asked(url):
        client.get(url)
        with CaptureQueriesContext(connection) as queried:
            assert client.get(url).status_code == 200
        return len(queried)

    urls = [reverse("letters:list"), reverse("training:intake", args=[side.intake.number])]
    before = [asked(url) for url in urls]
    for _turn in range(3):
        issued("training_call", side.enrolment, side.provider, person=side.person)
    assert [asked(url) for url in urls] == before


def test_whoever_was_found_to_be_the_same_person_reads_her_letters(cast, world):
    side = world.far
    type(side.person).objects.filter(pk=side.person.pk).update(merged_into=cast.sari.person)
    seen = Letter.objects.visible_to(cast.sari.actor)
    assert set(seen) == {world.near.letter, side.letter}
    assert access.covers(cast.sari.actor, Right.READ_LETTER, seen.get(pk=side.letter.pk))


def test_the_index_of_a_code_tells_nothing(world):
    code = rules.new_code()
    letter = issued(
        "training_call", world.near.enrolment, world.near.provider, person=world.near.person, code=code
    )
    assert queries.letter_with(code) == letter
    assert code.encode() not in bytes(letter.code_index)


def test_the_counter_goes_on_where_it_was(cast, world):
    kind = next(kind for kind in kinds() if kind.key == "training_call")
    before = Series.objects.get(organisation=world.near.provider, year=TODAY.year).last
    assert issue(kind, world.near.enrolment, cast.hendra).serial == before + 1
