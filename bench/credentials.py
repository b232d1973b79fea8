"""`python -m bench credentials [COUNT [VARIANTS]]`: so many certificates of every form, to verifiers that are not ours and to our own.

    python -m bench credentials 1000 100

Counted: what each outside verifier accepts of genuine ones (open badges, SD-JWTs, printed codes), what of so many variants of each
class of forgery gets past our reading with records at hand and by signature and shape alone, and what one reading costs.
Exit 0 when all that is genuine is accepted, nothing forged is, and a reading works for no more than 5 ms: the time of this process,
because what passes meanwhile hangs on who else works on the machine.
"""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.claims import database, prepare_settings

COUNT, VARIANTS, MOST_MS, AT_ONCE = 1000, 100, 5.0, 250


def main() -> int:
    words = [int(word) for word in sys.argv[1:]]
    count, variants = (*words, *(COUNT, VARIANTS)[len(words) :])
    with database() as dsn, tempfile.TemporaryDirectory() as folder:
        prepare_settings(dsn)
        return measure(count, variants, Path(folder))


def measure(count: int, variants: int, folder: Path) -> int:
    from django.conf import settings

    from tests.credentials import outside

    settings.SIGNING = {"folder": str(folder / "signing"), "passphrase": ""}
    settings.ALLOWED_HOSTS, settings.TODAY = ["*"], None  # other verifiers know no pinned day
    with outside.web(folder) as web:
        settings.ADDRESS = web.address
        body = make_body()
        begun = time.perf_counter()
        signed = [sign(body, number) for number in range(count)]
        print(f"signed {count:,} in three forms: {(time.perf_counter() - begun) / count * 1000:.1f} ms each")
        told = [
            accepted_outside(signed, body, web),
            refused_by_ours(body, variants),
            what_a_reading_costs(signed),
        ]
    return 0 if all(told) else 1


def make_body() -> SimpleNamespace:
    from django.utils import timezone

    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.credentials import services
    from jalur.foundation.organisations.models import Organisation

    near, far = (
        Organisation.objects.create(name=f"LSP Contoh {name}", kind="certification_body")
        for name in ("A", "B")
    )
    key, other = (services.rotate_key(actor=SYSTEM, issuer=one, now=timezone.now()) for one in (near, far))
    return SimpleNamespace(issuer=near, key=key, far=other)


def sign(body: SimpleNamespace, number: int) -> tuple[Any, Any]:
    from django.utils import timezone

    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.credentials import services
    from tests.credentials.statements import drawn

    statement = drawn(random.Random(number), body.issuer.pk)
    return services.sign(actor=SYSTEM, statement=statement, now=timezone.now()), statement


def accepted_outside(signed: list[Any], body: SimpleNamespace, web: Any) -> bool:
    """Counts by form and verifier; everything has to be accepted, with the words that were signed."""
    from django.test import Client

    from jalur.foundation.credentials.rules import PURPOSES, TOKEN, list_address
    from tests.credentials import outside

    key = body.key
    lists = [list_address(key.address, key.issuer_id, 1, purpose) for purpose in (*PURPOSES, TOKEN)]
    web.fill(Client(), f"/issuers/{key.issuer_id}/did.json", *lists)
    public = outside.resolve(key.facts.method, web)
    counts: dict[str, int] = {}

    def tell(who: str, *, is_good: bool) -> None:
        counts[who] = counts.get(who, 0) + is_good

    for start in range(0, len(signed), AT_ONCE):
        texts = [one.open_badge for one, _statement in signed[start : start + AT_ONCE]]
        for answer in outside.digital_bazaar(texts, web):
            for suite in ("jcs", "rdfc", "both"):
                said = answer[suite]
                is_good = (
                    said["verified"]
                    and said["marked"] == [False, False]
                    and all(good for _one, good in said["suites"])
                )
                tell(f"open badge: @digitalbazaar/vc, {suite}", is_good=is_good)
    for one, statement in signed:
        tell(
            "open badge: openbadgeslib", is_good=outside.openbadgeslib(one.open_badge, public, web) == key.did
        )
        tell(
            "open badge: openvc-core", is_good=outside.openvc_proofs(one.open_badge, public) == [key.did] * 2
        )
        for name, reads in (
            ("sd-jwt", outside.sd_jwt_claims),
            ("openvc-core", outside.openvc_claims),
            ("PyJWT", outside.pyjwt_claims),
        ):
            tell(f"SD-JWT VC: {name}", is_good=reads(one.sd_jwt, public)["name"] == statement.holder)
        claims = outside.cwt_claims(one.compact, public, key.kid)
        tell("printed code: cwt", is_good=claims[5] == int(statement.begins.timestamp()))
    for who, good in counts.items():
        print(f"accepted, {who}: {good:,} of {len(signed):,}")
    return all(good == len(signed) for good in counts.values())


