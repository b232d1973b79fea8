"""A post takes effect as a whole, once; a deadlock is tried again instead of shown."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg.errors import DeadlockDetected, SerializationFailure

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event as Recorded
from jalur.foundation.notes.models import Note
from jalur.foundation.tasks.models import Task
from jalur.foundation.workflow import middleware, services
from jalur.foundation.workflow.models import SentForm
from jalur.journey.employers.models import Employer
from jalur.kit.answers import answer_refusal
from jalur.kit.dates import today
from tests.workflow import pages

NEW_EMPLOYER = {"name": "Contoh Baru", "employer_type": "legal_entity", "country": "KR", "city": "Ulsan"}
ADDRESS = "/employers/new/"


@pytest.fixture
def plant(settings):
    """`plant(page)` has the page answer at /planted/ and /accounts/planted/."""
    settings.ROOT_URLCONF = "tests.workflow.pages"

    def put(page):
        pages.planted["page"] = page

    yield put
    pages.planted.clear()


@pytest.fixture
def attempts(plant):
    """Plants a page that registers an employer and then ends as told, one ending an attempt; gives what it has seen."""
    seen = []

    def page(request):
        employer = Employer.objects.create(name=uuid4().hex, employer_type="individual", country_id="KR")
        seen.append(employer.name)
        ending = page.endings[min(len(seen), len(page.endings)) - 1]
        if isinstance(ending, Exception):
            raise ending
        return ending(request) if callable(ending) else ending

    plant(page)

    def end(*endings):
        seen.clear()
        page.endings = endings
        return seen

    return end


def deadlock(cause=DeadlockDetected):
    failure = OperationalError("deadlock detected")
    failure.__cause__ = cause()
    return failure


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def made():
    registered = Recorded.objects.filter(event="employers:employer:registered")
    return Employer.objects.count(), registered.count()


# -- once ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_second_post_is_led_where_the_first_one_led(cast, sign_in):
    client, sent = sign_in(cast.lestari), {**NEW_EMPLOYER, "form_key": uuid4()}
    first = client.post(ADDRESS, sent)
    assert first.status_code == 302
    before = made()
    second = client.post(ADDRESS, sent)
    assert (second.status_code, second.url) == (302, first.url)
    assert made() == before == (1, 1)
    assert said(second)[-1:] != said(first)[-1:]


@pytest.mark.django_db
def test_without_a_key_or_with_another_one_each_post_counts(cast, sign_in, attempts):
    attempts(redirect("/"))
    client = sign_in(cast.lestari)
    for sent in ({}, {}, {"form_key": "no key"}, {"form_key": uuid4()}, {"form_key": uuid4()}):
        client.post("/planted/", sent)
    assert Employer.objects.count() == 5
    assert SentForm.objects.count() == 2


KEY = re.compile(r'name="form_key" value="([^"]+)"')
AGAIN = {
    "notes:write_candidate": (
        {"text": "Datang sore hari", "audience": "workers"},
        {"text": "Datang pagi hari"},
        Note,
    ),
    "tasks:put_candidate": ({"title": "Menelepon"}, {"title": "Mengunjungi"}, Task),
}
"""Address → what is typed, other words, and the table that gets a row."""


@pytest.mark.django_db
@pytest.mark.parametrize("name", AGAIN)
def test_the_same_words_from_a_page_opened_again_are_one_form(cast, sign_in, name):
    """Whoever goes back finds her words in a page with another key, and saves again."""
    typed, other, table = AGAIN[name]
    client, address = sign_in(cast.wulan), reverse(name, args=[cast.sari.person.candidate.pk])
    if table is Task:
        typed = {**typed, "owner": cast.wulan.user.pk, "due_on": today()}

    def send(typed, client=client):
        [key] = KEY.findall(client.get(address).content.decode())[-1:]
        return client.post(address, {**typed, "form_key": key})

    first, second = send(typed), send(typed)
    assert (second.status_code, second.url) == (302, first.url)
    assert said(second)[-1:] != said(first)[-1:]
    assert table.objects.count() == 1
    send({**typed, **other})
    assert table.objects.count() == 2
    send(typed, sign_in(cast.wulan))
    assert table.objects.count() == 3, "another session knows nothing of it"


@pytest.mark.django_db(transaction=True)
def test_eight_posts_at_once_take_effect_once(cast, sign_in):
    signed_in, sent = sign_in(cast.lestari), {**NEW_EMPLOYER, "form_key": uuid4()}
    start = Barrier(8)

    def post(_number):
        client = Client()
        client.cookies[configured.SESSION_COOKIE_NAME] = signed_in.session.session_key
        start.wait(timeout=60)
        try:
            response = client.post(ADDRESS, sent)
            return response.status_code, response.url
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(post, range(8)))
    assert len(answers) == 1
    assert {status for status, _address in answers} == {302}
    assert made() == (1, 1)


@pytest.mark.django_db
def test_a_form_that_was_refused_may_be_sent_again(cast, sign_in):
    client, key = sign_in(cast.lestari), uuid4()
    assert client.post(ADDRESS, {**NEW_EMPLOYER, "name": "", "form_key": key}).status_code == 422
    assert client.post(ADDRESS, {**NEW_EMPLOYER, "form_key": key}).status_code == 302
    assert made() == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "refuse",
    [
        lambda request: answer_refusal(request, ValidationError("Contoh"), to="/"),
        lambda request: redirect("/accounts/login/?next=/planted/"),
        lambda request: HttpResponse("ask once more"),
        lambda request: HttpResponse(status=400),
    ],
    ids=["led back with what stood in the way", "led to sign-in", "asked once more", "an error"],
)
def test_a_key_stays_free_until_something_is_done(cast, sign_in, attempts, refuse):
    seen = attempts(refuse, redirect("/done/"))
    client, key = sign_in(cast.lestari), uuid4()
    assert client.post("/planted/", {"form_key": key}).headers.get("Location") != "/done/"
    assert client.post("/planted/", {"form_key": key}).url == "/done/"
    assert client.post("/planted/", {"form_key": key}).url == "/done/"
    assert len(seen) == 2


@pytest.mark.django_db
def test_a_key_of_another_session_leads_nowhere(cast, sign_in, attempts):
    attempts(redirect("/a/secret/address/"))
    key = uuid4()
    sign_in(cast.lestari).post("/planted/", {"form_key": key})
    for client in (sign_in(cast.ratna), Client()):
        response = client.post("/planted/", {"form_key": key})
        assert response.status_code == 409
        assert "Location" not in response.headers
        assert "secret" not in response.content.decode() + str(said(response))
    assert Employer.objects.count() == 1


@pytest.mark.django_db
def test_old_keys_are_forgotten():
    old, new = (SentForm.objects.create(session="s", answer="/") for _ in range(2))
    SentForm.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    SentForm.objects.filter(pk=new.pk).update(created_at=timezone.now() - timedelta(days=29))
    assert services.forget_sent_forms() == 1
    assert list(SentForm.objects.order_by("pk")) == [new]


# -- all or nothing --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ending", "status"),
    [
        (HttpResponse(status=400), 400),
        (HttpResponse(status=422), 422),
        (Refused("employers:employer:register"), 403),
        (RuntimeError("broken"), 500),
        (OperationalError("the connection is gone"), 500),
        (lambda request: answer_refusal(request, ValidationError("Contoh"), to="/"), 302),
    ],
)
def test_a_refusal_takes_back_what_was_written_before_it(cast, sign_in, attempts, ending, status):
    seen = attempts(ending)
    client = sign_in(cast.lestari)
    client.raise_request_exception = False
    assert client.post("/planted/", {"form_key": uuid4()}).status_code == status
    assert (len(seen), Employer.objects.count(), SentForm.objects.count()) == (1, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("ending", [HttpResponse("a page"), redirect("/")], ids=["page", "redirect"])
def test_what_is_answered_stays_written(cast, sign_in, attempts, ending):
    attempts(ending)
    sign_in(cast.lestari).post("/planted/")
    assert Employer.objects.count() == 1


@pytest.mark.django_db
def test_the_pages_of_the_library_are_left_alone(cast, sign_in, attempts):
    attempts(HttpResponse(status=400))
    sign_in(cast.lestari).post("/accounts/planted/", {"form_key": uuid4()})
    assert (Employer.objects.count(), SentForm.objects.count()) == (1, 0)


# -- deadlocks -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("cause", [DeadlockDetected, SerializationFailure])
def test_a_deadlock_is_tried_again(cast, sign_in, attempts, cause):
    seen = attempts(deadlock(cause), deadlock(cause), redirect("/done/"))
    assert sign_in(cast.lestari).post("/planted/", {"form_key": uuid4()}).url == "/done/"
    assert len(seen) == 3
    assert list(Employer.objects.order_by("pk").values_list("name", flat=True)) == seen[2:]


@pytest.mark.django_db
def test_after_some_attempts_a_sentence_says_to_try_again(cast, sign_in, attempts):
    seen, client, key = attempts(deadlock()), sign_in(cast.lestari), uuid4()
    response = client.post("/planted/", {"form_key": key})
    assert (response.status_code, len(seen)) == (503, middleware.ATTEMPTS)
    assert "coba" in response.content.decode().lower()
    assert (Employer.objects.count(), SentForm.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_deadlock_outside_the_page_is_tried_again_too(cast, sign_in, attempts, monkeypatch):
    seen, first = attempts(redirect("/done/")), iter([deadlock()])
    take = middleware._is_first

    def is_first(key, request):
        for failure in first:
            raise failure
        return take(key, request)

    monkeypatch.setattr(middleware, "_is_first", is_first)
    assert sign_in(cast.lestari).post("/planted/", {"form_key": uuid4()}).url == "/done/"
    assert len(seen) == 1


@pytest.mark.django_db
def test_an_upload_is_read_again_by_the_next_attempt(cast, sign_in, plant):
    read = []

    def page(request):
        read.append(request.FILES["file"].read())
        if len(read) < 3:
            raise deadlock()
        messages.success(request, "read")
        return redirect("/")

    plant(page)
    sign_in(cast.lestari).post("/planted/", {"file": SimpleUploadedFile("a.csv", b"Nama;NIK\n")})
    assert read == [b"Nama;NIK\n"] * 3


@pytest.mark.django_db(transaction=True)
def test_two_who_really_wait_for_each_other(cast, sign_in, plant):
    first, second = (
        Employer.objects.create(name=name, employer_type="individual", country_id="KR") for name in "AB"
    )
    holds_first, holds_second, is_over, attempts = Event(), Event(), Event(), []

    def rename(employer, city):
        Employer.objects.filter(pk=employer.pk).update(city=city)

    def page(_request):
        attempts.append(1)
        # Else the second attempt can overtake the other, who has been told to go on and has not woken up yet.
        assert len(attempts) == 1 or is_over.wait(30)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '100ms'")
        rename(first, "Seoul")
        holds_first.set()
        assert holds_second.wait(30)
        rename(second, "Seoul")
        return redirect("/done/")

    def somebody_else():
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL deadlock_timeout = '60s'")
                rename(second, "Ulsan")
                holds_second.set()
                assert holds_first.wait(30)
                rename(first, "Ulsan")
        finally:
            connection.close()
            is_over.set()

    plant(page)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(somebody_else)
        response = sign_in(cast.lestari).post("/planted/")
        other.result()
    assert (response.url, len(attempts)) == ("/done/", 2)
    assert set(Employer.objects.order_by("pk").values_list("city", flat=True)) == {"Seoul"}
