"""Bytes at rest: sealed, whole or not there, found when nobody refers to them; and the scanner in front of them."""

import io
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from jalur.foundation.files import door, rules, sealing, services, store
from jalur.foundation.files.models import StoredFile
from tests.files.corpus import jpeg
from tests.files.stored import stored

NOW = timedelta()
KEY = bytes(range(32))


def sealed(plain, name="a", key=KEY):
    target = io.BytesIO()
    sealing.seal(io.BytesIO(plain), target, key=key, name=name)
    return target.getvalue()


def opened(content, name="a", key=KEY):
    return b"".join(sealing.unseal(io.BytesIO(content), key=key, name=name))


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])
def test_what_is_sealed_is_opened_again(size):
    plain = os.urandom(size)
    assert opened(sealed(plain)) == plain
    assert size < 16 or plain not in sealed(plain)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[:-16],
        lambda whole: whole[: 17 + 65_552],  # the first piece alone
        lambda whole: whole[:17] + whole[17 + 65_552 :],  # without the first piece
        lambda whole: (
            whole[:17]
            + whole[17 + 65_552 : 17 + 2 * 65_552]
            + whole[17 : 17 + 65_552]
            + whole[17 + 2 * 65_552 :]
        ),
        lambda whole: whole + whole[-100:],
        lambda whole: whole[:500] + bytes([whole[500] ^ 1]) + whole[501:],
        lambda whole: whole[:12] + bytes([whole[12] ^ 1]) + whole[13:],
        lambda whole: whole[:17],
        lambda whole: b"",
    ],
)
def test_what_was_tampered_with_is_not_opened(tamper):
    with pytest.raises(sealing.DamagedError):
        opened(tamper(sealed(os.urandom(150_000))))


def test_one_file_is_not_opened_in_the_place_of_another():
    for name, key in (("b", KEY), ("a", bytes(32))):
        with pytest.raises(sealing.DamagedError):
            opened(sealed(b"x"), name=name, key=key)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\windows\\a.exe", "a.jpg"),
        ("a.jpg.exe", "a.jpg"),
        ("foto\u202egpj.exe", "fotogpj.jpg"),
        ("a\x00b\nc.pdf", "ab c.jpg"),
        ("\u200b\u2800", "file.jpg"),
        ("....", "file.jpg"),
        ("", "file.jpg"),
        ('<script>"a".png', "script a.jpg"),
        ("Ijazah  SMK Sari.PDF", "Ijazah SMK Sari.jpg"),
        ("x" * 500 + ".jpg", "x" * 100 + ".jpg"),
    ],
)
def test_a_name_is_only_a_name(name, expected):
    assert rules.clean_name(name, "image/jpeg") == expected


@pytest.fixture
def held(cast, own_store):
    from jalur.journey.candidates.models import HeldCompetency

    return HeldCompetency.objects.create(
        candidate=cast.sari.person.candidate, competency_id="EN-A1", evidence="certificate"
    )


@pytest.mark.django_db
def test_neither_bytes_nor_names_nor_keys_lie_open(held, own_store):
    file = stored("evidence", held)
    [path] = [one for one in own_store.rglob("*") if one.is_file()]
    assert path.stat().st_mode & 0o077 == 0
    assert b"JFIF" not in path.read_bytes()
    row = StoredFile.objects.filter(pk=file.pk).values().get()
    told = b"".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for value in row.values()
    )
    assert b"foto" not in told
    assert file.key not in told
    assert file.name == "foto.jpg"


@pytest.mark.django_db
def test_the_sweep_finds_what_nobody_refers_to_and_what_is_lost(held, own_store, settings, capsys):
    file, gone = stored("evidence", held), stored("evidence", held, "red")
    unknown = own_store / "ab" / ("ab" + "0" * 30)
    unknown.parent.mkdir(exist_ok=True)
    unknown.write_bytes(b"x")
    draft = settings.FILES_INCOMING / "upload.upload"
    draft.write_bytes(b"x")
    (own_store / gone.address).unlink()
    assert services.sweep(apply=True) == services.Sweep(lost=[gone.pk]), "what is young may be under way"
    found = services.sweep(apply=False, age=NOW)
    assert (found.unknown, found.left_behind) == ([f"ab/{unknown.name}"], ["upload.upload"])
    assert unknown.exists()
    services.sweep(apply=True, age=NOW)
    assert (unknown.exists(), draft.exists(), (own_store / file.address).exists()) == (False, False, True)
    call_command("files", "--apply")
    told = capsys.readouterr().out
    assert "1 LOST" in told
    assert str(gone.pk) in told


