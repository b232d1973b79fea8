"""Sixteen people on one record at the same moment, each on a connection of their own: one step wins, one event stands."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from jalur.foundation.history.models import Event
from jalur.foundation.imports import services as imports
from jalur.foundation.organisations import services as organisations
from jalur.foundation.organisations.messages import invitation_token
from jalur.foundation.people import services as people
from jalur.foundation.people.models import Duplicate, Person
from jalur.journey.candidates import services as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.parts import LIST
from jalur.journey.job_orders import queries as order_queries
from jalur.journey.job_orders import services as orders
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.kit.refusals import codes_of
from tests.cast import VILLAGE
from tests.job_orders.factories import (
    TODAY,
    changed,
    draft,
    license_company,
    make_candidate,
    open_order,
    verified,
)

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 16


def at_once(calls):
    """Begin all calls at the same moment; how often each ending came: its name, or the code of the refusal."""
    start = Barrier(len(calls))

    def one(call):
        name, take = call
        try:
            start.wait(timeout=60)
            take()
        except ValidationError as refused:
            return ",".join(codes_of(refused))
        finally:
            connection.close()
        return name

    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(pool.map(one, calls))


def submitted(cast):
    license_company(cast.lestari.organisation)
    return orders.submit_order(actor=cast.lestari.actor, order=draft(cast), today=TODAY)


def test_one_verb_sixteen_times(cast):
    order = submitted(cast)
    verify = ("verify", lambda: verified(cast, order))
    assert at_once([verify] * MANY) == {"verify": 1, "wrong_state": MANY - 1}
    assert Event.objects.filter(subject_key=order.pk, event="job_orders:order:verified").count() == 1


def test_two_verbs_that_exclude_each_other(cast):
    order, attache = submitted(cast), cast.ratna.actor
    verify = ("verify", lambda: verified(cast, order))
    refuse = ("refuse", lambda: orders.refuse_order(actor=attache, order=order, reason="Alamat palsu"))
    endings = at_once([verify, refuse] * (MANY // 2))
    won = "verify" if endings["verify"] else "refuse"
    assert endings == {won: 1, "wrong_state": MANY - 1}
    state = {"verify": "open", "refuse": "refused"}[won]
    assert JobOrder.objects.get(pk=order.pk).state == state
    decided = {"job_orders:order:verified", "job_orders:order:refused"}
    assert Event.objects.filter(subject_key=order.pk, event__in=decided).count() == 1


def test_an_opening_is_given_back_once_by_its_holder_or_with_its_order(cast):
    order = open_order(cast)
    candidate = Candidate.objects.get(person=cast.sari.person)
    held = orders.reserve_opening(actor=cast.wulan.actor, order=order, candidate=candidate, today=TODAY)
    release = (
        "release",
        lambda: orders.release_opening(actor=cast.sari.actor, reservation=held, reason="Keluarga"),
    )
    close = ("close", lambda: orders.close_order(actor=cast.ratna.actor, order=order, reason="false"))
    endings = at_once([release, close] * (MANY // 2))
    assert endings["close"] == 1
    assert endings["release"] <= 1
    assert JobOrder.objects.get(pk=order.pk).reserved == 0
    assert Reservation.objects.get(pk=held.pk).state == "released"
    assert Event.objects.filter(event="job_orders:reservation:released").count() == 1


def test_an_invitation_is_accepted_or_withdrawn(cast):
    offered = organisations.invite_member(
        actor=cast.hendra.actor,
        organisation=cast.hendra.organisation,
        email=cast.rini.user.email,
        role="instructor",
        is_administrator=False,
        today=TODAY,
    )
    token = invitation_token(offered)
    accept = (
        "accept",
        lambda: organisations.accept_invitation(actor=cast.rini.actor, token=token, today=TODAY),
    )
    withdraw = (
        "withdraw",
        lambda: organisations.withdraw_invitation(actor=cast.hendra.actor, invitation=offered),
    )
    endings = at_once([accept, withdraw] * (MANY // 2))
    won = "accept" if endings["accept"] else "withdraw"
    assert endings == {won: 1, "wrong_state": MANY - 1}
    joined = Event.objects.filter(event="organisations:member:joined", user=cast.rini.user).count()
    assert joined == (won == "accept")


def test_a_licence_is_revoked_once(cast):
    license_company(cast.lestari.organisation)
    licence = cast.lestari.organisation.licences.get()
    revoke = (
        "revoke",
        lambda: organisations.revoke_licence(actor=cast.yusuf.actor, licence=licence, on=TODAY),
    )
    assert at_once([revoke] * MANY) == {"revoke": 1, "wrong_state": MANY - 1}
    assert Event.objects.filter(event="organisations:licence:revoked").count() == 1


def test_a_pair_is_decided_once(cast):
    sari = cast.sari.person
    twin = Person.objects.create(
        name=sari.name, birth_date=sari.birth_date, sex=sari.sex, residence=sari.residence
    )
    first, second = sorted((sari, twin), key=lambda person: person.pk)
    pair = Duplicate.objects.create(first=first, second=second, reason="name_and_birth_date")
    same = ("same", lambda: people.decide_same(actor=cast.wulan.actor, duplicate=pair, keep=sari))
    different = ("different", lambda: people.decide_different(actor=cast.wulan.actor, duplicate=pair))
    endings = at_once([same, different] * (MANY // 2))
    won = "same" if endings["same"] else "different"
    assert endings == {won: 1, "wrong_state": MANY - 1}
    assert Duplicate.objects.get(pk=pair.pk).status == won
    assert Event.objects.filter(subject_key=str(pair.pk)).count() == 1
    assert (Person.objects.get(pk=twin.pk).merged_into_id == sari.pk) is (won == "same")


def test_leaving_and_coming_back_take_turns(cast):
    candidate = Candidate.objects.get(person=cast.sari.person)
    leave = (
        "leave",
        lambda: candidates.withdraw(actor=cast.sari.actor, candidate=candidate, reason="family", today=TODAY),
    )
    come = ("come", lambda: candidates.come_back(actor=cast.sari.actor, candidate=candidate))
    endings = at_once([leave, come] * (MANY // 2))
    events = Counter(
        Event.objects.filter(subject_key=candidate.pk).order_by().values_list("event", flat=True)
    )
    assert endings["leave"] - endings["come"] in {0, 1}
    assert events["candidates:candidate:withdrawn"] == endings["leave"]
    assert events["candidates:candidate:returned"] == endings["come"]


def test_one_list_uploaded_three_times_and_applied_at_once_registers_each_person_once(cast):
    content = (
        "Nama\tTanggal lahir\tJenis kelamin\tTempat tinggal\tPendidikan\n"
        f"Dewi Contoh\t12-04-2001\tP\t{VILLAGE}\tSMK\nBudi Contoh\t05-05-1999\tL\t{VILLAGE}\tSMA"
    ).encode()
    clerk, before = cast.wulan.actor, Candidate.objects.count()
    drafts = [
        imports.upload(actor=clerk, kind=LIST, content=content, file_name="a.csv", today=TODAY)
        for _time in range(3)
    ]
    applies = [
        ("apply", lambda draft=draft: imports.apply(actor=clerk, draft=draft, today=TODAY))
        for draft in drafts
    ]
    assert at_once(applies) == {"apply": 3}
    assert Candidate.objects.count() == before + 2


def test_a_change_is_agreed_to_once_while_openings_are_taken(cast):
    order = open_order(cast, openings=3)
    asked = changed(order, monthly_pay=order.monthly_pay * 2, openings=4)
    codes = order_queries.requirements_of(order)
    orders.amend_order(actor=cast.lestari.actor, order=asked, requirements=codes, today=TODAY)
    version = order_queries.waiting_version(order)
    people = [make_candidate(f"J-LOMBA-{number:04}") for number in range(8)]
    agree = (
        "agree",
        lambda: orders.agree_to_version(actor=cast.ratna.actor, version=version, today=TODAY),
    )
    takes = [
        (
            "take",
            lambda one=one: orders.reserve_opening(
                actor=cast.wulan.actor, order=order, candidate=one, today=TODAY
            ),
        )
        for one in people
    ]
    endings = at_once([agree] * 8 + takes)
    order = JobOrder.objects.get(pk=order.pk)
    assert (endings["agree"], order.version, order.openings) == (1, 2, 4)
    assert endings["wrong_state"] == 7
    assert endings["take"] == order.reserved == Reservation.objects.held().filter(order=order).count()
    assert endings["take"] in {3, 4}
    assert Event.objects.filter(subject_key=order.pk, event="job_orders:order:renewed").count() == 1
