"""What the policy's own limits cost a plan: the budget and the floors, with their prices. SPEC.md §3, §14."""

from dataclasses import dataclass

from jalur.planner.after.budget import beta_of, spent_by
from jalur.planner.after.openings import check_belongs
from jalur.planner.contract.plan import Plan, by_name
from jalur.planner.contract.tables import Tables


@dataclass(frozen=True, slots=True)
class FloorAnswer:
    """One floor: whom it counts, what it asks, how many are placed, and its price.

    `price` is what asking for one placement more costs in value (0: it costs nothing); `penalty` is what each missing
    placement takes off, and the most that the price can be.
    """

    group: dict[str, str]
    minimum: float
    placed: int
    penalty: float
    price: float

    @property
    def missing(self) -> float:
        """Placements missing."""
        return max(0.0, self.minimum - self.placed)


@dataclass(frozen=True, slots=True)
class PolicyAnswer:
    """The budget (IDR, None: none), what the plan spends, `beta` in value units per IDR, and the floors in order."""

    budget: float | None
    spent: float
    beta: float
    floors: list[FloorAnswer]


def policy_answer(tables: Tables, plan: Plan) -> PolicyAnswer:
    """Return what the budget and each floor cost `plan`.

    Raises:
        Invalid: the plan names candidates, orders or intakes that the tables do not hold.
    """
    check_belongs(tables, plan)
    said = by_name(plan.prices)
    people = plan.assignments.join(tables.candidates, left_on="candidate", right_on="id")
    floors = []
    for index, floor in enumerate(tables.policy.floors):
        price = said.get(("floor", str(index)), 0.0)
        counted = people.filter(floor.counts()).height
        floors.append(FloorAnswer(floor.group, floor.minimum, counted, floor.penalty, price))
    spent = float(spent_by(tables, plan)["cost"].sum())
    return PolicyAnswer(tables.policy.budget, spent, beta_of(plan.prices), floors)
