"""Pictures drawn anew: upright, in plain colours, no larger than a paper needs to be read, and nothing else of the file is left."""

from pathlib import Path
from typing import Any

import pi_heif
from PIL import Image

from jalur.foundation.files.disarming.content import Refusal

FORMATS = {"jpeg": ("JPEG",), "png": ("PNG",), "webp": ("WEBP",), "heic": ("HEIF",)}
ORIENTATION = 0x0112
# EXIF 2.3, 4.6.4: how a picture lies in the file, and what turns it upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
QUALITY = 85

Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is decoded
pi_heif.register_heif_opener(thumbnails=False)


def redraw(source: Path, kind: str, target: Path, limits: dict[str, int]) -> str:
    """Write the picture of a file anew; gives its media type. Of a moving picture the first frame stays."""
    image = upright(source, kind, limits)
    if kind == "png":
        image.save(target, "PNG")
        return "image/png"
    image.save(target, "JPEG", quality=QUALITY)
    return "image/jpeg"


def upright(source: Path, kind: str, limits: dict[str, int]) -> Any:
    """A picture in grey or in colours, upright, without anything that was written beside it. Refusal beyond the limits."""
    side = limits["longest_side"]
    with Image.open(source, formats=FORMATS[kind]) as opened:
        width, height = opened.size
        # A JPEG is decoded at the size that it is needed in; the others as a whole.
        if not 0 < width * height <= limits["pixels" if kind == "jpeg" else "pixels_at_once"]:
            raise Refusal("pixels")
        try:
            opened.draft("L" if opened.mode == "L" else "RGB", (side, side))
            opened.load()
            turn = UPRIGHT.get(opened.getexif().get(ORIENTATION, 1)) if kind != "heic" else None
            image = plain(opened)
            image.thumbnail((side, side), Image.Resampling.LANCZOS)
        except MemoryError as large:
            raise Refusal("pixels") from large
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}
    return image


def plain(image: Any) -> Any:
    """The same in 8 bits of grey or of three colours, on white where one could see through. No more copies than it takes."""
    see_through = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    if image.mode in {"RGB", "L"} and not see_through:
        return image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not see_through:
        return image.convert("L" if image.mode == "1" else "RGB")
    over = image if image.mode == "RGBA" else image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(over, mask=over)
    return white
