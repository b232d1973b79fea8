"""The product with a planted fault: the seat is given first, and a bed only where one is left. Only bench.claims runs it."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError

from jalur.project.wsgi import application

__all__ = ["application"]


def _plant() -> None:
    from jalur.journey.training import guards
    from jalur.journey.training.services import enrolments

    give_bed = enrolments.give_bed

    def bed_if_there_is_one(*given: Any) -> None:
        with suppress(ValidationError):
            give_bed(*given)

    guards.bed_refused = lambda *_asked: None
    enrolments.give_bed = bed_if_there_is_one


_plant()
