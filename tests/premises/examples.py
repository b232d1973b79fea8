from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, fixed


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
}
SUBJECTS = {"premises:resource": "resource", "premises:booking": "booking"}


def dormitory_of(side: SimpleNamespace) -> Any:
    """Beds at the centre for the side's person."""
    rows = type(side.resource).objects
    return rows.get_or_create(
        organisation=side.provider, kind="dormitory", name="Asrama", sex=side.person.sex, units=4
    )[0]
