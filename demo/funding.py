"""Budget lines of Banten's hub and of a company that opens one to it, invented; they pay the seats of the hub's classes."""

from datetime import date
from decimal import Decimal

from demo.country import TODAY
from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Membership
from jalur.foundation.organisations.queries import staff_actor
from jalur.journey.funding import services
from jalur.journey.funding.models import BudgetLine
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake

LINES = (
    # who, source, year, number, what for, amount
    (
        "indah",
        "apbd_province",
        2025,
        "2.07.03.1.01.0007",
        "Pelatihan bahasa bagi CPMI 2025 (contoh)",
        60_000_000,
    ),
    (
        "indah",
        "apbd_province",
        2026,
        "2.07.03.1.01.0007",
        "Pelatihan bahasa bagi CPMI 2026 (contoh)",
        240_000_000,
    ),
    ("indah", "own", 2026, "BLUD.5.1.02", "Pelatihan las dasar, dana BLUD (contoh)", 90_000_000),
    (
        "wulan",
        "apbd_regency",
        2026,
        "2.07.03.2.01.0012",
        "Pelatihan kerja bagi warga Jombang (contoh)",
        150_000_000,
    ),
    (
        "lestari",
        "company",
        2026,
        "LCS-DIKLAT-01",
        "Pelatihan calon pekerja untuk pesanan kami (contoh)",
        75_000_000,
    ),
)


def load() -> None:
    """Through the services, as each owner would."""
    hub = _member("indah")
    for who, source, year, number, title, amount in LINES:
        actor = _member(who)
        line = BudgetLine(
            source=source,
            year=year,
            number=number,
            title=title,
            amount=Decimal(amount),
            valid_from=date(year, 1, 1),
            valid_to=date(year, 12, 31),
            used_by_id=hub.organisation_id if source == "company" else None,
        )
        services.enter_line(actor=actor, line=line, today=TODAY)


def settle(actor: Actor, intake: Intake, on: date, *, but: int = 0) -> None:
    """The hub's line of the year pays what of each seat has no payer yet; so many seats are left open."""
    line = BudgetLine.objects.get(owner=actor.organisation_id, source="apbd_province", year=on.year)
    seats = Enrolment.objects.filter(intake=intake, state=EnrolmentState.ENROLLED).order_by("number")
    services.commit_many(
        actor=actor, seats=list(seats)[but:], line=line, today=on, ground="Keputusan kepala balai (contoh)"
    )


def _member(key: str) -> Actor:
    return staff_actor(
        Membership.objects.select_related("organisation", "user").get(user__email=f"{key}@contoh.example")
    )
