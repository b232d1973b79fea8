"""Why each person got this path, what came nearest, and what keeps openings empty: codes and numbers, no words.

Screens put them into words in the reader's language (`words.py`).
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Told:
    """`causes`: order number → what `causes.py` reads. `reasons`: candidate number → what `paths.py` reads."""

    causes: dict[str, dict[str, Any]] = field(default_factory=dict)
    reasons: dict[str, dict[str, Any]] = field(default_factory=dict)
