from types import SimpleNamespace
from typing import Any

from tests.access.example import Call, Example, Write, fixed


def standard(side: SimpleNamespace) -> dict[str, Any]:
    from jalur.foundation.competencies.models import DestinationStandard

    return {"pk": DestinationStandard.objects.filter(valid_to=None).order_by("pk").first().pk}


ADOPTED = {"valid_from": "2026-02-01", "source": "Contoh", "confirmed": "yes"}
OPENS = {
    "competencies:competency": fixed(code="EN-A1"),
    "competencies:standard": Example("", standard),
    "competencies:revise_standard": Example("", standard),
    "competencies:take_back_standard": Example("", standard),
}
WRITES = {
    "competencies:new_standard": Write(
        {**ADOPTED, "country": "KR", "occupation": "7212", "title_id": "Juru las", "requirements": "EN-A1"}
    ),
    "competencies:revise_standard": Write(ADOPTED),
    "competencies:take_back_standard": Write({"on": "2026-02-01", "source": "Contoh", "confirmed": "yes"}),
}
VERSION = {
    "title_id": "Juru las",
    "requirements": ["EN-A1"],
    "valid_from": "2026-02-01",
    "source": "Contoh",
}
CALLS = {
    "competencies_show_competency": Call(path={"code": "EN-A1"}),
    "competencies_show_standard": Call(path=standard),
    "competencies_adopt_standard": Call(sends={**VERSION, "country": "KR", "occupation": "7212"}),
    "competencies_revise_standard": Call(path=standard, sends=VERSION),
    "competencies_take_back_standard": Call(path=standard, sends={"on": "2026-02-01", "source": "Contoh"}),
}
