"""What we sign is accepted by verifiers that are not ours, which fetch keys and lists over HTTPS; and what they wrongly accept
(docs/reference/what-other-verifiers-accept.md)."""

import json
import random
from datetime import timedelta

import base45
import cwt
import pytest
import segno
from django.urls import reverse
from django.utils import timezone
from openbadgeslib.ob3.contexts import document_loader
from openbadgeslib.ob3.verifier import OB3VerificationError
from openvc.status.issue import verify_status_list_token
from openvc.status.token_status_list import check_token_status
from pyld import jsonld

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.credentials import lists, services
from jalur.foundation.credentials.reading import read
from jalur.foundation.credentials.rules import PURPOSES, TOKEN, Said
from jalur.foundation.credentials.shapes import compact, n_quads, open_badge, sd_jwt, status_list
from jalur.foundation.credentials.statement import Verdict
from tests.credentials import outside
from tests.credentials.statements import drawn, known

pytestmark = pytest.mark.django_db


@pytest.fixture
def web(body, settings, tmp_path):
    """The body with a key at the address of a local HTTPS server."""
    with outside.web(tmp_path) as server:
        settings.ADDRESS = server.address
        body.key = services.rotate_key(actor=SYSTEM, issuer=body.issuer, now=timezone.now())
        yield server


@pytest.fixture
def sign(body, web):
    def signed(dice=0):
        statement = drawn(random.Random(dice), body.issuer.pk)
        return services.sign(actor=body.actor, statement=statement, now=timezone.now()), statement

    return signed


def serve(web, client, entry):
    issuer = entry.key.issuer_id
    names = [
        reverse("credentials:status_list", args=[issuer, entry.list.number, purpose])
        for purpose in (*PURPOSES, TOKEN)
    ]
    web.fill(client, reverse("credentials:issuer", args=[issuer]), *names)


def mark(signed, **marks):
    services.set_status(
        actor=SYSTEM,
        entry=signed.entry,
        now=timezone.now(),
        **({"suspended": False, "revoked": False} | marks),
    )


def test_open_badges_are_accepted(sign, web, client):
    every = [sign(number)[0] for number in range(6)]
    serve(web, client, every[0].entry)
    public = outside.resolve(every[0].key.facts.method, web)
    for answer in outside.digital_bazaar([one.open_badge for one in every], web):
        for suite, proofs in (("jcs", 1), ("rdfc", 1), ("both", 2)):
            said = answer[suite]
            assert (said["verified"], said["marked"]) == (True, [False, False]), said
            assert [is_good for _name, is_good in said["suites"]] == [True] * proofs
    assert any(path.endswith("did.json") for path in web.asked)
    for one in every:
        assert outside.openbadgeslib(one.open_badge, public, web) == one.key.did
        assert outside.openvc_proofs(one.open_badge, public) == [one.key.did] * 2


def test_sd_jwts_are_accepted_whole_and_without_the_nik(sign, web, client):
    for number in range(6):
        signed, statement = sign(number)
        serve(web, client, signed.entry)
        public = outside.resolve(signed.key.facts.method, web)
        for reads in (outside.sd_jwt_claims, outside.openvc_claims, outside.pyjwt_claims):
            claims = reads(signed.sd_jwt, public)
            assert claims["name"] == statement.holder
            assert {name: claims[name] for name in statement.personal} == dict(statement.personal)
            some = reads(sd_jwt.show(signed.sd_jwt, {"name"}), public)
            assert some["name"] == statement.holder
            assert "nik" not in some
            assert statement.personal.get("nik", "3517080000000001") not in json.dumps(some)


def test_status_tokens_are_accepted(sign, web, client):
    signed, _statement = sign()
    public = None
    for marks, expected in (({}, 0), ({"suspended": True}, 2), ({"revoked": True}, 1)):
        mark(signed, **marks)
        serve(web, client, signed.entry)
        public = public or outside.resolve(signed.key.facts.method, web)
        uri = outside.pyjwt_claims(signed.sd_jwt, public)["status"]["status_list"]["uri"]
        token = web.fetch(uri).decode()
        told = verify_status_list_token(token, public_key_jwk=outside.jwk(public), expected_uri=uri)
        status = check_token_status(
            outside.pyjwt_claims(signed.sd_jwt, public), resolve_status_list_token={uri: told}.get
        )
        assert status.status == expected


def test_printed_codes_are_accepted(sign):
    for number in range(6):
        signed, statement = sign(number)
        claims = outside.cwt_claims(signed.compact, bytes(signed.key.public), signed.key.kid)
        assert claims[compact.OURS][0] == signed.entry.list.number
        assert claims[compact.BEGINS] == int(statement.begins.timestamp())


def test_every_code_fits_version_10_with_level_m(body):
    said = open_badge.parse(body.sign().open_badge).judge(body.key.facts).said
    long = ["x" * 200, "é" * 200, "字" * 200, "Ni Luh Wahyuningtyas Sastrowardoyo van der Contoh", "A"]
    for holder in long:
        for title in long:
            for scheme in ("字" * 80, "S", "SKM-CG-2024"):
                statement = known(body.issuer.pk, holder=holder, title=title, scheme=scheme)
                widest = Said(**{**vars(said), "statement": statement, "list_number": 999, "index": 131_071})
                text, _digest = compact.write(widest, lambda _raw: bytes(64))
                assert len(text) <= compact.MOST_SIGNS
                assert segno.make(text, error="m", boost_error=False).version <= 10


