"""Every write of this room."""

from jalur.journey.forecasts.services.forecasts import (
    expire_forecast,
    revise_forecast,
    revoke_forecast,
    state_forecast,
    state_many,
)
