"""Uploads go to the disk piece by piece, and no further than any file may be long."""

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUpload(TemporaryFileUploadHandler):
    """What comes after the most that any form takes is counted, not kept: the form says how much there was."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= settings.FILES["bytes"]:
            super().receive_data_chunk(raw_data, start)
