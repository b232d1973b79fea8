"""From prices to a plan: everyone takes the best path still open, then paths are exchanged. SPEC.md §7, §8."""

import time

import numpy as np
from numpy.typing import NDArray

from jalur.planner.model.arrays import kernel
from jalur.planner.solve.run import Run

CHUNK = 4_000  # people who exchange before asking whether it still pays
FRUITFUL = 0.004
# Others looked at per full place. 40 bring a nation 0.07 % more value in three times the time, so a first plan for
# more than LARGE people looks at fewer.
LOOK, LOOK_FIRST, LARGE = 40, 10, 200_000
# Places are charged at a falling share of their price, else early gap-fillers take what better paths need.
FEES = (1.0, 0.97, 0.9, 0.8, 0.5, 0.2, 0.0)

# State of a plan in the making, as arrays handed to every kernel:
#   slot[member]   the pool slot taken, -1 for none
#   used[resource] people on each order and intake
#   tally          [0] money spent, [1 + f] people placed who count for floor f
#   head, after, before: doubly linked lists of the (member, step) that use each resource


@kernel(inline="always")
def link(resources, group, member, slot, slots, used, tally, cost, floors, head, after, before):
    """Give `member` the path in `slot`."""
    slots[member] = slot
    width = resources.shape[2]
    for step in range(width):
        resource = resources[group, slot, step]
        if resource > 0:
            used[resource] += 1
            node = member * width + step
            after[node] = head[resource]
            before[node] = -1
            if head[resource] >= 0:
                before[head[resource]] = node
            head[resource] = node
    tally[0] += cost
    for floor in range(len(floors)):
        if floors[floor]:
            tally[1 + floor] += 1.0


@kernel(inline="always")
def unlink(resources, group, member, slots, used, tally, cost, floors, head, after, before):
    """Take the path of `member` away."""
    slot = slots[member]
    slots[member] = -1
    width = resources.shape[2]
    for step in range(width):
        resource = resources[group, slot, step]
        if resource > 0:
            used[resource] -= 1
            node = member * width + step
            if before[node] >= 0:
                after[before[node]] = after[node]
            else:
                head[resource] = after[node]
            if after[node] >= 0:
                before[after[node]] = before[node]
    tally[0] -= cost
    for floor in range(len(floors)):
        if floors[floor]:
            tally[1 + floor] -= 1.0


@kernel(inline="always")
def is_open(resources, group, slot, used, capacity):
    """Say whether every order and intake of a path has room."""
    free = True
    for step in range(resources.shape[2]):
        resource = resources[group, slot, step]
        if resource > 0 and used[resource] >= capacity[resource]:
            free = False
    return free


@kernel(inline="always")
def floor_gain(tally, floors, minimum, penalty):
    """Return the penalty saved by placing one more person of a floor set."""
    gain = 0.0
    for floor in range(len(floors)):
        if floors[floor]:
            gain += penalty[floor] * min(1.0, max(0.0, minimum[floor] - tally[1 + floor]))
    return gain


@kernel(inline="always")
def floor_loss(tally, floors, minimum, penalty):
    """Return the penalty incurred by placing one person of a floor set less."""
    loss = 0.0
    for floor in range(len(floors)):
        if floors[floor]:
            loss += penalty[floor] * min(1.0, max(0.0, minimum[floor] - tally[1 + floor] + 1.0))
    return loss


@kernel()
def take_best(
    resources,
    sizes,
    values,
    costs,
    price,
    beta,
    bonus,
    least,
    member_of,
    sequence,
    floor_set,
    floor_sets,
    minimum,
    penalty,
    capacity,
    budget,
    slots,
    used,
    tally,
    head,
    after,
    before,
):
    """Give everyone of `sequence` without a path the open one of highest reduced value above `least`."""
    width = resources.shape[2]
    for place in range(len(sequence)):
        member = sequence[place]
        if slots[member] >= 0:
            continue
        group = member_of[member]
        floors = floor_sets[floor_set[group]]
        extra = max(bonus[floor_set[group]], floor_gain(tally, floors, minimum, penalty))
        top, chosen = least, -1
        for slot in range(sizes[group]):
            left = values[group, slot] - beta * costs[group, slot] + extra
            for step in range(width):
                left -= price[resources[group, slot, step]]
            affordable = tally[0] + costs[group, slot] <= budget
            if left > top and affordable and is_open(resources, group, slot, used, capacity):
                top, chosen = left, slot
        if chosen >= 0:
            link(
                resources,
                group,
                member,
                chosen,
                slots,
                used,
                tally,
                costs[group, chosen],
                floors,
                head,
                after,
                before,
            )


