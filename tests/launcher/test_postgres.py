"""The embedded PostgreSQL: starts, stops, survives, and says plainly when it can't."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from jalur.project.launcher import binaries, folders, postgres
from jalur.project.launcher.folders import LauncherError
from tests.launcher.conftest import CHECKOUT, belonging_to, kill_all, require_for_nobody, wait_until


def write(dsn: str, text: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text PRIMARY KEY)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def read(dsn: str) -> list[str]:
    with psycopg.connect(dsn) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY text")]


def test_data_survive_a_stop_and_no_process_stays(data):
    write(postgres.ensure(data), "kept")
    assert belonging_to(data)
    assert postgres.stop(data)
    assert belonging_to(data) == set()
    assert read(postgres.ensure(data)) == ["kept"]


def test_stopping_what_does_not_run_is_no_error(data):
    assert postgres.stop(data) is False
    postgres.ensure(data)
    assert postgres.stop(data) is True
    assert postgres.stop(data) is False


@pytest.mark.parametrize("programs", ["", "wheel"], ids=["the machine's", "the environment's"])
def test_a_start_after_kill_9_recovers(data, monkeypatch, programs):
    monkeypatch.setenv("JALUR_POSTGRES", programs)
    write(postgres.ensure(data), "kept")
    kill_all(belonging_to(data))
    assert read(postgres.ensure(data)) == ["kept"]


def test_a_server_that_does_not_answer_is_not_taken_for_a_running_one(data):
    """One killed a moment ago still has its files, its socket and its process: it is waited out and replaced."""
    write(postgres.ensure(data), "kept")
    dying = belonging_to(data)
    for pid in dying:
        with contextlib.suppress(ProcessLookupError):  # one of PostgreSQL's own may have been at its end
            os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor() as pool:
        address = pool.submit(postgres.ensure, data)
        with pytest.raises(TimeoutError):
            address.result(1)
        kill_all(dying)
        assert read(address.result(60)) == ["kept"]


def test_a_stale_process_number_that_somebody_else_has_now_is_no_obstacle(data):
    write(postgres.ensure(data), "kept")
    server = postgres.server(data)
    kill_all(belonging_to(data))
    assert wait_until(lambda: not belonging_to(data))
    pid_file = server.cluster / "postmaster.pid"
    lines = pid_file.read_text(encoding="utf-8").split("\n")
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]), encoding="utf-8")
    assert server.pid() is None
    assert read(postgres.ensure(data)) == ["kept"]


def test_a_first_start_that_was_cut_off_is_made_anew(data):
    half = data / "postgres" / "cluster.partial"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("15\n", encoding="utf-8")
    write(postgres.ensure(data), "kept")
    assert not half.exists()


def test_two_starters_at_once_share_one_server(data):
    answers: list[str] = []
    starters = [threading.Thread(target=lambda: answers.append(postgres.ensure(data))) for _ in range(4)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len(set(answers)) == 1
    assert len(answers) == 4
    write(answers[0], "one")


def test_the_last_user_stops_the_server(data):
    with postgres.running(data) as dsn:
        with postgres.running(data):
            pass
        write(dsn, "still there")
    assert belonging_to(data) == set()


def test_a_server_somebody_asked_to_keep_stays(data, monkeypatch, capsys):
    monkeypatch.setenv("JALUR_DATA", str(data))
    monkeypatch.setattr(postgres.folders, "data_folder", lambda: data)
    assert postgres.command("status") == 3
    assert postgres.command("start") == 0
    with postgres.running(data):
        pass
    assert postgres.command("status") == 0
    assert postgres.command("stop") == 0
    assert postgres.command("status") == 3
    assert "PostgreSQL stopped." in capsys.readouterr().out


def test_a_leashed_server_ends_with_its_starter(data):
    code = f"""
