"""Choices that several lists offer."""

from typing import Any

from django.db.models import QuerySet

from jalur.foundation.competencies.models import Occupation
from jalur.foundation.geography.models import Country
from jalur.journey.job_orders.models import JobOrder


def destinations(_request: Any) -> QuerySet[Country]:
    return Country.objects.filter(code__in=JobOrder.objects.values("destination_id")).by_name()


def occupations(_request: Any) -> QuerySet[Occupation]:
    return Occupation.objects.filter(code__in=JobOrder.objects.values("occupation_id")).order_by("code")
