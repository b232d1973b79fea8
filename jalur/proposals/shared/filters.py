"""Choices that several lists offer."""

from typing import Any

from django.db.models import QuerySet

from jalur.foundation.competencies.models import Occupation
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations.models import Organisation
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training.models import Programme


def destinations(_request: Any) -> QuerySet[Country]:
    return Country.objects.filter(code__in=JobOrder.objects.values("destination_id")).by_name()


def occupations(_request: Any) -> QuerySet[Occupation]:
    return Occupation.objects.filter(code__in=JobOrder.objects.values("occupation_id")).order_by("code")


def institutes(_request: Any) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=Programme.objects.values("provider_id")).order_by("name", "pk")
