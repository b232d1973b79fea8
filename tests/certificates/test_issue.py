"""What is issued, by whom, when it is refused, and what becomes of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jalur.foundation.accounts.access import Refused
from jalur.foundation.credentials import reading
from jalur.foundation.messaging.models import Message
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.certificates import queries, services
from jalur.journey.certificates.models import Certificate, SignedForms
from jalur.journey.certificates.rules import Answer
from jalur.journey.certification import queries as certification
from jalur.journey.certification import services as assessing
from jalur.journey.certification.models import BlankDelivery
from jalur.kit.refusals import codes_of
from tests.certificates.factories import MEETING, NIK, NOW, competent, issued, others, with_nik
from tests.certification.factories import DAY, acting, make_body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = MEETING


def test_a_certificate_says_what_was_decided_in_three_forms_that_verify(cast):
    one = competent(cast)
    held = list(HeldCompetency.objects.filter(candidate=one.candidate).values("competency", "expires_on"))
    made = issued(cast, one, blank=" 0012345 ")
    assert made.registration.endswith("-000001")
    assert (made.state, made.holder, made.blank) == ("valid", one.candidate.person.name, "0012345")
    forms = queries.forms_of(made)
    for raw, number in (
        (forms.open_badge, made.registration),
        (forms.sd_jwt(), made.registration),
        (forms.compact, ""),
    ):
        read = reading.read(raw, now=NOW)
        assert read.verdict == "valid"
        assert read.statement.holder == made.holder
        assert read.statement.number == number
    badge = reading.read(forms.open_badge, now=NOW).statement
    assert badge.accompanies == "BNSP 0012345"
    assert badge.units == (("U-1", "Menyiapkan tempat kerja"), ("U-2", "Mengelas sambungan sudut"))
    # The decision gave what she holds; the certificate doubles nothing.
    again = list(HeldCompetency.objects.filter(candidate=one.candidate).values("competency", "expires_on"))
    assert again == held
    assert Message.objects.filter(kind="certificates:issued").count() == 1
    assert made.surveillance_on == MEETING.replace(year=2027)
    assert made.notice_on < made.ends_on


def test_one_decision_gives_one_certificate_and_numbers_leave_nothing_out(cast):
    made = issued(cast)
    with pytest.raises(ValidationError) as refused:
        issued(cast, made.assessment)
    assert codes_of(refused.value)
    one, two = others(cast, None, 2)
    assert [issued(cast, each).serial for each in (one, two)] == [2, 3]
    assert Certificate.objects.count() == 3


def test_who_assessed_and_who_holds_it_issue_nothing(cast):
    one = competent(cast)
    as_manager = acting(cast.anwar.user, one.body, "certification_manager")
    for actor in (cast.anwar.actor, cast.sari.actor, cast.hendra.actor, cast.yusuf.actor):
        with pytest.raises(Refused):
            issued(cast, one, actor=actor)
    with pytest.raises(ValidationError) as refused:
        issued(cast, one, actor=as_manager)
    assert codes_of(refused.value) == ["same_person"]
    herself = acting(cast.sari.user, one.body, "certification_manager")
    with pytest.raises(ValidationError) as refused:
        issued(cast, one, actor=herself)
    assert codes_of(refused.value) == ["oneself"]
    assert not Certificate.objects.exists()


def test_the_database_itself_refuses_whoever_assessed(cast):
    made = issued(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            registration="AAAA-000009",
            serial=9,
            code="0" * 26,
            issuer=made.issuer,
            assessment=made.assessment,
            predecessor=made,
            candidate=made.candidate,
            scheme=made.scheme,
            holder="Contoh",
            state="replaced",
            why="Contoh",
            decided_on=made.decided_on,
            recommended_by=made.recommended_by,
            decided_by=made.decided_by,
            issued_by=made.recommended_by,
            issued_on=MEETING,
            key=made.key,
            entry=made.entry,
        )


@pytest.mark.parametrize("what", ["assessor", "place", "scope", "licence"])
def test_it_is_refused_with_the_reason_when_something_did_not_hold_that_day(cast, what):
    from jalur.foundation.organisations import services as organisations

    made = make_body(cast)
    one = competent(cast, made)
    if what == "licence":
        from jalur.foundation.accounts.access import SYSTEM

        organisations.revoke_licence(actor=SYSTEM, licence=made.licence, on=DAY - timedelta(days=1))
    else:
        actor = cast.yusuf.actor if what == "scope" else cast.laras.actor
        assessing.withdraw_licence(
            actor=actor, record=getattr(made, what), on=DAY, reason="Contoh", today=MEETING
        )
    with pytest.raises(ValidationError) as refused:
        issued(cast, one)
    assert codes_of(refused.value) == ["not_covered"]
    assert not Certificate.objects.exists()


def test_what_she_holds_by_it_counts_while_it_holds_and_a_revoked_one_lets_her_apply_again(cast):
    made, when = issued(cast), {"now": NOW, "today": MEETING}
    one = made.assessment
    counted = HeldCompetency.objects.filter(candidate=made.candidate, confirmed_at__isnull=False)
    notes = list(counted.values_list("evidence_note", flat=True))
    assert len(notes) == one.scheme.covers.count()
    made = services.suspend(actor=cast.laras.actor, certificate=made, reason="Diperiksa", **when)
    assert not counted.exists()
    with pytest.raises(ValidationError):
        services.reissue(actor=cast.laras.actor, certificate=made, why="x", blank="", **when)
    made = services.resume(actor=cast.laras.actor, certificate=made, **when)
    assert list(counted.values_list("evidence_note", flat=True)) == notes
    until = certification.competent_until([made.candidate_id], one.scheme_id, MEETING)
    assert until == {made.candidate_id: one.expires_on}
    services.revoke(actor=cast.laras.actor, certificate=made, reason="Berkas orang lain", **when)
    assert not counted.exists()
    assert certification.competent_until([made.candidate_id], one.scheme_id, MEETING) == {}


def test_a_blank_goes_with_one_certificate_and_comes_from_the_stock_where_there_is_one(cast):
    first = competent(cast)
    second, third = others(cast, None, 2)
    made = issued(cast, first, blank="A-000001")
    with pytest.raises(ValidationError):
        issued(cast, second, blank="A-000001")
    delivery = BlankDelivery(
        body=made.issuer,
        letter="S-1",
        received_on=MEETING,
        prefix="A-",
        first="000002",
        last="000003",
        announced=2,
    )
    assessing.receive_blanks(actor=cast.laras.actor, delivery=delivery, today=MEETING)
    with pytest.raises(ValidationError) as refused:
        issued(cast, second, blank="A-000009")
    assert codes_of(refused.value) == ["not_received"]
    issued(cast, second, blank="A-000002")
    with pytest.raises(ValidationError):
        issued(cast, third, blank="A-000002")
    assert Certificate.objects.count() == 2
    assert delivery.blanks.filter(state="used").count() == 1


def test_suspended_restored_revoked_and_the_lists_say_so_at_once(cast):
    made, when = issued(cast), {"now": NOW, "today": MEETING}
    compact = queries.forms_of(made).compact
    made = services.suspend(actor=cast.laras.actor, certificate=made, reason="Nama diperiksa", **when)
    assert reading.read(compact, now=NOW).verdict == "suspended"
    made = services.resume(actor=cast.laras.actor, certificate=made, **when)
    assert reading.read(compact, now=NOW).verdict == "valid"
    made = services.revoke(actor=cast.laras.actor, certificate=made, reason="Salah orang", **when)
    assert reading.read(compact, now=NOW).verdict == "revoked"
    with pytest.raises(ValidationError):
        services.resume(actor=cast.laras.actor, certificate=made, **when)
    with pytest.raises(Refused):
        services.revoke(actor=cast.sari.actor, certificate=made, reason="x", **when)


def test_an_annulled_result_keeps_no_certificate(cast):
    made = issued(cast)
    one = made.assessment
    assessing.withdraw_licence(
        actor=cast.laras.actor, record=one.day.place, on=DAY, reason="Contoh", today=MEETING
    )
    assert list(Certificate.objects.all().in_doubt()) == [made]
    assert queries.answer_of(queries._rows().get(), now=NOW) == Answer.NOT_AUTHORISED
    assessing.annul(actor=cast.laras.actor, assessment=one, reason="TUK tidak berlaku", today=MEETING)
    made.refresh_from_db()
    assert (made.state, made.why) == ("revoked", "TUK tidak berlaku")
    assert reading.read(queries.forms_of(made).compact, now=NOW).verdict == "revoked"
    assert not HeldCompetency.objects.filter(candidate=one.candidate, confirmed_at__isnull=False).exists()


def test_a_result_left_standing_is_shown_as_it_stands_unless_the_licence_fell(cast):
    made = issued(cast)
    one = made.assessment
    place = one.day.place
    assessing.withdraw_licence(actor=cast.laras.actor, record=place, on=DAY, reason="x", today=MEETING)
    assessing.leave_standing(actor=cast.laras.actor, assessment=one, reason="Keliru", today=MEETING)
    assert queries.answer_of(queries._rows().get(), now=NOW) == Answer.VALID
    licence = one.body.licences.get()
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.organisations import services as organisations

    organisations.revoke_licence(actor=SYSTEM, licence=licence, on=DAY - timedelta(days=1))
    assert queries.answer_of(queries._rows().get(), now=NOW) == Answer.NOT_AUTHORISED


def test_issued_again_names_its_predecessor_and_ends_it(cast):
    from jalur.foundation.people.models import Person

    old = issued(cast)
    Person.objects.filter(pk=cast.sari.person.pk).update(name="Sari Contohwati")
    new = services.reissue(
        actor=cast.laras.actor, certificate=old, why="Nama dikoreksi", blank="77", now=NOW, today=MEETING
    )
    old.refresh_from_db()
    assert (old.state, new.predecessor, new.holder) == ("replaced", old, "Sari Contohwati")
    statement = reading.read(queries.forms_of(new).open_badge, now=NOW).statement
    assert statement.replaces == old.code
    found = queries.with_code(old.code, now=NOW, today=MEETING)
    assert found.answer == Answer.REPLACED
    assert (new.serial, new.ends_on) == (2, old.ends_on)
    services.reissue(
        actor=cast.laras.actor, certificate=new, why="Blangko", blank="78", now=NOW, today=MEETING
    )


def test_what_was_signed_stays_as_it_is(cast):
    made = issued(cast)
    for rows, change in (
        (Certificate.objects.filter(pk=made.pk), {"holder": "Orang Lain"}),
        (SignedForms.objects.filter(certificate=made), {"open_badge": "{}"}),
    ):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(Exception, match="Cannot"), transaction.atomic():
        Certificate.objects.filter(pk=made.pk).delete()


def test_the_nik_lies_nowhere_but_sealed(cast):
    with_nik(cast.sari.person)
    made, nik = issued(cast), NIK
    forms = queries.forms_of(made)
    assert nik not in forms.open_badge + forms.compact
    assert nik.encode() not in bytes(forms.sd_jwt_sealed)
    shown = queries.sd_jwt_with(made, [])
    assert reading.read(shown, now=NOW).statement.personal == {}
    told = queries.sd_jwt_with(made, ["nik"])
    assert reading.read(told, now=NOW).statement.personal == {"nik": nik}


def test_a_blank_of_the_stock_is_used_once(cast):
    from jalur.journey.certification.models import Blank, BlankDelivery

    one = competent(cast)
    parcel = BlankDelivery(
        body=one.body, letter="S-1", received_on=MEETING, prefix="B", first="001", last="002", announced=2
    )
    assessing.receive_blanks(actor=cast.laras.actor, delivery=parcel, today=MEETING)
    number = Blank.objects.order_by("number").first().number
    made = issued(cast, one, blank=number)
    assert Blank.objects.get(number=number).used_for == one
    # Issued again it may stay on the same paper; somebody else's it cannot be.
    services.reissue(
        actor=cast.laras.actor, certificate=made, why="Nama", blank=number, now=NOW, today=MEETING
    )
    (other,) = others(cast, None, 1)
    with pytest.raises(ValidationError):
        issued(cast, other, blank=number)
    assert not other.certificates.exists()
