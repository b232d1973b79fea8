"""Which layer of readiness counts: pure decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

MET, NOT_YET, NOT_APPLICABLE = "met", "not_yet", "not_applicable"
SOON = timedelta(days=60)
EVIDENCE = "readiness"
# Institutions are verified in layers: legality, then facilities, then programme (field notes on providers, 2025). What PP 59/2021
# art. 73(2) has regencies supervise stands in them: facilities; curriculum, instructors and delivery, which make the programme.
LAYERS: dict[str, tuple[str, ...]] = {
    "legality": ("legality",),
    "facilities": ("facilities",),
    "programme": ("curriculum", "instructors", "delivery"),
}


@dataclass(frozen=True)
class Standing:
    """How a layer stands. counts: all of it is met, and so is every layer before it. before: the layer that keeps it from counting."""

    layer: str
    met: int
    asked: int
    missing: tuple[str, ...] = field(default=())
    before: str = ""

    @property
    def is_met(self) -> bool:
        return self.asked > 0 and not self.missing

    @property
    def counts(self) -> bool:
        return self.is_met and not self.before

    @property
    def share(self) -> float:
        return self.met / self.asked if self.asked else 0


def standings(aspects: Mapping[str, str], results: Mapping[str, str]) -> list[Standing]:
    """The layers in order. aspects: item → its aspect; results: item → what counts of it now.

    What does not apply is not asked for; a layer of which nothing is asked is not met.
    """
    found: list[Standing] = []
    for layer, parts in LAYERS.items():
        items = [item for item, aspect in aspects.items() if aspect in parts]
        asked = [item for item in items if results.get(item) != NOT_APPLICABLE]
        missing = tuple(item for item in asked if results.get(item) != MET)
        before = next((one.layer for one in found if not one.is_met), "")
        found.append(Standing(layer, len(asked) - len(missing), len(asked), missing, before))
    return found


def reached(layers: Iterable[Standing]) -> str:
    """The last layer that counts; "" where none does."""
    return next((one.layer for one in reversed(list(layers)) if one.counts), "")
