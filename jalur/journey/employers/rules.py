"""Which file belongs to a verification, and what a number shows to those who may not open it."""

VERIFICATION_PAPERS = "employer_verification"
PROBLEM_PAPERS = "problem_source"
SHOWN = 3


def masked(number: str) -> str:
    """The number with all but its last signs covered; a short one wholly."""
    kept = number[-SHOWN:] if len(number) > SHOWN * 2 else ""
    return "•" * (len(number) - len(kept)) + kept
