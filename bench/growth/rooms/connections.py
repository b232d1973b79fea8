"""Programs: every institute and every company has one that acts for it."""

import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

ROLES = {"training_provider": "training_manager", "placement_company": "company_officer"}
SCOPES = ["hooks:read", "job_orders:read", "organisations:read", "training:read"]


def load(growth: Growth) -> None:
    from jalur.foundation.accounts.models import User
    from jalur.foundation.connections.models import Connection
    from jalur.foundation.organisations.models import Membership, Organisation

    organisations = Organisation.objects.filter(kind__in=ROLES, memberships__connection=None, closed_on=None)
    found = read_rows(
        organisations.distinct().order_by("pk").values_list("pk", "kind"),
        organisation_id=pl.String,
        kind=pl.String,
    )
    count = found.height
    accounts = pl.DataFrame(
        {
            "id": new_keys(count),
            "username": [f"P-G{at:06}" for at in range(count)],
            "created_at": growth.instants(count),
        }
    )
    place(User, accounts, name="Program (contoh)", password="!", is_active=True)
    memberships = found.select(
        "organisation_id",
        role=pl.col("kind").replace_strict(ROLES),
        user_id=accounts["id"],
        id=new_keys(count),
        created_at=accounts["created_at"],
        valid_from=growth.days(count, -360, -30),
    )
    place(Membership, memberships, state="active", is_administrator=False)
    programs = memberships.select(
        "created_at",
        membership_id="id",
        id=new_keys(count),
        client_id=pl.format("jalur-{}", accounts["username"]),
        scopes=pl.lit("{" + ",".join(SCOPES) + "}"),
    )
    place(Connection, programs, name="Program (contoh)", state="active")
    growth.frames["programs"] = programs.with_columns(organisation_id=memberships["organisation_id"])
