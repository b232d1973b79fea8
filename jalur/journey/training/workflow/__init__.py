"""The tables of steps of this room."""

from jalur.journey.training.workflow.classes import ENROLMENT, INTAKE, PROGRAMME
from jalur.journey.training.workflow.shortfalls import SHORTFALL
