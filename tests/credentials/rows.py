"""A key in use of a provider and its list, for the two sides of the world."""

from datetime import UTC, datetime
from typing import Any


def signing(provider) -> dict[str, Any]:
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.credentials import services
    from jalur.foundation.credentials.models import StatusList

    key = services.rotate_key(actor=SYSTEM, issuer=provider, now=datetime(2026, 1, 5, tzinfo=UTC))
    listed, _made = StatusList.objects.get_or_create(
        issuer=provider, number=1, defaults={"address": key.address}
    )
    return {"signing_key": key, "status_list": listed, "purpose_of_lists": "revocation"}
