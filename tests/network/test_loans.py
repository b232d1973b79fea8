"""An institution of a network lends another equipment or an instructor for days: taken once, booked by the borrower within them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.due.models import Deadline
from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.network import parts, queries, services
from jalur.journey.network.models import Loan, Member
from jalur.journey.premises import services as premises
from jalur.journey.premises.models import BookedUnit, Booking, Resource
from jalur.kit.refusals import codes_of
from tests.network.test_network import manager_of, new_organisation
from tests.premises.factories import MONDAY, NOW, TODAY, add_resource, at, book

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def hub(cast):
    """A hub whose network the cast's provider belongs to."""
    one = new_organisation()
    Member.objects.create(hub=one, centre=cast.hendra.organisation, state="agreed", valid_from=TODAY)
    return one


def asked(what, borrower, first=MONDAY, last=TUESDAY, units=1, actor=None):
    loan = Loan(
        lender=what.organisation,
        borrower=borrower,
        resource=what,
        units=units,
        first=first,
        last=last,
        purpose="Kelas las",
    )
    return services.ask_for_loan(actor=actor or manager_of(borrower), loan=loan, today=TODAY)


def lent(cast, what, borrower, **about):
    return services.agree_loan(
        actor=cast.hendra.actor, loan=asked(what, borrower, **about), today=TODAY, now=NOW
    )


def machines(cast, units=4):
    return add_resource(cast, "Mesin las", "equipment", units=units)


def teacher(cast, organisation=None, name="Bu Ratih"):
    """Somebody who teaches at the cast's provider, or at another institution too."""
    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations.models import Membership

    organisation = organisation or cast.hendra.organisation
    user, _new = User.objects.get_or_create(email="ratih@contoh.example", defaults={"name": name})
    member = Membership.objects.create(
        user=user, organisation=organisation, role="instructor", valid_from=TODAY - timedelta(days=9)
    )
    return Resource.objects.create(
        organisation=organisation, kind="instructor", name=name, member=member, hours_a_week=28
    )


def book_there(centre, what, starts, ends, units=1):
    return premises.book(
        actor=manager_of(centre),
        booking=Booking(organisation=centre, title="Kelas", starts=starts, ends=ends),
        wants={what.pk: units},
        now=NOW,
    )


def refused(act, *codes):
    """What the refusal says; nothing was written by it."""
    before = (
        BookedUnit.objects.count(),
        Booking.objects.count(),
        Resource.objects.count(),
        sorted(Loan.objects.values_list("number", "state", "booking")),
        Event.objects.count(),
        Message.objects.count(),
    )
    with pytest.raises(ValidationError) as failure:
        act()
    assert set(codes) == set(codes_of(failure.value))
    after = (
        BookedUnit.objects.count(),
        Booking.objects.count(),
        Resource.objects.count(),
        sorted(Loan.objects.values_list("number", "state", "booking")),
        Event.objects.count(),
        Message.objects.count(),
    )
    assert before == after
    return " ".join(failure.value.messages)


@pytest.mark.django_db
def test_asked_answered_and_booked_through_the_pages(cast, hub, sign_in):
    tools = Resource.objects.create(organisation=hub, kind="equipment", name="Mesin TIG", units=6)
    page = sign_in(cast.hendra)
    shown = page.get(reverse("network:lendable_options"), {"q": "tig"}).content.decode()
    assert "Mesin TIG" in shown
    sent = {
        "resource": f"Mesin TIG, {hub.name}",
        "units": "2",
        "first": MONDAY.isoformat(),
        "last": TUESDAY.isoformat(),
        "purpose": "Kelas las",
    }
    page.post(reverse("network:new_loan"), sent)
    loan = Loan.objects.get()
    assert (loan.lender, loan.borrower, loan.state) == (hub, cast.hendra.organisation, "asked")
    assert parts.home(manager_of(hub), TODAY).needs[0].label.endswith("Mesin TIG")
    services.agree_loan(actor=manager_of(hub), loan=loan, today=TODAY, now=NOW)
    loan.refresh_from_db()
    assert (
        BookedUnit.objects.filter(resource=tools, is_lent=True, centre=cast.hendra.organisation).count() == 2
    )
    assert not parts.home(manager_of(hub), TODAY).needs
    assert Message.objects.filter(kind="network:loan_agreed").count() == 1
    form = page.get(reverse("premises:new_booking")).content.decode()
    assert f"Mesin TIG, {hub.name}" in form
    day = page.get(reverse("premises:today"), {"day": MONDAY.isoformat()}).content.decode()
    assert hub.name in day
    assert loan.number in page.get(reverse("premises:resource", args=[loan.lent_id])).content.decode()
    assert loan.resource.name in page.get(reverse("network:loans")).content.decode()


