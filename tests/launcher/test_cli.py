"""The `jalur` command: plain help, late imports, one sentence instead of a traceback."""

import os
import subprocess
import sys

from jalur.project import cli
from tests.launcher.conftest import CHECKOUT


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, without what the tests set."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JALUR_", "DJANGO_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "jalur.project.cli", *words],
        cwd=CHECKOUT,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command():
    done = run("--help")
    assert done.returncode == 0
    for verb in ("plan", "manage", "start", "serve", "db", "load-reference", "demo", "messages"):
        assert f"\n    {verb}" in done.stdout


def test_a_wrong_word_is_refused_with_the_usage():
    done = run("fly")
    assert done.returncode == 2
    assert "usage: jalur" in done.stderr


def test_a_reader_that_has_enough_is_no_error():
    process = subprocess.Popen(
        [sys.executable, "-m", "jalur.project.cli", "manage", "help"],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 1


def test_plan_starts_without_django_and_database():
    code = (
        "import sys\n"
        "from jalur.project import cli\n"
        "try:\n    cli.main(['plan', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('django', 'psycopg', 'procrastinate') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_the_machine_refuses_is_one_sentence(tmp_path):
    done = run("db", "start", JALUR_DATA=str(tmp_path), JALUR_POSTGRES=str(tmp_path / "nothing"))
    assert done.returncode == 1
    assert done.stderr.startswith("jalur: No PostgreSQL 15 or newer found")
    assert "Traceback" not in done.stderr


def test_a_relative_data_folder_means_the_same_for_every_program(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JALUR_DATA", "here")
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    assert cli.main(["db", "status"]) == 0
    assert os.environ["JALUR_DATA"] == str(tmp_path / "here")
