"""Forged Open Badges, and what is no credential at all."""

import base64
import hashlib
import json
import random
from dataclasses import replace

from jalur.foundation.credentials import keyring
from jalur.foundation.credentials.shapes import data_integrity, open_badge
from jalur.foundation.credentials.shapes.strict import b64
from jalur.foundation.credentials.statement import new_code
from tests.credentials.forging import Bench, at, forged, knots, leaves, put, word

B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ALIKE = {"a": "а", "e": "е", "o": "о", "i": "і", "j": "ј", "p": "р", "c": "с", "s": "ѕ"}  # Cyrillic


# -- Open Badges -------------------------------------------------------------------------------------------------------


@forged
def badge_any_text_changed(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    path = dice.choice(leaves(badge))
    old = at(badge, path)
    put(
        badge,
        list(path),
        (not old) if isinstance(old, bool) else dice.choice([old + word(dice), old[:-1], word(dice), ""]),
    )
    return json.dumps(badge)


@forged
def badge_holder_changed(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    badge["credentialSubject"]["identifier"][0]["identityHash"] = f"Budi {word(dice)}"
    return json.dumps(badge)


@forged
def badge_longer_valid(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    badge["validUntil"] = f"{dice.randrange(2030, 2090)}-01-01T00:00:00Z"
    if dice.random() < 0.3:
        del badge["validUntil"]
    return json.dumps(badge)


@forged
def badge_unsigned_member_added(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    target = at(badge, dice.choice(knots(badge)))
    target[
        dice.choice(
            [word(dice), "description", "image", "expirationDate", "id2", "@included", "credentialSchema"]
        )
    ] = word(dice)
    return json.dumps(badge)


@forged
def badge_member_twice(bench: Bench, dice: random.Random) -> str:
    name = dice.choice(["name", "validUntil", "issuer", "credentialSubject", "proof", "credentialStatus"])
    text = bench.signed.open_badge
    value = json.dumps(bench.badge.get(name, "x"))
    if dice.random() < 0.5:
        return "{" + f'"{name}":{json.dumps(word(dice))},' + text[1:]
    return text[:-1] + f',"{name}":{value}' + "}"


@forged
def badge_proof_dropped(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    kept = dice.choice(
        [None, [], badge["proof"][:1], badge["proof"][1:], badge["proof"][0], badge["proof"][::-1]]
    )
    if kept is None:
        del badge["proof"]
    else:
        badge["proof"] = kept
    return json.dumps(badge)


@forged
def badge_proof_of_another(bench: Bench, dice: random.Random) -> str:
    badge, other = bench.badge, json.loads(bench.other.open_badge)
    for place in dice.choice([[0], [1], [0, 1]]):
        badge["proof"][place] = other["proof"][place]
    return json.dumps(badge)


@forged
def badge_proofs_exchanged(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    place = dice.randrange(2)
    badge["proof"][place]["proofValue"] = badge["proof"][1 - place]["proofValue"]
    return json.dumps(badge)


@forged
def badge_signature_changed(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    proof = badge["proof"][dice.randrange(2)]
    letters = list(proof["proofValue"])
    place = dice.randrange(1, len(letters))
    letters[place] = dice.choice([letter for letter in B58 if letter != letters[place]])
    proof["proofValue"] = "".join(letters)
    return json.dumps(badge)


@forged
def badge_signature_written_otherwise(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    proof = badge["proof"][dice.randrange(2)]
    value = proof["proofValue"]
    raw = data_integrity.signature_of(value)
    proof["proofValue"] = dice.choice(
        [
            "z1" + value[1:],
            value + "1",
            " " + value,
            value[1:],
            "u" + b64(raw),
            "m" + base64.b64encode(raw).decode(),
            raw.hex(),
            "",
        ]
    )
    return json.dumps(badge)


@forged
def badge_signed_by_a_stranger(bench: Bench, dice: random.Random) -> str:
    said = replace(bench.said, statement=replace(bench.said.statement, holder=f"Budi {word(dice)}"))
    return open_badge.write(said, bench.stranger.sign)[0]


@forged
def badge_signed_by_another_body(bench: Bench, dice: random.Random) -> str:
    """A real key of another body, for an issuer that it is not."""
    said = replace(bench.said, kid=dice.choice([bench.far_key.kid, bench.said.kid]))
    statement = replace(said.statement, code=new_code(), holder=word(dice))
    return open_badge.write(replace(said, statement=statement), keyring.load(bench.far_key.kid).sign)[0]


@forged
def badge_method_of_another_body(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    for proof in badge["proof"]:
        proof["verificationMethod"] = dice.choice(
            [bench.far_key.facts.method, f"{bench.far_key.did}#{bench.said.kid}", "#key", ""]
        )
    return json.dumps(badge)


@forged
def issuer_that_looks_alike(bench: Bench, dice: random.Random) -> str:
    """The stranger's own key under a name that reads like the body's."""
    text = open_badge.write(bench.said, bench.stranger.sign)[0]
    host = "jalur.example"
    letter = dice.choice([one for one in host if one in ALIKE])
    alike = dice.choice(
        [
            host.replace(letter, ALIKE[letter], 1),
            "jalur.examp1e",
            f"jalur.example.{word(dice)}.id",
            "JALUR.example",
            "xn--jlur.example",
        ]
    )
    return text.replace(host, alike)


@forged
def issuer_elsewhere(bench: Bench, dice: random.Random) -> str:
    said = replace(
        bench.said,
        address=f"https://{word(dice)}.example",
        kid=hashlib.sha256(word(dice).encode()).hexdigest()[:16],
    )
    return open_badge.write(said, bench.stranger.sign)[0]


@forged
def badge_context_changed(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    contexts = badge["@context"]
    badge["@context"] = dice.choice(
        [
            contexts[:1],
            contexts[::-1],
            [*contexts, f"https://{word(dice)}.example/v1"],
            [*contexts, {word(dice): "https://x.example"}],
            contexts[0],
            [*contexts, {"@vocab": "https://x.example/#"}],
        ]
    )
    return json.dumps(badge)


@forged
def badge_type_changed(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    target = at(badge, dice.choice([path for path in knots(badge) if "type" in at(badge, path)]))
    target["type"] = dice.choice(
        [
            word(dice),
            [word(dice)],
            [],
            "VerifiableCredential",
            ["AchievementCredential", "VerifiableCredential"],
            [*([target["type"]] if isinstance(target["type"], str) else target["type"]), word(dice)],
        ]
    )
    return json.dumps(badge)


@forged
def badge_status_dropped(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    rest = dice.choice(
        [None, [], badge["credentialStatus"][:1], badge["credentialStatus"][1:], badge["credentialStatus"][0]]
    )
    badge["credentialStatus"] = rest
    if rest is None:
        del badge["credentialStatus"]
    return json.dumps(badge)


@forged
def badge_status_moved(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    for entry in badge["credentialStatus"]:
        entry["statusListIndex"] = str(dice.randrange(131_072))
        entry["id"] = f"{entry['statusListCredential']}#{entry['statusListIndex']}"
    return json.dumps(badge)


@forged
def badge_status_elsewhere(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    for entry in badge["credentialStatus"]:
        entry["statusListCredential"] = f"https://{word(dice)}.example/status/1"
    return json.dumps(badge)


@forged
def badge_unit_added(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    units = badge["credentialSubject"]["achievement"].setdefault("alignment", [])
    units.append(
        {**units[0], "targetCode": word(dice)}
        if units and dice.random() < 0.7
        else {"type": ["Alignment"], "targetName": word(dice)}
    )
    return json.dumps(badge)


@forged
def badge_letters_that_look_alike(bench: Bench, dice: random.Random) -> str:
    text = bench.signed.open_badge
    places = [place for place, letter in enumerate(text) if letter in ALIKE]
    place = dice.choice(places)
    return text[:place] + ALIKE[text[place]] + text[place + 1 :]


@forged
def badge_purpose_changed(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    for proof in badge["proof"]:
        proof["proofPurpose"] = dice.choice(["authentication", "keyAgreement", word(dice)])
    return json.dumps(badge)


@forged
def badge_suite_changed(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    badge["proof"][dice.randrange(2)]["cryptosuite"] = dice.choice(
        ["ecdsa-jcs-2019", "eddsa-2022", "bbs-2023", "none", "", word(dice)]
    )
    return json.dumps(badge)


@forged
def badge_evidence_dropped(bench: Bench, dice: random.Random) -> str:
    badge = bench.badge
    badge["evidence"] = dice.choice(
        [[], badge["evidence"] * 2, [{**badge["evidence"][0], "name": word(dice)}]]
    )
    return json.dumps(badge)


@forged
def badge_odd_numbers(bench: Bench, dice: random.Random) -> str:
    odd = dice.choice(["NaN", "Infinity", "-Infinity", "1e400", "1.0", "9" * 5000, "-0", "0"])
    return dice.choice(
        [
            bench.signed.open_badge.replace('"hashed":false', f'"hashed":{odd}'),
            bench.signed.open_badge[:-1] + f',"{word(dice)}":{odd}' + "}",
        ]
    )


@forged
def nested_without_end(bench: Bench, dice: random.Random) -> str:
    depth = dice.choice([13, 50, 999, 20_000, 120_000])
    opened, closed = dice.choice([("[", "]"), ('{"a":', "}")])
    return bench.signed.open_badge[:-1] + f',"x":{opened * depth}1{closed * depth}' + "}"


@forged
def far_too_large(bench: Bench, dice: random.Random) -> str | bytes:
    size = dice.choice([300_000, 3_000_000, 9_000_000])
    text = dice.choice([bench.signed.open_badge, bench.signed.sd_jwt, bench.signed.compact])
    return dice.choice(
        [text[:-1] + "A" * size, (text[:-1] + "A" * size).encode(), "{" + '"a":"b",' * (size // 8)]
    )


@forged
def no_utf8(bench: Bench, dice: random.Random) -> bytes:
    raw = bytearray(
        dice.choice([bench.signed.open_badge, bench.signed.sd_jwt, bench.signed.compact]).encode()
    )
    raw[dice.randrange(len(raw))] = dice.choice([0xFF, 0xC0, 0xED, 0x80])
    return bytes(raw)


@forged
def anything_at_all(bench: Bench, dice: random.Random) -> str | bytes:
    letters = '{}[]":,~.eyJ0JLR1:ABC 123\u202e\ud83d<svg%PDF-'
    text = "".join(dice.choices(letters, k=dice.randrange(0, 400)))
    start = dice.choice(
        ["", "{", "JLR1:", "eyJ", "%PDF-1.7\nstream\n", "<svg xmlns='x'><openbadges:credential>", '{"proof":']
    )
    return dice.choice(
        [
            start + text,
            (start + text).encode("utf-8", "surrogatepass"),
            dice.randbytes(200),
            b"\x89PNG\r\n\x1a\n" + dice.randbytes(200),
        ]
    )
