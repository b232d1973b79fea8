"""Every write of this room."""

from jalur.journey.vacancies.services.vacancies import (
    change_vacancy,
    close_vacancy,
    count_filled,
    enter_many,
    enter_vacancy,
    fill_vacancy,
    open_vacancy,
    withdraw_vacancy,
)