@pytest.mark.django_db
def test_the_answer_is_due_at_the_lender(cast, hub):
    loan = asked(machines(cast), hub)
    assert Deadline.objects.get(subject_key=loan.pk).organisation == cast.hendra.organisation
    assert Message.objects.filter(kind="network:loan_asked").count() == 1
    services.refuse_loan(actor=cast.hendra.actor, loan=loan, reason="Dipakai sendiri", today=TODAY)
    assert not Deadline.objects.filter(subject_key=loan.pk).exists()
    assert Loan.objects.get().answer == "Dipakai sendiri"
    assert not BookedUnit.objects.exists()


@pytest.mark.django_db
def test_what_is_lent_is_taken_at_the_lender_for_whole_days(cast, hub):
    what = machines(cast, units=3)
    loan = lent(cast, what, hub, units=2)
    sentence = refused(
        lambda: book(cast, at(TUESDAY, 19), at(TUESDAY, 20), what, **{"Mesin las": 2}), "taken"
    )
    assert hub.name in sentence
    book(cast, at(TUESDAY, 9), at(TUESDAY, 10), what)
    book(cast, at(WEDNESDAY, 8), at(WEDNESDAY, 9), what, **{"Mesin las": 3})
    assert (loan.lent.units, loan.lent.organisation) == (2, hub)


@pytest.mark.django_db
def test_the_borrower_books_it_within_these_days_and_once(cast, hub):
    loan = lent(cast, machines(cast), hub, units=2)
    book_there(hub, loan.lent, at(MONDAY, 8), at(MONDAY, 12), units=2)
    refused(lambda: book_there(hub, loan.lent, at(MONDAY, 11), at(MONDAY, 13)), "taken")
    sentence = refused(lambda: book_there(hub, loan.lent, at(WEDNESDAY, 8), at(WEDNESDAY, 12)), "taken")
    assert loan.lent.name in sentence
    # The nearest free time lies within the loan.
    assert "3 Februari 2026 08.00-12.00" in sentence
    with pytest.raises(IntegrityError, match="booked_unit_once"), transaction.atomic():
        BookedUnit.objects.create(
            booking=Booking.objects.get(organisation=hub),
            resource=loan.lent,
            unit=1,
            during=(at(MONDAY, 9), at(MONDAY, 10)),
        )


@pytest.mark.django_db
def test_agreeing_to_what_is_booked_says_with_what_it_collides_and_changes_nothing(cast, hub):
    what = machines(cast, units=1)
    stands = book(cast, at(TUESDAY, 8), at(TUESDAY, 12), what, title="Las lanjut")
    loan = asked(what, hub)
    sentence = refused(
        lambda: services.agree_loan(actor=cast.hendra.actor, loan=loan, today=TODAY, now=NOW), "taken"
    )
    assert stands.number in sentence


@pytest.mark.django_db
def test_a_lent_instructor_teaches_at_the_borrower_alone(cast, hub):
    third = new_organisation("LPK Contoh Ketiga")
    her = teacher(cast)
    at_third = teacher(cast, third)
    loan = lent(cast, her, hub)
    book_there(hub, loan.lent, at(MONDAY, 8), at(MONDAY, 12))
    refused(lambda: book_there(hub, loan.lent, at(MONDAY, 10), at(MONDAY, 11)), "taken")
    # Not even at an hour at which she does not teach there.
    assert hub.name in refused(lambda: book_there(third, at_third, at(MONDAY, 14), at(MONDAY, 15)), "taken")
    refused(lambda: book(cast, at(MONDAY, 14), at(MONDAY, 15), her), "taken")
    with pytest.raises(IntegrityError, match="booked_unit_one_place"), transaction.atomic():
        BookedUnit.objects.create(
            booking=book_there(third, at_third, at(WEDNESDAY, 8), at(WEDNESDAY, 9)),
            resource=at_third,
            instructor=her.member.user,
            centre=third,
            during=(at(MONDAY, 14), at(MONDAY, 15)),
        )


