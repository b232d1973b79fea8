"""Seats kept for another institution: nobody else gets them, whoever is sent has one, and what is left is free again by its day."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.urls import reverse

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.candidates.models import Candidate
from jalur.journey.network import parts, services
from jalur.journey.network.models import Member, Share, SharedSeat
from jalur.journey.training import queries as training_queries
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment, Intake
from jalur.kit.refusals import codes_of
from tests.network.test_network import manager_of, new_organisation
from tests.training.factories import STARTS, TODAY, make_candidate, open_class

UNTIL = TODAY + timedelta(days=10)


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def partner(cast):
    """A centre of the regency, in one network with the institution of the cast."""
    return a_partner(cast)


def a_partner(cast):
    one = new_organisation("BLK Contoh Ploso", place="35.17")
    Member.objects.create(hub=cast.hendra.organisation, centre=one, state="agreed", valid_from=TODAY)
    return one


def keep(cast, partner, intake, seats=3, until=UNTIL, actor=None):
    share = Share(intake=intake, centre=partner, seats=seats, until=until)
    return services.keep_share(actor=actor or cast.hendra.actor, share=share, today=TODAY)


def somebody(number=1):
    key = f"J-PIND-{number:04}"
    return Candidate.objects.filter(number=key).first() or make_candidate(key)


def send(share, candidate, actor=None, today=TODAY):
    return services.fill_share(
        actor=actor or manager_of(share.centre), share=share, candidate=candidate, today=today
    )


def enrol(cast, intake, candidate):
    return training.enrol(actor=cast.hendra.actor, intake=intake, candidate=candidate, today=TODAY)


def counts(intake):
    intake.refresh_from_db()
    return intake.taken, intake.kept, intake.left


def everything():
    return (
        sorted(Intake.objects.values_list("number", "taken", "kept")),
        sorted(Share.objects.values_list("pk", "state", "left")),
        sorted(Enrolment.objects.values_list("pk", "state")),
        SharedSeat.objects.count(),
        Event.objects.count(),
        Message.objects.count(),
    )


def refused(act, *codes):
    before = everything()
    with pytest.raises(ValidationError) as failure:
        act()
    assert set(codes) == set(codes_of(failure.value))
    assert everything() == before


@pytest.mark.django_db
def test_seats_are_kept_and_filled_through_the_pages(cast, partner, sign_in):
    intake = open_class(cast, seats=4)
    page = sign_in(cast.hendra)
    way = reverse("network:new_share", args=[intake.number])
    assert way in page.get(reverse("training:intake", args=[intake.number])).content.decode()
    page.post(way, {"centre": str(partner.pk), "seats": "3", "until": UNTIL.isoformat(), "note": "Las 3G"})
    share = Share.objects.get()
    assert counts(intake) == (0, 3, 1)
    assert partner.name in page.get(reverse("training:intake", args=[intake.number])).content.decode()
    assert Message.objects.filter(kind="network:seats_kept").count() == 0  # nobody works there yet
    for reader in (manager_of(partner), cast.wulan.actor):
        (need,) = [one for one in parts.home(reader, TODAY).needs if partner.name in one.label]
        assert (need.count, need.due) == (3, UNTIL)
    office, hers = sign_in(cast.wulan), cast.sari.person.candidate
    step = reverse("network:share_step", args=[share.number, "fill"])
    assert "Kirim peserta" in office.get(reverse("network:share", args=[share.number])).content.decode()
    answer = office.post(step, {"candidate": hers.number}, follow=True).content.decode()
    assert hers.number in answer
    assert counts(intake) == (1, 2, 1)
    share.refresh_from_db()
    assert share.left == 2
    cause = Event.objects.get(event="network:share:filled")
    assert Event.objects.get(event="training:enrolment:admitted").cause_id == cause.pk


@pytest.mark.django_db
def test_to_everybody_else_kept_seats_are_gone(cast, partner):
    intake = open_class(cast, seats=3)
    share = keep(cast, partner, intake, 2)
    assert training_queries.for_planning(TODAY)["seats"].to_list() == [1]
    enrol(cast, intake, somebody(1))
    with pytest.raises(ValidationError) as failure:
        enrol(cast, intake, somebody(2))
    assert codes_of(failure.value) == ["no_seat"]
    assert training_queries.for_planning(TODAY).is_empty()
    training.join_waiting_list(actor=cast.hendra.actor, intake=intake, candidate=somebody(2), today=TODAY)
    assert training.offer_free_seats(TODAY) == 0
    send(share, somebody(3))
    assert counts(intake) == (2, 1, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Intake.objects.filter(pk=intake.pk).update(taken=3)


@pytest.mark.django_db
def test_a_class_does_not_get_fewer_seats_than_are_taken_and_kept(cast, partner):
    intake = open_class(cast, seats=5)
    keep(cast, partner, intake, 4)
    intake.refresh_from_db()
    intake.seats = 3
    with pytest.raises(ValidationError) as failure:
        training.change_intake(actor=cast.hendra.actor, intake=intake, today=TODAY)
    assert "taken" in codes_of(failure.value)


@pytest.mark.django_db
def test_what_is_not_taken_by_the_last_day_goes_to_those_who_wait(cast, partner, settings):
    intake = open_class(cast, seats=3)
    share = keep(cast, partner, intake, 2)
    enrol(cast, intake, somebody(1))
    send(share, somebody(2))
    line = training.join_waiting_list(
        actor=cast.hendra.actor, intake=intake, candidate=somebody(3), today=TODAY
    )

    settings.TODAY = UNTIL + timedelta(days=1)
    take_due_steps(settings.TODAY)
    share.refresh_from_db()
    assert (share.state, share.left) == ("ended", 1)
    training.offer_free_seats(settings.TODAY)
    line.refresh_from_db()
    assert line.state == "offered"
    assert counts(intake) == (3, 0, 0)
    assert Enrolment.objects.get(candidate__number="J-PIND-0002").state == "enrolled"


@pytest.mark.django_db
def test_a_kept_seat_that_is_given_back_is_kept_again(cast, partner):
    intake = open_class(cast, seats=2)
    share = keep(cast, partner, intake, 2)
    seat = send(share, somebody(1))
    training.withdraw(actor=cast.hendra.actor, enrolment=seat, reason="Sakit")
    share.refresh_from_db()
    assert (share.left, counts(intake)) == (2, (0, 2, 0))
    send(share, somebody(2))
    services.end_share(actor=manager_of(partner), share=share, reason="Tidak ada lagi", today=TODAY)
    seat = Enrolment.objects.get(candidate__number="J-PIND-0002")
    training.withdraw(actor=cast.hendra.actor, enrolment=seat, reason="Sakit")
    assert counts(intake) == (0, 0, 2)


@pytest.mark.django_db
def test_a_class_that_begins_or_is_cancelled_keeps_nothing(cast, partner):
    begun = open_class(cast, seats=4)
    share = keep(cast, partner, begun, 2)
    send(share, somebody(1))
    training.start_intake(actor=cast.hendra.actor, intake=begun, today=STARTS)
    share.refresh_from_db()
    assert (share.state, counts(begun)) == ("ended", (1, 0, 3))
    cancelled = open_class(cast, programme=begun.programme, seats=4)
    share = keep(cast, partner, cancelled, 2)
    send(share, somebody(2))
    training.cancel_intake(actor=cast.hendra.actor, intake=cancelled, reason="Banjir")
    share.refresh_from_db()
    assert (share.state, counts(cancelled)) == ("ended", (0, 0, 4))


@pytest.mark.django_db
def test_what_cannot_be_kept(cast, partner):
    intake, stranger = open_class(cast, seats=3), new_organisation("LPK Contoh Jauh", place="35.17")
    refused(lambda: keep(cast, stranger, intake), "no_network")
    refused(lambda: keep(cast, partner, intake, 4), "too_many")
    refused(lambda: keep(cast, partner, intake, 1, STARTS), "outside")
    refused(lambda: keep(cast, partner, intake, 1, TODAY - timedelta(days=1)), "outside")
    for actor in (cast.gatot.actor, cast.wulan.actor):
        with pytest.raises(Refused):
            keep(cast, partner, intake, actor=actor)
    enrol(cast, intake, somebody(1))
    full = open_class(cast, programme=intake.programme, seats=1)
    enrol(cast, full, somebody(2))
    refused(lambda: keep(cast, partner, full, 1), "too_many")
    training.join_waiting_list(actor=cast.hendra.actor, intake=full, candidate=somebody(3), today=TODAY)
    refused(lambda: keep(cast, partner, full, 1), "waited_for")
    keep(cast, partner, intake, 1)
    with pytest.raises(ValidationError):
        keep(cast, partner, intake, 1)


@pytest.mark.django_db
def test_who_sends_whom(cast, partner, sign_in):
    intake = open_class(cast, seats=3)
    share = keep(cast, partner, intake, 1)
    far = make_candidate("J-JAUH-0001", residence="35.08.01.2001")
    office = sign_in(cast.wulan)
    before = everything()
    answer = office.post(
        reverse("network:share_step", args=[share.number, "fill"]), {"candidate": far.number}
    )
    assert "Periksa nomornya" in answer.content.decode()
    assert everything() == before
    with pytest.raises(Refused):
        send(share, far, actor=manager_of(new_organisation("LPK Contoh Jauh")))
    refused(lambda: send(share, somebody(1), actor=cast.hendra.actor), "not_own")
    send(share, somebody(1))
    refused(lambda: send(share, somebody(2)), "all_taken")
    refused(lambda: send(share, somebody(2), today=UNTIL + timedelta(days=1)), "past")


@pytest.mark.django_db
def test_no_more_seats_are_kept_than_beds_are_free(cast, partner, sign_in):
    from tests.premises.factories import add_resource

    add_resource(cast, "Asrama F", "dormitory", units=2, sex="F")
    intake = open_class(cast, seats=2, with_bed=True)
    enrol(cast, intake, somebody(1))
    Intake.objects.filter(pk=intake.pk).update(seats=4)
    refused(lambda: keep(cast, partner, intake, 2), "no_beds")
    share = keep(cast, partner, intake, 1)
    page = sign_in(cast.wulan).get(reverse("network:share", args=[share.number])).content.decode()
    assert "perempuan 1" in page
    send(share, somebody(2))
    assert Enrolment.objects.filter(bed__isnull=False).count() == 2


@pytest.mark.django_db
def test_what_stands_in_the_way_of_a_seat_stands_in_the_way_here_too(cast, partner):
    intake = open_class(cast, seats=3)
    share = keep(cast, partner, intake, 2)
    child = make_candidate("J-MUDA-0001", born=TODAY - timedelta(days=12 * 365))
    refused(lambda: send(share, child), "too_young")
    send(share, somebody(1))
    refused(lambda: send(share, somebody(1)), "enrolled")
    Intake.objects.filter(pk=intake.pk).update(with_bed=True)
    refused(lambda: send(share, somebody(2)), "no_bed")


@pytest.mark.django_db
def test_the_class_counts_what_is_kept_whatever_happens(cast, partner):
    """Any sequence of deeds: kept = what the standing shares have left, and never more seats than there are."""
    dice = random.Random(20261130)
    other = new_organisation("BLK Contoh Mojoagung", place="35.17")
    Member.objects.create(hub=cast.hendra.organisation, centre=other, state="agreed", valid_from=TODAY)
    programme = open_class(cast).programme
    for _round in range(6):
        intake, people = open_class(cast, programme=programme, seats=5), [somebody(n) for n in range(20, 26)]
        for _deed in range(25):
            verb = dice.choice(["keep", "send", "send", "enrol", "withdraw", "end", "finish"])
            with suppress(ValidationError):
                _take(verb, cast, dice, intake, people, (partner, other))
            taken, kept, left = counts(intake)
            standing = intake.shares.filter(state="kept").aggregate(left=Sum("left", default=0))["left"]
            seated = intake.enrolments.filter(state="enrolled").count()
            assert (kept, taken) == (standing, seated)
            assert left >= 0
        training.cancel_intake(actor=cast.hendra.actor, intake=intake, reason="Contoh")


def _take(verb, cast, dice, intake, people, centres):
    shares = list(intake.shares.filter(state="kept").order_by("pk"))
    seats = list(intake.enrolments.filter(state="enrolled").order_by("pk"))
    if verb == "keep":
        keep(cast, dice.choice(centres), Intake.objects.get(pk=intake.pk), dice.randint(1, 3))
    elif verb == "enrol":
        enrol(cast, intake, dice.choice(people))
    elif verb == "send" and shares:
        send(dice.choice(shares), dice.choice(people))
    elif verb == "withdraw" and seats:
        training.withdraw(actor=cast.hendra.actor, enrolment=dice.choice(seats), reason="Contoh")
    elif verb == "end" and shares:
        services.end_share(actor=cast.hendra.actor, share=dice.choice(shares), reason="Contoh", today=TODAY)
    elif verb == "finish" and shares:
        take_due_steps(TODAY)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_are_sent_for_the_last_kept_seat_one_has_it(cast):
    partner = a_partner(cast)
    intake = open_class(cast, seats=2)
    share = keep(cast, partner, intake, 1)
    people = [somebody(number) for number in range(8)]

    def take(at):
        try:
            if at % 2:
                send(Share.objects.get(pk=share.pk), people[at])
            else:
                enrol(cast, Intake.objects.get(pk=intake.pk), people[at])
        except ValidationError as failure:
            return codes_of(failure)[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(people)) as pool:
        done = sorted(pool.map(take, range(len(people))))
    assert done == ["", "", *["all_taken"] * 3, *["no_seat"] * 3]
    assert counts(intake) == (2, 0, 0)
