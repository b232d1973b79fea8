"""A machine that dies while somebody uploads: whatever the moment, nothing is left that nobody refers to, and no row without bytes."""

import shutil
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jalur.foundation.files import services
from jalur.foundation.files.models import StoredFile
from jalur.foundation.history.models import Event
from jalur.journey.candidates.models import HeldCompetency
from tests.files.corpus import jpeg, picture, saved
from tests.files.stored import stored
from tests.forks import die, forked

POINTS = 20
CODE = (
    "jalur/foundation/files/",
    "jalur/kit/uploads",
    "django/core/files/",
    "django/db/transaction",
    "django/core/handlers",
)
pytestmark = pytest.mark.django_db(transaction=True)


class Killer:
    """Counts the calls into the code of an upload; at the one it is told, this process is gone."""

    def __init__(self, at: int, tell: Path) -> None:
        self.at, self.tell, self.calls = at, tell, 0

    def __call__(self, frame, event, argument) -> None:
        if event == "call" and any(part in frame.f_code.co_filename for part in CODE):
            self.calls += 1
            if self.calls == self.at:
                die()


def upload(client, at: int, tell: Path) -> None:
    """Post a photo of some pieces as the form does; die at a call, or say how many there were."""
    killer = Killer(at, tell)
    content = saved(picture((700, 500)), "PNG")
    sent = {"competency": "EN-A2", "evidence": "certificate", "paper": SimpleUploadedFile("a.png", content)}
    sys.setprofile(killer)
    answer = client.post(reverse("candidates:add_held", args=["J-SARI-0001"]), sent)
    sys.setprofile(None)
    tell.write_text(f"{answer.status_code} {killer.calls}")


def test_a_kill_at_twenty_moments_leaves_nothing_behind(cast, own_store, settings, sign_in, tmp_path):
    client, tell = sign_in(cast.sari), tmp_path / "told"
    assert forked(lambda: upload(client, 0, tell)) == 0
    status, calls = map(int, tell.read_text().split())
    assert status == 302
    assert calls > POINTS * 5
    clear(own_store)
    left = 0
    for point in range(POINTS):
        at = 1 + round(point * (calls - 1) / POINTS)
        assert forked(lambda at=at: upload(client, at, tell)) == signal.SIGKILL
        left += sum(
            1 for folder in (own_store, settings.FILES_INCOMING) for one in folder.rglob("*") if one.is_file()
        )
        services.sweep(apply=True, age=timedelta(0))
        kept = set(StoredFile.objects.values_list("pk", flat=True))
        there = {path.name for path in own_store.rglob("*") if path.is_file()}
        assert there == {pk.hex for pk in kept}, f"at call {at}"
        assert list(settings.FILES_INCOMING.iterdir()) == [], f"at call {at}"
        held = HeldCompetency.objects.filter(competency_id="EN-A2").count()
        assert held == len(kept) == Event.objects.filter(event="files:file:added").count() - 1, (
            f"at call {at}"
        )
        if kept:
            clear(own_store)
    assert left > POINTS // 2, "the moments lie inside of the upload"


def clear(own_store: Path) -> None:
    """Begin again: the row and its file are gone, what is recorded stays."""
    HeldCompetency.objects.filter(competency_id="EN-A2").delete()
    StoredFile.objects.all().delete()
    shutil.rmtree(own_store, ignore_errors=True)
    own_store.mkdir()


def test_a_kill_between_row_and_bytes_of_a_removal_leaves_bytes_that_the_sweep_finds(
    cast, own_store, monkeypatch
):
    held = HeldCompetency.objects.create(
        candidate=cast.sari.person.candidate, competency_id="EN-A1", evidence="certificate"
    )
    file = stored("evidence", held)
    monkeypatch.setattr(services.store, "remove", lambda address: die())
    from jalur.foundation.files.kinds import kind_of

    gone = forked(
        lambda: services.remove(actor=cast.sari.actor, kind=kind_of("evidence"), owner=held, file=file)
    )
    monkeypatch.undo()
    assert gone == signal.SIGKILL
    assert not StoredFile.objects.exists()
    assert (own_store / file.address).exists()
    assert services.sweep(apply=True, age=timedelta(0)).unknown == [file.address]
    assert not (own_store / file.address).exists()


def test_the_pieces_of_an_upload_are_bounded(settings, cast, sign_in, own_store):
    """What is sent beyond the most is not written to the disk, and the form says so."""
    settings.FILES = {**settings.FILES, "bytes": 100_000}
    largest = []

    def watch(frame, event, argument) -> None:
        if event == "return" and frame.f_code.co_name == "receive_data_chunk":
            largest.extend(path.stat().st_size for path in settings.FILES_INCOMING.iterdir())

    sent = {
        "competency": "EN-A2",
        "evidence": "certificate",
        "paper": SimpleUploadedFile("a.jpg", jpeg() + bytes(3_000_000)),
    }
    client = sign_in(cast.sari)
    sys.setprofile(watch)
    answer = client.post(reverse("candidates:add_held", args=["J-SARI-0001"]), sent)
    sys.setprofile(None)
    assert answer.status_code == 422
    assert "Lebih dari" in answer.content.decode()
    assert max(largest) < 300_000
    assert not StoredFile.objects.exists()
