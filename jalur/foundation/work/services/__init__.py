"""Everything that is done to work, for the rooms whose work it is."""

from jalur.foundation.work.services.jobs import TakenAwayError, begin, cancel, end, ending, put, take_up_lost
from jalur.foundation.work.services.liveness import goes_on, heartbeat, progress_of, still_mine

__all__ = [
    "TakenAwayError",
    "begin",
    "cancel",
    "end",
    "ending",
    "goes_on",
    "heartbeat",
    "progress_of",
    "put",
    "still_mine",
    "take_up_lost",
]
