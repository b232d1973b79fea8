"""Pictures for the documentation: drawn where matplotlib is installed, the same for the same figures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent / "docs" / "explanation"
SEA, CLAY = "#0b5d7a", "#b35900"


def draw(
    name: str,
    rows: int,
    columns: int,
    size: tuple[float, float],
    fill: Callable[[Any], None],
    *,
    same_scale: bool = False,
) -> None:
    """Write docs/explanation/NAME.svg; `fill` draws into the rows × columns axes it is given (a 2-D array).

    `same_scale`: those of a row share their upright axis.
    """
    try:
        import matplotlib as mpl
    except ImportError:
        print("  no plot: matplotlib is not installed (requirements/bench.txt)")
        return
    mpl.use("svg")
    # Text stays text and ids stay the same from run to run, so that the picture changes only with its figures.
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "jalur", "font.size": 8})
    import matplotlib.pyplot as plt

    figure, cells = plt.subplots(
        rows, columns, figsize=size, squeeze=False, sharey="row" if same_scale else False
    )
    fill(cells)
    for cell in cells.flat:
        cell.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(DOCS / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)
