from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, call, change, put_away

POSTPONED = {"postponed_because": "instructor", "starts": "2026-03-02", "ends": "2026-04-10"}
PROGRAMME = {"title": "Las kapal", "code": "P-9", "teaches": ["C.24LAS01.001.1"]}


def not_met(side, _member):
    """Before its first day a class has had no meeting."""
    for row in (side.mark, side.meeting):
        type(row).objects.filter(pk=row.pk).delete()


def free_the_seat(side: SimpleNamespace, member: Any) -> None:
    put_away(side.enrolment)
    change("intake", taken=0)(side, member)


def meet(side: SimpleNamespace, _member: Any) -> None:
    """The booking of tomorrow is a meeting of the class, in the second week of February."""
    from datetime import timedelta

    from jalur.journey.premises.models import BookedUnit
    from jalur.journey.training.models import Session

    booking = type(side.booking).objects.get(pk=side.booking.pk)
    booking.starts, booking.ends = (moment + timedelta(days=35) for moment in booking.during)
    booking.save(update_fields=["starts", "ends"])
    BookedUnit.objects.filter(booking=booking).update(during=booking.during)
    Session.objects.create(intake=side.intake, booking=booking)
    side.resource.outages.all().delete()


def give_a_phone(side: SimpleNamespace, member: Any) -> None:
    from jalur.kit.vault import seal

    key = str(side.person.pk)
    sealed = seal("+6281234567890", table="people.person", row=key, field="phone")
    type(side.person).objects.filter(pk=side.person.pk).update(phone_sealed=sealed)


def full(side: SimpleNamespace, member: Any) -> None:
    """Every seat is somebody's, and nobody of this side is in the class."""
    free_the_seat(side, member)
    change("intake", taken=side.intake.seats, kept=0)(side, member)


def in_line(state: str) -> Any:
    """The side's seat is a place on the waiting list, or one that is offered from there."""
    return change(
        "enrolment",
        state=state,
        queued=1,
        offered_at=datetime(2026, 1, 12, 3, tzinfo=UTC),
        answer_by=date(2026, 1, 15),
    )


def closed_below(side: SimpleNamespace, _member: Any) -> None:
    """The class has closed, and the side's person is below its standard."""
    change("intake", state="closed")(side, None)
    change("enrolment", state="not_yet")(side, None)
    change("shortfall", programme=side.programme)(side, None)


def instructor_of(side: SimpleNamespace) -> Any:
    """Somebody who works at the institute and does not look after anybody yet."""
    from jalur.foundation.organisations.models import Membership

    rows = Membership.objects.filter(organisation=side.provider, role="instructor", connection=None)
    return rows.order_by("pk").values_list("user", flat=True).first() or ""


