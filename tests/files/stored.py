"""Files of rows, without the way through the door."""

from typing import Any

from PIL import Image

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.files import services, store
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.files.models import StoredFile


def accepted(colour: str = "white", name: str = "foto.jpg") -> Accepted:
    """What the door would give for a photo of one colour."""
    draft = store.Draft()
    Image.new("RGB", (40, 30), colour).save(draft.path, "JPEG")
    return Accepted(draft, "image/jpeg", 1, name, scanned=False)


def stored(kind: str, owner: Any, colour: str = "white", actor: Any = SYSTEM) -> StoredFile:
    return services.keep(actor=actor, kind=kind_of(kind), owner=owner, accepted=accepted(colour))
