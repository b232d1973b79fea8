"""Letters and what they need, without the way through the forms."""

import io
from datetime import date
from typing import Any

import pikepdf

from jalur.foundation.letters.models import Letter, Letterhead, Paper, Series, Signatory
from jalur.foundation.letters.queries import index_of
from jalur.foundation.letters.rules import new_code
from jalur.kit.vault import seal_bytes


def _one_empty_page() -> bytes:
    made, pdf = io.BytesIO(), pikepdf.Pdf.new()
    pdf.add_blank_page()
    pdf.save(made)
    return made.getvalue()


PDF = _one_empty_page()


def heads(organisation: Any, **changed: Any) -> Letterhead:
    given = {
        "name": organisation.name,
        "address": "Jalan Contoh 1",
        "town": "Jombang",
        "number_form": "{number}/{unit}/{code}/{month}/{year}",
        "unit": "PLT",
        "code": "560",
        **changed,
    }
    return Letterhead.objects.get_or_create(organisation=organisation, defaults=given)[0]


def signs(organisation: Any, name: str = "Wulan Contohwati, S.H.", **more: Any) -> Signatory:
    heads(organisation)
    return Signatory.objects.create(organisation=organisation, name=name, **{"position": "Kepala", **more})


def issued(
    kind: str,
    owner: Any,
    organisation: Any,
    *,
    person: Any = None,
    typed_by: Any = None,
    day: date = date(2026, 1, 12),
    code: str = "",
    mailing: Any = None,
) -> Letter:
    """A letter with the next number of its series, and a paper of one empty page."""
    series, _is_new = Series.objects.get_or_create(organisation=organisation, year=day.year)
    Series.objects.filter(pk=series.pk).update(last=series.last + 1)
    letter = Letter.objects.create(
        kind=kind,
        owner_key=str(owner.pk),
        organisation=organisation,
        person=person,
        year=day.year,
        serial=series.last + 1,
        number=f"{series.last + 1:03}/PLT/560/I/{day.year}",
        dated=day,
        subject="Panggilan peserta pelatihan",
        recipient=f"Sdri. {person.name}" if person else "",
        language="id",
        signed_by="Wulan Contohwati, S.H., Kepala",
        code_index=index_of(code or new_code()),
        issued_by=typed_by,
        mailing=mailing,
    )
    sealed = seal_bytes(PDF, table="letters.paper", row=str(letter.pk), field="pdf")
    Paper.objects.create(letter=letter, sealed=sealed, pages=1, size=len(PDF))
    return letter
