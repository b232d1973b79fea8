"""What every kind of file inherits: refused types, reach, history, expiry, growth. A room joins by naming the record that carries it
(`CARRIES` in its examples); the sweeps over addresses, double posts and queries take the kind from there as well."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Refused
from jalur.foundation.files import door, queries, services, store
from jalur.foundation.files.kinds import kinds
from jalur.foundation.files.models import Retention, StoredFile
from jalur.foundation.history.models import Event
from jalur.foundation.workflow.locks import ORDER
from jalur.kit import dates
from tests.access.world import make_world
from tests.files.examples import CARRIES
from tests.files.stored import accepted, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(params=kinds(), ids=lambda kind: kind.key)
def kind(request):
    return request.param


@pytest.fixture
def sides(cast, own_store, kind):
    """A row near Bu Wulan and one far away, each with a file."""
    world = make_world(cast)
    return [(getattr(one, CARRIES[kind.key]), one.files[kind.key]) for one in (world.near, world.far)]


@pytest.fixture
def carrier(sides):
    return sides[0]


def members(cast, kind, right, owner):
    """(who may, who may not) of the cast, with accounts."""
    everybody = list(vars(cast).values())
    may = [one for one in everybody if access.covers(one.actor, right, owner)]
    return may, [one for one in everybody if one not in may]


def events(file):
    return list(Event.objects.filter(subject_key=str(file.pk)).order_by("at").values_list("event", flat=True))


def test_every_kind_is_complete(kind):
    assert kind.table in ORDER, "its rows are locked while files are added"
    assert kind.key in CARRIES, "say in the room's examples which record carries it"
    retention = queries.retention_of(kind, dates.today())
    assert retention is not None, "say in data/files/retention.csv how long it is kept"
    assert retention.days > 0


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.zip", "a.docm", "a.exe", "a.jpg"])
def test_what_is_no_photo_and_no_pdf_is_refused_in_a_sentence(name):
    head = {"a.zip": b"PK\x03\x04", "a.docm": b"PK\x03\x04word/", "a.exe": b"MZ"}.get(
        name, b"<svg onload=a()>"
    )
    with pytest.raises(ValidationError) as refused:
        door.accept([SimpleUploadedFile(name, head + bytes(100), "image/jpeg")])
    assert "foto dan PDF" in " ".join(refused.value.messages)


def test_who_has_the_right_to_the_row_reads_its_files_and_nobody_else(cast, kind, sides, sign_in):
    for owner, file in sides:
        may, may_not = members(cast, kind, kind.reads, owner)
        for name, status in {"": 200, "_picture": 200}.items():
            url = reverse(f"files:{kind.key}{name}", args=[file.pk, *([1] if name else [])])
            assert {sign_in(one).get(url).status_code for one in may} <= {status}
            assert {sign_in(one).get(url).status_code for one in may_not} <= {403, 404}
        url = reverse(f"files:{kind.key}_download", args=[file.pk])
        before = Event.objects.count()
        assert {sign_in(one).post(url).status_code for one in may_not} <= {403, 404}
        assert Event.objects.count() == before


def test_who_may_add_adds_and_removes_and_nobody_else(cast, kind, carrier):
    owner, file = carrier
    may, may_not = members(cast, kind, kind.adds, owner)
    assert may
    for number, one in enumerate(may_not):
        for write in (
            lambda who, n: services.keep(
                actor=who, kind=kind, owner=owner, accepted=accepted(f"#0000{n:02}")
            ),
            lambda who, n: services.remove(actor=who, kind=kind, owner=owner, file=file),
        ):
            with pytest.raises(Refused):
                write(one.actor, number)
    assert list(queries.files_of(kind, owner)) == [file]
    added = services.keep(actor=may[0].actor, kind=kind, owner=owner, accepted=accepted("red"))
    services.remove(actor=may[0].actor, kind=kind, owner=owner, file=added)
    assert events(added) == ["files:file:added", "files:file:removed"]
    assert set(Event.objects.filter(subject_key=str(added.pk)).values_list("person_id", flat=True)) == {
        kind.person(owner)
    }


def test_a_download_stands_in_the_history_or_does_not_happen(cast, kind, carrier, sign_in, monkeypatch):
    owner, file = carrier
    reader = members(cast, kind, kind.reads, owner)[0][0]
    url = reverse(f"files:{kind.key}_download", args=[file.pk])
    answer = sign_in(reader).post(url)
    body = b"".join(answer.streaming_content)
    assert body == b"".join(store.pieces(file.address, key=file.key))
    event = Event.objects.get(event="files:file:downloaded")
    assert (event.user_id, event.person_id, event.detail["kind"]) == (
        reader.user.pk,
        kind.person(owner),
        kind.key,
    )
    monkeypatch.setattr(services, "record", lambda **what: 1 / 0)
    client = sign_in(reader)
    client.raise_request_exception = False
    assert client.post(url).status_code == 500


def test_what_is_shown_runs_nothing_and_belongs_to_no_origin(cast, kind, carrier, sign_in):
    owner, file = carrier
    client = sign_in(members(cast, kind, kind.reads, owner)[0][0])
    shown = client.get(reverse(f"files:{kind.key}_picture", args=[file.pk, 1]))
    sent = client.post(reverse(f"files:{kind.key}_download", args=[file.pk]))
    for answer, disposition in ((shown, "inline"), (sent, "attachment")):
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("sandbox;")
        assert "allow-" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith(disposition)
        assert answer["Cache-Control"] == "no-store"
        assert b"".join(answer)
    for number in (0, 2, 99):
        assert client.get(f"/files/{kind.key}/{file.pk}/pages/{number}/").status_code == 404


def test_the_same_file_twice_is_one_and_a_row_carries_so_many(kind, carrier):
    owner, file = carrier
    assert stored(kind.key, owner) == file
    colours = [f"#{number:06x}" for number in range(0, 0xFF0000, 0x101010)]
    for colour in colours[1 : kind.most]:
        stored(kind.key, owner, colour)
    before = Event.objects.count()
    with pytest.raises(ValidationError) as refused:
        stored(kind.key, owner, "green")
    assert refused.value.error_dict["file"][0].code == "enough"
    assert (len(queries.files_of(kind, owner)), Event.objects.count()) == (kind.most, before)


def test_what_has_been_kept_long_enough_is_deleted(
    kind, carrier, own_store, django_capture_on_commit_callbacks
):
    _owner, file = carrier
    today = dates.today()
    days = queries.retention_of(kind, today).days
    StoredFile.objects.filter(pk=file.pk).update(created_at=timezone.now() - timedelta(days=days - 1))
    assert services.expire(today) == 0
    StoredFile.objects.filter(pk=file.pk).update(created_at=timezone.now() - timedelta(days=days))
    assert queries.kept_until(kind, StoredFile.objects.get(pk=file.pk), today) == today
    with django_capture_on_commit_callbacks(execute=True):
        assert services.expire(today) == 1
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not (own_store / file.address).exists()
    assert events(file)[-1] == "files:file:expired"


def test_another_rule_holds_from_its_first_day(kind, carrier):
    _owner, file = carrier
    today = dates.today()
    Retention.objects.filter(kind=kind.key).update(valid_to=today)
    Retention.objects.create(kind=kind.key, days=3, valid_from=today)
    assert queries.kept_until(kind, file, today) == timezone.localdate() + timedelta(days=3)
    StoredFile.objects.filter(pk=file.pk).update(created_at=timezone.now() - timedelta(days=3))
    assert services.expire(today) == 1


def test_a_row_that_is_gone_takes_its_files_along(
    kind, carrier, own_store, django_capture_on_commit_callbacks
):
    owner, file = carrier
    # A row may carry files of several kinds.
    carried = set(StoredFile.objects.filter(owner_key=str(owner.pk)).values_list("pk", flat=True))
    assert file.pk in carried
    type(owner)._default_manager.filter(pk=owner.pk).delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert set(services.sweep(apply=False).without_record) == carried
        assert set(services.sweep(apply=True).without_record) == carried
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not (own_store / file.address).exists()


def test_more_files_ask_the_database_no_more_often(cast, kind, carrier, sign_in):
    owner, file = carrier
    client = sign_in(members(cast, kind, kind.reads, owner)[0][0])

    def asked():
        with CaptureQueriesContext(connection) as queried:
            assert client.get(reverse(f"files:{kind.key}", args=[file.pk])).status_code == 200
        return len(queried)

    asked()
    stored(kind.key, owner, "red")
    one = asked()
    stored(kind.key, owner, "blue")
    stored(kind.key, owner, "green")
    assert asked() == one
