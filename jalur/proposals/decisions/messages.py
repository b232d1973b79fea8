"""What is written to a candidate, and the link with which she answers without an account: signed, for one offer."""

from datetime import date
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.proposals.models import Proposal, ProposalState

_signer = Signer(salt="proposals.answer")


def answer_token(proposal: Proposal) -> str:
    """The signed part of an offer's link: its key and its moment, nothing about anybody; another offer has another link."""
    assert proposal.offered_at is not None
    return _signer.sign(f"{proposal.pk.hex}-{int(proposal.offered_at.timestamp() * 1_000_000)}")


def offer_of(token: str) -> Proposal | None:
    """The offer of a link that still works; None for a signature that is not ours, and for an offer taken back or made anew."""
    try:
        key = UUID(_signer.unsign(token).partition("-")[0])
    except (BadSignature, ValueError):
        return None
    proposal = Proposal.objects.filter(pk=key).select_related("candidate__person").first()
    if proposal is None or proposal.offered_at is None or answer_token(proposal) != token:
        return None
    return proposal


def _link(key: str) -> str:
    proposal = Proposal.objects.filter(pk=key, offered_at__isnull=False).first()
    return (
        reverse("proposals:answer", args=[answer_token(proposal)]) if proposal else reverse("proposals:mine")
    )


def _waits(key: str) -> bool:
    return Proposal.objects.filter(pk=key, state=ProposalState.OFFERED).exists()


OFFERED = MessageKind(
    key="proposals:offered",
    title=_("An offer waits for an answer"),
    subject=_("An offer waits for your answer"),
    text=_(
        "The labour office offers you a place in training and a job. Read it and answer by %(day)s. It costs nothing, and"
        " you alone decide."
    ),
    link=_link,
    values={"day": date(2026, 2, 1)},
    holds=_waits,
)

REMINDED = MessageKind(
    key="proposals:reminded",
    title=_("An offer is about to run out"),
    subject=_("Your offer runs out soon"),
    text=_(
        "The offer of the labour office is held for you until %(day)s. Read it and answer; yes or no, you alone decide."
    ),
    link=_link,
    values={"day": date(2026, 2, 1)},
    holds=_waits,
)
