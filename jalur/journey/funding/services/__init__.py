"""Every write of this room."""

from jalur.journey.funding.services.lines import change_line, close_line, enter_line, enter_many
from jalur.journey.funding.services.payments import commit, commit_many, free, seats_given_back
