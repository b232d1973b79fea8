"""Two hundred files that nobody means well with: none is kept as it came, none says where, and opening them is cheap."""

import json
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from jalur.foundation.files import door
from jalur.kit import child
from tests.files import corpus, pdfs
from tests.files.inspect_stored import faults

MOST_MEMORY = 300_000_000
# Each in a process of its own, as at the door: what would cost memory or time.
HEAVY = ("bomb", "flood", "10,000", "65,000", "circle", "nested")


@pytest.fixture(scope="module")
def hostile():
    return [*corpus.hostile_pictures(), *pdfs.hostile_pdfs()]


def opened(hostile, folder):
    """What the program says of each file, and the most memory it took."""
    orders = []
    for number, one in enumerate(hostile):
        source = folder / f"{number}.in"
        source.write_bytes(one.content)
        orders.append(
            {"sources": [str(source)], "target": str(folder / f"{number}.out"), "limits": settings.FILES}
        )
    program = [sys.executable, "-m", "tests.files.reader"]
    answered = subprocess.run(
        program,
        input=json.dumps(orders).encode(),
        capture_output=True,
        check=True,
        timeout=120,
        cwd=child.ROOT,
    )
    answer = json.loads(answered.stdout)
    return answer["answers"], answer["memory"]


def test_nothing_is_kept_as_it_came(hostile, tmp_path):
    assert len(hostile) >= 150
    answers, memory = opened(hostile, tmp_path)
    wrong = []
    for number, (one, answer) in enumerate(zip(hostile, answers, strict=True)):
        outcome = answer.get("refused", "kept")
        if one.outcome not in {outcome, "either"}:
            wrong.append(f"{one.name}: {outcome}, expected {one.outcome}")
        if outcome == "kept":
            found = faults(tmp_path / f"{number}.out", answer["media_type"])
            wrong += [f"{one.name}: {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)
    assert memory < MOST_MEMORY


def at_the_door(content):
    """ "kept" or the code of the refusal, and the memory that it took where that is told."""
    try:
        return "kept", door.accept([SimpleUploadedFile("a", content)]).memory
    except ValidationError as refused:
        return refused.code, 0


def test_what_is_heavy_is_refused_soon_and_in_little_memory(hostile):
    for one in hostile:
        if not any(word in one.name for word in HEAVY):
            continue
        began = time.monotonic()
        outcome, memory = at_the_door(one.content)
        assert outcome == one.outcome or outcome in {"unreadable", "inside"} or one.outcome == "either", (
            one.name
        )
        assert memory < MOST_MEMORY
        assert time.monotonic() - began < 30, one.name


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation):
    """The camera's red corner is at the top left, whichever way it was held."""
    upright = corpus.Image.new("RGB", (80, 40), "white")
    upright.paste("red", (0, 0, 20, 10))
    turned = upright
    for turn in {2: [0], 3: [3], 4: [1], 5: [5], 6: [2], 7: [6], 8: [4]}.get(orientation, []):
        turned = turned.transpose(corpus.Image.Transpose(turn))
    exif = corpus.Image.Exif()
    exif[0x0112] = orientation
    accepted = door.accept([SimpleUploadedFile("a.jpg", corpus.saved(turned, "JPEG", exif=exif))])
    with corpus.Image.open(accepted.path) as shown:
        assert shown.size == (80, 40)
        red, green, _blue = shown.convert("RGB").getpixel((5, 3))
    assert (red > 200, green < 80) == (True, True)


def test_several_photos_are_the_pages_of_one_document_in_their_order():
    sizes = [(60, 40), (40, 60), (50, 50)]
    uploads = [
        SimpleUploadedFile(
            f"{number}.jpg", corpus.saved(corpus.picture(size), "JPEG", exif=corpus.exif_with_position(1))
        )
        for number, size in enumerate(sizes)
    ]
    accepted = door.accept([*uploads, SimpleUploadedFile("b.pdf", pdfs.pdf(pages=2))])
    assert (accepted.media_type, accepted.pages, accepted.name) == ("application/pdf", 5, "0.pdf")
    assert faults(accepted.path, accepted.media_type) == []
    with pdfs.pikepdf.open(accepted.path) as pdf:
        shapes = [[round(float(side)) for side in page.mediabox][2:] for page in pdf.pages]
    assert shapes == [[29, 19], [19, 29], [24, 24], [300, 200], [300, 200]]


def test_what_was_filled_into_a_form_is_still_to_be_read():
    """The words of a form stand in its fields, which are not kept: they are drawn onto the page before."""

    def fill(made, page):
        font = made.make_indirect(
            pdfs.Dictionary(Type=pdfs.Name.Font, Subtype=pdfs.Name.Type1, BaseFont=pdfs.Name.Helvetica)
        )
        field = made.make_indirect(
            pdfs.Dictionary(
                Type=pdfs.Name.Annot, Subtype=pdfs.Name.Widget, FT=pdfs.Name.Tx, Rect=pdfs.Array([10, 10, 200, 40]), F=4,
                T=pdfs.String("nama"), V=pdfs.String("Sari"), DA=pdfs.String("/F1 12 Tf 0 g"),
            )
        )  # fmt: skip
        page.obj.Annots = pdfs.Array([field])
        resources = pdfs.Dictionary(Font=pdfs.Dictionary(F1=font))
        made.Root.AcroForm = pdfs.Dictionary(
            Fields=pdfs.Array([field]), DR=resources, DA=pdfs.String("/F1 12 Tf 0 g")
        )

    accepted = door.accept([SimpleUploadedFile("a.pdf", pdfs.pdf(fill))])
    assert faults(accepted.path, accepted.media_type) == []
    picture = door.picture_of(accepted.path.read_bytes(), 1)
    with corpus.Image.open(corpus.io.BytesIO(picture)) as shown:
        darkest, _lightest = shown.convert("L").crop((0, 600, 800, 800)).getextrema()
    assert darkest < 100


@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_a_picture_of_a_newer_phone_stands_upright(orientation):
    exif = corpus.exif_with_position(orientation)
    content = corpus.saved(corpus.picture((80, 40)), "HEIF", exif=exif)
    with corpus.Image.open(corpus.io.BytesIO(content)) as as_a_phone_shows_it:
        shape = as_a_phone_shows_it.size
    accepted = door.accept([SimpleUploadedFile("IMG_0001.HEIC", content)])
    assert (accepted.media_type, accepted.name) == ("image/jpeg", "IMG_0001.jpg")
    with corpus.Image.open(accepted.path) as shown:
        assert shown.size == shape


@pytest.mark.parametrize(("limit", "code"), [("bytes", "size"), ("bytes_together", "together")])
def test_more_than_the_most_is_refused_before_it_is_opened(settings, monkeypatch, limit, code):
    settings.FILES = {**settings.FILES, limit: 500 if limit == "bytes" else 1000}
    monkeypatch.setattr(door, "_ask", lambda order: pytest.fail("opened"))
    with pytest.raises(ValidationError) as refused:
        door.accept([SimpleUploadedFile("a.jpg", bytes(600)), SimpleUploadedFile("b.jpg", bytes(600))])
    assert refused.value.code == code
