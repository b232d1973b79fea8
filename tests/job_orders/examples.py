from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests.access.example import Write, about, call, change
from tests.candidates.examples import photo


def meet_the_law(side: SimpleNamespace, member: Any) -> None:
    """A licensed company, and an occupation for which Korea asks nothing but the age."""
    change("draft", occupation_id="5131", min_age=18)(side, member)
    day = date(2025, 1, 1)
    side.company.licences.get_or_create(kind="company_licence", number="S-9", defaults={"valid_from": day})


def submit(side: SimpleNamespace, member: Any) -> None:
    meet_the_law(side, member)
    change("draft", state="submitted", submitted_at=timezone.now())(side, member)


CHECKED = {
    f"{kind}_{part}": value
    for kind in ("contract", "pay", "registration", "workplace")
    for part, value in {"paper": "Berkas contoh 1", "date": "2026-01-05"}.items()
}


def lawful(side: SimpleNamespace, member: Any) -> None:
    """The same for the open order, on which a change waits."""
    change("order", occupation_id="5131", min_age=18)(side, member)
    meet_the_law(side, member)


def paused(side: SimpleNamespace, member: Any) -> None:
    """By the office of whoever acts."""
    beside = {"held_since": date(2026, 1, 12), "held_because": "office", "pause_reason": "Contoh"}
    by = member.actor.organisation_id if member else None
    change("order", state="held", paused_on=date(2026, 1, 12), paused_by_id=by, **beside)(side, member)


OPENS = {
    "job_orders:reservation_step/release": about("reservation", pk="reservation.pk"),
    "job_orders:order": about("", number="order.number"),
    "job_orders:order_step/close": about("order", number="order.number"),
    "job_orders:order_step/pause": about("order", number="order.number"),
    "job_orders:order_step/resume": about("order", number="order.number"),
    "job_orders:order_step/amend": about("order", number="order.number"),
    "job_orders:version": about("order_version", pk="order_version.pk"),
    "job_orders:version_step/agree": about("order_version", pk="order_version.pk"),
    "job_orders:version_step/refuse": about("order_version", pk="order_version.pk"),
    "job_orders:version_step/withdraw": about("order_version", pk="order_version.pk"),
    "job_orders:*": about("draft", number="draft.number"),
}
WRITES = {
    "job_orders:within_reach": Write({"age": "22", "sex": "F", "education": "2"}, changes=False),
    "job_orders:new_order": Write(
        {
            "title": "Juru las",
            "openings": "3",
            "ready_by": "2026-09-01",
            "monthly_pay": "2000",
            "pay_currency": "KRW",
            "as_typed": "on",
        },
        query=lambda side: {"employer": side.employer.pk, "route": "P_TO_P", "occupation": "7212"},
    ),
    "job_orders:reservation_step/release": Write({"release_reason": "Contoh"}),
    "job_orders:order_step/change": Write({"title": "Juru las kapal", "as_typed": "on"}),
    "job_orders:order_step/terms": Write(
        {
            "weekly_hours": "44",
            "rest_days": "1",
            "lodging": "employer",
            "payer_8": "employer",
            "amount_8": "",
        }
    ),
    "job_orders:order_step/submit": Write({"as_typed": "on"}, before=meet_the_law),
    "job_orders:order_step/check": Write(CHECKED, before=submit),
    "job_orders:order_step/verify": Write({**CHECKED, "as_typed": "on"}, before=submit),
    "job_orders:order_step/refuse": Write(
        {"refusal_reason": "Contoh"}, before=change("draft", state="submitted")
    ),
    "job_orders:order_step/revise": Write(before=change("draft", state="refused", refusal_reason="Contoh")),
    "job_orders:order_step/recall": Write(
        before=change("draft", state="submitted", submitted_at=timezone.now())
    ),
    "job_orders:order_step/withdraw": Write(),
    "job_orders:order_step/attach": Write(lambda _side: {"letter": photo()}),
    "job_orders:order_step/amend": Write({"title": "Juru las kapal", "as_typed": "on"}, before=lawful),
    "job_orders:version_step/agree": Write(before=lawful),
    "job_orders:version_step/refuse": Write({"refusal_reason": "Contoh"}),
    "job_orders:version_step/withdraw": Write(),
    "job_orders:order_step/pause": Write({"pause_reason": "Contoh"}),
    "job_orders:order_step/resume": Write(before=paused),
    "job_orders:order_step/close": Write({"close_reason": "withdrawn"}),
}
PAPERS = [
    {"kind": kind, "paper": "Berkas contoh 1", "paper_date": "2026-01-05"}
    for kind in ("contract", "pay", "registration", "workplace")
]