REMEDIAL = {"starts": "2026-03-02", "ends": "2026-03-13", "cost": "0", "pass_rate": "80"}
SESSION = {"day": "2026-02-11", "from_hour": "08.00", "to_hour": "10.00", "as_typed": "on"}
OPENS = {
    "training:timetable": about("", number="intake.number"),
    "training:new_session": about("intake", number="intake.number"),
    "training:copy_sessions": about("intake", number="intake.number"),
    "training:programme": about("", code="programme.code"),
    "training:programme_step/change": about("programme", code="programme.code"),
    "training:programme_step/close": about("programme", code="programme.code"),
    "training:intake": about("", number="intake.number"),
    "training:claim": about("", number="intake.number"),
    "training:enrol": about("", number="intake.number"),
    "training:join": about("", number="intake.number"),
    "training:enrolment": about("enrolment", pk="enrolment.pk"),
    "training:enrolment_step/withdraw": about("enrolment", pk="enrolment.pk"),
    "training:enrolment_step/accept": about("enrolment", pk="enrolment.pk"),
    "training:enrolment_step/decline": about("enrolment", pk="enrolment.pk"),
    "training:participants": about("intake", number="intake.number"),
    "training:below": about(""),
    "training:shortfall": about("shortfall", pk="shortfall.pk"),
    **{
        f"training:shortfall_step/{verb}": about("shortfall", pk="shortfall.pk")
        for verb in ("decide", "hand_over", "meet", "stop", "resume")
    },
    "training:*": about("intake", number="intake.number"),
}
WRITES = {
    "training:new_programme": Write(PROGRAMME),
    "training:programme_step/change": Write({"title": "Las kapal"}),
    "training:programme_step/close": Write(before=change("intake", state="closed")),
    "training:new_intake": Write(
        lambda side: {
            "programme": side.programme.pk,
            "place": "35.17",
            "reach": "regency",
            "seats": "16",
            "starts": "2026-02-02",
            "ends": "2026-03-02",
            "cost": "0",
            "pass_rate": "80",
        }
    ),
    "training:participants": Write({"purpose": "invite"}, before=give_a_phone),
    "training:claim": Write(before=free_the_seat, by="sari"),
    "training:enrol": Write(
        lambda side: {"candidate": side.candidate.number}, before=free_the_seat, by="hendra"
    ),
    "training:new_session": Write(
        lambda side: {**SESSION, "title": "Contoh", "resources": [str(side.resource.pk)]}
    ),
    "training:copy_sessions": Write({"to": "2026-02-23"}, query={"monday": "2026-02-16"}, before=meet),
    "training:intake_step/change": Write({"seats": "20"}, before=not_met),
    "training:intake_step/start": Write(before=change("intake", starts=date(2026, 1, 12))),
    "training:class_rules": Write({"minimum": "12", "decide_days": "5", "answer_days": "2"}),
    "training:intake_step/publish": Write(before=change("intake", state="draft")),
    "training:intake_step/open": Write(before=change("intake", state="published")),
    "training:intake_step/discard": Write(before=change("intake", state="draft")),
    "training:intake_step/confirm": Write(before=change("intake", minimum=1)),
    "training:intake_step/postpone": Write(POSTPONED),
    "training:intake_step/close": Write(
        {"as_typed": "on"},
        before=change("intake", state="running", starts=date(2025, 12, 1), ends=date(2026, 1, 12)),
    ),
    "training:intake_step/cancel": Write({"cancel_reason": "Contoh"}),
    "training:remedial": Write(
        lambda side: {
            **REMEDIAL,
            "place": "35.17",
            "reach": "province",
            "seats": "4",
            "people": [side.candidate.number],
        },
        before=closed_below,
    ),
    "training:shortfall_step/decide": Write({"next_step": "assessment", "decide_by": "2026-02-27"}),
    "training:shortfall_step/hand_over": Write(
        lambda side: {"owner": instructor_of(side), "handed_over_because": "Contoh"}
    ),
    "training:shortfall_step/meet": Write({"met_how": "LSP contoh, 7"}),
    "training:shortfall_step/stop": Write({"stopped_because": "Contoh"}),
    "training:shortfall_step/resume": Write(
        before=change("shortfall", state="stopped", stopped_because="Contoh", ended_on=date(2026, 1, 12))
    ),
    "training:join": Write(before=full, by="sari"),
    "training:enrolment_step/accept": Write(before=in_line("offered")),
    "training:enrolment_step/decline": Write(before=in_line("waiting")),
    "training:enrolment_step/withdraw": Write({"left_reason": "Contoh"}),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {
    "training:programme": "programme",
    "training:intake": "intake",
    "training:enrolment": "enrolment",
    "training:shortfall": "shortfall",
}
# Each look at phone numbers is recorded, a second one too.
COUNTS_EACH = {"training:participants"}
CALLS = {
    "training_show_programme": call("", code="programme.code"),
    "training_show_pass_rate": call("", code="programme.code"),
    "training_add_programme": call("", PROGRAMME),
    "training_change_programme": call("programme", {"title": "Las kapal"}, code="programme.code"),
    "training_close_programme": call(
        "programme", code="programme.code", before=change("intake", state="closed")
    ),
    "training_show_intake": call("", number="intake.number"),
    "training_open_intake": call(
        "",
        lambda side: {
            "programme": side.programme.code,
            "place": "35.17",
            "reach": "regency",
            "seats": 16,
            "starts": "2026-02-02",
            "ends": "2026-03-02",
            "cost": 0,
            "pass_rate": 80,
        },
    ),
    "training_change_intake": call("intake", {"seats": 20}, number="intake.number", before=not_met),
    "training_start_intake": call(
        "intake", number="intake.number", before=change("intake", starts=date(2026, 1, 12))
    ),
    "training_publish_intake": call("intake", number="intake.number", before=change("intake", state="draft")),
    "training_open_enrolment": call(
        "intake", number="intake.number", before=change("intake", state="published")
    ),
    "training_confirm_intake": call("intake", number="intake.number", before=change("intake", minimum=1)),
    "training_postpone_intake": call("intake", POSTPONED, number="intake.number"),
    "training_close_intake": call(
        "intake",
        {"not_yet": []},
        number="intake.number",
        before=change("intake", state="running", starts=date(2025, 12, 1), ends=date(2026, 1, 12)),
    ),
    "training_cancel_intake": call("intake", {"reason": "Contoh"}, number="intake.number"),
    "training_open_remedial": call(
        "intake",
        lambda side: {
            "place": "35.17",
            "reach": "regency",
            "seats": 4,
            "starts": "2026-03-02",
            "ends": "2026-03-13",
            "cost": 0,
            "pass_rate": 80,
            "people": [side.candidate.number],
        },
        number="intake.number",
        before=closed_below,
    ),
    "training_enrol": call(
        "",
        lambda side: {"candidate": side.candidate.number},
        number="intake.number",
        before=free_the_seat,
        by="hendra",
    ),
    "training_accept_seat": call("enrolment", pk="enrolment.pk", before=in_line("offered")),
    "training_decline_seat": call("enrolment", pk="enrolment.pk", before=in_line("waiting")),
    "training_withdraw": call("enrolment", {"reason": "Contoh"}, pk="enrolment.pk"),
}
# Kinds of letters -> the record of a side that carries them, and what is answered.
LETTERS = {"training_call": ("enrolment", {"time": "08.00 WIB", "place": "Aula", "bring": "KTP\nbuku tulis"})}
