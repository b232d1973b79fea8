"""Imports run downwards only, and the lint that says so is itself kept awake by planted violations."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
# Where a line is added, the line, and the contract that must break.
PLANTED = {
    "kit imports a room": (
        "kit/dates.py",
        "from jalur.journey.candidates import models",
        "Imports run downwards only",
    ),
    "a floor below imports proposals": (
        "foundation/people/rules.py",
        "from jalur.proposals import models",
        "Imports run",
    ),
    "an early stage imports a later one": (
        "journey/candidates/models.py",
        "import jalur.journey.training.models",
        "A stage of the journey",
    ),
    "a plan's store imports the decisions on it": (
        "proposals/runs/services/plan_rows.py",
        "import jalur.proposals.decisions.services",
        "The parts of proposals",
    ),
    "decisions import the reading of a plan": (
        "proposals/decisions/queries.py",
        "import jalur.proposals.reading.queries",
        "The parts of proposals",
    ),
    "a write of proposals imports a screen": (
        "proposals/what_if/services.py",
        "import jalur.proposals.what_if.views",
        "Inside a part of proposals",
    ),
    "a part of proposals nobody placed": ("proposals/newpart/__init__.py", "", "The parts of proposals"),
    "a reference room imports people": (
        "foundation/geography/models.py",
        "import jalur.foundation.people.models",
        "Foundation",
    ),
    "a room imports the planner": (
        "journey/training/models.py",
        "import jalur.planner.contract.schema",
        "Only proposals",
    ),
    "the planner imports Django": (
        "planner/contract/schema.py",
        "import django.db",
        "The planner knows no Django",
    ),
    "the planner's contract imports its solver": (
        "planner/contract/tables.py",
        "import jalur.planner.solve.run",
        "The planner runs from its contract",
    ),
    "the planner's solver looks at its verifier": (
        "planner/solve/solver.py",
        "import jalur.planner.verify",
        "The planner runs from its contract",
    ),
    "the verifier borrows from the solver": (
        "planner/verify/encode.py",
        "import jalur.planner.model.recipes",
        "What checks the solver",
    ),
    "a part of the planner nobody placed": ("planner/newpart/__init__.py", "", "The planner runs from"),
    "a service imports a form": (
        "foundation/people/services.py",
        "from jalur.foundation.people import forms",
        "Inside a room",
    ),
    "a table imports a service": (
        "foundation/organisations/models.py",
        "from jalur.foundation.organisations import services",
        "Inside a room",
    ),
    "a rule imports a table": (
        "foundation/rulebook/rules.py",
        "import jalur.foundation.rulebook.models",
        "Inside a room",
    ),
    "a file of a room nobody placed": ("foundation/people/seats.py", "", "Inside a room"),
    "a floor nobody placed": ("newfloor/__init__.py", "", "Imports run downwards only"),
    "a stage nobody placed": ("journey/newstage/__init__.py", "", "A stage of the journey"),
    "a reference room nobody placed": ("foundation/newroom/__init__.py", "", "Foundation rooms"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the `jalur` package below `folder`."""
    words = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports_command as c; c(sys.argv[1:])",
    ]
    words += ["--config", str(CHECKOUT / "pyproject.toml"), "--no-cache"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
        "COLUMNS": "200",
    }
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_imports_run_downwards():
    done = lint(CHECKOUT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_violation_is_seen(planted, tmp_path):
    place, line, contract = planted
    shutil.copytree(
        CHECKOUT / "jalur", tmp_path / "jalur", ignore=lambda _, names: [n for n in names if is_other(n)]
    )
    target = tmp_path / "jalur" / place
    target.parent.mkdir(exist_ok=True)
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(f"{before}\n{line}\n", encoding="utf-8")
    done = lint(tmp_path)
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert done.returncode != 0, done.stdout
    assert any(row.startswith(contract) for row in broken), done.stdout + done.stderr


def is_other(name: str) -> bool:
    """True for files that have no imports."""
    return name in {"static", "templates", "locale", "__pycache__"} or (
        "." in name and not name.endswith(".py")
    )
