"""Candidates with accounts, and the outcome of many who want the same seat at once."""

from concurrent.futures import ThreadPoolExecutor

from tests.training.factories import make_candidate


def make_claimants(count, prefix="J-K"):
    """So many candidates of Jombang, each with an account."""
    from jalur.foundation.accounts.models import User

    found = []
    for number in range(count):
        user = User.objects.create(email=f"{prefix.lower()}{number}@contoh.example", name=f"Calon {number}")
        found.append((user, make_candidate(f"{prefix}{number:04}", account=user)))
    return found


def claim_together(clients, address):
    """What each gets when all claim at once: "" for the seat, else the code of the refusal, else the status."""
    from django.db import connection

    def claim(client):
        try:
            answer = client.post(address)
            return answer.get("Refusal-Code", "") if answer.status_code == 302 else str(answer.status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(claim, clients))


def is_fair(outcomes, *, seats):
    """Whether as many as there are seats won, the others were refused plainly, and nothing broke."""
    return sorted(outcomes) == [""] * seats + ["no_seat"] * (len(outcomes) - seats)
