"""The boundary files as the browser's map takes them: TopoJSON, geometry id = region code."""

import gzip
import json
from functools import lru_cache
from typing import Any

from jalur.kit import reference

WHOLE = {"provinces": "provinces.topo.json", "regencies": "regencies.topo.json", "world": "world.topo.json"}


@lru_cache(maxsize=48)
def compressed(name: str) -> bytes | None:
    """The gzipped TopoJSON `provinces`, `regencies`, `world`, or of one province's regencies by its code; else None."""
    if name in WHOLE:
        return gzip.compress(_read(WHOLE[name]), mtime=0)
    if len(name) == 2 and name.isdecimal():
        part = cut(json.loads(_read(WHOLE["regencies"])), f"{name}.")
        return gzip.compress(json.dumps(part, separators=(",", ":")).encode(), mtime=0) if part else None
    return None


def _read(file_name: str) -> bytes:
    return (reference.folder() / "geography" / file_name).read_bytes()


def cut(topology: dict[str, Any], prefix: str) -> dict[str, Any] | None:
    """The topology with only the geometries whose id starts with `prefix` and their arcs; None when none does."""
    layer, content = next(iter(topology["objects"].items()))
    kept = [shape for shape in content["geometries"] if str(shape.get("id", "")).startswith(prefix)]
    if not kept:
        return None
    numbers: dict[int, int] = {}

    def renumber(part: Any) -> Any:
        if isinstance(part, list):
            return [renumber(one) for one in part]
        place = numbers.setdefault(~part if part < 0 else part, len(numbers))
        return ~place if part < 0 else place

    shapes = [{**shape, "arcs": renumber(shape["arcs"])} for shape in kept]
    arcs = [topology["arcs"][old] for old in numbers]
    return {**topology, "arcs": arcs, "objects": {layer: {**content, "geometries": shapes}}}
