"""Statements to sign: one that everybody knows, any that a property test thinks of, and a thousand for the bench."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from jalur.foundation.credentials.statement import Statement, new_code

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
NOW = datetime(2026, 11, 21, 3, 0, 7, tzinfo=UTC)
BEGINS = datetime(2026, 11, 20, 17, tzinfo=UTC)
PERSONAL = {"nik": "3517080000000001", "birth_date": "2001-02-03", "birth_place": "Jombang"}
KNOWN = Statement(
    code="",
    number="SKM.0012.00034 2026",
    issuer=UUID(int=0),
    holder="Sari Contoh Wulandari",
    title="Perawatan Lansia (Caregiver)",
    scheme="SKM-CG-2024",
    kind="okupasi",
    units=(("Q.86CRG01.001.1", "Melakukan komunikasi"), ("Q.86CRG01.002.1", 'Membantu "mandi" \\ makan')),
    accompanies="BNSP 4810 2 0001234 2026",
    decided=date(2026, 11, 20),
    begins=BEGINS,
    ends=BEGINS + timedelta(days=3 * 365),
    personal=PERSONAL,
)


def known(issuer: UUID, **changes) -> Statement:
    return replace(KNOWN, **{"code": new_code(), "issuer": issuer, **changes})


def texts(longest: int, shortest: int = 1):
    """Any text that may be signed, of any script."""
    return st.text(st.characters(exclude_categories=UNSEEN), min_size=shortest, max_size=longest)


def moments():
    return st.integers(10**8, 7 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@st.composite
def statements(draw, issuer: UUID) -> Statement:
    begins = draw(moments())
    after = draw(st.none() | st.integers(1, 10**9))
    return Statement(
        code=new_code(),
        number=draw(texts(80, 0)),
        issuer=issuer,
        holder=draw(texts(200)),
        title=draw(texts(300)),
        scheme=draw(texts(80)),
        kind=draw(st.sampled_from(["kkni", "okupasi", "klaster"])),
        units=tuple(
            draw(st.lists(st.tuples(texts(80), texts(120)), max_size=8, unique_by=lambda unit: unit[0]))
        ),
        accompanies=draw(texts(120, 0)),
        decided=draw(st.dates(date(1971, 1, 1), date(2200, 1, 1))),
        begins=begins,
        ends=begins + timedelta(seconds=after) if after else None,
        replaces=draw(st.just("") | st.builds(new_code)),
        personal=draw(st.dictionaries(st.sampled_from(sorted(PERSONAL)), texts(60))),
    )


NAMES = (
    "Siti", "Nur'aini", "Made", "Ayu", "Bhre", "Dewi", "Tri", "Zahra", "Ni Luh", "Öztürk", "Søren", "Yohanes", "Maria",
    "Fransiska", "Wahyuningtyas", "Sastrowardoyo", "Simanjuntak", "van der Contoh", "李", "Thị", "de Jesus", "A.",
)  # fmt: skip
TITLES = (
    "Perawatan Lansia (Caregiver)", "Pengolahan Makanan & Minuman", "Juru Las SMAW 3G/4G", "Penata Laksana Rumah Tangga",
    "Operator Mesin Bubut CNC untuk Industri Komponen Presisi Tingkat Lanjut", "Housekeeping – Room Attendant", "Teknisi AC",
)  # fmt: skip


def drawn(dice: random.Random, issuer: UUID) -> Statement:
    """One of a thousand that look like real ones."""
    begins = BEGINS - timedelta(days=dice.randrange(300))
    count = dice.randrange(0, 15)
    holder = " ".join(dice.choices(NAMES, k=dice.randrange(1, 6)))
    return known(
        issuer,
        holder=holder,
        title=dice.choice(TITLES),
        scheme=f"SKM-{dice.randrange(1000):03}-{dice.randrange(2015, 2027)}",
        kind=dice.choice(["kkni", "okupasi", "klaster"]),
        units=tuple(
            (f"Q.{place:03}.{dice.randrange(9)}", f"Unit {place} – {dice.choice(TITLES)}")
            for place in range(count)
        ),
        number=dice.choice(["", f"REG/{dice.randrange(10**6)}"]),
        accompanies=dice.choice(["", f"BNSP {dice.randrange(10**9)}"]),
        replaces=dice.choice(["", new_code()]),
        begins=begins,
        ends=dice.choice([None, begins + timedelta(days=1096)]),
        personal=dice.choice([{}, PERSONAL, {"nik": PERSONAL["nik"]}]),
    )
