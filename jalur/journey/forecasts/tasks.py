"""What the system does in this room by the clock."""

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.forecasts import services
from jalur.journey.forecasts.workflow import FORECAST

taken_by(
    FORECAST,
    "expire",
    lambda forecast, today: services.expire_forecast(actor=SYSTEM, forecast=forecast, today=today),
)
