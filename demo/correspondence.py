"""Letters: statements of Bu Wulan's office, one taken back; Pak Hendra's letterhead, for the first call to one of his classes."""

from collections.abc import Mapping
from typing import Any

from demo.country import TODAY
from demo.underway import actor_of
from jalur.foundation.accounts.access import Actor
from jalur.foundation.letters import services
from jalur.foundation.letters.kinds import kind_of
from jalur.foundation.letters.models import Acts, Letter, Letterhead, Signatory
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import Candidate

CHECK_PAGE = "http://localhost:8000/letters/check/"
STATED = 4
OFFICE = {
    "above": "Pemerintah Kabupaten Jombang (contoh)",
    "name": "Dinas Tenaga Kerja",
    "address": "Jalan Contoh Nomor 165, Jombang 61419",
    "contact": "Telepon (0321) 000000 · Pos-el disnaker@contoh.example",
    "town": "Jombang",
    "number_form": "{code}/{number}/{unit}/{year}",
    "unit": "415.35",
    "code": "560",
}
INSTITUTE = {
    "name": "LPK Cakap Contoh Jombang",
    "address": "Jalan Contoh Nomor 7, Jombang",
    "contact": "Telepon 0811-0000-1234",
    "town": "Jombang",
    "number_form": "{number}/{unit}/{month}/{year}",
    "unit": "LPK-CC",
}


def load() -> list[Letter]:
    """Through the services, as the cast would; the organisations' own administrators set up what letters look like."""
    wulan, hendra = actor_of("wulan"), actor_of("hendra")
    secretary = set_up(
        wulan,
        OFFICE,
        name="Dra. Ratih Contohrahayu, M.Si.",
        position="Sekretaris",
        acts=Acts.ON_BEHALF,
        superior="Kepala Dinas Tenaga Kerja",
        grade="Pembina (IV/a)",
        nip="197001011995032001",
    )
    set_up(hendra, INSTITUTE, name="Hendra Contohsari, S.T.", position="Direktur")
    statements = [
        issue(wulan, "candidate_registered", candidate, signatory=secretary, purpose="permohonan kredit bank")
        for candidate in candidates_of(wulan)
    ]
    services.withdraw(actor=wulan, letter=statements[-1], reason="Keperluannya salah ketik.", today=TODAY)
    return statements


def set_up(actor: Actor, head: Mapping[str, str], **signatory: str) -> Signatory:
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    services.keep_letterhead(actor=actor, letterhead=Letterhead(organisation=organisation, **head))
    return services.add_signatory(actor=actor, signatory=Signatory(organisation=organisation, **signatory))


def issue(actor: Actor, kind: str, owner: Any, **answers: Any) -> Letter:
    return services.issue(
        actor=actor, kind=kind_of(kind), owner=owner, answers=answers, check_page=CHECK_PAGE, today=TODAY
    )


def candidates_of(actor: Actor) -> list[Candidate]:
    """Sari, and some others of the regency."""
    here = Candidate.objects.filter(home__startswith=f"{actor.place_code}.").exclude(state="withdrawn")
    sari = here.filter(person__account__email="sari@contoh.example")
    others = here.filter(person__account=None).order_by("number")
    return [*sari, *others[: STATED - 1]]
