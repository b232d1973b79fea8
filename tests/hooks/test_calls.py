"""Calls leave for the public network alone, to the very address that was checked, and end in time."""

import socket
import ssl
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from jalur.foundation.hooks import rules
from jalur.foundation.hooks.calls import Caller, TroubleError
from jalur.foundation.hooks.models import Notice, Trouble
from tests.hooks.conftest import happen, tell


class Host(ThreadingHTTPServer):
    """A host that answers as it was told to."""

    daemon_threads = True

    def __init__(self, answer) -> None:
        self.answer, self.asked = answer, []
        super().__init__(("127.0.0.1", 0), Asked)


class Asked(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.asked.append(dict(self.headers))
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.answer(self)

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


@pytest.fixture
def host(socket_enabled):
    made = []

    def start(answer, context: ssl.SSLContext | None = None) -> Host:
        server = Host(answer)
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        made.append(server)
        return server

    yield start
    for server in made:
        server.shutdown()
        server.server_close()


def plainly(handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@pytest.fixture
def names(monkeypatch):
    """What names lead to, in turn; how often each was asked."""
    found, asked = {}, []

    def getaddrinfo(name, port, *_kind, **_options):
        if name[:1].isdigit():
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, port))]
        asked.append(name)
        try:
            addresses = found[name].pop(0) if len(found[name]) > 1 else found[name][0]
        except KeyError:
            raise socket.gaierror from None
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr("jalur.foundation.hooks.calls.socket.getaddrinfo", getaddrinfo)
    return found, asked


@pytest.fixture
def inside(settings):
    settings.HOOKS = {**settings.HOOKS, "calls": "jalur.foundation.hooks.calls.Caller", "inside": True}


def post(address: str, trusted=None) -> int:
    caller = Caller(trusted)
    try:
        return caller.post(address, b"{}", {})
    finally:
        caller.close()


def trouble(address: str, trusted=None) -> str:
    with pytest.raises(TroubleError) as raised:
        post(address, trusted)
    return raised.value.trouble


@pytest.mark.parametrize(
    "leads_to", [["127.0.0.1"], ["10.0.0.7"], ["169.254.169.254"], ["::1"], ["8.8.8.8", "192.168.0.1"]]
)
def test_a_name_that_leads_inside_is_not_called(host, names, settings, leads_to):
    settings.HOOKS = {**settings.HOOKS, "inside": False}
    server = host(plainly)
    names[0]["program.example"] = [leads_to]
    assert trouble(f"http://program.example:{server.server_port}/") == Trouble.INSIDE
    assert trouble(f"http://127.0.0.1:{server.server_port}/") in {Trouble.INSIDE, Trouble.NAME}
    assert not server.asked


def test_a_name_is_asked_once_and_that_answer_is_called(host, names, settings, monkeypatch):
    """A name that leads elsewhere when it is asked again (rebinding) is never asked again."""
    server = host(plainly)
    names[0]["program.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    seen = []
    monkeypatch.setattr(rules, "is_outside", lambda one: seen.append(one) or True)
    settings.HOOKS = {**settings.HOOKS, "inside": False}
    assert post(f"http://program.example:{server.server_port}/jalur") == 200
    assert (names[1], seen) == (["program.example"], ["127.0.0.1"])
    assert server.asked[0]["Host"] == f"program.example:{server.server_port}"


def test_a_name_without_address_and_a_door_that_is_shut(names, inside, socket_enabled):
    assert trouble("https://unknown.example/") == Trouble.NAME
    names[0]["program.example"] = [["127.0.0.1"]]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert trouble(f"http://program.example:{taken.getsockname()[1]}/") == Trouble.UNREACHED


def test_where_an_answer_leads_is_not_followed(host, inside):
    elsewhere = host(plainly)

    def leads_on(handler) -> None:
        handler.send_response(307)
        handler.send_header("Location", f"http://127.0.0.1:{elsewhere.server_port}/")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    assert post(f"http://127.0.0.1:{host(leads_on).server_port}/") == 307
    assert not elsewhere.asked


def test_an_answer_that_trickles_ends_in_time(host, inside, monkeypatch):
    monkeypatch.setattr(rules, "TIMEOUT", 1.0)

    def trickles(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _at in range(40):
            handler.wfile.write(b"X-Slow: 1\r\n")
            handler.wfile.flush()
            time.sleep(0.1)

    server = host(trickles)
    begun = time.perf_counter()
    assert trouble(f"http://127.0.0.1:{server.server_port}/") == Trouble.SLOW
    assert time.perf_counter() - begun < 3


def test_an_answer_without_end_is_not_read(host, inside):
    written = []

    def endless(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(10**9))
        handler.end_headers()
        try:
            written.extend(handler.wfile.write(b"x" * 10_000) for _at in range(10_000))
        except OSError:
            written.append(0)

    assert post(f"http://127.0.0.1:{host(endless).server_port}/") == 200
    assert sum(written) < 50_000_000


def test_nonsense_is_no_answer(host, inside):
    server = host(lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"))
    assert trouble(f"http://127.0.0.1:{server.server_port}/") == Trouble.UNREADABLE


def test_the_certificate_has_to_be_that_of_the_name(host, names, inside, tmp_path):
    served, trusted = certificate(tmp_path, "program.example")
    server = host(plainly, served)
    names[0].update({"program.example": [["127.0.0.1"]], "another.example": [["127.0.0.1"]]})
    assert post(f"https://program.example:{server.server_port}/", trusted) == 200
    assert trouble(f"https://another.example:{server.server_port}/", trusted) == Trouble.CERTIFICATE
    assert trouble(f"https://program.example:{server.server_port}/") == Trouble.CERTIFICATE


def certificate(folder, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate for a name: of the server that bears it, and of a caller that trusts it."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, who = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
    )
    day = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day - timedelta(days=3650))
        .not_valid_after(day + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "program.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(file)
    return served, ssl.create_default_context(cafile=file)


def test_a_notice_says_why_there_was_no_answer(cast, hook, program, settings):
    settings.HOOKS = {**settings.HOOKS, "inside": False}
    happen("organisations:organisation:edited", cast.hendra.organisation)
    assert tell() == 0
    notice = Notice.objects.get()
    assert (notice.answer, notice.trouble, notice.state) == (None, "inside", "waiting")
    assert not program.requests