@pytest.mark.django_db
def test_who_teaches_elsewhere_then_cannot_be_lent(cast, hub):
    third = new_organisation("LPK Contoh Ketiga")
    her = teacher(cast)
    book_there(third, teacher(cast, third), at(TUESDAY, 8), at(TUESDAY, 9))
    loan = asked(her, hub)
    sentence = refused(
        lambda: services.agree_loan(actor=cast.hendra.actor, loan=loan, today=TODAY, now=NOW), "taken"
    )
    assert third.name in sentence


@pytest.mark.django_db
def test_ending_early_gives_the_hours_back_unless_the_borrower_uses_it(cast, hub):
    what = machines(cast, units=1)
    loan = lent(cast, what, hub)
    used = book_there(hub, loan.lent, at(TUESDAY, 8), at(TUESDAY, 12))
    end = {"actor": cast.hendra.actor, "loan": loan, "reason": "Mesin rusak", "today": TODAY}
    assert hub.name in refused(lambda: services.end_loan(now=at(MONDAY, 12), **end), "booked")
    premises.cancel_booking(actor=manager_of(hub), booking=used, reason="Tidak jadi")
    services.end_loan(now=at(MONDAY, 12), **end)
    loan.refresh_from_db()
    assert (loan.state, loan.lent.state) == ("ended", "retired")
    assert BookedUnit.objects.get(booking=loan.booking).during.upper == at(MONDAY, 12)
    book(cast, at(TUESDAY, 8), at(TUESDAY, 12), what)
    refused(lambda: book(cast, at(MONDAY, 10), at(MONDAY, 11), what), "taken")


@pytest.mark.django_db
def test_ended_before_it_begins_it_never_was(cast, hub):
    loan = lent(cast, machines(cast), hub)
    services.end_loan(actor=manager_of(hub), loan=loan, reason="Tidak jadi", today=TODAY, now=NOW)
    loan.refresh_from_db()
    assert (loan.booking.state, BookedUnit.objects.count()) == ("cancelled", 0)


@pytest.mark.django_db
def test_the_clock_finishes_what_is_over(cast, hub, monkeypatch):
    loan = lent(cast, machines(cast), hub)
    take_due_steps(TUESDAY)
    assert Loan.objects.get().state == "agreed"
    monkeypatch.setattr("jalur.kit.dates.now", lambda: at(WEDNESDAY, 1))
    take_due_steps(WEDNESDAY)
    loan.refresh_from_db()
    assert (loan.state, loan.lent.state, loan.booking.state) == ("ended", "retired", "booked")
    refused(
        lambda: services.finish_loan(actor=SYSTEM, loan=loan, today=WEDNESDAY, now=at(WEDNESDAY, 1)),
        "wrong_state",
    )


@pytest.mark.django_db
def test_the_rows_of_a_loan_go_with_it_alone(cast, hub):
    loan = lent(cast, machines(cast), hub)
    refused(
        lambda: premises.cancel_booking(actor=cast.hendra.actor, booking=loan.booking, reason="Dibatalkan"),
        "lent",
    )
    moved = Booking.objects.get(pk=loan.booking_id)
    moved.starts += timedelta(hours=1)
    refused(
        lambda: premises.move_booking(
            actor=cast.hendra.actor, booking=moved, wants={loan.resource_id: 1}, now=NOW
        ),
        "lent",
    )
    refused(lambda: premises.retire_resource(actor=manager_of(hub), resource=loan.lent), "lent")
    changed = Resource.objects.get(pk=loan.lent_id)
    changed.units = 9
    refused(lambda: premises.change_resource(actor=manager_of(hub), resource=changed), "lent")


