"""Draw an instance: `frames(size, seed)` gives Polars frames, `generate` the planner's `Tables`."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from jalur.planner.contract.policy import Policy
from jalur.planner.contract.tables import Tables
from jalur.planner.generate import calibration
from jalur.planner.generate.calibration import Demand, Programme

# Monday; every start is a Monday and every deadline a Friday, so that ties happen as they do in real calendars.
FIRST_DAY = dt.date(2026, 1, 5)
WEEKS = 52
COST_WEIGHT = 2e-8


@dataclass(frozen=True)
class Size:
    """How many of each; `regencies` are region-code prefixes; six in ten live in `home`."""

    candidates: int
    openings: int
    job_orders: int
    seats: int
    intakes: int
    regencies: tuple[str, ...] = ()
    home: str | None = None


@dataclass(frozen=True)
class Knobs:
    """What makes an instance harder.

    scarcity: seats are divided by it. tightness: deadlines come that many times sooner. kinds: how many versions of
    each skill exist that don't stand in for one another (1 = the plain catalogue).
    """

    scarcity: float = 1.0
    tightness: float = 1.0
    kinds: int = 1


SIZES = {
    "regency": Size(2_000, 3_500, 60, 1_200, 48, ("35.16", "35.17", "35.76"), "35.17"),
    "province": Size(40_000, 70_000, 900, 22_000, 900, ("35.",)),
    "nation": Size(1_000_000, 1_700_000, 20_000, 550_000, 20_000),
}
# What a destination list looks like: null = any. Assumption, popular pairs by sex.
WISHES: tuple[tuple[tuple[str, ...] | None, float, str | None], ...] = (
    (None, 0.34, None),
    (("HK", "TW"), 0.12, "F"),
    (("HK", "SG", "TW"), 0.1, "F"),
    (("HK",), 0.05, "F"),
    (("MY",), 0.05, None),
    (("BN", "MY", "SG"), 0.05, None),
    (("TW",), 0.05, None),
    (("KR",), 0.06, "M"),
    (("JP", "KR"), 0.07, None),
    (("JP",), 0.05, None),
    (("JP", "KR", "TW"), 0.08, "M"),
    (("MY", "TW"), 0.06, "M"),
    (("AE", "KW", "QA", "SA"), 0.05, None),
    (("DE", "JP"), 0.02, None),
    (("DE", "IT", "PL", "SK", "TR"), 0.03, None),
)
AGES = (
    (17, 0.02),
    (19, 0.22),
    (22, 0.22),
    (25, 0.16),
    (29, 0.14),
    (34, 0.11),
    (39, 0.08),
    (44, 0.04),
    (52, 0.01),
)
EDUCATION = ((0, 0.1), (1, 0.36), (2, 0.45), (5, 0.055), (6, 0.035))
WEIGHTS = ((1.0, 0.7), (1.2, 0.2), (1.5, 0.1))


def scaled(candidates: int) -> Size:
    """A size with the nation's proportions for any number of candidates ≥ 50."""
    nation = SIZES["nation"]
    part = candidates / nation.candidates
    # Fewer people share proportionally bigger orders: the number of orders shrinks with a lower power.
    lines = max(12, round(nation.job_orders * part**0.85))
    return Size(
        candidates,
        max(lines, round(nation.openings * part)),
        lines,
        max(lines, round(nation.seats * part)),
        lines,
    )


def _apportion(total: int, weight: np.ndarray, least: int) -> np.ndarray:
    """Whole numbers ≥ least that sum to total, in proportion to weight (largest remainder)."""
    spare = total - least * len(weight)
    if spare < 0:
        raise ValueError(f"{total} is too few to give {len(weight)} rows {least} each")
    exact = spare * weight / weight.sum()
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: spare - int(whole.sum())]] += 1
    return whole + least


def _draw(random: np.random.Generator, share: np.ndarray, count: int) -> np.ndarray:
    """`count` indices drawn with the given shares."""
    edges = np.cumsum(share / share.sum())
    edges[-1] = 1.0
    return np.searchsorted(edges, random.random(count), side="right").clip(0, len(share) - 1)


def _ids(letter: str, count: int) -> pl.Series:
    return pl.select(
        pl.concat_str(
            pl.lit(letter), pl.int_range(1, count + 1).cast(pl.String).str.zfill(len(str(count)))
        ).alias("id")
    ).to_series()


def _dates(days: np.ndarray) -> pl.Series:
    """Dates from days after FIRST_DAY."""
    origin = (FIRST_DAY - dt.date(1970, 1, 1)).days
    return pl.Series(days.astype(np.int32) + origin).cast(pl.Date)


def _lists(choices: list[list[str] | None], index: np.ndarray) -> pl.Series:
    return pl.Series(choices, dtype=pl.List(pl.String)).gather(pl.Series(index.astype(np.uint32)))


