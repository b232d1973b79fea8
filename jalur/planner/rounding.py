"""From prices to a plan: everyone takes the best path still open, then paths are exchanged. SPEC.md §7, §8."""

import numpy as np

from jalur.planner.pricing import kernel

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
            if gain <= -0.5 * abs(held) and old >= 0:
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