def new_order(side: SimpleNamespace) -> dict[str, Any]:
    case = {"employer": side.employer.pk, "route": "P_TO_P", "occupation": "7212"}
    pay = {"monthly_pay": 2000, "pay_currency": "KRW", "confirmed": True}
    return {**case, **pay, "title": "Juru las", "openings": 3, "ready_by": "2026-09-01"}


CALLS = {
    "job_orders_within_reach": call("", {"age": 24, "sex": "F", "education": 2}, changes=False),
    "job_orders_show_order": call("", number="order.number"),
    "job_orders_draft_order": call("", new_order),
    "job_orders_change_draft": call(
        "draft", {"title": "Juru las kapal", "confirmed": True}, number="draft.number"
    ),
    "job_orders_set_order_terms": call(
        "draft",
        {"weekly_hours": 44, "costs": [{"item": "PASPOR", "payer": "employer"}]},
        number="draft.number",
    ),
    "job_orders_submit_order": call("draft", {"confirmed": True}, number="draft.number", before=meet_the_law),
    "job_orders_note_checks": call("draft", {"checks": PAPERS[:1]}, number="draft.number", before=submit),
    "job_orders_verify_order": call(
        "draft", {"checks": PAPERS, "confirmed": True}, number="draft.number", before=submit
    ),
    "job_orders_refuse_order": call(
        "draft", {"reason": "Contoh"}, number="draft.number", before=change("draft", state="submitted")
    ),
    "job_orders_revise_order": call(
        "draft",
        number="draft.number",
        before=change("draft", state="refused", refusal_reason="Contoh"),
    ),
    "job_orders_recall_order": call(
        "draft",
        number="draft.number",
        before=change("draft", state="submitted", submitted_at=timezone.now()),
    ),
    "job_orders_withdraw_order": call("draft", number="draft.number"),
    "job_orders_amend_order": call(
        "order", {"title": "Juru las kapal", "confirmed": True}, number="order.number", before=lawful
    ),
    "job_orders_list_order_papers": call("order", number="order.number"),
    "job_orders_show_order_version": call("order_version", pk="order_version.pk"),
    "job_orders_agree_to_version": call("order_version", pk="order_version.pk", before=lawful),
    "job_orders_refuse_version": call("order_version", {"reason": "Contoh"}, pk="order_version.pk"),
    "job_orders_withdraw_version": call("order_version", pk="order_version.pk"),
    "job_orders_pause_order": call("order", {"reason": "Contoh"}, number="order.number"),
    "job_orders_resume_order": call("order", number="order.number", before=paused),
    "job_orders_close_order": call("order", {"reason": "withdrawn"}, number="order.number"),
    "job_orders_register_employer": call(
        "", {"name": "Contoh Baru", "employer_type": "legal_entity", "country": "KR", "confirmed": True}
    ),
    "job_orders_release_opening": call("reservation", {"reason": "Contoh"}, pk="reservation.pk"),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {
    "job_orders:order": "order",
    "job_orders:version": "order_version",
    "job_orders:reservation": "reservation",
}
CARRIES = {"order_check": "order_check", "order_demand": "draft", "order_paper": "draft"}
