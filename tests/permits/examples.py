from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests.access.example import Write, about, call, change
from tests.candidates.examples import photo


def complete(side: SimpleNamespace, _member: Any) -> None:
    """Every paper is there, and nothing else stands in the way."""
    from jalur.foundation.rulebook.models import PermitPaper
    from jalur.journey.permits.models import Paper

    for kind in PermitPaper.values[:4]:
        Paper.objects.get_or_create(permit=side.application, kind=kind)


def applied(side: SimpleNamespace, member: Any) -> None:
    complete(side, member)
    change("application", state="applied", applied_at=timezone.now())(side, member)


def revoked(side: SimpleNamespace, member: Any) -> None:
    change("permit", state="revoked", revoked_on="2026-01-10", answer="Contoh")(side, member)
    side.permit.positions.update(is_live=False)
    change("order", quota=None, permit_until=None, state="held", held_because="permit")(side, member)


def asked_nothing(side: SimpleNamespace, _member: Any) -> None:
    side.permit.requests.update(state="agreed")


OPENS = {
    "permits:permit": about("", pk="permit.pk"),
    "permits:permit_step/set_quota": about("permit", pk="permit.pk"),
    "permits:permit_step/reinstate": about("permit", pk="permit.pk"),
    **{
        f"permits:permit_step/{verb}": about("application", pk="application.pk")
        for verb in ("change", "add_paper", "apply", "grant", "return", "refuse")
    },
    "permits:new_extension": about("permit", pk="permit.pk"),
    "permits:new_revocation": about("permit", pk="permit.pk"),
    "permits:request": about("permit_request", pk="permit_request.pk"),
    "permits:request_step/agree": about("permit_request", pk="permit_request.pk"),
    "permits:request_step/refuse": about("permit_request", pk="permit_request.pk"),
}
WRITES = {
    "permits:new": Write(lambda side: {"destination": side.order.destination_id}),
    "permits:permit_step/change": Write({"count_1": "4"}),
    "permits:permit_step/add_paper": Write(lambda _side: {"kind": "cooperation", "file": photo()}),
    "permits:permit_step/apply": Write(before=complete),
    "permits:permit_step/grant": Write(
        {"number": "B. 9/SIP2MI/CONTOH/2026", "granted_on": "2026-01-10", "valid_until": "2026-09-30"},
        before=applied,
    ),
    "permits:permit_step/return": Write({"answer": "Contoh"}, before=applied),
    "permits:permit_step/refuse": Write({"answer": "Contoh"}, before=applied),
    "permits:permit_step/set_quota": Write({"count_1": "4"}),
    "permits:permit_step/reinstate": Write({"answer": "Contoh", "confirmed": "yes"}, before=revoked),
    "permits:new_extension": Write({"until": "2026-12-31", "reason": "Contoh"}, before=asked_nothing),
    "permits:new_revocation": Write({"reason": "Contoh"}),
    "permits:request_step/agree": Write({"confirmed": "yes"}),
    "permits:request_step/refuse": Write({"answer": "Contoh"}),
}
CALLS = {
    "permits_show_permit": call("", pk="permit.pk"),
    "permits_apply_permit": call("application", pk="application.pk", before=complete),
    "permits_return_permit": call("application", {"reason": "Contoh"}, pk="application.pk", before=applied),
    "permits_refuse_permit": call("application", {"reason": "Contoh"}, pk="application.pk", before=applied),
    "permits_ask_extension": call(
        "permit", {"until": "2026-12-31", "reason": "Contoh"}, pk="permit.pk", before=asked_nothing
    ),
    "permits_propose_revocation": call("permit", {"reason": "Contoh"}, pk="permit.pk"),
    "permits_show_request": call("permit_request", pk="permit_request.pk"),
}
SUBJECTS = {"permits:permit": "permit", "permits:request": "permit_request"}
CARRIES = {"permit_paper": "permit_paper"}