def test_our_quads_are_those_of_a_processor(sign, body):
    loader = document_loader()
    for number in range(25):
        signed, _statement = sign(number)
        badge = json.loads(signed.open_badge)
        jcs, rdfc = badge.pop("proof")
        del rdfc["proofValue"], jcs
        listed = json.loads(lists.current(signed.entry.list, PURPOSES[number % 2], timezone.now()))
        del listed["proof"]
        for document in (badge, listed, {"@context": badge["@context"], **rdfc}):
            options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loader}
            assert n_quads.canonical(document).decode() == jsonld.normalize(document, options)


# -- what others wrongly accept ----------------------------------------------------------------------------------------


def test_marks_are_told_by_every_list_and_easily_overlooked(sign, web, client):
    signed, _statement = sign()
    for marks, expected in (({"suspended": True}, [False, True]), ({"revoked": True}, [True, False])):
        mark(signed, **marks)
        serve(web, client, signed.entry)
        (answer,) = outside.digital_bazaar([signed.open_badge], web)
        assert answer["both"]["marked"] == expected
        assert answer["both"]["verified"] is True  # said only in its statusResult
        public = bytes(signed.key.public)
        with pytest.raises(OB3VerificationError):
            outside.openbadgeslib(signed.open_badge, public, web)
        assert outside.openbadgeslib(signed.open_badge, public, web, check_status=False)
        with pytest.raises(OB3VerificationError):  # it knows no lists with Data Integrity proofs
            outside.openbadgeslib(signed.open_badge, public, web, verify_status_list=True)


def test_one_forged_proof_of_two_is_overlooked(sign, web, client):
    signed, _statement = sign()
    serve(web, client, signed.entry)
    badge = json.loads(signed.open_badge)
    badge["proof"][0]["proofValue"] = badge["proof"][1]["proofValue"]
    text = json.dumps(badge)
    (answer,) = outside.digital_bazaar([text], web)
    assert answer["both"]["verified"] is True
    assert sorted(is_good for _name, is_good in answer["both"]["suites"]) == [False, True]
    assert (answer["rdfc"]["verified"], answer["jcs"]["verified"]) == (True, False)
    assert outside.openbadgeslib(text, bytes(signed.key.public), web)


def test_an_unsigned_member_is_refused_by_all(sign, web, client):
    signed, _statement = sign()
    serve(web, client, signed.entry)
    text = json.dumps({**json.loads(signed.open_badge), "bonus": "x"})
    (answer,) = outside.digital_bazaar([text], web)
    assert not any(answer[suite]["verified"] for suite in ("jcs", "rdfc", "both"))
    with pytest.raises(OB3VerificationError):
        outside.openbadgeslib(text, bytes(signed.key.public), web)


def test_a_forged_disclosure_is_dropped_in_silence_by_one(sign):
    from tests.credentials.forged_tokens import b64, dump

    signed, _statement = sign(1)
    public = bytes(signed.key.public)
    token = signed.sd_jwt.split("~", maxsplit=1)[0]
    forged = f"{token}~{b64(dump(['AAAA', 'name', 'Budi']))}~"
    assert "name" not in outside.sd_jwt_claims(forged, public)
    with pytest.raises(Exception, match="disclosure"):
        outside.openvc_claims(forged, public)


def test_a_list_of_a_stolen_key_is_not_believed_elsewhere(sign, web, client):
    signed, _statement = sign()
    services.report_stolen(actor=SYSTEM, key=signed.key, since=timezone.now(), now=timezone.now())
    services.rotate_key(actor=SYSTEM, issuer=signed.key.issuer, now=timezone.now())
    serve(web, client, signed.entry)
    (answer,) = outside.digital_bazaar([signed.open_badge], web)
    assert not any(answer[suite]["verified"] for suite in ("jcs", "rdfc", "both"))
    assert status_list.LIST_ENTRIES >= 131_072


def test_two_readers_look_at_no_dates(body):
    """sd-jwt never, cwt only where it is asked for claims."""
    past = timezone.now().replace(microsecond=0) - timedelta(days=40)
    signed = body.sign(begins=past, ends=past + timedelta(days=1), personal={})
    public = bytes(signed.key.public)
    assert outside.sd_jwt_claims(signed.sd_jwt, public)["name"]
    key = cwt.COSEKey.new({1: 1, 3: -8, -1: 6, -2: public, 2: bytes.fromhex(signed.key.kid)})
    raw = base45.b45decode(signed.compact.removeprefix(compact.PREFIX))
    assert cwt.COSE.new().decode(raw, key)
    with pytest.raises(cwt.VerifyError):
        outside.cwt_claims(signed.compact, public, signed.key.kid)
    for claims in (outside.openvc_claims, outside.pyjwt_claims):
        with pytest.raises(Exception, match="xpired"):
            claims(signed.sd_jwt, public)
    assert read(signed.open_badge, now=timezone.now()).verdict == Verdict.EXPIRED
