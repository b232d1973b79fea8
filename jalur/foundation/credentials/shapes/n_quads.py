"""Our documents as canonical N-Quads (RDFC-1.0), without a processor of JSON-LD: their shape is known, their words are these.

`tests/credentials` holds each of them equal to what PyLD makes of the published contexts.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"
CREDENTIALS = "https://www.w3.org/2018/credentials#"
SECURITY = "https://w3id.org/security#"
STATUS = "https://www.w3.org/ns/credentials/status#"
BADGES = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
SCHEMA = "https://schema.org/"
TEXT, NODE = "", "node"

TYPES = {
    "VerifiableCredential": CREDENTIALS + "VerifiableCredential",
    "OpenBadgeCredential": BADGES + "OpenBadgeCredential",
    "BitstringStatusListCredential": STATUS + "BitstringStatusListCredential",
    "BitstringStatusList": STATUS + "BitstringStatusList",
    "BitstringStatusListEntry": STATUS + "BitstringStatusListEntry",
    "Profile": BADGES + "Profile",
    "AchievementSubject": BADGES + "AchievementSubject",
    "Achievement": BADGES + "Achievement",
    "IdentityObject": BADGES + "IdentityObject",
    "Alignment": SCHEMA + "AlignmentObject",
    "Evidence": BADGES + "Evidence",
    "DataIntegrityProof": SECURITY + "DataIntegrityProof",
}
# Member → its name, and what its value is: a text, a node, or a text of a kind.
TERMS = {
    "name": (SCHEMA + "name", TEXT),
    "description": (SCHEMA + "description", TEXT),
    "issuer": (CREDENTIALS + "issuer", NODE),
    "validFrom": (CREDENTIALS + "validFrom", XSD + "dateTime"),
    "validUntil": (CREDENTIALS + "validUntil", XSD + "dateTime"),
    "awardedDate": (BADGES + "awardedDate", "xsd:dateTime"),  # as the context of Open Badges 3.0.3 has it
    "credentialSubject": (CREDENTIALS + "credentialSubject", NODE),
    "credentialStatus": (CREDENTIALS + "credentialStatus", NODE),
    "evidence": (CREDENTIALS + "evidence", NODE),
    "identifier": (BADGES + "identifier", NODE),
    "hashed": (BADGES + "hashed", "https://www.w3.org/2001/XMLSchema#boolean"),
    "identityHash": (BADGES + "identityHash", TEXT),
    "identityType": (BADGES + "identityType", TEXT),
    "licenseNumber": (BADGES + "licenseNumber", TEXT),
    "achievement": (BADGES + "achievement", NODE),
    "achievementType": (BADGES + "achievementType", TEXT),
    "humanCode": (BADGES + "humanCode", TEXT),
    "tag": (SCHEMA + "keywords", TEXT),
    "criteria": (BADGES + "Criteria", NODE),
    "narrative": (BADGES + "narrative", TEXT),
    "alignment": (BADGES + "alignment", NODE),
    "targetCode": (BADGES + "targetCode", TEXT),
    "targetName": (SCHEMA + "targetName", TEXT),
    "targetUrl": (SCHEMA + "targetUrl", "https://www.w3.org/2001/XMLSchema#anyURI"),
    "statusPurpose": (STATUS + "statusPurpose", TEXT),
    "statusListIndex": (STATUS + "statusListIndex", TEXT),
    "statusListCredential": (STATUS + "statusListCredential", NODE),
    "encodedList": (STATUS + "encodedList", SECURITY + "multibase"),
    "ttl": (STATUS + "ttl", XSD + "integer"),
    "created": ("http://purl.org/dc/terms/created", XSD + "dateTime"),
    "cryptosuite": (SECURITY + "cryptosuite", SECURITY + "cryptosuiteString"),
    "proofPurpose": (SECURITY + "proofPurpose", "purpose"),
    "verificationMethod": (SECURITY + "verificationMethod", NODE),
}

Quad = tuple[str, str, str]


def canonical(document: dict[str, Any]) -> bytes:
    """The canonical N-Quads of a document of ours. KeyError for a member or a type that no form of ours has."""
    quads = set(_quads(document, _Names()))
    about: dict[str, set[Quad]] = {}
    for quad in quads:
        for part in (quad[0], quad[2]):
            if part.startswith("_:"):
                about.setdefault(part, set()).add(quad)
    by_hash = sorted((_first_degree(node, said), node) for node, said in about.items())
    if len({digest for digest, _node in by_hash}) != len(by_hash):
        raise ValueError("two nodes say the same")
    names = {node: f"_:c14n{place}" for place, (_digest, node) in enumerate(by_hash)}
    lines = (_line(*(names.get(part, part) for part in quad)) for quad in quads)
    return "".join(sorted(lines)).encode("utf-8")


class _Names:
    """A name for each node that has none."""

    def __init__(self) -> None:
        self.given = 0

    def next(self) -> str:
        self.given += 1
        return f"_:b{self.given}"


def _quads(node: dict[str, Any], names: _Names) -> Iterator[Quad]:
    name = f"<{node['id']}>" if "id" in node else names.next()
    for term, value in node.items():
        if term in {"@context", "id"}:
            continue
        for one in value if isinstance(value, list) else [value]:
            if term == "type":
                yield name, f"<{RDF_TYPE}>", f"<{TYPES[one]}>"
                continue
            iri, kind = TERMS[term]
            if kind == NODE and isinstance(one, dict):
                below = list(_quads(one, names))
                yield name, f"<{iri}>", below[0][0]
                yield from below
            else:
                yield name, f"<{iri}>", _value(one, kind)


def _value(value: Any, kind: str) -> str:
    if kind == NODE:
        return f"<{value}>"
    if kind == "purpose":
        return f"<{SECURITY}{value}>"
    said = str(value).lower() if isinstance(value, bool) else str(value)
    quoted = '"' + said.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{quoted}^^<{kind}>" if kind else quoted


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{subject} {predicate} {value} .\n"


def _first_degree(node: str, quads: set[Quad]) -> str:
    """RDFC-1.0, 4.6: what is said of a node, with the names of nodes left out."""

    def hidden(part: str) -> str:
        return part if not part.startswith("_:") else "_:a" if part == node else "_:z"

    lines = sorted(_line(hidden(subject), predicate, hidden(value)) for subject, predicate, value in quads)
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()