@pytest.mark.django_db
def test_a_page_whose_bytes_are_damaged_is_not_shown(held, own_store, sign_in, cast):
    file = stored("evidence", held)
    path = own_store / file.address
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert sign_in(cast.wulan).get(f"/files/evidence/{file.pk}/pages/1/").status_code == 404


# -- the scanner ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def clamd(settings, tmp_path):
    """A stand-in of clamd at a socket: reads what is sent and says what the test wants it to."""
    place, heard = tmp_path / "clamd", []
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(place))
    server.listen()
    settings.CLAMD = str(place)

    def serve():
        while True:
            try:
                line, _address = server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while size := int.from_bytes(stream.read(4), "big"):
                    content += stream.read(size)
                heard.append(content)
                line.sendall(heard.answer)

    class Heard(list):
        answer = b"stream: OK\0"

    heard = Heard()
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield heard
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


def test_the_scanner_sees_what_was_sent(clamd):
    content = jpeg()
    assert door.accept([SimpleUploadedFile("a.jpg", content)]).scanned is True
    assert clamd == [content]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "infected"),
        (b"INSTREAM size limit exceeded. ERROR\0", "silent"),
        (b"", "silent"),
        (b"stream: OK and more\0", "silent"),
    ],
)
def test_what_the_scanner_does_not_pass_is_not_kept(clamd, answer, code):
    clamd.answer = answer
    with pytest.raises(ValidationError) as refused:
        door.accept([SimpleUploadedFile("a.jpg", jpeg())])
    assert refused.value.code == code


@pytest.mark.parametrize("place", ["/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_a_scanner_that_is_not_there_lets_nothing_in(settings, place):
    settings.CLAMD = place
    with pytest.raises(ValidationError) as refused:
        door.accept([SimpleUploadedFile("a.jpg", jpeg())])
    assert refused.value.code == "silent"


# -- another store ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def s3(settings, tmp_path, monkeypatch):
    """A stand-in of an S3 store: moto's server, on this machine only."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    endpoint = f"http://127.0.0.1:{port}"
    try:
        wait_for(port)
        import boto3

        client = boto3.client("s3", endpoint_url=endpoint)
        client.create_bucket(Bucket="papers")
        client.close()
        options = {"bucket_name": "papers", "endpoint_url": endpoint, "file_overwrite": False}
        files = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "files": files}
        yield
        store.storage().connection.meta.client.close()
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port):
    for _ in range(300):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the stand-in did not start")


@pytest.mark.filterwarnings("default")
def test_an_s3_store_by_setting(s3, own_store_of_drafts):
    plain, key = os.urandom(200_000), sealing.new_key()
    address = f"ab/{'ab' + '0' * 30}"
    source = own_store_of_drafts / "plain"
    source.write_bytes(plain)
    store.put(address, source, key=key)
    assert b"".join(store.pieces(address, key=key)) == plain
    assert store.names_in("ab") == [address.split("/")[1]]
    assert store.names_in("cd") == []
    assert store.is_older(address, NOW)
    assert not store.is_older(address, timedelta(hours=1))
    assert sorted(path.name for path in own_store_of_drafts.iterdir()) == ["plain"]
    store.remove(address)
    assert store.names_in("ab") == []
    with pytest.raises(FileNotFoundError):
        list(store.pieces(address, key=key))


@pytest.fixture
def own_store_of_drafts(settings, tmp_path):
    settings.FILES_INCOMING = tmp_path / "incoming"
    settings.FILES_INCOMING.mkdir()
    return settings.FILES_INCOMING
