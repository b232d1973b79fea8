"""The published shares and the catalogue of programmes and demand that instances are drawn from."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
# A regency inside this distance of another is within daily travel; assumption, centroid to centroid.
DAILY_TRAVEL_KM = 22.0
EARTH_RADIUS_KM = 6371.0


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def published(kind: str) -> dict[str, float]:
    """Figures of one kind (destination, vacancies, province, sex, hotspot) by key."""
    return {row["key"]: float(row["value"]) for row in _rows("calibration") if row["kind"] == kind}


@dataclass(frozen=True)
class Competency:
    code: str
    kind: str
    implies: tuple[str, ...]


@dataclass(frozen=True)
class Demand:
    """One line of demand: what a destination asks for in one occupation. `share` is of all openings."""

    destination: str
    occupation: str
    share: float
    value: float
    requires: tuple[str, ...]
    min_age: int | None
    max_age: int | None
    sex: str | None
    min_education: int | None


@dataclass(frozen=True)
class Programme:
    """A course: days, cost in IDR per seat, pass rate; `scale` is how well its seats follow the demand."""

    code: str
    teaches: tuple[str, ...]
    prerequisites: tuple[str, ...]
    days_min: int
    days_max: int
    cost: float
    pass_rate: float
    min_age: int | None
    max_age: int | None
    min_education: int | None
    scale: float


@dataclass(frozen=True)
class Profile:
    """Competencies people already hold, with how common that is and among whom."""

    holds: tuple[str, ...]
    share: float
    sex: str | None
    min_education: int
    max_education: int


def _integer(text: str) -> int | None:
    return int(text) if text else None


@cache
def competencies() -> tuple[Competency, ...]:
    return tuple(
        Competency(row["code"], row["kind"], tuple(row["implies"].split())) for row in _rows("competencies")
    )


@cache
def demand() -> tuple[Demand, ...]:
    """Lines of demand, most asked first; a destination's weight lies between its vacancies and its placements."""
    placed, asked = published("destination"), published("vacancies")
    weight = {code: max(asked.get(code, 0.0), placed.get(code, 0.0)) for code in placed}
    total = sum(weight.values())
    lines = [
        Demand(
            destination=row["destination"],
            occupation=row["occupation"],
            share=float(row["share"]) * weight[row["destination"]] / total,
            value=float(row["value"]),
            requires=tuple(row["requires"].split()),
            min_age=_integer(row["min_age"]),
            max_age=_integer(row["max_age"]),
            sex=row["sex"] or None,
            min_education=_integer(row["min_education"]),
        )
        for row in _rows("demand")
    ]
    return tuple(sorted(lines, key=lambda line: (-line.share, line.destination, line.occupation)))


@cache
def programmes() -> tuple[Programme, ...]:
    return tuple(
        Programme(
            code=row["code"],
            teaches=tuple(row["teaches"].split()),
            prerequisites=tuple(row["prerequisites"].split()),
            days_min=int(row["days_min"]),
            days_max=int(row["days_max"]),
            cost=float(row["cost"]),
            pass_rate=float(row["pass_rate"]),
            min_age=_integer(row["min_age"]),
            max_age=_integer(row["max_age"]),
            min_education=_integer(row["min_education"]),
            scale=float(row["scale"]),
        )
        for row in _rows("programmes")
    )


@cache
def profiles() -> tuple[Profile, ...]:
    return tuple(
        Profile(
            holds=tuple(row["holds"].split()),
            share=float(row["share"]),
            sex=row["sex"] or None,
            min_education=int(row["min_education"] or 0),
            max_education=int(row["max_education"] or 9),
        )
        for row in _rows("profiles")
    )


@cache
def languages() -> tuple[Profile, ...]:
    return tuple(
        Profile(tuple(row["holds"].split()), float(row["share"]), None, int(row["min_education"] or 0), 9)
        for row in _rows("languages")
    )


@dataclass(frozen=True)
class Regencies:
    """All 514 regencies: codes, population, share of candidates (sums to 1), latitude and longitude in degrees."""

    codes: tuple[str, ...]
    population: np.ndarray
    share: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray


@cache
def regencies() -> Regencies:
    rows = _rows("regencies")
    codes = tuple(row["code"] for row in rows)
    population = np.array([float(row["population"]) for row in rows])
    hotspots, provinces = published("hotspot"), published("province")
    pull = population * np.array([hotspots.get(code, 1.0) for code in codes])
    named = {code: value for code, value in provinces.items() if code != "total"}
    rest = provinces["total"] - sum(named.values())
    share = np.zeros(len(codes))
    others = np.array([code[:2] not in named for code in codes])
    for province, placed in named.items():
        inside = np.array([code[:2] == province for code in codes])
        share[inside] = placed * pull[inside] / pull[inside].sum()
    share[others] = rest * pull[others] / pull[others].sum()
    return Regencies(
        codes=codes,
        population=population,
        share=share / share.sum(),
        latitude=np.array([float(row["latitude"]) for row in rows]),
        longitude=np.array([float(row["longitude"]) for row in rows]),
    )


def daily_travel(selected: np.ndarray) -> list[tuple[str, str]]:
    """Ordered pairs of the selected regencies (indices) close enough for daily travel."""
    places = regencies()
    latitude, longitude = np.radians(places.latitude[selected]), np.radians(places.longitude[selected])
    half = (
        np.sin((latitude[:, None] - latitude) / 2) ** 2
        + np.cos(latitude[:, None]) * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    )
    near = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)) < DAILY_TRAVEL_KM
    codes = [places.codes[index] for index in selected]
    return [(codes[a], codes[b]) for a, b in zip(*np.nonzero(near), strict=True) if a != b]
