"""What a side of the world holds of employers: a verification of one, and a partner agency on the problem list."""

from datetime import date
from typing import Any


def listed(employer: Any, mark: str) -> dict[str, Any]:
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.employers.models import Employer, Problem, Verification

    country = employer.country_id
    partner = Organisation.objects.create(name=f"Agensi {mark}", kind="partner_agency", country_id=country)
    return {
        "household": Employer.objects.create(
            name=f"Keluarga {mark}",
            employer_type="individual",
            country_id=country,
            official_id=f"CONTOH-{mark}-778899",
            registered_by=employer.registered_by,
        ),
        "partner": partner,
        "verification": Verification.objects.create(
            employer=employer,
            country_id=country,
            way="workplace",
            verified_on=date(2026, 1, 5),
            valid_until=date(2026, 12, 31),
            paper=f"Laporan {mark}",
        ),
        "problem": Problem.objects.create(
            partner=partner,
            country_id=country,
            kind="wages",
            since=date(2026, 1, 5),
            source="Surat contoh",
            is_published=True,
        ),
    }
