"""How two proposals to one candidate are compared in the database, for whoever lays two sets of them beside each other."""

COMPARED = ("id", "candidate_id", "number", "order_id", "first_intake_id", "classes")
"""What of a proposal the comparison reads."""

STEPS = "ARRAY(SELECT intake_id FROM proposals_proposalstep WHERE proposal_id = {}.id ORDER BY position)"

# Whoever has one class at most is told by her proposal alone; only of two and more are the steps read.
OTHER_CLASSES = f"""(
    (a.first_intake_id, a.classes) IS DISTINCT FROM (b.first_intake_id, b.classes)
    OR a.classes > 1 AND {STEPS.format("a")} <> {STEPS.format("b")}
)"""
"""Whether proposals `a` and `b` to the same order lead there by other classes."""
