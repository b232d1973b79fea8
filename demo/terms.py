"""What the orders of the example country offer beside their pay and what the way there costs: invented, by the kind of employer."""

import functools
from decimal import Decimal
from typing import Any

from demo.country import TODAY
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import CostItem
from jalur.journey.job_orders.services import Cost

PAID = {
    "TIKET-BERANGKAT": "employer",
    "TIKET-PULANG": "employer",
    "VISA": "employer",
    "PELATIHAN": "government",
    "SERTIFIKASI": "government",
    "JASA-PERUSAHAAN": "employer",
    "PASPOR": "worker",
    "KESEHATAN": "worker",
}
ABOUT = {"PASPOR": Decimal(400_000), "KESEHATAN": Decimal(1_100_000)}


def terms_of(employer_type: str, monthly_pay: Decimal) -> dict[str, Any]:
    """Households lodge and feed whoever works there; elsewhere a bed is taken off the pay."""
    if employer_type == "individual":
        said = {
            "weekly_hours": 54,
            "rest_days": 1,
            "lodging": "employer",
            "food": "employer",
            "deductions": 0,
        }
    else:
        said = {
            "weekly_hours": 44,
            "rest_days": 2,
            "lodging": "worker",
            "food": "worker",
            "deductions": round(monthly_pay / 20),
            "deductions_for": "tempat tidur di asrama (contoh)",
            "overtime_pay": round(monthly_pay / 120),
        }
    return {"insurance": "employer", **said}


@functools.cache
def costs_of(occupation: str) -> list[Cost]:
    """What nobody may charge the worker is the employer's; the rest as in PAID."""
    forbidden = rulebook.uncharged(occupation, TODAY)
    known = set(CostItem.objects.values_list("code", flat=True))
    return [
        Cost(item, "employer", None)
        if payer == "worker" and item in forbidden
        else Cost(item, payer, ABOUT.get(item))
        for item, payer in PAID.items()
        if item in known
    ]
