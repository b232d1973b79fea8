"""Every write of this room."""

from jalur.journey.employers.services.employers import (
    change_employer,
    merge_employer,
    register_employer,
    reveal_official_id,
)
from jalur.journey.employers.services.problems import (
    add_source,
    change_problem,
    enter_problem,
    lift_problem,
)
from jalur.journey.employers.services.verifications import verify_employer
