from types import SimpleNamespace
from typing import Any

from tests.access.example import Call, Example, Write


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
CALLS = {
    "rulebook_show_rule": Call(path=rule),
    "rulebook_decide": Call(
        query={"country": "KR", "occupation": "7212", "employer_type": "legal_entity", "route": "P_TO_P"}
    ),
    "rulebook_adopt_rule": Call(
        sends={
            "country": "KR",
            "status": "paused",
            "valid_from": "2026-02-01",
            "source": "Contoh",
            "source_url": "https://contoh.example/",
        }
    ),
    "rulebook_take_back_rule": Call(path=rule, sends={"on": "2026-02-01", "source": "Contoh"}),
}
