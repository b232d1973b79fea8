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
    """The status of every answer when all claim at once."""
    from django.db import connection

    def claim(client):
        try:
            return client.post(address).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(claim, clients))


def is_fair(statuses, *, seats):
    """Whether as many as there are seats won, the others were refused plainly, and nothing broke."""
    return sorted(statuses) == [302] * seats + [409] * (len(statuses) - seats)
