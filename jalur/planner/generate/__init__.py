"""Benchmark instances any reader can reproduce from a seed: calibrated on published placements, hard as reality is."""

from jalur.planner.generate.instance import SIZES, Knobs, Size, frames, generate

__all__ = ["SIZES", "Knobs", "Size", "frames", "generate"]
