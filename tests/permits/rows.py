"""What a side of the world holds of permits: one in force for its open order, an application for an order that waits, a request."""

from copy import copy
from datetime import date
from typing import Any
from uuid import uuid4

DAY = date(2026, 1, 12)


def permits(opened: Any, mark: str) -> dict[str, Any]:
    from jalur.journey.permits.models import Paper, Permit, Position, Request

    opened.quota, opened.permit_until = opened.openings, opened.ready_by
    opened.save(update_fields=["quota", "permit_until"])
    whose = {"company": opened.company, "destination_id": opened.destination_id}
    permit = Permit.objects.create(
        state="granted",
        number=f"B. {mark}/SIP2MI/CONTOH/2026",
        granted_on=date(2026, 1, 5),
        valid_until=opened.ready_by,
        **whose,
    )
    Position.objects.create(permit=permit, order=opened, asked=5, quota=5, is_live=True)
    waiting = copy(opened)
    waiting.pk, waiting.number, waiting.reserved = uuid4(), f"JO-{mark}-WAITS", 0
    waiting.quota = waiting.permit_until = None
    waiting.state, waiting.held_because, waiting.held_since = "held", "permit", DAY
    waiting.save(force_insert=True)
    application = Permit.objects.create(**whose)
    Position.objects.create(permit=application, order=waiting, asked=5)
    return {
        "permit": permit,
        "application": application,
        "permit_paper": Paper.objects.create(permit=application, kind="contract"),
        "permit_request": Request.objects.create(
            permit=permit,
            kind="extension",
            office=opened.company,
            until=date(2026, 12, 31),
            reason="Pemberi kerja meminta waktu",
        ),
    }


def facts(one: Any, make: Any) -> dict[str, Any]:
    own = make(organisations=(one.company.pk,))
    return {
        "permit": own,
        "application": own,
        "permit_paper": own,
        "permit_request": own,
    }


def of_the_near_side() -> dict[str, Any]:
    """The same in a country that was grown."""
    from jalur.journey.permits.models import Paper, Permit, Request

    application = Permit.objects.filter(positions__order__number="JO-N-WAITS").first()
    return {
        "permit": Permit.objects.filter(number="B. N/SIP2MI/CONTOH/2026").first(),
        "application": application,
        "permit_paper": Paper.objects.filter(permit=application).first(),
        "permit_request": Request.objects.filter(permit__number="B. N/SIP2MI/CONTOH/2026").first(),
    }