def _version(code: str, version: int, skills: set[str]) -> str:
    return code if version == 0 or code not in skills else f"{code}.{version + 1}"


class _Catalogue:
    """The competencies, demand lines and programmes an instance of this size and these knobs draws from."""

    def __init__(self, size: Size, knobs: Knobs) -> None:
        skills = {row.code for row in calibration.competencies() if row.kind == "skill"}
        self.skills = skills
        self.versions = knobs.kinds
        lines = calibration.demand()[: max(6, size.job_orders // 5)]
        asked = {code for line in lines for code in line.requires}
        implied = {row.code: set(row.implies) for row in calibration.competencies()}
        offered = self._useful(asked, implied)
        self.lines: list[Demand] = []
        self.programmes: list[Programme] = []
        for version in range(knobs.kinds):
            self.lines += [
                replace(
                    line,
                    requires=tuple(_version(code, version, skills) for code in line.requires),
                    share=line.share / knobs.kinds,
                )
                for line in lines
            ]
            self.programmes += [
                replace(
                    programme,
                    code=programme.code if version == 0 else f"{programme.code}.{version + 1}",
                    teaches=tuple(_version(code, version, skills) for code in programme.teaches),
                    prerequisites=tuple(_version(code, version, skills) for code in programme.prerequisites),
                )
                for programme in offered
                if version == 0 or skills & set(programme.teaches)
            ]

    @staticmethod
    def _useful(asked: set[str], implied: dict[str, set[str]]) -> list[Programme]:
        """Programmes that teach something asked for, or a prerequisite of one that does."""
        wanted = set(asked)
        while True:
            useful = [
                programme
                for programme in calibration.programmes()
                if any(code in wanted or implied[code] & wanted for code in programme.teaches)
            ]
            grown = wanted | {code for programme in useful for code in programme.prerequisites}
            if grown == wanted:
                return useful
            wanted = grown

    def competencies(self) -> pl.DataFrame:
        rows = [
            (
                _version(row.code, version, self.skills),
                row.kind,
                [_version(code, version, self.skills) for code in row.implies],
            )
            for version in range(self.versions)
            for row in calibration.competencies()
            if version == 0 or row.code in self.skills
        ]
        return pl.DataFrame(
            rows, schema={"code": pl.String, "kind": pl.String, "implies": pl.List(pl.String)}, orient="row"
        )

    def popularity(self) -> np.ndarray:
        """How much of the demand each programme serves, blunted by how badly its seats follow it."""
        serves = np.array(
            [
                sum(line.share for line in self.lines if set(line.requires) & set(programme.teaches))
                for programme in self.programmes
            ]
        )
        scale = np.array([programme.scale for programme in self.programmes])
        return (serves + 0.004) ** 0.7 * scale


def _selected(size: Size) -> np.ndarray:
    codes = calibration.regencies().codes
    if not size.regencies:
        return np.arange(len(codes))
    return np.array([index for index, code in enumerate(codes) if code.startswith(size.regencies)])


def _people_share(size: Size, selected: np.ndarray) -> np.ndarray:
    share = calibration.regencies().share[selected]
    share = share / share.sum()
    if size.home:
        home = np.array([calibration.regencies().codes[index] == size.home for index in selected])
        share = np.where(home, 0.6, 0.4 * share / share[~home].sum())
    return share


def _candidates(
    size: Size, knobs: Knobs, catalogue: _Catalogue, selected: np.ndarray, random: np.random.Generator
) -> pl.DataFrame:
    count = size.candidates
    codes = np.array(calibration.regencies().codes)[selected]
    regency = _draw(random, _people_share(size, selected), count)
    sex = _draw(random, np.array([calibration.published("sex")[key] for key in ("F", "M")]), count)
    education = _draw(random, np.array([share for _, share in EDUCATION]), count)
    level = np.array([value for value, _ in EDUCATION])[education]
    band = _draw(random, np.array([share for _, share in AGES]), count)
    starts = np.array([age for age, _ in AGES])
    width = np.append(np.diff(starts), 3)
    age_days = ((starts[band] + random.random(count) * width[band]) * 365.25).astype(np.int64)
    # Four in ten are on the books already; the others come week by week.
    week = np.where(random.random(count) < 0.4, 0, random.integers(0, WEEKS, count))
    return pl.DataFrame(
        {
            "id": _ids("C", count),
            "regency": pl.Series(list(codes)).gather(pl.Series(regency.astype(np.uint32))),
            "birth_date": _dates(-age_days),
            "sex": pl.Series(["F", "M"]).gather(pl.Series(sex.astype(np.uint32))),
            "education": level.astype(np.int64),
            "holds": _holds(sex, level, knobs, catalogue, random),
            "destinations": _wishes(sex, random),
            "available_from": _dates(7 * week),
            "weight": np.array([value for value, _ in WEIGHTS])[
                _draw(random, np.array([share for _, share in WEIGHTS]), count)
            ],
        }
    )


def _fitting(shares: np.ndarray, fits: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """One index per row: the drawn one where it fits the row, else 0 (nothing held)."""
    drawn = _draw(random, shares, fits.shape[0])
    return np.where(fits[np.arange(fits.shape[0]), drawn], drawn, 0)


def _holds(
    sex: np.ndarray, level: np.ndarray, knobs: Knobs, catalogue: _Catalogue, random: np.random.Generator
) -> pl.Series:
    profiles, languages = calibration.profiles(), calibration.languages()
    fits = np.column_stack(
        [
            (level >= profile.min_education)
            & (level <= profile.max_education)
            & ((profile.sex is None) | (np.array(["F", "M"])[sex] == profile.sex))
            for profile in profiles
        ]
    )
    # Nurses are rare among all and common among those with a diploma: draw them there only.
    share = np.array([profile.share for profile in profiles])
    nursing = np.array([profile.min_education >= 5 for profile in profiles])
    held = _fitting(np.where(nursing, 0.0, share), fits, random)
    graduates = level >= 5
    held = np.where(
        graduates & (random.random(len(sex)) < 0.5),
        _fitting(np.where(nursing, share, 0.0), fits, random),
        held,
    )
    spoken = _fitting(
        np.array([language.share for language in languages]),
        np.column_stack([level >= language.min_education for language in languages]),
        random,
    )
    version = random.integers(0, knobs.kinds, len(sex))
    choices: list[list[str] | None] = []
    for profile in profiles:
        for language in languages:
            for number in range(knobs.kinds):
                codes = [
                    _version(code, number, catalogue.skills) for code in (*profile.holds, *language.holds)
                ]
                choices.append(sorted(set(codes)))
    return _lists(choices, (held * len(languages) + spoken) * knobs.kinds + version)


def _wishes(sex: np.ndarray, random: np.random.Generator) -> pl.Series:
    share = np.array([part for _, part, _ in WISHES])
    fits = np.column_stack(
        [np.full(len(sex), who is None) | (np.array(["F", "M"])[sex] == who) for _, _, who in WISHES]
    )
    return _lists(
        [None if wish is None else list(wish) for wish, _, _ in WISHES], _fitting(share, fits, random)
    )


def _job_orders(size: Size, knobs: Knobs, catalogue: _Catalogue, random: np.random.Generator) -> pl.DataFrame:
    count, lines = size.job_orders, catalogue.lines
    share = np.array([line.share for line in lines])
    per_line = _apportion(count, share**0.6, 1 if count >= len(lines) else 0)
    line = np.repeat(np.arange(len(lines)), per_line)
    line = line[random.permutation(count)]
    weight = share[line] / per_line[line] * random.lognormal(0.0, 0.9, count)
    # Deadlines: eight weeks to sixteen months away, on a Friday, thicker in the middle; tightness pulls them in.
    weeks = 6 + random.beta(1.6, 1.6, count) * 64 / knobs.tightness
    # Employers round what they pay: few values, many ties.
    value = (
        np.array([row.value for row in lines])[line]
        * np.array([0.9, 1.0, 1.0, 1.0, 1.1])[random.integers(0, 5, count)]
    )
    chosen = [lines[index] for index in line]
    return pl.DataFrame(
        {
            "id": _ids("J", count),
            "destination": [row.destination for row in chosen],
            "occupation": [row.occupation for row in chosen],
            "openings": _apportion(size.openings, weight, 1),
            "ready_by": _dates(7 * np.floor(weeks).astype(np.int64) + 4),
            "requires": _lists([list(row.requires) for row in lines], line),
            "min_age": pl.Series([row.min_age for row in chosen], dtype=pl.Int64),
            "max_age": pl.Series([row.max_age for row in chosen], dtype=pl.Int64),
            "sex": pl.Series([row.sex for row in chosen], dtype=pl.String),
            "min_education": pl.Series([row.min_education for row in chosen], dtype=pl.Int64),
            "value": np.round(value, 2),
        }
    )


def _intakes(
    size: Size, knobs: Knobs, catalogue: _Catalogue, selected: np.ndarray, random: np.random.Generator
) -> pl.DataFrame:
    count, offered = size.intakes, catalogue.programmes
    popularity = catalogue.popularity()
    per_programme = _apportion(count, popularity, 1 if count >= len(offered) else 0)
    programme = np.repeat(np.arange(len(offered)), per_programme)[random.permutation(count)]
    people = calibration.regencies().population[selected]
    # Training stands where the population is, only half where those who want to leave are.
    share = 0.5 * people / people.sum() + 0.5 * _people_share(size, selected)
    regency = _draw(random, share, count)
    days_min = np.array([row.days_min for row in offered])[programme]
    days_max = np.array([row.days_max for row in offered])[programme]
    days = days_min + np.floor(random.random(count) * (days_max - days_min + 1)).astype(np.int64)
    start = 7 * random.integers(1, 46, count)
    room = np.array([12, 16, 16, 20, 24, 32, 40])[random.integers(0, 7, count)].astype(float)
    cost = (
        np.array([row.cost for row in offered])[programme]
        * np.array([0.8, 1.0, 1.0, 1.2])[random.integers(0, 4, count)]
    )
    rate = (
        np.array([row.pass_rate for row in offered])[programme]
        + np.array([-0.05, 0.0, 0.0, 0.05])[random.integers(0, 4, count)]
    )
    reach = np.array(["regency", "province", "national"])[_draw(random, np.array([0.58, 0.27, 0.15]), count)]
    codes = np.array(calibration.regencies().codes)[selected]
    provider = random.integers(1, 8, count)
    chosen = [offered[index] for index in programme]
    seats = max(count, round(size.seats / knobs.scarcity))
    return pl.DataFrame(
        {
            "id": _ids("T", count),
            "programme": [row.code for row in chosen],
            "provider": [
                f"LPK-{codes[place]}-{number}" for place, number in zip(regency, provider, strict=True)
            ],
            "regency": list(codes[regency]),
            "reach": list(reach),
            "seats": _apportion(seats, room, 1),
            "starts": _dates(start),
            "ends": _dates(start + days),
            "teaches": _lists([list(row.teaches) for row in offered], programme),
            "prerequisites": _lists([list(row.prerequisites) for row in offered], programme),
            "min_age": pl.Series([row.min_age for row in chosen], dtype=pl.Int64),
            "max_age": pl.Series([row.max_age for row in chosen], dtype=pl.Int64),
            "min_education": pl.Series([row.min_education for row in chosen], dtype=pl.Int64),
            "cost": np.round(cost, -4),
            "pass_rate": np.round(np.minimum(1.0, rate), 2),
        }
    )


def _policy(size: Size, intakes: pl.DataFrame, candidates: pl.DataFrame) -> dict[str, Any]:
    """Budget for about two thirds of the seats; floors for women and for a place that is easily passed over."""
    offered = float((intakes["seats"] * intakes["cost"]).sum())
    women = candidates.filter(pl.col("sex") == "F").height
    prefix = "province" if not size.regencies else "regency"
    places = (
        candidates["regency"]
        .str.slice(0, 2 if prefix == "province" else 5)
        .value_counts()
        .sort(["count", "regency"])
    )
    # The place at the lower quartile of people: small, but people are there.
    place = places.row(places.height // 4, named=True)
    return {
        "budget": round(offered * 0.62, -6),
        "cost_weight": COST_WEIGHT,
        "max_intakes": 3,
        "floors": [
            {"group": {"sex": "F"}, "minimum": round(women * 0.3), "penalty": 0.25},
            {"group": {prefix: place["regency"]}, "minimum": round(place["count"] * 0.5), "penalty": 0.4},
        ],
    }


def frames(size: str | Size, seed: int, knobs: Knobs | None = None) -> dict[str, Any]:
    """The instance's tables by name (Polars frames, `policy` a dict), in the contract's columns.

    Raises KeyError for an unknown size name.
    """
    size = SIZES[size] if isinstance(size, str) else size
    knobs = knobs or Knobs()
    # One stream per table: a change in one table's drawing leaves the others as they were.
    streams = [np.random.Generator(np.random.PCG64(child)) for child in np.random.SeedSequence(seed).spawn(3)]
    catalogue = _Catalogue(size, knobs)
    selected = _selected(size)
    candidates = _candidates(size, knobs, catalogue, selected, streams[0])
    intakes = _intakes(size, knobs, catalogue, selected, streams[2])
    pairs = calibration.daily_travel(selected)
    return {
        "competencies": catalogue.competencies(),
        "candidates": candidates,
        "job_orders": _job_orders(size, knobs, catalogue, streams[1]),
        "intakes": intakes,
        "reach": pl.DataFrame(
            pairs, schema={"from_regency": pl.String, "to_regency": pl.String}, orient="row"
        ),
        "policy": _policy(size, intakes, candidates),
    }


def generate(size: str | Size, seed: int, knobs: Knobs | None = None) -> Tables:
    """The same instance as the planner's `Tables`."""
    drawn = frames(size, seed, knobs)
    return Tables(**{**drawn, "policy": Policy.from_json(drawn["policy"])})
