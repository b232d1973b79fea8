"""People as the example country has them, each with a village, a name and a NIK of their own, sealed as services seal it."""

from typing import Any

import numpy as np
import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from demo.names import MEN, SECOND, WOMEN
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

# One in so many stands in the list twice.
TWICE = 1000
OFFICE = "35.17"
INVARIANTS = {
    "a NIK without its index or without its last digits": """
        SELECT 1 FROM people_person WHERE (national_id_sealed IS NULL) <> (national_id_index IS NULL)
        OR (national_id_sealed IS NULL) <> (national_id_tail = '')""",
}


def load(growth: Growth) -> None:
    from jalur.foundation.people.models import Duplicate, Person

    people = doubled(named(growth, like_the_example(growth)))
    people = sealed(people)
    first = people.gather_every(TWICE).head(people[1:].gather_every(TWICE).height)
    second = people[1:].gather_every(TWICE)
    people = growth.shuffled(people)  # nobody comes regency by regency
    place(Person, people.drop("like", "regency", "national_id", "phone"))
    pairs = pl.DataFrame({"first_id": first["id"], "second_id": second["id"]})
    place(Duplicate, pairs, reason="national_id")
    growth.frames["people"] = people.select(
        "id", "like", "name", "residence_id", "birth_date", "served_by_id", "created_at"
    )


def like_the_example(growth: Growth) -> pl.DataFrame:
    """Everybody after somebody of the example country, in a village of the same regency, born some days apart."""
    from jalur.foundation.geography.models import Place
    from jalur.journey.candidates.models import Candidate

    example = read_rows(
        Candidate.objects.values_list(
            "pk", "person__residence_id", "person__sex", "person__birth_date", "person__served_by_id"
        ),
        like=pl.String,
        residence_id=pl.String,
        sex=pl.String,
        birth_date=pl.Date,
        served_by_id=pl.String,
    ).with_columns(regency=pl.col("residence_id").str.slice(0, 5))
    here = example["regency"] == OFFICE
    people = pl.concat(
        [
            growth.chosen(example.filter(here), growth.of_the_office),
            growth.chosen(example.filter(~here), growth.people - growth.of_the_office),
        ]
    ).sort("regency")
    villages = read_rows(Place.objects.filter(level=4).values_list("code"), code=pl.String)
    by_regency = dict(villages.group_by(regency=pl.col("code").str.slice(0, 5)).agg("code").iter_rows())
    homes = [
        str(code)
        for regency, count in people.group_by("regency", maintain_order=True).len().iter_rows()
        for code in growth.draw.choice(sorted(by_regency[regency]), count)
    ]
    return people.with_columns(
        residence_id=pl.Series(homes),
        birth_date=pl.col("birth_date")
        - pl.duration(days=pl.Series(growth.draw.integers(0, 300, people.height))),
        id=new_keys(people.height),
        created_at=growth.instants(people.height),
    )


def named(growth: Growth, people: pl.DataFrame) -> pl.DataFrame:
    """Names nobody bears, a NIK of the right form, a phone number no operator gives out."""
    from jalur.foundation.people.rules import fold_name

    count = people.height
    women = (people["sex"] == "F").to_numpy()

    def words(of_women: list[str], of_men: list[str]) -> np.ndarray:
        return np.where(women, growth.draw.choice(of_women, count), growth.draw.choice(of_men, count))

    middle = np.where(growth.draw.random(count) < 0.4, words(WOMEN, MEN), "")
    last = words(SECOND[0].split(), SECOND[1].split())
    people = people.with_columns(
        name=pl.concat_str(pl.Series(words(WOMEN, MEN)), pl.Series(middle), pl.Series(last), separator=" ")
        .str.replace("  ", " ", literal=True)
    )  # fmt: skip
    folded = {name: fold_name(name) for name in people["name"].unique()}
    stem = pl.concat_str(
        pl.col("residence_id").str.slice(0, 8).str.replace_all(".", "", literal=True),
        (pl.col("birth_date").dt.day().cast(pl.Int64) + pl.when(pl.col("sex") == "F").then(40).otherwise(0))
        .cast(pl.String)
        .str.zfill(2),
        pl.col("birth_date").dt.strftime("%m%y"),
    )
    people = people.with_columns(name_folded=pl.col("name").replace_strict(folded), stem=stem)
    # Serials count up from 0001; those of the example country count down from 9999.
    serial = (pl.int_range(pl.len()).over("stem") + 1).cast(pl.String).str.zfill(4)
    phone = pl.format("+62812{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(8))
    return people.with_columns(national_id=pl.concat_str("stem", serial), phone=phone).drop("stem")


def doubled(people: pl.DataFrame) -> pl.DataFrame:
    """The second row of every `TWICE` is the first once more."""
    same = ["name", "name_folded", "birth_date", "sex", "national_id"]
    again = pl.int_range(pl.len()) % TWICE == 1
    return people.with_columns(
        pl.when(again).then(pl.col(name).shift(1)).otherwise(name).alias(name) for name in same
    )


def written(content: bytes) -> str:
    """Bytes as COPY reads them."""
    return "\\x" + content.hex()


def sealed(people: pl.DataFrame) -> pl.DataFrame:
    from jalur.foundation.people.services import TABLE
    from jalur.kit.vault import blind_index, seal

    columns: dict[str, list[Any]] = {"national_id_sealed": [], "national_id_index": []}
    columns |= {"phone_sealed": [], "phone_index": []}
    for key, number, phone in people.select("id", "national_id", "phone").iter_rows():
        columns["national_id_sealed"].append(written(seal(number, table=TABLE, row=key, field="national_id")))
        columns["national_id_index"].append(written(blind_index(number, purpose="national_id")))
        columns["phone_sealed"].append(written(seal(phone, table=TABLE, row=key, field="phone")))
        columns["phone_index"].append(written(blind_index(phone, purpose="phone")))
    tail = pl.col("national_id").str.slice(-4)
    return people.with_columns(**{name: pl.Series(values) for name, values in columns.items()}).with_columns(
        national_id_tail=tail
    )
