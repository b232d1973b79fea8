"""The cast of the example country: who signs in, as what, where. The same people stand in tests and documentation."""

from dataclasses import dataclass

PASSWORD = "jalur-contoh-2026"  # of invented accounts, printed at every start


@dataclass(frozen=True)
class Player:
    """One account: `organisation` (name, kind, place, country) for members, `village` for somebody with a file of her own, `phone`
    for who signs in with that and has no mailbox."""

    key: str
    name: str
    role: str
    organisation: tuple[str, str, str, str] | None = None
    village: str = ""
    phone: str = ""

    @property
    def email(self) -> str:
        return "" if self.phone else f"{self.key}@contoh.example"

    @property
    def login(self) -> str:
        return self.phone or self.email


JOMBANG_VILLAGE = "35.17.08.2001"
CAST = (
    Player(
        "wulan",
        "Bu Wulan",
        "labour_officer",
        ("Disnaker Kabupaten Jombang (contoh)", "labour_office", "35.17", ""),
    ),
    Player(
        "gatot",
        "Pak Gatot",
        "labour_officer",
        ("Disnaker Kabupaten Lumajang (contoh)", "labour_office", "35.08", ""),
    ),
    Player(
        "darmo",
        "Pak Darmo",
        "village_officer",
        ("Pemerintah Desa Kayangan (contoh)", "village", JOMBANG_VILLAGE, ""),
    ),
    Player(
        "hendra",
        "Pak Hendra",
        "training_manager",
        ("LPK Cakap Contoh Jombang", "training_provider", "35.17", ""),
    ),
    Player("tuti", "Bu Tuti", "instructor", ("LPK Cakap Contoh Jombang", "training_provider", "35.17", "")),
    Player(
        "indah",
        "Bu Indah",
        "training_manager",
        ("UPTD Latihan Kerja Serpong Utara (contoh)", "training_centre", "36.74", ""),
    ),
    Player(
        "slamet",
        "Pak Slamet",
        "instructor",
        ("UPTD Latihan Kerja Serpong Utara (contoh)", "training_centre", "36.74", ""),
    ),
    Player("anwar", "Pak Anwar", "assessor", ("LSP Cermat Contoh", "certification_body", "35.78", "")),
    Player(
        "laras",
        "Bu Laras",
        "certification_manager",
        ("LSP Terampil Contoh Banten", "certification_body", "36.74", ""),
    ),
    Player(
        "farid", "Pak Farid", "assessor", ("LSP Terampil Contoh Banten", "certification_body", "36.74", "")
    ),
    Player(
        "kartika", "Bu Kartika", "assessor", ("LSP Terampil Contoh Banten", "certification_body", "36.74", "")
    ),
    Player(
        "lestari",
        "Bu Lestari",
        "company_officer",
        ("PT Laju Contoh Sejahtera", "placement_company", "31.75", ""),
    ),
    Player("yusuf", "Pak Yusuf", "ministry_analyst", ("Kementerian P2MI (contoh)", "ministry", "31.71", "")),
    Player("ratna", "Bu Ratna", "labour_attache", ("Perwakilan RI di Seoul (contoh)", "mission", "", "KR")),
    Player("bayu", "Pak Bayu", "administrator", ("Pengelola Jalur (contoh)", "platform", "31.71", "")),
    Player("sari", "Sari Contohwati", "candidate", village=JOMBANG_VILLAGE),
    Player("dewi", "Dewi Contohwati", "candidate", village=JOMBANG_VILLAGE, phone="+6281100009999"),
    Player("rini", "Rini Contohwati", "signed_in"),
)
