"""What the system does in this room by the clock."""

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.network import services
from jalur.journey.network.workflow import LOAN, SHARE
from jalur.kit import dates

taken_by(
    LOAN,
    "finish",
    lambda loan, today: services.finish_loan(actor=SYSTEM, loan=loan, today=today, now=dates.now()),
)
taken_by(SHARE, "finish", lambda share, today: services.finish_share(actor=SYSTEM, share=share, today=today))