import pathlib, time
from jalur.project.launcher import postgres
postgres.ensure(pathlib.Path({str(data)!r}), leash=True)
print("ready", flush=True)
time.sleep(600)
"""
    starter = subprocess.Popen([sys.executable, "-c", code], cwd=CHECKOUT, stdout=subprocess.PIPE)
    assert starter.stdout.readline() == b"ready\n"
    assert belonging_to(data)
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    assert wait_until(lambda: not belonging_to(data))


def test_a_very_long_folder_name_works(data):
    deep = data.joinpath(*["a-folder-with-a-rather-long-name"] * 4)
    deep.mkdir(parents=True)
    dsn = postgres.ensure(deep)
    write(dsn, "kept")
    socket = postgres.server(deep).socket
    assert len(str(socket)) < 100
    assert socket.stat().st_mode & 0o077 == 0
    postgres.stop(deep)
    socket.rmdir()


def test_the_socket_and_the_password_are_ours_alone(data):
    postgres.ensure(data)
    server = postgres.server(data)
    assert server.socket.stat().st_mode & 0o077 == 0
    assert server.cluster.stat().st_mode & 0o077 == 0
    assert server.password_file.stat().st_mode & 0o077 == 0
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"host={server.socket} user=jalur dbname=jalur password=wrong")
    listening = Path("/proc/net/tcp").read_text(encoding="ascii")
    with psycopg.connect(server.dsn()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert ":1538 " not in "\n".join(line for line in listening.splitlines() if " 0A " in line)  # port 5432


def test_somebody_elses_socket_folder_is_refused(data, tmp_path):
    if not folders.is_root():
        pytest.skip("only root can make a folder of somebody else")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    os.chown(theirs, 12345, 12345)
    with pytest.raises(LauncherError, match="belongs to somebody else"):
        folders.make_private(theirs, owner=folders.NOBODY)
    assert theirs.stat().st_uid == 12345


def test_the_log_holds_nothing_that_somebody_typed(data):
    dsn = postgres.ensure(data)
    write(dsn, "3517080101900001")
    with pytest.raises(psycopg.errors.UniqueViolation):
        write(dsn, "3517080101900001")
    with psycopg.connect(dsn) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT '3517080101900001' FROM nowhere")
    log = postgres.server(data).log.read_text(encoding="utf-8")
    assert "duplicate key" in log
    assert "3517080101900001" not in log


def test_data_of_another_version_are_left_alone(data):
    postgres.ensure(data)
    postgres.stop(data)
    version = postgres.server(data).cluster / "PG_VERSION"
    version.write_text("14\n", encoding="utf-8")
    with pytest.raises(LauncherError, match="were written by PostgreSQL 14"):
        postgres.ensure(data)
    assert version.read_text(encoding="utf-8") == "14\n"
    assert belonging_to(data) == set()


def test_no_programs_at_all_is_one_plain_sentence(data, monkeypatch, tmp_path):
    monkeypatch.setenv("JALUR_POSTGRES", str(tmp_path))
    with pytest.raises(LauncherError, match="No PostgreSQL 15 or newer found"):
        postgres.ensure(data)


def test_a_client_only_installation_is_passed_over(monkeypatch, tmp_path):
    client = tmp_path / "17" / "bin"
    client.mkdir(parents=True)
    for name in ("psql", "pg_dump", "initdb"):
        (client / name).write_text("#!/bin/sh\n", encoding="ascii")
        (client / name).chmod(0o755)
    monkeypatch.setenv("JALUR_POSTGRES", str(client))
    with pytest.raises(LauncherError):
        binaries.find(tmp_path)


def test_a_served_database_is_used_as_it_is(data, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    assert postgres.ensure(data) == "postgresql://somewhere/else"
    with postgres.running(data) as dsn:
        assert dsn == "postgresql://somewhere/else"
    assert postgres.command("start") == 0
    assert "nothing to start" in capsys.readouterr().out
    assert list(data.iterdir()) == []


@pytest.mark.skipif(not folders.is_root(), reason="only root can become another user")
@pytest.mark.parametrize("programs", ["", "wheel"], ids=["the machine's", "the environment's"])
def test_an_ordinary_user_can_do_it_too(data, programs):
    require_for_nobody()
    os.chown(data, folders.NOBODY, folders.NOBODY)
    code = f"""
import os, pathlib, psycopg
from jalur.project.launcher import postgres
assert os.geteuid() == {folders.NOBODY}
data = pathlib.Path({str(data)!r})
with postgres.running(data) as dsn, psycopg.connect(dsn) as connection:
    print(connection.execute("SELECT 'reached'").fetchone()[0])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        user=folders.NOBODY,
        group=folders.NOBODY,
        extra_groups=[],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(data),
            "JALUR_POSTGRES": programs,
            "PYTHONPATH": str(CHECKOUT),
        },
        cwd=data,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "reached\n"), done.stderr
    assert belonging_to(data) == set()


@pytest.mark.skipif(not folders.is_root(), reason="only root lends its server another account")
def test_root_below_a_closed_folder_keeps_the_server_where_its_account_can_go(data):
    closed = data / "closed"
    closed.mkdir(mode=0o700)
    dsn = postgres.ensure(closed)
    write(dsn, "kept")
    server = postgres.server(closed)
    try:
        assert server.folder.is_relative_to("/var/lib/jalur")
        closed.chmod(0o755)
        assert postgres.server(closed).folder == server.folder
        assert closed.stat().st_mode & 0o777 == 0o755
        postgres.stop(closed)
        assert read(postgres.ensure(closed)) == ["kept"]
    finally:
        postgres.stop(closed)
        subprocess.run(["rm", "-rf", str(server.folder)], check=True)
