"""Accounts as a nation has them, each with a device that shows notices, some with two; no service is ever asked about these."""

import os

import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from bench.growth.rooms.people import written
from jalur.proposals.shared.services.bulk_copy import new_keys

# One person in so many has an account; one account in so many has a second device.
EVERY, SECOND = 10, 5
SEALED = 250  # bytes of a subscription


def load(growth: Growth) -> None:
    from jalur.foundation.accounts.models import User
    from jalur.foundation.messaging.models import Device

    accounts = pl.DataFrame({"id": new_keys(growth.people // EVERY)}).with_columns(
        email=pl.format("akun-{}@contoh.example", pl.int_range(pl.len())),
        created_at=growth.instants(growth.people // EVERY),
    )
    place(User, accounts, name="Akun Contoh", password="!")
    owners = pl.concat([accounts["id"], accounts["id"].gather_every(SECOND)])
    devices = pl.DataFrame(
        {
            "id": new_keys(owners.len()),
            "account_id": owners,
            "created_at": growth.instants(owners.len()),
            "subscription_sealed": [written(os.urandom(SEALED)) for _device in owners],
            "endpoint_index": [written(os.urandom(32)) for _device in owners],
        }
    )
    place(Device, devices, browser="Chrome", system="Android")
