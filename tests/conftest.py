"""The ground every test stands on: a real PostgreSQL, the cast, and bad habits that fail."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests import cluster

if "JALUR_TEST_DSN" not in os.environ:  # the controller prepares, its xdist workers inherit
    _folder = tempfile.mkdtemp(prefix="jalur-test-data-")
    os.environ["JALUR_TEST_DSN"] = cluster.start()
    os.environ["JALUR_DATA"] = _folder
    os.environ["JALUR_KEYS"] = str(Path(_folder) / "keys.json")
    (Path(_folder) / "static").mkdir()
    _made_here = True
else:
    _made_here = False
os.environ["DATABASE_URL"] = os.environ["JALUR_TEST_DSN"]
os.environ["JALUR_POOL"] = "0"
# Compiled kernels outlive the run, under the fingerprint of the planner's source (Numba looks at one file at a time).
os.environ.setdefault("NUMBA_CACHE_DIR", str(cluster.KEPT / f"numba-{cluster.planner_fingerprint()}"))
os.environ["JALUR_STATIC"] = "plain"
os.environ["JALUR_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
os.environ["DJANGO_SETTINGS_MODULE"] = "jalur.project.settings"

import django  # the settings read what stands above

django.setup()

pytest_plugins = ["tests.cast", "tests.habits"]


def pytest_unconfigure() -> None:
    if _made_here:
        cluster.clear()
        shutil.rmtree(os.environ["JALUR_DATA"], ignore_errors=True)


@pytest.fixture(scope="session")
def database_name() -> str:
    return f"jalur_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, database_name):
    """A copy of the template instead of running every migration; after a test that commits, a fresh copy."""
    from django.db import connection
    from django.test import TransactionTestCase

    dsn = os.environ["JALUR_TEST_DSN"]

    def renew() -> None:
        connection.close()
        cluster.make_database(dsn, database_name)

    with django_db_blocker.unblock():
        renew()
        connection.settings_dict["NAME"] = database_name
        os.environ["DATABASE_URL"] = cluster.with_name(dsn, database_name)
    # Flushing would take the reference data with it.
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: renew()
    yield
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(autouse=True)
def quick_passwords_and_plain_day(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TODAY = None


@pytest.fixture(autouse=True)
def speak_indonesian():
    """A request leaves its language behind in the thread; the next test starts from the default again."""
    from django.utils import translation

    with translation.override("id"):
        yield
