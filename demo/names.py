"""Names of people who do not exist: common given names and family-like second names that nobody bears (they end in -contoh
words), so that a screenshot can never be taken for a real file."""

WOMEN = (
    "Siti Ayu Dewi Sri Nur Rina Wati Ratih Lestari Indah Fitri Yuni Dian Eka Tri Wahyu Ningsih Puji Endang Sari Mega Intan Putri "
    "Anisa Nadia Laras Kartika Melati Kenanga Dahlia Cempaka Mawar Ratna Wulan Tuti Yanti Erna Lina Novi Desi"
).split()
MEN = (
    "Agus Budi Slamet Joko Bambang Eko Dwi Wahyu Hadi Rudi Andi Fajar Bayu Rizal Dimas Arif Yoga Galih Tono Sugeng Supri Wawan "
    "Hendra Gilang Rahmat Imam Yusuf Taufik Ilham Aditya Bagas Panji Satria Damar Rangga Surya Bima Aji Guntur"
).split()
SECOND = (
    "Contohwati Contohsari Contohningrum Contohrahayu Contohlestari Contohutami Contohwulan Contohdewi",
    "Contohnugroho Contohsaputra Contohwibowo Contohsantoso Contohkusuma Contohprasetyo Contohhidayat Contohutomo",
)


def full_name(draw, sex: str) -> str:
    """A given name or two and an invented second name."""
    given = WOMEN if sex == "F" else MEN
    first = draw.choice(given)
    middle = draw.choice(given) if draw.random() < 0.4 else ""
    last = draw.choice(SECOND[0 if sex == "F" else 1].split())
    return " ".join(part for part in (first, middle if middle != first else "", last) if part)
