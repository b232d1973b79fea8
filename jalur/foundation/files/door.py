"""The way of a file into the house: bounded, looked at by the scanner, written anew by a program of its own. Nothing is kept here."""

import hashlib
import hmac
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from jalur.foundation.files import rules, scanner
from jalur.foundation.files.store import Draft
from jalur.kit import child, formats

PROGRAM = "jalur.foundation.files.disarming"
SECONDS = 60


@dataclass
class Accepted:
    """What may be kept: its bytes as they were written anew, in a draft that is gone when nobody holds it any more."""

    draft: Draft
    media_type: str
    pages: int
    name: str
    scanned: bool
    memory: int = 0

    @property
    def path(self) -> Path:
        return self.draft.path

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def digest(self) -> bytes:
        """Equal for equal files; tells nothing without the key."""
        mark = hmac.new(settings.BLIND_INDEX_KEY, b"file:", hashlib.sha256)
        with self.path.open("rb") as file:
            while piece := file.read(1024 * 1024):
                mark.update(piece)
        return mark.digest()


def accept(uploads: Sequence[UploadedFile]) -> Accepted:
    """One photo or PDF as itself, several as one PDF in their order. ValidationError with one sentence for what is not kept."""
    limits = settings.FILES
    sizes = [upload.size or 0 for upload in uploads]
    if max(sizes) > limits["bytes"]:
        raise refusal("size")
    if sum(sizes) > limits["bytes_together"]:
        raise refusal("together")
    scanned = scanner.is_there()
    drafts: list[Draft] = []
    paths = [_on_disk(upload, drafts) for upload in uploads]
    if scanned:
        _scan(paths)
    draft = Draft()
    answer = _ask({"sources": [str(path) for path in paths], "target": str(draft.path), "limits": limits})
    name = rules.clean_name(uploads[0].name or "", answer["media_type"])
    return Accepted(draft, answer["media_type"], answer["pages"], name, scanned, answer["memory"])


def picture_of(pdf: bytes, page: int) -> bytes:
    """A page of a PDF as a JPEG; nothing when there is no such page."""
    source, target = Draft(), Draft()
    source.path.write_bytes(pdf)
    try:
        _ask({"show": str(source.path), "page": page, "target": str(target.path), "limits": settings.FILES})
    except ValidationError:
        return b""
    return target.path.read_bytes()


def _on_disk(upload: UploadedFile, drafts: list[Draft]) -> Path:
    """Where the bytes of an upload lie: the receiver of a form has put them there, others become one of the drafts."""
    if hasattr(upload, "temporary_file_path"):
        upload.flush()
        return Path(upload.temporary_file_path())
    drafts.append(Draft())
    with drafts[-1].path.open("wb") as target:
        upload.seek(0)
        shutil.copyfileobj(upload, target)
    return drafts[-1].path


def _scan(paths: Sequence[Path]) -> None:
    try:
        if not all(scanner.is_clean(path) for path in paths):
            raise refusal("infected")
    except scanner.SilentError as silence:
        raise refusal("silent") from silence


def _ask(order: dict[str, Any]) -> dict[str, Any]:
    try:
        answered = child.run(PROGRAM, content=json.dumps(order).encode(), seconds=SECONDS)
    except subprocess.TimeoutExpired as slow:
        raise refusal("inside") from slow
    if answered.returncode != 0:  # it ran against one of its bounds
        raise refusal("inside")
    answer: dict[str, Any] = json.loads(answered.stdout)
    if code := answer.get("refused"):
        raise refusal(code)
    return answer


def refusal(code: str) -> ValidationError:
    """Why a file is not kept and what to do, in one sentence or two."""
    return ValidationError(_sentences()[code], code=code)


def _sentences() -> dict[str, str]:
    limits = settings.FILES
    megabytes = formats.number(limits["bytes"] // (1024 * 1024))
    return {
        "empty": _("The file is empty. Take the photo again, or choose the file once more."),
        "other": _("Only photos and PDFs. Take a photo of the paper, or save it as PDF."),
        "archive": _(
            "Only photos and PDFs, no packed files. Unpack it and choose the photos or the PDF inside."
        ),
        "office": _("Only photos and PDFs, no Word or Excel files. Save it as PDF and choose that."),
        "markup": _(
            "Only photos and PDFs, no web pages or drawings. Take a photo of the paper, or save it as PDF."
        ),
        "encrypted": _(
            "The PDF is locked. Open it, print it into a PDF without a password, and choose that."
        ),
        "unreadable": _(
            "The file is damaged and cannot be read. Take the photo again, or save the PDF once more."
        ),
        "size": _("Larger than %(most)s MB. Take the photo with a lower quality, or save the PDF smaller.")
        % {"most": megabytes},
        "together": _("Too much at once. Choose fewer photos, or take them with a lower quality."),
        "pages": _("More than %(most)d pages. Choose only the pages that are needed.")
        % {"most": limits["pages"]},
        "pixels": _("The picture is too large to be opened. Take the photo with a lower quality."),
        "inside": _(
            "The file takes too much to open. Print it into a new PDF, or take a photo of the paper."
        ),
        "infected": _("The virus scanner found something in this file. Take a photo of the paper instead."),
        "silent": _("The virus scanner does not answer, so nothing was kept. Try again in a few minutes."),
    }
