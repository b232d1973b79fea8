from types import SimpleNamespace

import pytest

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.credentials import services
from tests.credentials.statements import NOW, known


@pytest.fixture
def signing(settings, tmp_path):
    """A folder for private keys, an address, and what makes and signs."""
    settings.SIGNING = {"folder": str(tmp_path / "signing"), "passphrase": ""}
    settings.ADDRESS = "https://jalur.example"
    return tmp_path / "signing"


@pytest.fixture
def body(cast, signing):
    """A certification body with a key in use."""
    issuer = cast.laras.organisation
    key = services.rotate_key(actor=SYSTEM, issuer=issuer, now=NOW)

    def sign(**changes):
        return services.sign(actor=cast.laras.actor, statement=known(issuer.pk, **changes), now=NOW)

    return SimpleNamespace(issuer=issuer, key=key, sign=sign, actor=cast.laras.actor)
