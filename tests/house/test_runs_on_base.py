"""Jalur runs on requirements/base.txt alone: what only tests bring along, a fresh installation does not have.

allauth imports `requests` without asking for it: `make demo` on a bare machine ended there, and no test could see it.
"""

import re
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = """
import importlib.abc, importlib.metadata, os, re, sys

allowed = set(sys.argv[1].split(","))
plain = lambda name: re.sub(r"[-_.]+", "-", name).lower()
owners = {top: {plain(one) for one in names} for top, names in importlib.metadata.packages_distributions().items()}


class OnlyBase(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in owners and not owners[top] & allowed:
            raise ModuleNotFoundError(f"No module named {name!r} in requirements/base.txt", name=name)


sys.meta_path.insert(0, OnlyBase())
os.environ["DJANGO_SETTINGS_MODULE"] = "jalur.project.settings"
import django

django.setup()
import jalur.project.urls, jalur.project.wsgi, jalur.project.cli
from jalur.project.api import document

document()
"""


def base() -> set[str]:
    text = (CHECKOUT / "requirements" / "base.txt").read_text(encoding="utf-8")
    return {name.replace("_", "-").lower() for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}


def start(packages: set[str]) -> subprocess.CompletedProcess[str]:
    names = ",".join(sorted(packages | {"jalur"}))
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, names], cwd=CHECKOUT, check=False, capture_output=True, text=True
    )


def test_pages_api_and_commands_are_there_with_nothing_but_what_is_locked():
    started = start(base())
    assert started.returncode == 0, started.stderr[-2000:]


def test_a_package_that_is_missing_is_found():
    started = start(base() - {"requests"})
    assert "No module named 'requests' in requirements/base.txt" in started.stderr
