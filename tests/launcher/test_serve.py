"""Web server and job worker under watch: they answer, they end together, they come back."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from jalur.project.launcher import folders, postgres, serve
from jalur.project.launcher.folders import LauncherError
from tests import cluster
from tests.launcher.conftest import CHECKOUT, belonging_to, kill_all, require_for_nobody, wait_until


@pytest.fixture
def prepared(data):
    """A data folder whose database holds every table and the reference data."""
    subprocess.run(["cp", "-a", f"{cluster.kept_cluster()}/.", str(data)], check=True)
    dsn = postgres.ensure(data)
    with psycopg.connect(cluster.with_name(dsn, "postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE jalur")
        template = sql.Identifier(cluster.template_name())
        connection.execute(sql.SQL("CREATE DATABASE jalur TEMPLATE {}").format(template))
    postgres.stop(data)
    return data


@pytest.fixture
def running(prepared):
    """Start `jalur serve` on the prepared folder; whatever is left of it at the end is killed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started: list[subprocess.Popen[str]] = []

    def start(**account) -> tuple[subprocess.Popen[str], int]:
        environment = {
            **os.environ,
            "JALUR_DATA": str(prepared),
            "JALUR_WEB_WORKERS": "1",
            "PYTHONPATH": str(CHECKOUT),
        }
        environment["JALUR_KEYS"] = str(prepared / "keys.json")
        if account:  # the suite's cache of kernels is not theirs to write
            del environment["NUMBA_CACHE_DIR"]
        process = subprocess.Popen(
            [sys.executable, "-m", "jalur.project.cli", "serve", "--port", str(port)],
            cwd=CHECKOUT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **account,
        )
        started.append(process)
        line = process.stdout.readline()
        assert "Jalur runs at" in line, line + process.stdout.read()
        return process, port

    yield start
    kill_all(belonging_to(prepared))
    for process in started:
        process.wait()
        process.stdout.close()


def answer(port: int) -> int | None:
    """The status of the first page; None when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


@pytest.mark.slow
def test_kill_9_of_everything_then_a_new_start_then_ctrl_c_leaves_no_process(running, prepared):
    _, port = running()
    assert answer(port) == 200
    kill_all(belonging_to(prepared))
    assert wait_until(lambda: not belonging_to(prepared))
    process, port = running()
    assert answer(port) == 200
    assert len(belonging_to(prepared)) > 4
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert belonging_to(prepared) == set()
    assert answer(port) is None


@pytest.mark.slow
def test_a_web_server_that_dies_is_started_again_and_term_ends_it_all(running, prepared):
    process, port = running()
    masters = {pid for pid in belonging_to(prepared) if "gunicorn" in command_of(pid)}
    kill_all(masters)
    assert wait_until(lambda: answer(port) == 200)
    assert not masters & belonging_to(prepared)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    assert belonging_to(prepared) == set()


@pytest.mark.slow
def test_the_others_end_when_only_the_supervisor_is_killed(running, prepared):
    process, _ = running()
    process.kill()
    process.wait()
    assert wait_until(lambda: not belonging_to(prepared), seconds=20)


@pytest.mark.slow
@pytest.mark.skipif(not folders.is_root(), reason="only root can become another user")
def test_an_ordinary_user_can_serve(running, prepared):
    require_for_nobody()
    for path in [prepared, *prepared.rglob("*")]:
        os.chown(path, folders.NOBODY, folders.NOBODY, follow_symlinks=False)
    process, port = running(user=folders.NOBODY, group=folders.NOBODY, extra_groups=[])
    assert answer(port) == 200
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert belonging_to(prepared) == set()


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
    except OSError:
        return ""


def test_a_taken_port_is_one_plain_sentence(monkeypatch):
    monkeypatch.delenv("JALUR_PORT", raising=False)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LauncherError, match=f"Port {port} is taken"):
            serve.choose_port(port)


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch):
    monkeypatch.delenv("JALUR_PORT", raising=False)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setattr(serve, "FIRST_PORT", other.getsockname()[1])
        assert serve.choose_port(None) > other.getsockname()[1]


def test_a_program_that_keeps_dying_is_given_up_with_its_last_words(tmp_path):
    words = [sys.executable, "-c", "import sys; sys.exit('no such table: candidates')"]
    program = serve.Program("web server", words, tmp_path / "web.log")
    program.start()
    with pytest.raises(LauncherError, match="keeps stopping: no such table: candidates"):
        revive_for_ever(program)
    assert len(program.starts) == serve.RESTARTS_PER_MINUTE + 1


def revive_for_ever(program):
    while True:
        serve.revive([program])
        time.sleep(0.02)


def test_what_ignores_term_is_killed_with_its_children(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "STOP_SECONDS", 0.5)
    child = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('up', flush=True); time.sleep(600)"
    )
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]); exec({child!r})"
    program = serve.Program("job worker", [sys.executable, "-c", code], tmp_path / "worker.log")
    program.start()
    assert wait_until(lambda: program.log.read_text().count("up") == 2)
    group = program.process.pid
    serve.end([program])
    assert wait_until(lambda: not members(group))


def members(group: int) -> list[int]:
    """The living processes of a group."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found
