"""How a file is called once it is kept, and what its sender may send. Pure."""

import re
import unicodedata

from jalur.kit.signs import is_control, is_invisible

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
LONGEST_NAME = 100
ENDING = re.compile(r"(\.\w{1,5})+$")


def clean_name(name: str, media_type: str) -> str:
    """The last part of a path without invisible signs and without what file systems take for more than a name."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if not is_invisible(sign) and not is_control(sign))
    plain = re.sub(r'[\s<>:"|?*%]+', " ", ENDING.sub("", seen)).strip(" .")
    return f"{plain[:LONGEST_NAME] or 'file'}{ENDINGS[media_type]}"
