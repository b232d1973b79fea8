"""Forged SD-JWTs and QR codes."""

import hashlib
import hmac
import json
import random
from dataclasses import replace
from typing import Any

import base45
from openvc import cbor
from openvc.cbor import CborTag

from jalur.foundation.credentials.shapes import compact, sd_jwt
from jalur.foundation.credentials.shapes.strict import b64, dump, from_b64
from tests.credentials.forging import Bench, forged, word

# -- SD-JWT ------------------------------------------------------------------------------------------------------------


def parts_of(bench: Bench) -> tuple[dict[str, Any], dict[str, Any], str, list[str]]:
    token, *disclosures, _end = bench.signed.sd_jwt.split("~")
    header, payload, signature = token.split(".")
    return json.loads(from_b64(header)), json.loads(from_b64(payload)), signature, disclosures


def joined(header: Any, payload: Any, signature: str, disclosures: list[str]) -> str:
    return "~".join([f"{b64(dump(header))}.{b64(dump(payload))}.{signature}", *disclosures, ""])


@forged
def token_claim_changed(bench: Bench, dice: random.Random) -> str:
    header, payload, signature, disclosures = parts_of(bench)
    name = dice.choice([*payload, word(dice)])
    payload[name] = dice.choice([word(dice), 1, 10**9 * 4, [], {}, None, True])
    return joined(header, payload, signature, disclosures)


@forged
def token_without_algorithm(bench: Bench, dice: random.Random) -> str:
    header, payload, signature, disclosures = parts_of(bench)
    header["alg"] = dice.choice(["none", "None", "NONE", "nOnE", ""])
    payload["title"] = dice.choice([payload["title"], word(dice)])
    return joined(header, payload, dice.choice(["", signature]), disclosures)


@forged
def token_of_another_algorithm(bench: Bench, dice: random.Random) -> str:
    """The public key taken for a shared secret, and other names of algorithms."""
    header, payload, signature, disclosures = parts_of(bench)
    header["alg"] = dice.choice(["HS256", "HS512", "ES256", "RS256", "Ed448", "ed25519"])
    payload["title"] = word(dice)
    signed = f"{b64(dump(header))}.{b64(dump(payload))}"
    mac = hmac.new(bytes(bench.signed.key.public), signed.encode(), hashlib.sha256).digest()
    return joined(header, payload, dice.choice([b64(mac), signature]), disclosures)


@forged
def token_header_changed(bench: Bench, dice: random.Random) -> str:
    header, payload, _signature, disclosures = parts_of(bench)
    header |= dice.choice(
        [
            {"typ": "JWT"},
            {"typ": "vc+sd-jwt"},
            {
                "jwk": {
                    "kty": "OKP",
                    "crv": "Ed25519",
                    "x": b64(bench.stranger.public_key().public_bytes_raw()),
                }
            },
            {"jku": "https://x.example"},
            {"crit": ["exp"]},
            {"x5c": []},
            {"kid": bench.far_key.facts.method},
        ]
    )
    signed = f"{b64(dump(header))}.{b64(dump(payload))}"
    return joined(header, payload, b64(bench.stranger.sign(signed.encode())), disclosures)


@forged
def disclosure_forged(bench: Bench, dice: random.Random) -> str:
    header, payload, signature, disclosures = parts_of(bench)
    place = dice.randrange(len(disclosures))
    salt, name, _value = json.loads(from_b64(disclosures[place]))
    disclosures[place] = b64(dump([salt, name, word(dice)]))
    return joined(header, payload, signature, disclosures)


@forged
def disclosure_that_was_not_signed(bench: Bench, dice: random.Random) -> str:
    header, payload, signature, disclosures = parts_of(bench)
    disclosures = disclosures[: dice.randrange(len(disclosures))]
    name = dice.choice(["name", "nik", "birth_date", "title", "exp", "code", word(dice), "_sd", "..."])
    disclosures.append(b64(dump([word(dice), name, word(dice)])))
    return joined(header, payload, signature, disclosures)


@forged
def disclosure_of_another(bench: Bench, dice: random.Random) -> str:
    header, payload, signature, disclosures = parts_of(bench)
    theirs = bench.other.sd_jwt.split("~")[1:-1]
    return joined(header, payload, signature, [*disclosures[1:], dice.choice(theirs)])


@forged
def disclosure_twice(bench: Bench, dice: random.Random) -> str:
    header, payload, signature, disclosures = parts_of(bench)
    disclosures.insert(dice.randrange(len(disclosures)), dice.choice(disclosures))
    return joined(header, payload, signature, disclosures)


@forged
def token_digest_added(bench: Bench, dice: random.Random) -> str:
    header, payload, signature, disclosures = parts_of(bench)
    extra = b64(dump([word(dice), dice.choice(["nik", "name"]), word(dice)]))
    payload["_sd"] = sorted([*payload["_sd"], b64(hashlib.sha256(extra.encode()).digest())])
    return joined(header, payload, signature, [*disclosures, extra][-4:])


@forged
def token_written_otherwise(bench: Bench, dice: random.Random) -> str:
    text = bench.signed.sd_jwt
    token, rest = text.split("~", 1)
    header, payload, signature = token.split(".")
    last = B64[(B64.index(signature[-1]) + 1) % 64]
    return dice.choice(
        [
            f"{header}=.{payload}.{signature}~{rest}",
            f"{header}.{payload}.{signature}==~{rest}",
            f"{header}.{payload}.{signature[:-1]}{last}~{rest}",
            f"{header}.{payload}.{signature}\n~{rest}",
            f"{header}. {payload}.{signature}~{rest}",
            text.replace("~", "~~", 1),
            text[:-1],
            text + "~",
            f"{header}.{payload}.{signature}",
            f"{header}.{payload}~{rest}",
            text.replace("-", "+").replace("_", "/") + ("" if "-" in text or "_" in text else "~"),
        ]
    )


