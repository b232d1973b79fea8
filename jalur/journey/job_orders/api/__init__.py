"""The room for programs: orders with all that hangs on them, and their changes."""

from jalur.journey.job_orders.api import versions
from jalur.journey.job_orders.api.orders import router

__all__ = ["router", "versions"]
