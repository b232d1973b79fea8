"""Licences of instructors: what they cover, what is asked back, what a strict centre refuses, what runs out."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.competencies.models import Competency
from jalur.foundation.organisations.models import Membership
from jalur.journey.premises import queries, services
from jalur.journey.premises.models import Booking, TeachingLicence, TeachingRules
from jalur.kit.refusals import codes_of
from tests.premises.factories import MONDAY, TODAY, add_resource, at, book
from tests.training.factories import open_class

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def tuti(cast):
    member = Membership.objects.get(user=cast.tuti.user)
    return add_resource(cast, "Bu Tuti", "instructor", member=member, hours_a_week=6)


def licence(cast, who, last_day=None, teaches=(), number="L-1"):
    paper = TeachingLicence(
        resource=who,
        kind="competence",
        number=number,
        issuer="BNSP (contoh)",
        valid_from=date(2025, 1, 1),
        last_day=last_day,
    )
    return services.record_licence(actor=cast.hendra.actor, licence=paper, teaches=teaches)


def strict(cast, **rules):
    services.set_teaching_rules(
        actor=cast.hendra.actor, rules=TeachingRules(organisation=cast.hendra.organisation, **rules)
    )


def test_of_whom_none_is_recorded_nothing_is_said(tuti):
    assert queries.licence_faults([tuti], MONDAY, {"KR-LAS-FCAW"}) == []


def test_the_last_day_counts_and_the_day_after_does_not(cast, tuti):
    licence(cast, tuti, last_day=MONDAY)
    assert queries.licence_faults([tuti], MONDAY) == []
    assert len(queries.licence_faults([tuti], MONDAY + timedelta(days=1))) == 1


def test_what_is_taught_has_to_be_covered_by_something(cast, tuti):
    licence(cast, tuti, teaches=["EN-A1"])
    assert len(queries.licence_faults([tuti], MONDAY, {"KR-LAS-FCAW"})) == 1
    licence(cast, tuti, teaches=["KR-LAS-FCAW"], number="L-2")
    assert queries.licence_faults([tuti], MONDAY, {"KR-LAS-FCAW", "KR-LAS-K3"}) == []


def post(client, address, who, **changes):
    sent = {
        "title": "Las",
        "day": str(MONDAY),
        "from_hour": "08.00",
        "to_hour": "12.00",
        "resources": [str(who.pk)],
    }
    return client.post(address, sent | changes)


def test_a_class_taught_without_one_is_asked_back_about_once(cast, tuti, sign_in):
    intake = open_class(cast)
    licence(cast, tuti, teaches=["EN-A1"])
    client, address = sign_in(cast.hendra), f"/training/intakes/{intake.number}/timetable/new/"
    asked = post(client, address, tuti)
    assert asked.status_code == 422
    assert "Bu Tuti" in asked.content.decode()
    assert not Booking.objects.exists()


def test_whose_list_of_subjects_leaves_the_class_out_is_asked_back_about_too(cast, tuti, sign_in):
    """Without any licence on file the centre's own list of what she teaches counts."""
    intake = open_class(cast)
    tuti.teaches.set(Competency.objects.filter(code="EN-A1"))
    client, address = sign_in(cast.hendra), f"/training/intakes/{intake.number}/timetable/new/"
    asked = post(client, address, tuti)
    assert asked.status_code == 422
    assert "Bu Tuti" in asked.content.decode()
    assert post(client, address, tuti, as_typed="on").status_code == 302


def test_a_strict_centre_books_nobody_without_whichever_way(cast, tuti):
    licence(cast, tuti, last_day=TODAY)
    book(cast, at(MONDAY, 8), at(MONDAY, 9), tuti)
    strict(cast, needs_licence=True)
    with pytest.raises(ValidationError) as refused:
        book(cast, at(MONDAY, 10), at(MONDAY, 11), tuti)
    assert codes_of(refused.value) == ["licence"]
    assert Booking.objects.count() == 1


def test_a_strict_centre_keeps_the_hours_of_a_week(cast, tuti):
    strict(cast, keeps_hours=True)
    book(cast, at(MONDAY, 8), at(MONDAY, 12), tuti)
    with pytest.raises(ValidationError) as refused:
        book(cast, at(MONDAY + timedelta(days=1), 8), at(MONDAY + timedelta(days=1), 11), tuti)
    assert codes_of(refused.value) == ["hours"]
    book(cast, at(MONDAY + timedelta(days=7), 8), at(MONDAY + timedelta(days=7), 11), tuti)


def test_what_runs_out_is_due_and_stands_at_home(cast, tuti, sign_in):
    from jalur.foundation.due.models import Deadline

    paper = licence(cast, tuti, last_day=TODAY + timedelta(days=30))
    assert Deadline.objects.get(subject_key=paper.pk).last_day == paper.last_day
    assert "1 lisensi instruktur" in sign_in(cast.hendra).get("/").content.decode()
    services.replace_licence(actor=cast.hendra.actor, licence=paper)
    assert not Deadline.objects.exists()
    assert queries.licence_faults([tuti], MONDAY) == []


def test_instructors_do_not_record_their_own(cast, tuti, sign_in):
    client = sign_in(cast.tuti)
    assert client.get("/premises/licences/").status_code == 200
    answer = client.post("/premises/licences/new/", {"resource": tuti.pk, "number": "X"})
    assert answer.status_code in {403, 404}
    assert not TeachingLicence.objects.exists()