@pytest.mark.django_db
def test_a_loan_is_no_part_of_a_week_that_is_copied(cast, hub, sign_in):
    what = machines(cast)
    lent(cast, what, hub)
    book(cast, at(MONDAY, 8), at(MONDAY, 9), what)
    week = {"monday": MONDAY, "to": MONDAY + timedelta(days=7), "now": NOW}
    done = premises.copy_week(actor=cast.hendra.actor, centre=cast.hendra.organisation, **week)
    assert (done.booked, done.collided) == (1, [])
    shown = (
        sign_in(cast.hendra).get(reverse("premises:week"), {"monday": MONDAY.isoformat()}).content.decode()
    )
    assert f"dipinjamkan ke {hub.name}" in shown


@pytest.mark.django_db
def test_who_asks_whom_for_what(cast, hub):
    what, elsewhere = machines(cast), new_organisation("LPK Contoh Ketiga")
    assert queries.are_together(hub.pk, cast.hendra.organisation.pk)
    refused(lambda: asked(what, elsewhere), "no_network")
    refused(lambda: asked(what, hub, actor=cast.hendra.actor), "not_own")
    refused(lambda: asked(what, hub, units=5), "too_many")
    refused(lambda: asked(what, hub, first=TODAY - timedelta(days=1)), "past")
    workshop = add_resource(cast, "Bengkel", "workshop")
    refused(lambda: asked(workshop, hub), "not_lent")
    with pytest.raises(Refused):
        asked(what, hub, actor=cast.wulan.actor)
    loan = asked(what, hub)
    refused(lambda: services.agree_loan(actor=manager_of(hub), loan=loan, today=TODAY, now=NOW), "not_asked")
    refused(lambda: services.withdraw_loan(actor=cast.hendra.actor, loan=loan, today=TODAY), "not_own")
    with pytest.raises(Refused):
        services.agree_loan(actor=manager_of(elsewhere), loan=loan, today=TODAY, now=NOW)
    Member.objects.update(state="ended")
    refused(
        lambda: services.agree_loan(actor=cast.hendra.actor, loan=loan, today=TODAY, now=NOW), "no_network"
    )
    services.withdraw_loan(actor=manager_of(hub), loan=loan, today=TODAY)
    assert Loan.objects.get().state == "withdrawn"


@pytest.mark.django_db
def test_two_members_of_one_hub_lend_one_another(cast, hub):
    other = new_organisation("BLK Contoh Kedua", place="35.17")
    Member.objects.create(hub=hub, centre=other, state="agreed", valid_from=TODAY)
    loan = lent(cast, machines(cast), other)
    # What is borrowed is not lent on.
    refused(lambda: asked(loan.lent, hub), "not_lent")


@pytest.mark.django_db
def test_an_instructor_away_is_counted_once_in_what_is_free(cast, hub):
    from jalur.journey.network.words import free_hours

    def free(organisation):
        rows = queries.with_capacity(type(organisation).objects.filter(pk=organisation.pk), NOW)
        days = [TODAY + timedelta(days=number) for number in range(28)]
        return free_hours(rows.get(), days, ())[1]

    her = teacher(cast)
    assert (free(cast.hendra.organisation), free(hub)) == (4 * 28, 0)
    loan = lent(cast, her, hub, first=MONDAY, last=MONDAY + timedelta(days=6))
    book_there(hub, loan.lent, at(MONDAY, 8), at(MONDAY, 12))
    assert (free(cast.hendra.organisation), free(hub)) == (3 * 28, 0)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_lend_the_last_unit_one_does(cast):
    """Every loan of the same two machines is agreed at once: as many as there are machines, and none half-made."""
    hub = new_organisation()
    Member.objects.create(hub=hub, centre=cast.hendra.organisation, state="agreed", valid_from=TODAY)
    what = machines(cast, units=2)
    loans = [asked(what, hub) for _number in range(8)]
    start = threading.Barrier(len(loans))

    def agree(loan):
        try:
            start.wait(timeout=30)
            services.agree_loan(actor=cast.hendra.actor, loan=loan, today=TODAY, now=NOW)
        except ValidationError as failure:
            return codes_of(failure)[0]
        finally:
            connection.close()
        return "lent"

    with ThreadPoolExecutor(len(loans)) as pool:
        done = sorted(pool.map(agree, loans))
    assert done == ["lent"] * 2 + ["taken"] * 6
    assert Loan.objects.filter(state="agreed").count() == BookedUnit.objects.count() == 2
    assert Resource.objects.filter(lent_of=what).count() == Booking.objects.count() == 2
