"""The example country: real places, invented people and institutions, the same every time.

Nothing here touches a database: `build()` draws plain rows from one seed, `load.py` carries them through the rooms' services.
Shares are calibrated on data/placements and data/geography/population.csv; README.md names each figure.
"""

import csv
import gzip
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from demo.names import full_name

SEED = 2026
TODAY = date(2026, 1, 12)
ROOT = Path(__file__).resolve().parents[1]
TABLES = Path(__file__).parent / "tables"

CANDIDATES, INTAKES = 3000, 120
# The regencies of the five articles; regions of one province share its published placements by population.
REGENCIES = {
    "35": ("35.17", "35.08"),
    "33": ("33.05", "33.24", "33.18", "33.14", "33.11", "33.02", "33.01", "33.07", "33.29"),
    "36": ("36.01", "36.02", "36.03", "36.04", "36.71", "36.72", "36.73", "36.74"),
    "31": ("31.71", "31.72", "31.73", "31.74", "31.75"),
}
# Placements of 2024 by province (data/placements, source H); Banten only for 2025 (G); Jakarta: mean of 2007-2024 (J).
PLACED = {"35": 79339, "33": 66611, "36": 3658, "31": 64085 / 18}
WOMEN_SHARE = 187468 / 296948  # placements 2025 by sex, source G
# Schooling of candidates: no published table was found; our assumption, see README.md.
EDUCATION = ((0, 0.16), (1, 0.30), (2, 0.47), (5, 0.05), (6, 0.02))
# Of those with upper secondary school, how many come from a vocational one (SMK); our assumption as well.
VOCATIONAL_SHARE = 0.53
PRIORITY = ((1, 0.78), (1.2, 0.16), (1.5, 0.06))


@dataclass(frozen=True)
class Programme:
    code: str
    title: str
    provider: str
    teaches: tuple[str, ...]
    prerequisites: tuple[str, ...]
    hours: int
    weeks: int
    cost: int
    pass_rate: float
    min_education: int


@dataclass(frozen=True)
class Intake:
    number: str
    programme: str
    place: str
    reach: str
    seats: int
    starts: date
    ends: date
    cost: int
    pass_rate: float


@dataclass(frozen=True)
class Order:
    number: str
    standard: str
    employer: str
    employer_type: str
    city: str
    company: str
    openings: int
    ready_by: date
    monthly_pay: int
    currency: str
    value: float


@dataclass(frozen=True)
class Person:
    number: str
    name: str
    national_id: str
    birth_date: date
    sex: str
    village: str
    phone: str
    education: int
    available_from: date
    weight: float
    destinations: tuple[str, ...]  # empty: any
    holds: tuple[tuple[str, str], ...] = ()  # (competency, evidence)
    opted_out: bool = False


