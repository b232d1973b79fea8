"""Lists as files: at once or by the worker, for nobody but who asked, and each leaves an event."""

import io
import re
from datetime import date, timedelta

import polars as pl
import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from jalur.foundation.accounts.access import ANONYMOUS, Refused
from jalur.foundation.exports import rules, services, tasks
from jalur.foundation.exports.models import Export, ExportPart, State
from jalur.foundation.history.models import Event
from jalur.foundation.organisations.models import Membership
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.kit import spreadsheets
from jalur.kit.refusals import codes_of
from tests.cast import VILLAGE
from tests.downloads import asked_for, rows_of

DAY = date(2026, 1, 12)
LIST = "/candidates/"


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = DAY


@pytest.fixture
def neighbours(cast):
    """Thirty candidates beside Sari."""
    people = Person.objects.bulk_create(
        Person(name=f"Contoh {n:02}", birth_date=DAY, sex="F", residence_id=VILLAGE) for n in range(30)
    )
    Candidate.objects.bulk_create(
        Candidate(person=one, number=f"J-{n:04}", education=4, available_from=DAY)
        for n, one in enumerate(people)
    )


@pytest.fixture
def worker_makes_it(monkeypatch):
    """Every list is too long to be sent at once, a worker looks up after every row, files have many parts."""
    monkeypatch.setattr(rules, "AT_ONCE", {"csv": 0, "xlsx": 0})
    monkeypatch.setattr(services, "ROWS_BETWEEN_LOOKS", 1)
    monkeypatch.setattr(services, "PART_BYTES", 500)
    monkeypatch.setattr(spreadsheets, "LINES_A_PIECE", 5)
    monkeypatch.setattr(spreadsheets, "PIECE_BYTES", 400)


@pytest.fixture
def waiting(cast, neighbours, sign_in, worker_makes_it):
    """Bu Wulan's list of candidates, waiting for a worker."""
    answer = asked_for(sign_in(cast.wulan), f"{LIST}?q=contoh&state=registered")
    export = Export.objects.get()
    assert answer.url == f"/exports/{export.pk}/"
    return export


def detail(export):
    return Event.objects.get(event="exports:list:exported", subject_key=str(export.pk)).detail


def events():
    """What has been recorded of exports, in its order."""
    recorded = Event.objects.filter(event__startswith="exports:list:").order_by("at")
    return [event.removeprefix("exports:list:") for event in recorded.values_list("event", flat=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_short_list_is_sent_at_once_and_leaves_an_event(cast, neighbours, sign_in, kind):
    answer = asked_for(sign_in(cast.wulan), f"{LIST}?q=contoh&page=2&sort=-name", kind)
    assert answer.status_code == 200
    assert answer.streaming
    assert answer["Content-Disposition"] == f'attachment; filename="cpmi-{timezone.now():%Y-%m-%d}.{kind}"'
    if kind == "csv":
        heads, *rows = rows_of(answer)
    else:
        frame = pl.read_excel(io.BytesIO(answer.getvalue()), engine="calamine")
        heads, rows = frame.columns, frame.rows()
    assert heads[0] == "Nama"
    assert [row[0] for row in rows] == ["Sari Contohwati", *(f"Contoh {n:02}" for n in range(29, -1, -1))]
    export = Export.objects.get()
    assert (export.state, export.parts.count()) == (State.SENT, 0)
    assert detail(export) == {"list": "cpmi", "kind": kind, "rows": 31, "filters": ["q"]}
    event = Event.objects.get(event="exports:list:exported")
    assert (event.user, event.place_code) == (cast.wulan.user, "35.17")


def test_what_leaves_is_cut_as_the_list_is(cast, neighbours, sign_in):
    assert len(rows_of(asked_for(sign_in(cast.gatot), LIST))) == 1
    assert asked_for(sign_in(cast.darmo), LIST).status_code == 403
    assert asked_for(sign_in(cast.sari), LIST).status_code == 403
    assert not Event.objects.filter(event="exports:list:exported", detail__rows=31).exists()


def test_a_list_without_export_gives_none_whatever_the_address(cast, sign_in):
    wulan = sign_in(cast.wulan)
    page = wulan.get("/people/duplicates/").content.decode()
    assert "results-export" not in page
    assert asked_for(wulan, "/people/duplicates/").status_code == 403
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nothing/",
        "/about/",
        "/exports/start/",
        "/account/",
        "/language/",
        "/accounts/login/",
        "/accounts/2fa/",
        "candidates/",
        "//example.org/",
        "https://example.org/",
        "",
    ],
)
def test_only_lists_of_ours_become_files(cast, sign_in, path):
    assert sign_in(cast.wulan).post(
        "/exports/start/", {"path": path, "query": "", "kind": "csv"}
    ).status_code in (403, 404)
    assert sign_in(cast.wulan).get("/exports/start/").status_code == 405


