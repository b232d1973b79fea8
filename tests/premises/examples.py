from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests.access.example import Call, Write, about, call, fixed
from tests.candidates.examples import photo


def free_the_workshop(side: SimpleNamespace, _member: Any) -> None:
    side.booking.booked_units.all().delete()


OPENS = {
    "premises:resource": about("resource", pk="resource.pk"),
    "premises:resource_step/change": about("resource", pk="resource.pk"),
    "premises:resource_step/put_out": about("resource", pk="resource.pk"),
    "premises:resource_step/mend": about("resource", pk="resource.pk"),
    "premises:resource_step/retire": about("resource", pk="resource.pk"),
    "premises:new_resource": fixed(kind="equipment"),
    "premises:drop_day_off": about("", day="day_off.day"),
    "premises:booking": about("booking", number="booking.number"),
    "premises:booking_step/move": about("booking", number="booking.number"),
    "premises:booking_step/cancel": about("booking", number="booking.number"),
    "premises:booking_step/rehouse": about("booking", number="booking.number"),
    "premises:licence": about("teaching_licence", pk="teaching_licence.pk"),
    "premises:licence_step/replace": about("teaching_licence", pk="teaching_licence.pk"),
    "premises:consent": about("consent", pk="consent.pk"),
    "premises:consent_step/take_back": about("consent", pk="consent.pk"),
    "premises:consent_step/attach": about("consent", pk="consent.pk"),
}
WRITES = {
    "premises:new_resource": Write({"name": "Mesin las", "units": "4", "repair": "good"}),
    "premises:resource_step/change": Write({"name": "Bengkel las dua"}),
    "premises:resource_step/put_out": Write(
        {"first": "2026-02-02", "last": "2026-02-03", "reason": "Contoh"}
    ),
    "premises:resource_step/mend": Write(),
    "premises:resource_step/retire": Write(before=free_the_workshop),
    "premises:hours": Write({"closes": "17.00"}),
    "premises:new_day_off": Write({"day": "2026-03-02", "name": "Contoh"}),
    "premises:drop_day_off": Write(),
    "premises:new_booking": Write(
        lambda side: {
            "title": "Contoh",
            "day": "2026-02-03",
            "from_hour": "08.00",
            "to_hour": "10.00",
            "resources": [str(side.resource.pk)],
        }
    ),
    "premises:new_bed": Write(
        lambda side: {
            "candidate": side.candidate.number,
            "dormitory": dormitory_of(side).pk,
            "first": "2026-02-02",
            "last": "2026-02-09",
        }
    ),
    "premises:copy": Write({"to": "2026-02-02"}, query={"monday": "2026-01-12"}),
    "premises:booking_step/move": Write({"title": "Las lanjut"}),
    "premises:booking_step/cancel": Write({"cancel_reason": "Contoh"}),
    "premises:booking_step/rehouse": Write(
        lambda side: {"dormitory": str(other_room(side))}, before=lambda side, _member: sleep_there(side)
    ),
    "premises:new_consent": Write(
        lambda side: {
            "candidate": side.candidate.number,
            "centre": side.provider.pk,
            "guardian": "Bapak Contoh",
            "signed_on": "2026-01-10",
        },
        before=lambda side, _member: (dormitory_of(side), without_consent(side)),
    ),
    "premises:consent_step/take_back": Write(),
    "premises:consent_step/attach": Write(
        lambda _side: {"paper": photo()}, before=lambda side, _member: without_paper(side)
    ),
    "premises:new_licence": Write(
        lambda side: {
            "resource": side.teaching_licence.resource_id,
            "kind": "method",
            "number": "L-2",
            "issuer": "Contoh",
            "valid_from": "2026-01-05",
        }
    ),
    "premises:licence_step/replace": Write(),
    "premises:teaching_rules": Write({"keeps_hours": "on"}),
}
SUBJECTS = {
    "premises:resource": "resource",
    "premises:booking": "booking",
    "premises:consent": "consent",
    "premises:licence": "teaching_licence",
}
CARRIES = {"bed_consent": "consent", "teaching_licence": "teaching_licence"}


