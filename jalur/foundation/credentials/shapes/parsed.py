"""What every form has in common once it is taken apart."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from jalur.foundation.credentials.rules import Said, did_of
from jalur.foundation.credentials.statement import Form


@dataclass(frozen=True)
class KeyFacts:
    """By what a reader judges: a public key, whose it is, and at which address."""

    kid: str
    public: bytes
    address: str
    issuer: UUID
    issuer_name: str = ""

    @property
    def did(self) -> str:
        return did_of(self.address, self.issuer)

    @property
    def method(self) -> str:
        return f"{self.did}#{self.kid}"


@dataclass(frozen=True)
class Judged:
    """What was really signed, and the digest by which our records know it."""

    said: Said
    digest: bytes


@dataclass(frozen=True)
class Parsed:
    """Taken apart, not yet believed. did: "" where the key alone says whose it is.

    judge: by the key; ValueError where shape, signature or digest does not hold.
    """

    form: Form
    kid: str
    did: str
    judge: Callable[[KeyFacts], Judged]


def method_parts(method: str) -> tuple[str, str]:
    """did and kid of a verification method."""
    did, _, kid = method.partition("#")
    return did, kid
