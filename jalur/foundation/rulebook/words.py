"""What the law says of a case on a day, in a sentence that names its source."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.rulebook.models import DestinationRule, Extent, LicenceDuty
from jalur.foundation.rulebook.rules import Decision
from jalur.kit import formats


def closed_words(decision: Decision[DestinationRule], country: str, on: date) -> str:
    """Why nobody is placed there: forbidden or paused."""
    sentence = {
        "forbidden": _(
            "On %(day)s nobody may be placed in %(country)s with this kind of employer, position and route. "
            "Source: %(source)s."
        ),
        "paused": _(
            "On %(day)s placement in %(country)s with this kind of employer, position and route is paused. "
            "Source: %(source)s."
        ),
    }[decision.status]
    source = decision.rule.rests_on if decision.rule else ""
    said = sentence % {"day": formats.day(on), "country": country, "source": source}
    if decision.rule and decision.rule.extent == Extent.NEW_ORDERS:
        others = _("Orders that were verified before go on.")
        return f"{said} {others}"
    return said


def licence_words(duty: LicenceDuty, on: date) -> str:
    """Which licence a route asks for."""
    sentence = _(
        "This route needs a company with this licence in force on %(day)s: %(licence)s. Choose another company or "
        "renew the licence. Source: %(source)s."
    )
    params = {
        "day": formats.day(on),
        "licence": duty.get_licence_kind_display(),
        "source": duty.rests_on,
    }
    return sentence % params
