from types import SimpleNamespace
from typing import Any

from tests.access.example import Example, Write


def rule(side: SimpleNamespace) -> dict[str, Any]:
    from jalur.foundation.rulebook.models import DestinationRule

    return {"pk": DestinationRule.objects.order_by("pk").first().pk}


OPENS = {"rulebook:rule": Example("", rule), "rulebook:take_back_rule": Example("", rule)}
WRITES = {
    "rulebook:new_rule": Write(
        {
            "country": "KR",
            "status": "paused",
            "valid_from": "2026-02-01",
            "source": "Contoh",
            "source_url": "https://contoh.example/",
            "confirmed": "yes",
        }
    ),
    "rulebook:take_back_rule": Write({"on": "2026-02-01", "source": "Contoh", "confirmed": "yes"}),
}
