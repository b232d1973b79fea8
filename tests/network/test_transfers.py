"""Somebody goes on in a class of another institution: she says so herself, and is out of the one and in the other at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from jalur.foundation.accounts.access import Refused
from jalur.foundation.due.models import Deadline
from jalur.foundation.geography.models import Place
from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.journey.network import parts, queries, services
from jalur.journey.network.models import Member, Transfer
from jalur.journey.premises.models import BookedUnit, Resource
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment, Intake, Programme
from jalur.kit.refusals import codes_of
from tests.network.test_network import manager_of, new_organisation
from tests.training.factories import ENDS, STARTS, TODAY, make_candidate, open_class


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def hub(cast):
    return a_hub(cast)


def a_hub(cast):
    one = new_organisation()
    Member.objects.create(hub=one, centre=cast.hendra.organisation, state="agreed", valid_from=TODAY)
    return one


def class_there(hub, *, seats=2, teaches=("KR-LAS-FCAW", "KR-LAS-K3"), **changes):
    programme = Programme.objects.create(
        code=f"HUB-{Programme.objects.count()}", title="Las di hub", provider=hub
    )
    programme.teaches.set(teaches)
    plain = {
        "reach": "province",
        "starts": STARTS,
        "ends": ENDS + timedelta(days=7),
        "cost": 0,
        "pass_rate": 1,
    }
    return Intake.objects.create(
        programme=programme, place=Place.objects.get(code="35.08"), seats=seats, **{**plain, **changes}
    )


def seated(cast, candidate=None, **changes):
    intake = changes.pop("intake", None) or open_class(cast, **changes)
    candidate = candidate or make_candidate("J-PIND-0001")
    return training.enrol(actor=cast.hendra.actor, intake=intake, candidate=candidate, today=TODAY)


def propose(cast, seat, to, actor=None):
    transfer = Transfer(enrolment=seat, to=to, purpose="Bengkel kami rusak")
    return services.propose_transfer(actor=actor or cast.hendra.actor, transfer=transfer, today=TODAY)


def wanted(cast, seat, to):
    return services.agree_transfer(actor=cast.wulan.actor, transfer=propose(cast, seat, to), today=TODAY)


def accept(hub, transfer, today=TODAY):
    return services.accept_transfer(actor=manager_of(hub), transfer=transfer, today=today)


def everything():
    return (
        sorted(Enrolment.objects.values_list("pk", "state", "bed")),
        sorted(Intake.objects.values_list("number", "taken")),
        sorted(Transfer.objects.values_list("pk", "state", "receiver", "seat")),
        BookedUnit.objects.count(),
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
def test_she_says_yes_and_goes_on_through_the_pages(cast, hub, sign_in):
    to = class_there(hub)
    seat = seated(cast, cast.sari.person.candidate)
    page = sign_in(cast.hendra)
    assert "Usulkan kelas" in page.get(reverse("training:enrolment", args=[seat.pk])).content.decode()
    page.post(reverse("network:new_transfer", args=[seat.pk]), {"to": str(to.pk), "purpose": "Bengkel rusak"})
    transfer = Transfer.objects.get()
    assert not Transfer.objects.visible_to(manager_of(hub)).exists()
    need = parts.file(cast.sari.actor, cast.sari.person, TODAY).needs[0]
    assert hub.name in need.label
    hers = sign_in(cast.sari)
    shown = hers.get(reverse("network:transfer", args=[transfer.pk])).content.decode()
    assert "Bengkel rusak" in shown
    hers.post(reverse("network:transfer_step", args=[transfer.pk, "agree"]))
    transfer.refresh_from_db()
    assert (transfer.state, transfer.receiver) == ("willing", hub)
    assert parts.home(manager_of(hub), TODAY).needs[0].count == 1
    assert Deadline.objects.get(subject_key=transfer.pk).kind == "network:transfer:accept"
    accept(hub, transfer)
    seat.refresh_from_db()
    new = Enrolment.objects.get(intake=to)
    assert (seat.state, new.state, new.candidate) == ("withdrawn", "enrolled", seat.candidate)
    assert dict(Intake.objects.values_list("number", "taken")) == {seat.intake.number: 0, to.number: 1}
    told = set(Message.objects.values_list("kind", flat=True))
    assert {"network:transfer_proposed", "network:transfer_done", "network:transfer_answered"} <= told
    assert to.programme.title in hers.get(reverse("training:mine")).content.decode()
    cause = Event.objects.get(event="network:transfer:accepted")
    followed = set(Event.objects.filter(cause_id=cause.pk).values_list("event", flat=True))
    assert {"training:enrolment:handed_on", "training:enrolment:taken_over"} <= followed


@pytest.mark.django_db
def test_days_that_overlap_with_the_class_she_leaves_do_not_stand_in_the_way(cast, hub):
    seat, to = seated(cast), class_there(hub)
    with pytest.raises(ValidationError) as failure:
        training.enrol(actor=manager_of(hub), intake=to, candidate=seat.candidate, today=TODAY)
    assert "overlap" in codes_of(failure.value)
    assert accept(hub, wanted(cast, seat, to)).state == "done"


@pytest.mark.django_db
def test_she_goes_on_in_a_class_that_runs_and_stays_in_training(cast, hub):
    seat, to = seated(cast), class_there(hub, starts=TODAY + timedelta(days=7))
    training.start_intake(actor=cast.hendra.actor, intake=seat.intake, today=STARTS)
    Intake.objects.filter(pk=to.pk).update(state="running")
    transfer = propose(cast, seat, Intake.objects.get(pk=to.pk))
    transfer = services.agree_transfer(actor=cast.wulan.actor, transfer=transfer, today=STARTS)
    accept(hub, transfer, today=STARTS)
    seat.candidate.refresh_from_db()
    assert seat.candidate.state == "in_training"
    assert not Event.objects.filter(event="candidates:candidate:training_stopped").exists()


@pytest.mark.django_db
def test_what_stands_in_the_way_there_leaves_her_where_she_is(cast, hub):
    to = class_there(hub, seats=1)
    transfer = wanted(cast, seated(cast), to)
    Intake.objects.filter(pk=to.pk).update(taken=1)
    refused(lambda: accept(hub, transfer), "no_seat")
    Intake.objects.filter(pk=to.pk).update(taken=0, with_bed=True)
    refused(lambda: accept(hub, transfer), "no_bed")
    Intake.objects.filter(pk=to.pk).update(with_bed=False, state="cancelled", cancel_reason="Banjir")
    refused(lambda: accept(hub, transfer), "not_open")


@pytest.mark.django_db
def test_a_bed_comes_with_the_seat_there_and_the_old_one_goes(cast, hub):
    from tests.premises.factories import add_resource

    for sex in "FM":
        add_resource(cast, f"Asrama {sex}", "dormitory", units=20, sex=sex)
        Resource.objects.create(organisation=hub, kind="dormitory", name=f"Asrama {sex}", units=20, sex=sex)
    seat = seated(cast, with_bed=True)
    assert BookedUnit.objects.get().resource.organisation == cast.hendra.organisation
    new = accept(hub, wanted(cast, seat, class_there(hub, with_bed=True))).seat
    assert BookedUnit.objects.get().resource.organisation == hub
    assert new.bed is not None


@pytest.mark.django_db
def test_money_for_the_old_seat_is_free_again(cast, hub):
    from tests.funding.rows import funding

    seat = seated(cast)
    payment = funding(cast.hendra.organisation, seat, "X")["payment"]
    accept(hub, wanted(cast, seat, class_there(hub)))
    payment.refresh_from_db()
    assert payment.state == "freed"


@pytest.mark.django_db
def test_only_where_it_is_the_network_and_teaches_what_is_left(cast, hub):
    seat = seated(cast)
    stranger = new_organisation("LPK Contoh Jauh")
    less = class_there(hub, teaches=("KR-LAS-K3",))
    fits = class_there(hub)
    assert queries.classes_to_go_on(seat, TODAY) == [fits]
    refused(lambda: propose(cast, seat, less), "teaches_less")
    elsewhere = class_there(stranger)
    refused(lambda: propose(cast, seat, elsewhere), "no_network")
    refused(lambda: propose(cast, seat, seat.intake), "own_class")
    with pytest.raises(Refused):
        propose(cast, seat, fits, actor=manager_of(hub))
    with pytest.raises(Refused):
        propose(cast, seat, fits, actor=cast.wulan.actor)
    propose(cast, seat, fits)
    with pytest.raises(ValidationError):
        propose(cast, seat, fits)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(enrolment=seat, to=fits, sender=cast.hendra.organisation, purpose="x")


@pytest.mark.django_db
def test_nobody_answers_for_somebody_else(cast, hub):
    seat, to = seated(cast), class_there(hub)
    transfer = propose(cast, seat, to)
    for who in (cast.hendra.actor, manager_of(hub), cast.gatot.actor):
        with pytest.raises(Refused):
            services.agree_transfer(actor=who, transfer=transfer, today=TODAY)
    with pytest.raises(Refused):
        accept(hub, transfer)
    transfer = services.agree_transfer(actor=cast.wulan.actor, transfer=transfer, today=TODAY)
    refused(lambda: accept(cast.hendra.organisation, transfer), "not_asked")
    services.refuse_transfer(
        actor=manager_of(hub), transfer=transfer, reason="Kelas terlalu jauh", today=TODAY
    )
    seat.refresh_from_db()
    assert (Transfer.objects.get().answer, seat.state) == ("Kelas terlalu jauh", "enrolled")


@pytest.mark.django_db
def test_no_means_no_and_whoever_leaves_is_asked_no_more(cast, hub):
    seat, to = seated(cast), class_there(hub)
    services.decline_transfer(actor=cast.wulan.actor, transfer=propose(cast, seat, to), today=TODAY)
    transfer = wanted(cast, seat, to)
    training.withdraw(actor=cast.hendra.actor, enrolment=seat, reason="Sakit")
    transfer.refresh_from_db()
    assert transfer.state == "withdrawn"
    assert not Deadline.objects.filter(subject_key=transfer.pk).exists()
    refused(lambda: accept(hub, transfer), "wrong_state")


@pytest.mark.django_db
def test_what_she_can_do_is_shown_there(cast, hub, sign_in):
    from django.utils import timezone

    from jalur.journey.progress.models import Mark

    seat, to = seated(cast), class_there(hub)
    Mark.objects.create(
        candidate=seat.candidate,
        programme=seat.intake.programme,
        item="KR-LAS-FCAW",
        level="can",
        by=cast.hendra.user,
        at=timezone.now(),
    )
    transfer = wanted(cast, seat, to)
    (grid,) = parts.of_transfer(manager_of(hub), transfer, TODAY).grids
    assert len(grid.rows) == 2
    new = accept(hub, transfer).seat
    assert len(parts.of_seat(manager_of(hub), new, TODAY).grids) == 2
    assert (
        "Kemajuan"
        in sign_in(cast.hendra).get(reverse("network:transfer", args=[transfer.pk])).content.decode()
    )


@pytest.mark.django_db(transaction=True)
def test_of_many_who_come_for_the_last_seat_one_does_and_the_others_keep_theirs(cast):
    hub = a_hub(cast)
    to, here = class_there(hub, seats=1), open_class(cast)
    asked = [
        wanted(cast, seated(cast, make_candidate(f"J-PIND-{number:04}"), intake=here), to)
        for number in range(5)
    ]

    def take(transfer):
        try:
            accept(hub, transfer)
        except ValidationError as failure:
            return codes_of(failure)[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(asked)) as pool:
        done = sorted(pool.map(take, asked))
    assert done == ["", *["no_seat"] * 4]
    assert dict(Intake.objects.values_list("pk", "taken")) == {to.pk: 1, here.pk: 4}
    assert Enrolment.objects.filter(state="enrolled").count() == 5
    assert Transfer.objects.filter(state="done").count() == 1