def refused_by_ours(body: SimpleNamespace, variants: int) -> bool:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from django.utils import timezone

    from jalur.foundation.credentials import lists
    from jalur.foundation.credentials.models import StatusEntry
    from jalur.foundation.credentials.reading import read
    from jalur.foundation.credentials.rules import PURPOSES, list_address
    from tests.credentials import forged_badges, forged_tokens
    from tests.credentials.forging import CLASSES, Bench

    assert forged_badges
    assert forged_tokens
    one, other = (known(body) for _one in range(2))
    bench, now = Bench(one, other, body.far, Ed25519PrivateKey.generate()), timezone.now()
    listed, key = one.entry.list, body.key
    held = {
        list_address(key.address, key.issuer_id, listed.number, purpose): lists.current(listed, purpose, now)
        for purpose in PURPOSES
    }
    genuine = {one.open_badge, one.sd_jwt, one.compact}
    tried, passed, slowest = 0, [], 0.0
    for with_records in (True, False):
        if not with_records:
            StatusEntry.objects.filter(pk=one.entry.pk).delete()
        for name, tamper in CLASSES.items():
            for number in range(variants):
                raw = tamper(bench, random.Random(f"{name} {number}"))
                if raw in genuine:
                    continue
                begun = time.perf_counter()
                verdict = read(raw, now=now, lists=None if with_records else held).verdict
                slowest, tried = max(slowest, time.perf_counter() - begun), tried + 1
                if verdict not in {"forged", "issuer_unknown"}:
                    passed.append(f"{name} {number}: {verdict}")
    print(
        f"forged, {len(CLASSES)} classes × {variants}, with our records and without: {len(passed)} of {tried:,} passed {passed[:5]}"
    )
    print(f"the slowest refusal: {slowest * 1000:.0f} ms")
    return not passed and len(CLASSES) >= 30


def known(body: SimpleNamespace) -> Any:
    """One with everything that a certificate can say."""
    from django.utils import timezone

    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.credentials import services
    from tests.credentials import statements

    return services.sign(actor=SYSTEM, statement=statements.known(body.issuer.pk), now=timezone.now())


def what_a_reading_costs(signed: list[Any]) -> bool:
    """The median of reading each form, beside what two checks of a signature cost here."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from django.utils import timezone

    from jalur.foundation.credentials.reading import read

    private, now = Ed25519PrivateKey.generate(), timezone.now()
    signature, public = private.sign(b"x" * 64), private.public_key()
    alone = []
    for _one in range(200):
        begun = time.perf_counter()
        public.verify(signature, b"x" * 64)
        alone.append(time.perf_counter() - begun)
    is_quick = True
    for form in ("open_badge", "sd_jwt", "compact"):
        times, worked = [], time.process_time()
        for one, _statement in signed[:300]:
            begun = time.perf_counter()
            read(getattr(one, form), now=now)
            times.append(time.perf_counter() - begun)
        mine = (time.process_time() - worked) / len(times) * 1000
        median = statistics.median(times)
        is_quick &= mine <= MOST_MS
        ratio = median / statistics.median(alone)
        print(
            f"reading, {form}: works {mine:.2f} ms (bar {MOST_MS:.0f}); {median * 1000:.2f} ms pass, "
            f"{ratio:.0f} × one check of a signature"
        )
    return is_quick
