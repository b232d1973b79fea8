"""What the system does in this room by the clock."""

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.job_orders import services
from jalur.journey.job_orders.workflow import ORDER

taken_by(
    ORDER,
    "remind",
    lambda order, today: services.remind_of_deadline(actor=SYSTEM, order=order, today=today),
)
taken_by(ORDER, "expire", lambda order, today: services.expire_order(actor=SYSTEM, order=order, today=today))
