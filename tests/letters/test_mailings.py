"""A letter to everybody in a class: one question, a worker, each person once whatever interrupts it."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.history.models import Event
from jalur.foundation.letters import services
from jalur.foundation.letters.kinds import kind_of
from jalur.foundation.letters.models import Letter, Mailing
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.journey.training.models import Enrolment
from tests.access.world import TODAY, make_world
from tests.letters.issued import signs

pytestmark = pytest.mark.django_db
CHECK = "https://jalur.example/letters/check/"


@pytest.fixture(autouse=True)
def day_of_the_world(settings):
    settings.TODAY = TODAY


@pytest.fixture
def intake(cast):
    """Sari's class, with three more people in it."""
    side = make_world(cast).near
    for number in range(3):
        person = Person.objects.create(
            name=f"Tetangga {number}",
            birth_date=TODAY - timedelta(days=8000),
            sex="M",
            residence=side.person.residence,
        )
        candidate = Candidate.objects.create(
            person=person, number=f"J-TET-{number}", education=4, available_from=TODAY
        )
        Enrolment.objects.create(intake=side.intake, candidate=candidate)
    return side.intake


def ask(cast, intake, **answers):
    given = {
        "signatory": signs(cast.hendra.organisation),
        "time": "08.00 WIB",
        "place": "Aula",
        "bring": "KTP",
    }
    return services.start_mailing(
        actor=cast.hendra.actor,
        kind=kind_of("training_call"),
        parent=intake,
        answers={**given, **answers},
        check_page=CHECK,
    )


def test_everybody_has_one_letter_with_a_number_of_its_own(cast, intake):
    mailing = ask(cast, intake)
    before = Letter.objects.filter(organisation=cast.hendra.organisation).count()
    services.perform_mailing(mailing.pk)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.done, mailing.total) == ("done", 4, 4)
    letters = list(mailing.letters.order_by("serial"))
    assert [letter.serial for letter in letters] == list(range(before + 1, before + 5))
    seats = set(intake.enrolments.values_list("candidate__person", flat=True))
    assert {letter.person_id for letter in letters} == seats
    services.perform_mailing(mailing.pk)
    assert mailing.letters.count() == 4


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_worker_that_is_lost_leaves_nobody_out_and_writes_to_nobody_twice(cast, intake, monkeypatch, after):
    from jalur.foundation.letters.services import mailings

    mailing, issue, issued = ask(cast, intake), mailings.issue, []

    def dies(**what):
        if len(issued) == after:
            raise KeyboardInterrupt
        issued.append(issue(**what))

    monkeypatch.setattr(mailings, "issue", dies)
    with pytest.raises(KeyboardInterrupt):
        services.perform_mailing(mailing.pk)
    monkeypatch.setattr(mailings, "issue", issue)
    Mailing.objects.filter(pk=mailing.pk).update(heard_at=timezone.now() - timedelta(minutes=5))
    assert services.take_up_lost_mailings() == 1
    services.perform_mailing(mailing.pk)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.done) == ("done", 4)
    assert len(set(mailing.letters.values_list("owner_key", flat=True))) == mailing.letters.count() == 4
    serials = list(Letter.objects.filter(organisation=cast.hendra.organisation).order_by("serial"))
    assert [letter.serial for letter in serials] == list(range(1, len(serials) + 1))


def test_whoever_gave_her_seat_back_meanwhile_is_passed_over(cast, intake):
    mailing = ask(cast, intake)
    left = intake.enrolments.order_by("pk").first()
    Enrolment.objects.filter(pk=left.pk).update(state="withdrawn")
    services.perform_mailing(mailing.pk)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.done) == ("done", 3)
    assert not mailing.letters.filter(owner_key=str(left.pk)).exists()


def test_what_is_stopped_keeps_what_is_issued(cast, intake, monkeypatch):
    from jalur.foundation.letters.services import mailings

    mailing, issue = ask(cast, intake), mailings.issue

    def stops(**what):
        issue(**what)
        services.cancel_mailing(actor=cast.hendra.actor, mailing=mailing)
        monkeypatch.setattr(mailings, "issue", issue)

    monkeypatch.setattr(mailings, "issue", stops)
    services.perform_mailing(mailing.pk)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.letters.count()) == ("cancelled", 1)


def test_who_lost_the_right_meanwhile_writes_nothing(cast, intake):
    mailing = ask(cast, intake)
    cast.hendra.user.memberships.update(role="instructor")
    services.perform_mailing(mailing.pk)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.failure, mailing.letters.count()) == ("failed", "no_right", 0)


def test_nobody_is_written_to_in_a_class_that_runs(cast, intake):
    type(intake).objects.filter(pk=intake.pk).update(state="running")
    before = Event.objects.count()
    with pytest.raises(ValidationError):
        ask(cast, intake)
    assert (Mailing.objects.filter(total=0).count(), Event.objects.count()) == (0, before)


def test_all_are_one_file_to_print_and_each_is_recorded(cast, intake, sign_in):
    mailing = ask(cast, intake)
    services.perform_mailing(mailing.pk)
    client = sign_in(cast.hendra)
    page = client.get(reverse("letters:mailing", args=[mailing.pk])).content.decode()
    assert all(letter.number in page for letter in mailing.letters.all())
    answer = client.post(reverse("letters:mailing_download", args=[mailing.pk]))
    with pikepdf.Pdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 4
    assert Event.objects.filter(event="letters:letter:downloaded").count() == 4
    assert sign_in(cast.wulan).get(reverse("letters:mailing", args=[mailing.pk])).status_code == 404


def test_a_class_that_was_called_is_not_called_again_unawares(cast, intake, sign_in):
    page, desk = reverse("letters:training_call_together", args=[intake.pk]), sign_in(cast.hendra)
    signs(cast.hendra.organisation)
    assert "4 orang sudah punya surat ini" not in desk.get(page).content.decode()
    services.perform_mailing(ask(cast, intake).pk)
    assert "4 orang sudah punya surat ini" in desk.get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("08.00", "08.00 WIB"),
        ("8:30 WIB", "08.30 WIB"),
        ("14", "14.00 WIB"),
        ("25.00", None),
        ("8 WIT", None),
        ("jam sembilan kurang dikit, atau besok", None),
    ],
)
def test_an_hour_is_one(cast, intake, typed, hour):
    seat = intake.enrolments.first()
    kind = kind_of("training_call")
    signatory = signs(cast.hendra.organisation)
    form = kind.form(
        {"time": typed, "place": "Aula", "nature": "ordinary", "signatory": signatory.pk},
        kind=kind,
        owner=seat,
        signatories=type(signatory).objects.all(),
    )
    assert form.is_valid() == (hour is not None), form.errors
    assert form.cleaned_data.get("time") == hour
