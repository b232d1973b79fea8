"""What stands on paper: values are shown and never run, marks of an archive and for readers, nothing runs off the page."""

import io
import re
from datetime import date

import pikepdf
import pypdfium2
import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.letters import press, words
from jalur.foundation.letters.kinds import Words, kinds
from jalur.foundation.letters.models import Acts, Letterhead, Signatory
from jalur.kit import child

DAY = date(2026, 11, 29)
HEAD = Letterhead(
    name="Dinas Tenaga Kerja",
    above="Pemerintah Kabupaten Contoh",
    address="Jalan Contoh 1",
    town="Contoh",
    number_form="{number}/{year}",
)
SIGNATORY = Signatory(name="Wulan Contohwati, S.H.", position="Kepala")
PAPERS = [(kind, language) for kind in kinds() for language in kind.languages]
HOSTILE = [
    '#eval("1+1")',
    "#panic()",
    '#read("/project/settings.py")',
    '#import "/project/settings.py"',
    "] #pagebreak() [",
    "*tebal* _miring_ `kode` $x^2$ <label> @rujukan // komentar /* */ = judul - butir + butir",
    "\\u{41} \\ \" ' {{ x }} {% x %} <script>alert(1)</script>",
    '", "values": {}, "code": "',
    "#sys.inputs.letter",
    'https://jahat.example/ #link("https://jahat.example")',
    "a" * 200,
    "#set page(width: 1pt)",
]


def filled(value, text):
    """The same values, every text of them replaced."""
    if isinstance(value, str):
        return text
    if isinstance(value, dict):
        return {name: filled(one, text) for name, one in value.items()}
    return [filled(one, text) for one in value] if isinstance(value, list | tuple) else value


def order(
    kind, language="id", text=None, *, signatory=SIGNATORY, code="BCDFGHJKLMNPQRSTVWXZ23456", **answers
):
    said = press.example_words(kind, language)
    if text is not None:
        said = Words(text, (text, text), filled(dict(said.values), text))
    return press.sheet(
        kind,
        said,
        HEAD,
        signatory,
        number="007/2026",
        day=DAY,
        answers=answers,
        language=language,
        code=code,
        check_page="https://jalur.example/letters/check/",
    )


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def plain(text):
    """Without spaces, breaks and the signs at which a long word was broken."""
    return re.sub(r"[\s\u200b\u00ad\ufffe-]+", "", text)


@pytest.mark.parametrize(("kind", "language"), PAPERS, ids=lambda one: getattr(one, "key", one))
def test_every_kind_is_for_an_archive_and_for_whoever_has_it_read_aloud(kind, language):
    (sheet,) = press.typeset([order(kind, language, copies="Kepala Desa Contoh\nArsip")])
    with pikepdf.Pdf.open(io.BytesIO(sheet.pdf)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(language)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
            assert about["dc:title"]
        fonts = [
            str(font.get("/BaseFont", "")) for page in pdf.pages for font in page.Resources.Font.values()
        ]
        assert fonts
        assert all("+" in font for font in fonts), "every font is part of the file"
    shown = text_of(sheet.pdf)
    for said in (
        "PEMERINTAH KABUPATEN CONTOH",
        "DINAS TENAGA KERJA",
        "007/2026",
        "Arsip",
        "Wulan Contohwati",
    ):
        assert plain(said) in plain(shown)
    assert "BCDFG-HJKLM-NPQRS-TVWXZ-23456" in shown
    assert ("29 November 2026") in shown


def test_what_people_type_is_shown_and_never_run():
    """Every value of every kind, replaced by each of the hostile texts: the text of the paper holds it letter for letter."""
    orders = [
        (text, order(kind, text=text, copies=text, enclosure=text)) for kind in kinds() for text in HOSTILE
    ]
    sheets = press.typeset([one for _text, one in orders])
    for (text, _order), sheet in zip(orders, sheets, strict=True):
        found = plain(text_of(sheet.pdf)).count(plain(text))
        assert found >= 5, f"{text[:30]} stands {found} times"
        assert sheet.pages <= 3


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x07"])
def test_signs_that_nobody_sees_are_left_out(sign):
    (sheet,) = press.typeset([order(kinds()[0], text=f"aman{sign}sentosa")])
    shown = text_of(sheet.pdf)
    assert "amansentosa" in shown
    assert sign not in shown


@pytest.mark.parametrize("text", ["名前", "😀"])
def test_a_sign_that_no_font_has_is_named_and_refused(text):
    with pytest.raises(ValidationError) as refused:
        press.typeset([order(kinds()[0], text=f"aman {text}")])
    assert refused.value.error_dict["letter"][0].code == "sign"


def test_names_with_marks_and_in_other_letters_are_set():
    for text in ("Ngurah Putu Śrī Ñusantara Łódź", "Δημήτρης", "Мария"):
        (sheet,) = press.typeset([order(kinds()[0], text=text)])
        assert plain(text) in plain(text_of(sheet.pdf))


def test_nothing_runs_off_the_page():
    for text in ("a" * 500, "panjang " * 300, "W" * 120):
        (sheet,) = press.typeset([order(kinds()[0], text=text)])
        with pypdfium2.PdfDocument(sheet.pdf) as document:
            for page in document:
                width, _height = page.get_size()
                shown = page.get_textpage()
                sides = [shown.get_rect(at) for at in range(shown.count_rects())]
                assert max(right for _left, _bottom, right, _top in sides) < width - 40


def test_it_ends_when_it_takes_too_long_or_too_much(monkeypatch):
    monkeypatch.setattr(press, "SECONDS", 0.01)
    with pytest.raises(ValidationError, match=r"tidak dapat|could not"):
        press.typeset([order(kinds()[0])])


def test_it_stays_within_its_memory():
    import json

    orders = [order(kind, text="kata " * 2000) for kind in kinds()] * 5
    answered = child.run(press.PROGRAM, content=json.dumps({"orders": orders}).encode(), seconds=60)
    assert json.loads(answered.stdout)["memory"] < 250 * 1024 * 1024


@pytest.mark.parametrize(
    ("signatory", "lines"),
    [
        ({}, ["Kepala,"]),
        ({"acts": Acts.ACTING}, ["Plt. Kepala,"]),
        ({"acts": Acts.ON_BEHALF, "superior": "Bupati"}, ["a.n. Bupati", "Kepala,"]),
        (
            {"acts": Acts.FOR_HIM, "superior": "Bupati", "between": "Sekretaris Daerah"},
            ["a.n. Bupati", "Sekretaris Daerah", "u.b.", "Kepala,"],
        ),
    ],
)
def test_who_signs_stands_with_post_rank_and_nip(signatory, lines):
    one = Signatory(
        name="Wulan", position="Kepala", grade="Pembina (IV/a)", nip="197001011995032001", **signatory
    )
    assert press.signature(one)["acts"] == lines
    (sheet,) = press.typeset([order(kinds()[0], signatory=one)])
    shown = text_of(sheet.pdf)
    for said in (*lines, "Pembina (IV/a)", "NIP 19700101 199503 2 001"):
        assert plain(said) in plain(shown)


def test_the_proposed_letterhead_comes_from_the_register(cast):
    head = words.proposed_letterhead(cast.hendra.organisation)
    assert head.name == "LPK Cakap Contoh"
