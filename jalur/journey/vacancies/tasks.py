"""What the system does in this room by the clock."""

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.vacancies import services
from jalur.journey.vacancies.workflow import VACANCY

taken_by(
    VACANCY,
    "close",
    lambda vacancy, today: services.close_vacancy(actor=SYSTEM, vacancy=vacancy, today=today),
)
