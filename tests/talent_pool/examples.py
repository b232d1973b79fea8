from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, call, change, put_away

OPENS = {
    "talent_pool:entry": about("", number="pool_consent.number"),
    "talent_pool:ask": about("", number="pool_consent.number"),
    "talent_pool:give": about("pool_consent", number="candidate.number"),
    "talent_pool:consent": about("pool_consent", number="pool_consent.number"),
    "talent_pool:consent_step/extend": about("pool_consent", number="pool_consent.number"),
    "talent_pool:consent_step/take_back": about("pool_consent", number="pool_consent.number"),
    "talent_pool:request": about("pool_request", number="pool_request.number"),
    "talent_pool:request_step/agree": about("pool_request", number="pool_request.number"),
    "talent_pool:request_step/decline": about("pool_request", number="pool_request.number"),
    "talent_pool:request_step/take_back": about("pool_request", number="pool_request.number"),
}


def free(side: SimpleNamespace, _member: Any) -> None:
    """Nobody asks for her, and no opening is held for her."""
    put_away(side.pool_request)
    put_away(side.reservation)


def outside(side: SimpleNamespace, _member: Any) -> None:
    """She has not agreed yet, and an official has seen what she can do."""
    put_away(side.pool_consent)
    change("held", confirmed_at="2026-01-05T08:00:00Z")(side, None)


WRITES = {
    "talent_pool:give": Write({"purposes": ["companies"], "until": "2026-06-30"}, before=outside),
    "talent_pool:ask": Write(
        lambda side: {"order": str(side.order.pk), "message": "Kami mencari juru las."}, before=free
    ),
    "talent_pool:consent_step/extend": Write({"until": "2026-06-30", "purposes": ["companies"]}),
    "talent_pool:consent_step/take_back": Write(),
    "talent_pool:request_step/agree": Write(),
    "talent_pool:request_step/decline": Write(),
    "talent_pool:request_step/take_back": Write(),
}
CALLS = {
    "talent_pool_show_entry": call("", number="pool_consent.number"),
    "talent_pool_send_request": call(
        "",
        lambda side: {"order": side.order.number, "message": "Kami mencari juru las."},
        number="pool_consent.number",
        before=free,
    ),
    "talent_pool_show_request": call("pool_request", number="pool_request.number"),
    "talent_pool_take_request_back": call("pool_request", number="pool_request.number"),
}
SUBJECTS = {"talent_pool:consent": "pool_consent", "talent_pool:request": "pool_request"}
OWN_WORK = {"talent_pool:own"}
