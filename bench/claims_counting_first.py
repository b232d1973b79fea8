"""The product with a planted fault: the class is read without a lock and written later. Only bench.claims runs it."""

from collections.abc import Iterable
from typing import Any

from jalur.project.wsgi import application

__all__ = ["application"]


def _plant() -> None:
    from jalur.foundation.workflow import workflow
    from jalur.journey.training.models import Intake

    lock = workflow.lock

    def count_then_write(model: Any, keys: Iterable[object], **options: Any) -> list[Any]:
        if model is Intake:
            return list(Intake.objects.filter(pk__in=list(keys)).order_by("pk"))
        return lock(model, keys, **options)

    workflow.lock = count_then_write


_plant()