B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@forged
def token_with_a_binding(bench: Bench, dice: random.Random) -> str:
    """Nobody's key is bound to it: proof that somebody holds one proves nothing."""
    held = sd_jwt.jwt(
        {"alg": "EdDSA", "typ": "kb+jwt"},
        {"aud": word(dice), "nonce": word(dice), "iat": 1},
        bench.stranger.sign,
    )
    return bench.signed.sd_jwt + held


@forged
def token_signed_by_a_stranger(bench: Bench, dice: random.Random) -> str:
    header, payload, _signature, disclosures = parts_of(bench)
    payload["vct"] = dice.choice([payload["vct"], "https://x.example/vct"])
    signed = f"{b64(dump(header))}.{b64(dump(payload))}"
    return joined(header, payload, b64(bench.stranger.sign(signed.encode())), disclosures)


@forged
def token_of_another_type(bench: Bench, dice: random.Random) -> str:
    """Our own key, something else said: a list, another type, one claim more."""
    header, payload, _signature, disclosures = parts_of(bench)
    payload |= dice.choice(
        [
            {"vct": f"https://{word(dice)}.example"},
            {word(dice): 1},
            {"cnf": {"jwk": {}}},
            {"iss": f"did:web:{word(dice)}"},
        ]
    )
    signed = f"{b64(dump(header))}.{b64(dump(payload))}"
    return joined(header, payload, b64(bench.private.sign(signed.encode())), disclosures)


# -- compact -----------------------------------------------------------------------------------------------------------


def raw_of(text: str) -> bytes:
    return bytes(base45.b45decode(text.removeprefix(compact.PREFIX)))


def code_of(raw: bytes) -> str:
    return compact.PREFIX + base45.b45encode(raw).decode()


@forged
def code_byte_changed(bench: Bench, dice: random.Random) -> str:
    raw = bytearray(raw_of(bench.signed.compact))
    raw[dice.randrange(len(raw))] ^= dice.randrange(1, 256)
    return code_of(bytes(raw))


@forged
def code_cut_or_longer(bench: Bench, dice: random.Random) -> str:
    raw = raw_of(bench.signed.compact)
    return code_of(
        dice.choice([raw[: dice.randrange(len(raw))], raw + dice.randbytes(dice.randrange(1, 9)), raw[1:]])
    )


@forged
def code_written_otherwise(bench: Bench, dice: random.Random) -> str:
    text = bench.signed.compact
    place = dice.randrange(5, len(text))
    return dice.choice(
        [
            text.lower(),
            text + " X",
            "HC1:" + text[5:],
            text[:place] + text[place + 1 :],
            text[:place] + "é" + text[place:],
            text[:place]
            + dice.choice([one for one in "0123ABC$%*+-./:" if one != text[place]])
            + text[place + 1 :],
            "JLR1:",
            "JLR1:" + ":::" * 20,
        ]
    )


@forged
def code_header_changed(bench: Bench, dice: random.Random) -> str:
    tag = cbor.decode(raw_of(bench.signed.compact))
    protected, loose, payload, signature = tag.value
    header = cbor.decode(protected)
    kind = dice.randrange(4)
    if kind == 0:
        loose = {dice.randrange(1, 40): dice.randbytes(3)}
    elif kind == 1:
        header[1] = dice.choice([-7, -35, 5, 1, None, "EdDSA", True])
    elif kind == 2:
        header[4] = bytes.fromhex(bench.far_key.kid)
    else:
        header[dice.randrange(10, 99)] = word(dice)
    return code_of(cbor.encode(CborTag(18, [cbor.encode(header), loose, payload, signature])))


@forged
def code_signed_by_a_stranger(bench: Bench, dice: random.Random) -> str:
    said = replace(bench.said, statement=replace(bench.said.statement, title=word(dice)))
    return compact.write(said, bench.stranger.sign)[0]


@forged
def code_claims_changed(bench: Bench, dice: random.Random) -> str:
    """Our own signature over something else than we say."""
    tag = cbor.decode(raw_of(bench.signed.compact))
    protected, _loose, payload, _signature = tag.value
    claims = cbor.decode(payload)
    claims |= dice.choice(
        [
            {1: word(dice)},
            {-65538: 1},
            {"x": 1},
            {compact.OURS: [*claims[compact.OURS], 1]},
            {5: -1},
            {7: b"short"},
        ]
    )
    payload = cbor.encode(claims)
    signature = bench.private.sign(compact._to_sign(protected, payload))
    return code_of(cbor.encode(CborTag(18, [protected, {}, payload, signature])))


@forged
def code_of_another_kind(bench: Bench, dice: random.Random) -> str:
    tag = cbor.decode(raw_of(bench.signed.compact))
    return code_of(
        dice.choice(
            [
                cbor.encode(CborTag(dice.choice([17, 61, 98, 16]), tag.value)),
                cbor.encode(tag.value),
                cbor.encode(CborTag(61, CborTag(18, tag.value))),
                b"\xd2\x9f" + b"".join(map(cbor.encode, tag.value)) + b"\xff",
                b"\xd8\x12" + cbor.encode(tag.value),
                cbor.encode(None),
                b"\x81" * 150,
            ]
        )
    )
