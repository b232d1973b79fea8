"""Benchmark instances: the promised sizes, the same bytes for the same seed, hard in the ways reality is."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from jalur.planner.commands import main
from jalur.planner.contract.check import check
from jalur.planner.generate import SIZES, Knobs, generate
from jalur.planner.generate.calibration import published, regencies
from jalur.planner.generate.instance import scaled


@pytest.mark.parametrize("name", SIZES)
def test_an_instance_has_the_promised_size_and_keeps_the_schema(name: str) -> None:
    size, made = SIZES[name], generate(name, 7)
    assert check(made.frames(), made.policy) == []
    assert made.candidates.height == size.candidates
    assert made.job_orders.height == size.job_orders
    assert made.job_orders["openings"].sum() == size.openings
    assert made.intakes.height == size.intakes
    assert made.intakes["seats"].sum() == size.seats
    assert made.policy.budget is not None
    assert len(made.policy.floors) == 2


def test_the_contract_s_sizes_are_the_contract_s() -> None:
    told = {name: (s.candidates, s.openings, s.job_orders, s.seats, s.intakes) for name, s in SIZES.items()}
    assert told == {
        "regency": (2_000, 3_500, 60, 1_200, 48),
        "province": (40_000, 70_000, 900, 22_000, 900),
        "nation": (1_000_000, 1_700_000, 20_000, 550_000, 20_000),
    }


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        assert main(["generate", "regency", "--seed", seed, "--out", str(tmp_path / name)]) == 0
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert {
        "candidates.parquet",
        "job_orders.parquet",
        "intakes.parquet",
        "competencies.parquet",
        "policy.json",
    } <= set(files(tmp_path / "a"))
    assert files(tmp_path / "a")["candidates.parquet"] != files(tmp_path / "c")["candidates.parquet"]


def test_the_nation_is_calibrated_on_what_was_published() -> None:
    made = generate("nation", 1)
    assert set(made.candidates["regency"]) <= set(regencies().codes)
    assert made.candidates["regency"].n_unique() > 500
    provinces = made.candidates.group_by(pl.col("regency").str.slice(0, 2)).len().sort("len", descending=True)
    assert provinces["regency"].to_list()[:4] == ["35", "32", "33", "52"]
    placed = published("province")
    east_java = provinces.filter(pl.col("regency") == "35")["len"].item() / made.candidates.height
    assert east_java == pytest.approx(placed["35"] / placed["total"], abs=0.005)
    women = (made.candidates["sex"] == "F").mean()
    assert women == pytest.approx(published("sex")["F"] / 296_948, abs=0.005)
    openings = (
        made.job_orders.group_by("destination")
        .agg(pl.col("openings").sum())
        .sort("openings", descending=True)
    )
    assert set(openings["destination"].to_list()[:3]) == {"TW", "MY", "HK"}


def test_the_province_is_hard_as_reality_is() -> None:
    """Chains of prerequisites, partial skills, ties, people whose skill nobody nearby teaches, deadlines that bite."""
    made = generate("province", 1)
    assert (made.intakes["prerequisites"].list.len() > 0).mean() > 0.1
    assert made.candidates["holds"].list.len().n_unique() >= 4
    assert made.job_orders["value"].n_unique() < 60
    assert (made.job_orders["ready_by"] < made.intakes["ends"].median()).mean() > 0.15
    assert made.intakes["reach"].n_unique() == 3
    people = made.candidates.group_by("regency").len()
    seats = made.intakes.group_by("regency").agg(pl.col("seats").sum())
    per_head = people.join(seats, on="regency", how="left").select(
        pl.col("seats").fill_null(0) / pl.col("len")
    )
    assert per_head["seats"].min() < 0.5 * per_head["seats"].median()


def test_knobs_turn_what_they_say() -> None:
    plain = generate("regency", 1)
    scarce = generate("regency", 1, Knobs(scarcity=2.0))
    assert scarce.intakes["seats"].sum() == plain.intakes["seats"].sum() // 2
    assert scarce.candidates.equals(plain.candidates)
    tight = generate("regency", 1, Knobs(tightness=2.0))
    assert tight.job_orders["ready_by"].mean() < plain.job_orders["ready_by"].mean()
    many = generate("regency", 1, Knobs(kinds=3))
    assert many.intakes["programme"].n_unique() > plain.intakes["programme"].n_unique()
    assert check(many.frames(), many.policy) == []


@pytest.mark.parametrize("candidates", [1_000, 10_000])
def test_sizes_between_keep_the_nation_s_proportions(candidates: int) -> None:
    size = scaled(candidates)
    made = generate(size, 1)
    assert check(made.frames(), made.policy) == []
    assert made.job_orders["openings"].sum() == round(1.7 * candidates)
    assert made.intakes["seats"].sum() == round(0.55 * candidates)


def test_a_size_with_fewer_openings_than_orders_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        generate(replace(SIZES["regency"], openings=10), 1)
