"""A virus scanner beside Jalur: clamd, spoken to over its socket. Where the setting names none, files say that none looked."""

import socket
from pathlib import Path

from django.conf import settings

SECONDS = 60
PIECE = 64 * 1024


class SilentError(Exception):
    """The scanner that should have looked did not answer."""


def is_there() -> bool:
    return bool(settings.CLAMD)


def is_clean(path: Path) -> bool:
    """What the scanner says of a file. SilentError where it says nothing that can be understood."""
    try:
        with _connected() as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
            answer = _read(line)
    except OSError as silence:
        raise SilentError from silence
    if answer.endswith(b" FOUND"):
        return False
    if answer.endswith(b": OK"):
        return True
    raise SilentError


def _connected() -> socket.socket:
    """A socket in the file system, or host:port."""
    if settings.CLAMD.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(settings.CLAMD)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = settings.CLAMD.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _read(line: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and (piece := line.recv(4096)):
        answer += piece
    return answer.rstrip(b"\0\n")