@dataclass(frozen=True)
class Country:
    providers: list[dict[str, str]]
    programmes: list[Programme]
    intakes: list[Intake]
    orders: list[Order]
    companies: list[tuple[str, str]]  # name, place
    people: list[Person] = field(default_factory=list)


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def villages() -> dict[str, list[str]]:
    """Today's village codes by regency."""
    found: dict[str, list[str]] = {}
    with gzip.open(ROOT / "data/geography/places.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["level"] in ("village", "4") and not row["valid_to"]:
                found.setdefault(row["code"][:5], []).append(row["code"])
    return found


@cache
def population() -> dict[str, int]:
    with (ROOT / "data/geography/population.csv").open(newline="", encoding="utf-8") as lines:
        return {row["code"]: int(row["total"]) for row in csv.DictReader(lines)}


def shares() -> dict[str, float]:
    """Each regency's share of the candidates: its province's placements, split by population."""
    people = population()
    weight = {
        regency: PLACED[province] * people[regency] / people[province]
        for province, regencies in REGENCIES.items()
        for regency in regencies
    }
    # Banten and Jakarta lie whole in the example; of the other provinces only the regencies named.
    total = sum(weight.values())
    return {regency: value / total for regency, value in weight.items()}


def weighted(draw: random.Random, table: tuple[tuple[object, float], ...]) -> object:
    return draw.choices([value for value, _ in table], [share for _, share in table])[0]


def apportion(total: int, share: dict[str, float]) -> dict[str, int]:
    """Whole numbers that add up to `total` (largest remainders)."""
    exact = {key: total * value for key, value in share.items()}
    whole = {key: int(value) for key, value in exact.items()}
    for key in sorted(exact, key=lambda key: whole[key] - exact[key])[: total - sum(whole.values())]:
        whole[key] += 1
    return whole


def build(seed: int = SEED) -> Country:
    draw = random.Random(seed)
    providers = rows("providers.csv")
    programmes, intakes = draw_training(draw, providers)
    companies = draw_companies()
    return Country(
        providers=providers,
        programmes=programmes,
        intakes=intakes,
        orders=draw_orders(draw, [name for name, _ in companies]),
        companies=companies,
        people=draw_people(draw),
    )


# --- training -------------------------------------------------------------------------------------------------------
# How much of the teaching goes where: today's courses follow habit more than orders, which is what a plan shows.
HABIT = {
    "PRT-HK": 5, "CARE-TW": 5, "MANDARIN-A1": 5, "KANTON-A1": 3, "INGGRIS-A1": 3, "INGGRIS-A2": 3, "PABRIK-5S": 3, "JAHIT": 4,
    "LAS-DASAR": 3, "JEPANG-N5": 3, "JEPANG-A2": 2, "PRT-SG": 2, "PRT-MY": 2, "KEBUN": 2, "KOREA-EPS": 3, "KOREA-UJI": 2,
}  # fmt: skip


def draw_training(
    draw: random.Random, providers: list[dict[str, str]]
) -> tuple[list[Programme], list[Intake]]:
    templates = rows("programmes.csv")
    programmes, chosen = [], []
    for position, provider in enumerate(providers, start=1):
        fields = set(provider["fields"].split(";"))
        for row in templates:
            if set(row["fields"].split(";")) <= fields:
                made = programme(row, provider["name"], position)
                programmes.append(made)
                chosen.append((made, row["code"], provider))
    weights = [HABIT.get(code, 1) for _, code, _ in chosen]
    picked = sorted(draw.choices(range(len(chosen)), weights, k=INTAKES))
    intakes = [
        intake(draw, number, chosen[which][0], chosen[which][2])
        for number, which in enumerate(picked, start=1)
    ]
    return programmes, intakes


def programme(row: dict[str, str], provider: str, position: int) -> Programme:
    return Programme(
        code=f"P{position:02}-{row['code']}",
        title=row["title"],
        provider=provider,
        teaches=tuple(row["teaches"].split(";")),
        prerequisites=tuple(filter(None, row["prerequisites"].split(";"))),
        hours=int(row["hours"]),
        weeks=int(row["weeks"]),
        cost=int(row["cost"]),
        pass_rate=float(row["pass_rate"]),
        min_education=int(row["min_education"]),
    )


def intake(draw: random.Random, number: int, made: Programme, provider: dict[str, str]) -> Intake:
    # First steps of a chain start early, second steps after them.
    earliest = 11 if made.prerequisites else 2
    starts = TODAY + timedelta(weeks=draw.randint(earliest, earliest + 12))
    centre = provider["kind"] == "training_centre"
    return Intake(
        number=f"K26-{number:03}",
        programme=made.code,
        place=provider["place"],
        reach=provider["boarding"],
        # 16 make a package (domain.md §11); centres run larger rooms.
        seats=draw.choice((16, 16, 20, 24)) if centre else draw.choice((12, 16, 16, 20)),
        starts=starts,
        ends=starts + timedelta(weeks=made.weeks) - timedelta(days=3),
        cost=round(made.cost * draw.uniform(0.92, 1.08), -4),
        pass_rate=made.pass_rate,
    )


# --- orders ---------------------------------------------------------------------------------------------------------
CITIES = {
    "HK": ("Kowloon", "Sha Tin", "Tuen Mun"), "TW": ("Taipei", "Taichung", "Kaohsiung", "Tainan"), "MY": ("Johor", "Pahang", "Selangor"),
    "JP": ("Osaka", "Nagoya", "Fukuoka", "Sapporo"), "KR": ("Ulsan", "Geoje", "Ansan"), "SG": ("Singapore",), "DE": ("Hamburg", "Leipzig"),
}  # fmt: skip


def draw_companies() -> list[tuple[str, str]]:
    """Thirteen placement companies, spread like the published count by province (data/placements, source K)."""
    seats = (
        "31.75",
        "31.74",
        "31.73",
        "31.71",
        "31.72",
        "31.75",
        "35.78",
        "35.78",
        "35.73",
        "35.07",
        "32.75",
        "32.16",
        "33.24",
    )
    words = (
        "Laju",
        "Karya",
        "Jaya",
        "Bina",
        "Mitra",
        "Cahaya",
        "Sinar",
        "Rukun",
        "Tekad",
        "Bhakti",
        "Setia",
        "Lintas",
        "Citra",
    )
    return [
        (f"PT {word} Contoh {'Mandiri' if n % 2 else 'Sejahtera'}", place)
        for n, (word, place) in enumerate(zip(words, seats, strict=True))
    ]


def draw_orders(draw: random.Random, companies: list[str]) -> list[Order]:
    orders: list[Order] = []
    for row in rows("demand.csv"):
        country, count = row["standard"][:2], int(row["orders"])
        size = [draw.lognormvariate(0, 0.7) for _ in range(count)]
        openings = apportion(
            int(row["openings"]) - count, {str(n): s / sum(size) for n, s in enumerate(size)}
        )
        for n in range(count):
            household = row["individual"] == "1"
            orders.append(
                Order(
                    number=f"JO26-{len(orders) + 1:04}",
                    standard=row["standard"],
                    employer=f"{'Keluarga melalui Agensi' if household else 'Perusahaan'} Contoh {country} {len(orders) + 1}",
                    employer_type="individual" if household else "legal_entity",
                    city=draw.choice(CITIES.get(country, ("",))),
                    company=draw.choice(companies),
                    openings=openings[str(n)] + 1,
                    ready_by=TODAY + timedelta(weeks=draw.choice((6, 12, 18, 24, 30, 36, 42, 48))),
                    monthly_pay=round(int(row["pay"]) * draw.uniform(0.95, 1.12)),
                    currency=row["currency"],
                    value=round(float(row["value"]) * draw.choice((0.95, 1, 1, 1.05)), 3),
                )
            )
    return orders


# --- people ---------------------------------------------------------------------------------------------------------
WISHES = {  # what women and men tend to ask for, from the placements of 2024 by destination
    "F": (("HK", 40), ("TW", 34), ("SG", 8), ("MY", 8), ("JP", 6), ("BN", 2), ("DE", 1), ("TR", 1)),
    "M": (("TW", 30), ("MY", 26), ("KR", 16), ("JP", 14), ("SA", 5), ("PL", 4), ("SK", 3), ("IT", 2)),
}


def draw_people(draw: random.Random) -> list[Person]:
    people: list[Person] = []
    serials: dict[str, int] = {}
    for regency, count in apportion(CANDIDATES, shares()).items():
        for _ in range(count):
            people.append(draw_person(draw, regency, len(people) + 1, serials))
    return people


def draw_person(draw: random.Random, regency: str, number: int, serials: dict[str, int]) -> Person:
    sex = "F" if draw.random() < WOMEN_SHARE else "M"
    age_days = int(365.25 * (18 + 27 * draw.betavariate(1.3, 3)))
    if regency.startswith("36") and draw.random() < 0.03:
        age_days = int(365.25 * draw.uniform(15.2, 17.8))  # the Banten centre trains from 15
    born = TODAY - timedelta(days=age_days)
    village = draw.choice(villages()[regency])
    education = int(weighted(draw, EDUCATION))
    return Person(
        number=f"J-{number:04}-{draw.choice('ACEFHJKMNPRTVWXZ')}{draw.randint(100, 999)}",
        name=full_name(draw, sex),
        national_id=national_id(village, born, sex, serials),
        birth_date=born,
        sex=sex,
        village=village,
        phone=f"+62811000{number:05}",  # a block that no operator gives out, see README.md
        education=education,
        available_from=TODAY + timedelta(days=7 * draw.randint(0, 12)),
        weight=float(weighted(draw, PRIORITY)),
        destinations=draw_wishes(draw, sex),
        holds=draw_skills(draw, sex, education),
        opted_out=draw.random() < 0.02,
    )


def national_id(village: str, born: date, sex: str, serials: dict[str, int]) -> str:
    """A NIK of the right form that belongs to nobody: its serial counts down from 9999, where registers count up from 0001."""
    stem = f"{village[:8].replace('.', '')}{born.day + (40 if sex == 'F' else 0):02}{born:%m%y}"
    serials[stem] = serials.get(stem, 10000) - 1
    return f"{stem}{serials[stem]}"


def draw_wishes(draw: random.Random, sex: str) -> tuple[str, ...]:
    if draw.random() < 0.35:
        return ()
    countries = [code for code, _ in WISHES[sex]]
    weights = [share for _, share in WISHES[sex]]
    return tuple(sorted(set(draw.choices(countries, weights, k=draw.choice((1, 2, 2, 3))))))


def draw_skills(draw: random.Random, sex: str, education: int) -> tuple[tuple[str, str], ...]:
    """What somebody brings along: school, an earlier contract, an evening class. Most people bring little."""
    skills: dict[str, str] = {}
    chance = draw.random

    def brings(probability: float, evidence: str, *codes: str) -> None:
        if chance() < probability:
            skills.update(dict.fromkeys(codes, evidence))

    vocational = education == 2 and chance() < VOCATIONAL_SHARE
    if sex == "M":
        brings(0.28 if vocational else 0.04, "schooling", "C.24LAS01.001.1", "C.24LAS01.028.1")
        brings(0.12 if vocational else 0.02, "schooling", "ID-LISTRIK-INSTALASI")
        brings(0.10, "work", "ID-BANGUN-BATU")
        brings(0.08, "work", "ID-KEBUN-PANEN")
        brings(0.06, "certificate", "ID-MENGEMUDI-B")
    else:
        brings(0.10, "work", "ID-PRT-TATAGRAHA", "ID-PRT-MASAK")
        brings(0.05, "certificate", "HK-PRT-LSP")
        brings(0.06, "schooling" if vocational else "informal", "ID-JAHIT-LURUS")
    brings(0.30 if education >= 2 else 0.08, "schooling", "EN-A1")
    brings(0.10 if vocational or education >= 5 else 0.01, "test_result", "EN-A2")
    brings(0.06, "work", "ZH-A1")
    brings(0.04 if sex == "F" else 0, "work", "YUE-A1")
    brings(0.05 if education >= 1 else 0.01, "test_result", "JLPT-N5")
    brings(0.02 if education >= 1 else 0, "test_result", "JLPT-N4")
    brings(0.03, "declared", "KO-A1")
    brings(0.05, "certificate", "ID-PABRIK-5S")
    if education >= 5:
        brings(0.35, "certificate", "ID-STR-PERAWAT")
        brings(0.10, "test_result", "DE-A2")
    return tuple(sorted(skills.items()))
