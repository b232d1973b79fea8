"""Certificates of many by a worker that is killed: none twice, no number left out; a stopped one keeps what it has."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from jalur.journey.certificates import services
from jalur.journey.certificates.models import Certificate, Issuing, Series
from jalur.journey.certificates.services import issuance, jobs
from tests.certificates.factories import MEETING, competent, others
from tests.forks import die, forked

PEOPLE = 12


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = MEETING


def asked(cast, one):
    return services.start_issuing(actor=cast.laras.actor, body=one.body, today=MEETING)


def whole(body, count):
    """The numbers of a body, and whether each of its people has one certificate."""
    rows = Certificate.objects.filter(issuer=body)
    serials = sorted(rows.values_list("serial", flat=True))
    assert serials == list(range(1, count + 1))
    assert rows.values("assessment").distinct().count() == count
    assert Series.objects.get(body=body).last == count


def killed_at(issuing, where, name, call):
    """Whether a worker in a process of its own was killed right before this call."""
    real, calls = getattr(where, name), [0]

    def dies(*given, **options):
        calls[0] += 1
        if calls[0] == call:
            die()
        return real(*given, **options)

    def perform():
        setattr(where, name, dies)
        services.perform_issuing(issuing.pk)

    return forked(perform) == signal.SIGKILL


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("where", "name", "call"),
    [(issuance, "tell", 4), (issuance, "new_code", 7), (jobs, "end", 1)],
    ids=["told", "signed", "all_issued"],
)
def test_killed_at_any_point_it_goes_on_where_it_was(cast, where, name, call):
    one = competent(cast)
    others(cast, None, PEOPLE - 1)
    work = asked(cast, one)
    assert killed_at(work, where, name, call)
    Issuing.objects.filter(pk=work.pk).update(heard_at=timezone.now() - timedelta(hours=1))
    services.take_up_lost_issuing()
    services.perform_issuing(work.pk)
    work.refresh_from_db()
    assert (work.state, work.done) == ("done", PEOPLE)
    whole(one.body, PEOPLE)


@pytest.mark.django_db
def test_stopped_it_keeps_what_it_has(cast, monkeypatch):
    one = competent(cast)
    others(cast, None, 5)
    work = asked(cast, one)
    monkeypatch.setattr(jobs, "EVERY", 2)
    real = jobs.goes_on

    def stops(held, **columns):
        Issuing.objects.filter(pk=held.pk).update(cancel_requested=True)
        return real(held, **columns)

    monkeypatch.setattr(jobs, "goes_on", stops)
    services.perform_issuing(work.pk)
    work.refresh_from_db()
    assert work.state == "cancelled"
    whole(one.body, 2)


@pytest.mark.django_db
def test_whoever_asked_and_may_no_longer_issues_nothing(cast):
    from jalur.foundation.organisations.models import Membership

    one = competent(cast)
    work = asked(cast, one)
    Membership.objects.filter(user=cast.laras.user).update(state="ended", valid_to=MEETING)
    services.perform_issuing(work.pk)
    work.refresh_from_db()
    assert (work.state, work.failure) == ("failed", "no_right")
    assert not Certificate.objects.exists()
