"""A generated instance as rows of the product's database: by COPY, without triggers, for throw-away databases only."""

import datetime as dt
import json
from typing import Any

import numpy as np
import polars as pl

from jalur.planner import Tables
from jalur.proposals.shared.services.bulk_copy import copy_rows, new_keys

DAY = dt.date(2026, 1, 5)  # the first day of every generated instance
MADE_AT = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def place(table: type, frame: pl.DataFrame, **same: Any) -> None:
    """COPY rows into a model's table; columns that neither `frame` nor `same` gives take the model's default."""
    from django.db import connection

    given = {**same}
    for field in table._meta.concrete_fields:
        if field.column in frame.columns or field.column in given or field.generated:
            continue
        if field.column == "id":
            frame = frame.with_columns(id=new_keys(frame.height))
        elif field.column == "created_at":
            given["created_at"] = MADE_AT
        elif not field.null:
            default = field.get_default()
            given[field.column] = _as_text(field, default) if isinstance(default, (list, dict)) else default
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    copy_rows(table, frame, **given)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")


def fill(tables: Tables) -> None:
    """People, orders, classes and what they hang on; reference data are there already."""
    from jalur.kit.database import learn_sizes

    fill_competencies(tables)
    fill_people(tables.candidates)
    fill_orders(tables.job_orders)
    fill_training(tables)
    from django.apps import apps

    for room in ("people", "candidates", "job_orders", "training", "organisations"):
        learn_sizes(*apps.get_app_config(room).get_models())


def fill_competencies(tables: Tables) -> None:
    from jalur.foundation.competencies.models import Competency, Implication, Occupation

    known = set(Competency.objects.values_list("code", flat=True))
    new = tables.competencies.filter(~pl.col("code").is_in(list(known)))
    titles = new.select("code", "kind", title_id="code", title_en="code")
    place(Competency, titles)
    implied = new.explode("implies").drop_nulls("implies")
    place(Implication, implied.select(competency_id="code", implied_id="implies"))
    jobs = set(Occupation.objects.values_list("code", flat=True))
    missing = tables.job_orders.select(code="occupation").unique().filter(~pl.col("code").is_in(list(jobs)))
    place(Occupation, missing.with_columns(title_id=pl.col("code"), title_en=pl.col("code")))


def fill_people(people: pl.DataFrame) -> None:
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate, HeldCompetency, Wish

    people = people.with_columns(person_id=new_keys(people.height), candidate_id=new_keys(people.height))
    place(
        Person,
        people.select(
            "birth_date",
            "sex",
            id="person_id",
            name=pl.concat_str(pl.lit("Calon "), "id"),
            residence_id="regency",
        ),
    )
    place(
        Candidate,
        people.select(
            "person_id",
            "education",
            "available_from",
            "weight",
            id="candidate_id",
            home="regency",
            name=pl.concat_str(pl.lit("Calon "), "id"),
            number="id",
            any_destination=pl.col("destinations").is_null(),
        ),
    )
    held = people.select("candidate_id", competency_id="holds").explode("competency_id").drop_nulls()
    place(HeldCompetency, held, evidence="test_result", confirmed_at=MADE_AT)
    wishes = people.select("candidate_id", country_id="destinations").explode("country_id").drop_nulls()
    place(Wish, wishes)


def fill_orders(orders: pl.DataFrame) -> None:
    from jalur.foundation.competencies.models import Occupation
    from jalur.foundation.geography.models import Country
    from jalur.journey.employers.models import Employer
    from jalur.journey.job_orders.models import JobOrder, OrderRequirement

    countries = orders.select(country_id="destination").unique().sort("country_id")
    known = set(Country.objects.values_list("code", flat=True))
    if unknown := set(countries["country_id"]) - known:
        raise SystemExit(f"countries without reference data: {sorted(unknown)}")
    employers = countries.with_columns(id=new_keys(countries.height))
    place(
        Employer,
        employers.with_columns(name=pl.concat_str(pl.lit("Employer "), "country_id")),
        employer_type="legal_entity",
    )
    titles = pl.DataFrame(
        list(Occupation.objects.values_list("code", "title_en")), schema=["occupation", "title"], orient="row"
    )
    orders = (
        orders.with_columns(order_id=new_keys(orders.height))
        .join(employers.rename({"id": "employer_id", "country_id": "destination"}), on="destination")
        .join(titles, on="occupation")
    )
    place(
        JobOrder,
        orders.select(
            "employer_id",
            "openings",
            "ready_by",
            "min_age",
            "max_age",
            "min_education",
            "value",
            id="order_id",
            number="id",
            title=pl.col("title").str.slice(0, 160),
            destination_id="destination",
            occupation_id="occupation",
            sex=pl.col("sex").fill_null(""),
        ),
        state="open",
        route="G_TO_G",
        monthly_pay=1000,
        pay_currency="USD",
    )
    asked = orders.select("order_id", competency_id="requires").explode("competency_id").drop_nulls()
    place(OrderRequirement, asked)


def fill_training(tables: Tables) -> None:
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.training.models import Intake, Programme, TravelPair

    classes = tables.intakes
    providers = classes.group_by("provider").agg(place_id=pl.col("regency").first()).sort("provider")
    providers = providers.with_columns(provider_id=new_keys(providers.height))
    place(
        Organisation,
        providers.select("place_id", id="provider_id", name="provider"),
        kind="training_provider",
    )
    # The generator writes a class's own limits; a programme of the product carries them for all its classes.
    limits = ["programme", "teaches", "prerequisites", "min_age", "max_age", "min_education"]
    programmes = classes.group_by("programme", "provider").agg(pl.col(limits[1:]).first())
    programmes = programmes.sort("programme", "provider").join(providers, on="provider")
    programmes = programmes.with_columns(programme_id=new_keys(programmes.height))
    place(
        Programme,
        programmes.select(
            "provider_id",
            "min_age",
            "max_age",
            "min_education",
            id="programme_id",
            code=pl.concat_str("programme", "provider", separator=" "),
            title="programme",
        ),
    )
    for column, through in (
        ("teaches", Programme.teaches.through),
        ("prerequisites", Programme.prerequisites.through),
    ):
        pairs = programmes.select("programme_id", competency_id=column).explode("competency_id").drop_nulls()
        place(through, pairs.with_columns(id=pl.Series(np.arange(1, pairs.height + 1))))
    classes = classes.join(
        programmes.select("programme", "provider", "programme_id"), on=["programme", "provider"]
    )
    place(
        Intake,
        classes.select(
            "programme_id",
            "reach",
            "seats",
            "starts",
            "ends",
            "pass_rate",
            number="id",
            place_id="regency",
            cost=pl.col("cost").cast(pl.Int64),
        ),
        state="planned",
    )
    place(TravelPair, tables.reach.select(home_id="from_regency", venue_id="to_regency"))


def _as_text(field: Any, default: Any) -> str:
    """A default as COPY reads it: an empty array, else JSON."""
    from django.contrib.postgres.fields import ArrayField

    return "{}" if isinstance(field, ArrayField) else json.dumps(default)