@kernel()
def exchange(
    resources,
    sizes,
    values,
    costs,
    member_of,
    sequence,
    floor_set,
    floor_sets,
    minimum,
    penalty,
    capacity,
    budget,
    look,
    slots,
    used,
    tally,
    head,
    after,
    before,
):
    """Let everyone of `sequence` take a better path, alone or by moving one other person aside.

    Every exchange raises the objective. At most `look` others are tried per full resource. Returns the number of
    exchanges.
    """
    width = resources.shape[2]
    moves = 0
    for place in range(len(sequence)):
        member = sequence[place]
        group = member_of[member]
        floors = floor_sets[floor_set[group]]
        old = slots[member]
        held, held_cost = 0.0, 0.0
        if old >= 0:
            held, held_cost = values[group, old], costs[group, old]
            held += floor_loss(tally, floors, minimum, penalty)
            unlink(resources, group, member, slots, used, tally, held_cost, floors, head, after, before)
        gain_floor = floor_gain(tally, floors, minimum, penalty)
        best_gain, best_slot, best_other, best_other_slot = 1e-9, -1, -1, -1
        for slot in range(sizes[group]):
            if slot == old:
                continue
            gain = values[group, slot] + gain_floor - held
            if gain <= best_gain:
                continue
            full, blocked = 0, 0
            for step in range(width):
                resource = resources[group, slot, step]
                if resource > 0 and used[resource] >= capacity[resource]:
                    full += 1
                    if full == 1:
                        blocked = resource
            if full == 0:
                if gain > best_gain and tally[0] + costs[group, slot] <= budget:
                    best_gain, best_slot, best_other, best_other_slot = gain, slot, -1, -1
                continue
            node, looked = head[blocked], 0
            while node >= 0 and looked < look:
                looked += 1
                other = node // width
                node = after[node]
                other_group = member_of[other]
                other_slot = slots[other]
                frees = 0
                for step in range(width):
                    resource = resources[group, slot, step]
                    if resource > 0 and used[resource] >= capacity[resource]:
                        for across in range(width):
                            if resources[other_group, other_slot, across] == resource:
                                frees += 1
                if frees < full:
                    continue
                others = floor_sets[floor_set[other_group]]
                spent = tally[0] + costs[group, slot] - costs[other_group, other_slot]
                given = gain - values[other_group, other_slot]
                if spent <= budget and given - floor_loss(tally, others, minimum, penalty) > best_gain:
                    best_gain = given - floor_loss(tally, others, minimum, penalty)
                    best_slot, best_other, best_other_slot = slot, other, -1
                for option in range(sizes[other_group]):
                    if option == other_slot or given + values[other_group, option] <= best_gain:
                        continue
                    room = spent + costs[other_group, option] <= budget
                    for step in range(width):
                        resource = resources[other_group, option, step]
                        if resource > 0:
                            free = capacity[resource] - used[resource]
                            for across in range(width):
                                if resources[group, slot, across] == resource:
                                    free -= 1
                                if resources[other_group, other_slot, across] == resource:
                                    free += 1
                            if free < 1:
                                room = False
                    if room:
                        best_gain = given + values[other_group, option]
                        best_slot, best_other, best_other_slot = slot, other, option
        if best_other >= 0:
            other_group = member_of[best_other]
            others = floor_sets[floor_set[other_group]]
            unlink(
                resources,
                other_group,
                best_other,
                slots,
                used,
                tally,
                costs[other_group, slots[best_other]],
                others,
                head,
                after,
                before,
            )
            if best_other_slot >= 0:
                link(
                    resources,
                    other_group,
                    best_other,
                    best_other_slot,
                    slots,
                    used,
                    tally,
                    costs[other_group, best_other_slot],
                    others,
                    head,
                    after,
                    before,
                )
        if best_slot >= 0:
            moves += 1
            link(
                resources,
                group,
                member,
                best_slot,
                slots,
                used,
                tally,
                costs[group, best_slot],
                floors,
                head,
                after,
                before,
            )
        elif old >= 0:
            link(resources, group, member, old, slots, used, tally, held_cost, floors, head, after, before)
    return moves


@kernel()
def standing(resources, sizes, values, costs, price, beta, bonus, member_of, floor_set, slots, regret, lead):
    """Fill, per member, what the plan gives up against the best kept path, and how far the best leads the second."""
    width = resources.shape[2]
    for member in range(len(member_of)):
        group = member_of[member]
        extra = bonus[floor_set[group]]
        top, second, own = 0.0, -np.inf, 0.0
        for slot in range(sizes[group]):
            left = values[group, slot] - beta * costs[group, slot] + extra
            for step in range(width):
                left -= price[resources[group, slot, step]]
            if left > top:
                top, second = left, top
            elif left > second:
                second = left
            if slot == slots[member]:
                own = left
        regret[member] = top - own
        lead[member] = top - max(second, 0.0) if top > 0.0 else -1.0


