from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, call

OPENS = {"forecasts:*": about("forecast", number="forecast.number")}


def new_forecast(_side: SimpleNamespace) -> dict[str, Any]:
    return {
        "destination": "KR",
        "occupation": "5131",
        "people": 40,
        "begins": "2027-03",
        "ends": "2027-08",
        "sureness": "medium",
        "ground": "Surat minat (contoh)",
    }


REVISED = {"people": "60", "ends": "2027-08"}
WRITES = {
    "forecasts:new": Write(new_forecast),
    "forecasts:forecast_step/revise": Write(REVISED),
    "forecasts:forecast_step/revoke": Write({"revoked_because": "Contoh"}),
}
CALLS = {
    "forecasts_show_forecast": call("forecast", number="forecast.number"),
    "forecasts_state_forecast": call("", new_forecast),
    "forecasts_revise_forecast": call(
        "forecast", {"people": 60, "ends": "2027-08"}, number="forecast.number"
    ),
    "forecasts_revoke_forecast": call("forecast", {"reason": "Contoh"}, number="forecast.number"),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"forecasts:forecast": "forecast"}
