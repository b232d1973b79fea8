"""The product with a planted fault: seats are counted first and written later. Only bench.claims runs it."""

from jalur.project.wsgi import application

__all__ = ["application"]


def _plant() -> None:
    from jalur.journey.training import services
    from jalur.journey.training.models import Intake

    def count_then_write(intake_id: object) -> bool:
        intake = Intake.objects.get(pk=intake_id)
        if intake.taken >= intake.seats:
            return False
        Intake.objects.filter(pk=intake_id).update(taken=intake.taken + 1)
        return True

    services.take_seat = count_then_write


_plant()
