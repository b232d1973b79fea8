"""A client that a tool makes from the schema, against a server that runs: what it reads is what stands there."""

import importlib
import json
import subprocess
import sys

import pytest

from jalur.journey.employers.models import Employer
from jalur.project.api import document
from tests.access.operations import connect

NAME = "made_jalur_client"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The client as a package, made for this test and thrown away with it."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_text(document(), encoding="utf-8")
    (folder / "config.yml").write_text(
        json.dumps({"package_name_override": NAME, "post_hooks": []}), encoding="utf-8"
    )
    words = ["openapi_python_client", "generate", "--meta", "none", "--output-path", str(folder / NAME)]
    words += ["--path", str(folder / "openapi.json"), "--config", str(folder / "config.yml")]
    run = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module(NAME)
    sys.path.remove(str(folder))


def of(name: str):
    return importlib.import_module(f"{NAME}.{name}")


@pytest.mark.django_db(transaction=True)
def test_it_reads_writes_and_is_refused(made, cast, live_server):
    with made.AuthenticatedClient(base_url=live_server.url, token=connect(cast.lestari)) as client:
        countries = of("api.geography.geography_countries").sync(client=client, limit=3)
        assert [type(one).__name__ for one in countries.items] == ["CountryRecord"] * 3

        body = of("models").NewEmployer(name="Contoh Baru", employer_type="legal_entity", country="KR")
        register = of("api.job_orders.job_orders_register_employer")
        answers = [register.sync(client=client, body=body, idempotency_key="one") for _again in range(2)]
        assert answers[0].id == answers[1].id == Employer.objects.get().pk

        refused = register.sync_detailed(client=client, body=body, idempotency_key="two")
        assert refused.status_code == 422
        assert type(refused.parsed).__name__ == "Problem"
