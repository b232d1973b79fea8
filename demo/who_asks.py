"""Who asks: employers in Korea that Bu Ratna has verified, one whose verification runs out, and a partner on the problem list."""

from datetime import timedelta

from demo.country import TODAY
from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations import services as organisations
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.journey.employers import services
from jalur.journey.employers.models import Employer, Problem, Verification

# How long ago it was verified, how many days from today it still counts.
VERIFIED = ((40, 325), (345, 20), (200, 165))


def load(mission: Actor) -> None:
    """Through the services, as the attaché in Seoul would."""
    korean = Employer.objects.filter(country=mission.country, employer_type="legal_entity")
    for at, (employer, (ago, left)) in enumerate(
        zip(korean.order_by("name", "city"), VERIFIED, strict=False), 1
    ):
        verification = Verification(
            way="workplace",
            verified_on=TODAY - timedelta(days=ago),
            valid_until=TODAY + timedelta(days=left),
            paper=f"Laporan kunjungan CONTOH/2026/{at:03}",
            note="Tempat kerja ditinjau bersama penerjemah (contoh).",
        )
        services.verify_employer(actor=mission, about=employer, verification=verification, today=TODAY)
    partner = organisations.register_organisation(
        actor=SYSTEM,
        name="Mitra Usaha Contoh Bermasalah",
        kind=OrganisationKind.PARTNER_AGENCY,
        place=None,
        country=Country.objects.get(code=mission.country),
    )
    services.enter_problem(
        actor=mission,
        about=partner,
        problem=Problem(
            kind="charges",
            words="Pekerja dipungut biaya penempatan yang menjadi tanggungan pemberi kerja (contoh).",
            since=TODAY - timedelta(days=30),
            source="Nota KBRI Seoul CONTOH/031/2026 (rekaan)",
            is_published=True,
        ),
        today=TODAY,
    )
