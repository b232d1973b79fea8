"""Every write of this room."""

from jalur.journey.languages.services.tests import (
    correct_test,
    find_candidate,
    record_many,
    record_test,
    strike_test,
)
