"""The field with which any form takes a photo or a PDF."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jalur.foundation.files import door
from jalur.foundation.files.door import Accepted


class FileInput(forms.FileInput):
    """The camera of a phone, its pictures, or a file: whichever the device offers. Several photos are pages of one document.

    Without `capture`: with it a phone opens its camera at once and offers nothing else, neither photos taken before nor PDFs.
    """

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"accept": "image/*,application/pdf", "multiple": True})

    def value_from_datadict(self, _data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if files else []


class FileField(forms.FileField):
    """Gives what may be kept (door.Accepted), or None where nothing was chosen."""

    widget = FileInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Photo or PDF of the paper"))
        options.setdefault(
            "help_text",
            _("Take a photo or choose files; several become the pages of one document, in the order chosen."),
        )
        super().__init__(**options)

    def clean(self, value: Sequence[UploadedFile], _initial: Any = None) -> Accepted | None:
        self.validate(value)
        return door.accept(value) if value else None