@kernel()
def charge(resources, sizes, values, costs, price, beta, charged):
    """Fill `charged` with the values of all paths less a price for what they use."""
    for group in range(len(sizes)):
        for slot in range(sizes[group]):
            left = values[group, slot] - beta * costs[group, slot]
            for step in range(resources.shape[2]):
                left -= price[resources[group, slot, step]]
            charged[group, slot] = left


class Draft:
    """A plan in the making: who takes which slot of their group's pool, and what is used up."""

    def __init__(self, run: Run) -> None:
        instance, pool = run.instance, run.pool
        members, width = len(instance.member_of), pool.resources.shape[2]
        self.run = run
        self.slots = np.full(members, -1, np.int32)
        self.used = np.zeros(len(run.capacity), np.int64)
        self.tally = np.zeros(1 + len(instance.floor_minimum))
        self.head = np.full(len(run.capacity), -1, np.int64)
        self.after, self.before = np.full((2, members * width), -1, np.int64)
        self.linked = (self.slots, self.used, self.tally, self.head, self.after, self.before)
        self.pooled = (pool.resources, pool.size, pool.value, pool.cost)
        self.charged = np.empty_like(pool.value)
        self.look = LOOK_FIRST if members > LARGE and not np.isfinite(run.value) else LOOK
        floors = (instance.floor_set, instance.floor_sets, instance.floor_minimum, instance.floor_penalty)
        self.limits = (*floors, run.capacity, instance.budget)
        self.regret, self.lead = np.zeros(members), np.zeros(members)

    def stand(self) -> None:
        """Bring regrets and leads up to date, at the run's prices."""
        prices, instance = self.run.prices, self.run.instance
        charges = (prices.price, prices.beta, prices.bonus)
        ranks = (instance.member_of, instance.floor_set, self.slots, self.regret, self.lead)
        standing(*self.pooled, *charges, *ranks)

    def take(self, rank: NDArray[np.float64], share: float, bonus: NDArray[np.float64], least: float) -> None:
        """Let everyone without a path take the best open one, the highest rank first, at a share of the prices."""
        prices = self.run.prices
        beta = prices.beta if share > 0.0 else 0.0
        sequence = np.argsort(-rank, kind="stable")
        charges = (share * prices.price, beta, bonus)
        take_best(
            *self.pooled, *charges, least, self.run.instance.member_of, sequence, *self.limits, *self.linked
        )

    def trade(self, share: float) -> None:
        """Exchange places, those who regret most first, at a share of the prices."""
        run, prices = self.run, self.run.prices
        resources, size, _, cost = self.pooled
        beta = prices.beta if share > 0.0 else 0.0
        charge(*self.pooled, share * prices.price, beta, self.charged)
        unhappy = np.flatnonzero(self.regret > 1e-9)
        unhappy = unhappy[np.argsort(-self.regret[unhappy], kind="stable")]
        for start in range(0, len(unhappy), CHUNK):
            part = unhappy[start : start + CHUNK]
            worth = (resources, size, self.charged, cost)
            moves = exchange(*worth, run.instance.member_of, part, *self.limits, self.look, *self.linked)
            if moves < FRUITFUL * len(part) or run.left(1.0) <= 0.0:
                return

    def keep(self) -> None:
        """Hand the plan to the run, which keeps it if it is the best."""
        resources, _, value, cost = self.pooled
        group, taken = self.run.instance.member_of, self.slots >= 0
        paths = np.where(taken[:, None], resources[group, self.slots], 0)
        self.run.keep(
            paths,
            np.where(taken, value[group, self.slots], 0.0),
            np.where(taken, cost[group, self.slots], 0.0),
        )


def round_plan(run: Run) -> None:
    """Make a plan from the present prices and keep it if it is the best."""
    since, closing = time.perf_counter(), run.stopped
    draft = Draft(run)
    draft.stand()
    draft.take(draft.lead, 1.0, run.prices.bonus, -1e-9)
    for share in FEES:
        draft.stand()
        draft.take(draft.regret, share, run.prices.bonus * 0.0, 0.0)
        draft.trade(share)
        run.phase = "rounding"
        if run.left(1.0) <= 0.0 or not (run.wanted() or closing):
            break
    draft.keep()
    run.timed("rounding", since)