def test_each_kind_of_file_is_a_form_of_its_own(cast, sign_in):
    page = sign_in(cast.wulan).get(LIST).content.decode()
    forms = page.split('<div class="results-export">')[1].split("</div>")[0].split("<form ")[1:]
    assert [re.search(r'name="kind" value="(\w+)"', form)[1] for form in forms] == ["xlsx", "csv"]
    assert len({re.search(r'name="form_key" value="([^"]+)"', form)[1] for form in forms}) == 2


def test_another_kind_of_file_is_not_found(cast, sign_in):
    assert asked_for(sign_in(cast.wulan), LIST, "exe").status_code == 404


def test_opening_a_list_for_a_file_writes_nothing(cast, sign_in):
    """Filters of the visit stay as they were; the list's view is held to reading."""
    wulan = sign_in(cast.wulan)
    wulan.get(f"{LIST}?q=sari")
    asked_for(wulan, f"{LIST}?q=budi")
    offered = wulan.get(LIST).content.decode()
    assert "?q=sari" in offered
    assert "?q=budi" not in offered


def test_a_public_list_is_everybodys_and_a_long_one_waits_for_a_name(db, client):
    assert len(rows_of(asked_for(client, "/geography/countries/"))) > 200
    assert Event.objects.get(event="exports:list:exported").user is None
    answer = asked_for(client, "/geography/places/?sort=name")
    assert answer.url == "/geography/places/?sort=name"
    assert "terlalu panjang" in str(next(iter(get_messages(answer.wsgi_request))))
    assert Export.objects.count() == 1
    listing = services.listing_for("/geography/places/", "", actor=ANONYMOUS, user=None)
    with pytest.raises(Refused):
        services.start_export(
            actor=ANONYMOUS, listing=listing, path="/geography/places/", query="", kind="csv"
        )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_long_list_is_made_by_the_worker_and_waits_for_its_owner(
    cast, neighbours, sign_in, worker_makes_it, kind, django_capture_on_commit_callbacks
):
    wulan = sign_in(cast.wulan)
    with django_capture_on_commit_callbacks(execute=True):
        answer = asked_for(wulan, f"{LIST}?q=contoh", kind)
    export = Export.objects.get()
    job = ProcrastinateJob.objects.get(queue_name="exports")
    assert job.task_name == tasks.make_file.name
    assert (job.task_name, job.args) == (services.TASK, {"export_id": str(export.pk)})
    assert not Event.objects.filter(event="exports:list:exported").exists()
    page = wulan.get(answer.url).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "/file/" not in page
    assert wulan.get(f"{answer.url}file/").status_code == 404
    services.perform_export(**job.args)
    services.perform_export(**job.args)  # a second job finds nothing to do
    export.refresh_from_db()
    assert (export.state, export.rows, export.parts.count() > 1) == (State.DONE, 31, True)
    assert wulan.get(answer.url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = wulan.get(answer.url).content.decode()
    assert "Daftar Anda sudah siap." in page
    assert f"{answer.url}file/" in page
    assert export.title in wulan.get("/exports/").content.decode()
    file = wulan.get(f"{answer.url}file/")
    assert export.file_name in file["Content-Disposition"]
    if kind == "csv":
        assert len(rows_of(file)) == 32
    else:
        assert pl.read_excel(io.BytesIO(file.getvalue()), engine="calamine").height == 31
    assert detail(export) == {"list": "cpmi", "kind": kind, "rows": 31, "filters": ["q"]}


def test_a_file_of_the_worker_is_the_file_sent_at_once(cast, neighbours, sign_in, monkeypatch):
    wulan = sign_in(cast.wulan)
    at_once = asked_for(wulan, LIST).getvalue()
    monkeypatch.setattr(rules, "AT_ONCE", {"csv": 0})
    address = asked_for(wulan, LIST).url
    services.perform_export(Export.objects.get(state=State.WAITING).pk)
    assert wulan.get(f"{address}file/").getvalue() == at_once


def test_nobody_else_finds_page_or_file(cast, waiting, sign_in, client):
    services.perform_export(waiting.pk)
    page = f"/exports/{waiting.pk}/"
    for key in ("gatot", "darmo", "bayu", "yusuf", "sari", "rini"):
        other = sign_in(getattr(cast, key))
        assert other.get(page).status_code == 404
        assert other.get(f"{page}file/").status_code == 404
        assert other.post(f"{page}cancel/").status_code == 404
        assert waiting.title not in other.get("/exports/").content.decode().split('id="results"')[1]
        with pytest.raises(Refused):
            services.cancel_export(actor=getattr(cast, key).actor, export=waiting)
    for address in (page, f"{page}file/", "/exports/"):
        assert "/accounts/login/" in client.get(address).url


def test_the_owner_in_another_role_does_not_find_it(cast, waiting, sign_in):
    """Whoever changes office leaves the old office's lists behind."""
    services.perform_export(waiting.pk)
    Membership.objects.filter(user=cast.wulan.user).update(role="village_officer")
    assert sign_in(cast.wulan).get(f"/exports/{waiting.pk}/file/").status_code == 404


@pytest.mark.parametrize("ends", ["membership", "account", "role", "office"])
def test_a_right_that_ended_ends_the_export(cast, waiting, ends):
    membership = Membership.objects.get(user=cast.wulan.user)
    if ends == "membership":
        Membership.objects.filter(pk=membership.pk).update(valid_to=DAY)
    elif ends == "account":
        type(cast.wulan.user).objects.filter(pk=cast.wulan.user.pk).update(is_active=False)
    elif ends == "role":  # the account acts as another now
        Membership.objects.filter(pk=membership.pk).update(role="village_officer")
    else:
        type(membership.organisation).objects.filter(pk=membership.organisation_id).update(closed_on=DAY)
    services.perform_export(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.REFUSED
    assert not ExportPart.objects.exists()
    assert events() == ["asked", "begun", "refused"]


def test_a_list_that_may_not_be_exported_any_more_ends_refused(cast, waiting, sign_in, monkeypatch):
    from jalur.foundation.accounts import access

    grants = tuple(one for one in access.table() if one.action != "candidates:candidate:export")
    monkeypatch.setattr(
        access,
        "_grants",
        lambda role, action: tuple(one for one in grants if one.role == role and one.action in (action, "*")),
    )
    services.perform_export(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.REFUSED
    assert "tidak boleh lagi" in sign_in(cast.wulan).get(f"/exports/{waiting.pk}/").content.decode()


def test_what_waits_is_cancelled_before_it_begins(cast, waiting, sign_in):
    assert sign_in(cast.wulan).post(f"/exports/{waiting.pk}/cancel/").url == f"/exports/{waiting.pk}/"
    services.perform_export(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED
    assert events() == ["asked", "cancelled"]


def test_what_runs_is_cancelled_on_the_way_and_leaves_no_parts(cast, waiting, monkeypatch):
    put = ExportPart.objects.create

    def put_and_cancel(**values):
        part = put(**values)
        services.cancel_export(actor=cast.wulan.actor, export=waiting)
        return part

    monkeypatch.setattr(ExportPart.objects, "create", put_and_cancel)
    services.perform_export(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED
    assert not ExportPart.objects.exists()
    assert events() == ["asked", "begun", "cancelled", "ended"]


def test_what_is_over_cannot_be_cancelled(cast, waiting):
    services.perform_export(waiting.pk)
    with pytest.raises(ValidationError) as refused:
        services.cancel_export(actor=cast.wulan.actor, export=waiting)
    assert codes_of(refused.value) == ["wrong_state"]
    waiting.refresh_from_db()
    assert waiting.state == State.DONE
    assert waiting.parts.exists()


def test_progress_is_shown_with_the_time_left(cast, waiting, sign_in):
    begun = timezone.now() - timedelta(seconds=100)
    Export.objects.update(state=State.RUNNING, started_at=begun, done=10, rows=30)
    page = sign_in(cast.wulan).get(f"/exports/{waiting.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "10 dari 30 baris" in page
    assert 'value="33"' in page
    assert page.lstrip().startswith('<section class="work"')
    assert rules.seconds_left(10, 30, 100.0) == 200
    assert rules.seconds_left(0, 30, 100.0) is None


def test_work_of_a_lost_worker_is_begun_again_once(cast, waiting):
    services.perform_export(waiting.pk)
    for attempts, state in ((1, State.WAITING), (2, State.FAILED)):
        silent = {"attempts": attempts, "heard_at": timezone.now() - timedelta(minutes=3)}
        Export.objects.update(state=State.RUNNING, **silent)
        assert services.take_up_lost_exports() == 1
        waiting.refresh_from_db()
        assert waiting.state == state
        assert not ExportPart.objects.exists()
    Export.objects.update(state=State.RUNNING, heard_at=timezone.now())
    assert services.take_up_lost_exports() == 0
    assert events() == ["asked", "begun", "exported", "taken_up", "given_up"]


def test_files_expire_after_seven_days_and_the_event_stays(cast, waiting, sign_in):
    services.perform_export(waiting.pk)
    now = timezone.now()
    Export.objects.update(created_at=now - rules.KEPT + timedelta(minutes=1))
    services.forget_old_exports()
    assert Export.objects.exists()
    Export.objects.update(created_at=now - rules.KEPT - timedelta(minutes=1))
    services.forget_old_exports()
    assert not Export.objects.exists()
    assert not ExportPart.objects.exists()
    assert sign_in(cast.wulan).get(f"/exports/{waiting.pk}/file/").status_code == 404
    assert events() == ["asked", "begun", "exported"]


def test_the_home_says_for_a_day_that_a_list_is_ready(cast, waiting, sign_in):
    address = f"/exports/{waiting.pk}/"
    wulan, gatot = sign_in(cast.wulan), sign_in(cast.gatot)
    assert address not in wulan.get("/").content.decode()
    services.perform_export(waiting.pk)
    assert address in wulan.get("/").content.decode()
    assert address not in gatot.get("/").content.decode()
    Export.objects.update(finished_at=timezone.now() - rules.NEWS - timedelta(minutes=1))
    assert address not in wulan.get("/").content.decode()


def test_a_file_takes_as_many_queries_for_ten_rows_as_for_thirty(cast, neighbours, sign_in):
    wulan, counts = sign_in(cast.wulan), []
    for query in ("q=J-000", "q=contoh"):
        with CaptureQueriesContext(connection) as queries:
            rows = rows_of(asked_for(wulan, f"{LIST}?{query}"))
        counts.append((len(queries), len(rows) > 20))
    assert counts == [(counts[0][0], False), (counts[0][0], True)]