def dormitory_of(side: SimpleNamespace) -> Any:
    """Beds at the centre for the side's person."""
    rows = type(side.resource).objects
    return rows.get_or_create(
        organisation=side.provider, kind="dormitory", name="Asrama", sex=side.person.sex, units=4
    )[0]


def wanted(side: SimpleNamespace) -> dict[str, Any]:
    return {
        "title": "Contoh",
        "day": "2026-02-03",
        "from_hour": "08.00",
        "to_hour": "10.00",
        "wants": [{"resource": str(side.resource.pk)}],
    }


CALLS = {
    "premises_show_resource": call("resource", pk="resource.pk"),
    "premises_add_resource": call("", {"kind": "equipment", "name": "Mesin las", "units": 4}),
    "premises_change_resource": call("resource", {"name": "Bengkel las dua"}, pk="resource.pk"),
    "premises_put_out_of_order": call(
        "resource",
        {"first": "2026-02-02", "last": "2026-02-03", "reason": "Contoh"},
        pk="resource.pk",
    ),
    "premises_mend_resource": call("resource", pk="resource.pk"),
    "premises_retire_resource": call("resource", pk="resource.pk", before=free_the_workshop),
    "premises_set_opening": call("", {"closes": "17.00"}),
    "premises_add_day_off": call("", {"day": "2026-03-02", "name": "Contoh"}),
    "premises_drop_day_off": call("", day="day_off.day"),
    "premises_show_booking": call("booking", number="booking.number"),
    "premises_book": call("", wanted),
    "premises_move_booking": call("booking", {"title": "Las lanjut"}, number="booking.number"),
    "premises_cancel_booking": call("booking", {"reason": "Contoh"}, number="booking.number"),
    "premises_book_bed": call(
        "",
        lambda side: {
            "candidate": side.candidate.number,
            "dormitory": str(first_dormitory(side)),
            "first": "2026-02-02",
            "last": "2026-02-09",
        },
        before=lambda side, _member: dormitory_of(side),
    ),
    "premises_list_free_times": Call(
        "resource", query=lambda side: {"day": "2026-02-03", "resources": str(side.resource.pk)}
    ),
}


def first_dormitory(side: SimpleNamespace) -> Any:
    """The beds at the centre, where they are there already."""
    rows = type(side.resource).objects.filter(organisation=side.provider, kind="dormitory")
    return rows.values_list("pk", flat=True).first() or side.resource.pk


def other_room(side: SimpleNamespace) -> Any:
    rows = type(side.resource).objects.filter(organisation=side.provider, kind="dormitory", name="Asrama dua")
    return rows.values_list("pk", flat=True).first() or side.resource.pk


def sleep_there(side: SimpleNamespace) -> None:
    """The booking is a bed of the side's person, and there is another room."""
    room = dormitory_of(side)
    type(room).objects.create(
        organisation=side.provider, kind="dormitory", name="Asrama dua", sex=side.person.sex, units=2
    )
    starts = timezone.localtime(side.booking.starts).replace(hour=12, minute=0)
    during = (starts, starts + timedelta(days=2))
    side.booking.booked_units.update(resource=room, candidate=side.candidate, during=during)
    type(side.booking).objects.filter(pk=side.booking.pk).update(
        candidate=side.candidate, starts=during[0], ends=during[1]
    )


def without_paper(side: SimpleNamespace) -> None:
    """The consent was recorded, and its paper follows."""
    from jalur.foundation.files.models import StoredFile

    StoredFile.objects.filter(kind="bed_consent", owner_key=str(side.consent.pk)).delete()


def without_consent(side: SimpleNamespace) -> None:
    """And she is under 18."""
    type(side.consent).objects.filter(pk=side.consent.pk).delete()
    type(side.person).objects.filter(pk=side.person.pk).update(birth_date=date(2010, 4, 12))
