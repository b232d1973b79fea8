"""What people type in forms: read kindly, refused plainly, never lost."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import translation

from jalur.kit.forms import (
    DayField,
    LookupField,
    MoneyField,
    PhoneField,
    apply_errors,
    options_response,
    sentences,
)

PLACES = {"35.17": "Kabupaten Jombang, Jawa Timur", "35.08": "Kabupaten Lumajang, Jawa Timur"}


def search(text):
    return [(code, label) for code, label in PLACES.items() if text.lower() in label.lower()]


class Registration(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti di KTP")
    born = DayField(label="Tanggal lahir")
    phone = PhoneField(label="Telepon", required=False)
    wage = MoneyField(label="Upah", required=False, minimum=1000)
    place = LookupField(search=search, label_of=PLACES.get, url_name="portal:home", label="Tempat tinggal")


GOOD = {
    "name": "Sari",
    "born": "2001-04-12",
    "phone": "0812 3456 7890",
    "wage": "Rp 8.000.000",
    "place": "35.17",
}


def test_what_is_typed_becomes_plain_values():
    form = Registration(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == "+6281234567890"
    assert form.cleaned_data["wage"] == 8_000_000
    assert form.cleaned_data["place"] == "35.17"


@pytest.mark.parametrize("typed", ["Jombang", "Kabupaten Jombang, Jawa Timur (35.17)", "35.17"])
def test_a_place_is_found_by_name_label_or_code(typed):
    assert Registration({**GOOD, "place": typed}).fields["place"].clean(typed) == "35.17"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("born", "31-02-2001", "hari-bulan-tahun"),
        ("phone", "12", "0812-3456-7890"),
        ("wage", "banyak", "angka bulat"),
        ("wage", "10", "paling sedikit Rp1.000"),
        ("place", "Atlantis", "Tidak ada yang bernama"),
        ("place", "Kabupaten", "Ada beberapa yang cocok"),
    ],
)
def test_a_mistake_gets_a_sentence_and_keeps_what_was_typed(field, typed, sentence):
    form = Registration({**GOOD, field: typed})
    html = str(form)
    assert not form.is_valid()
    assert sentence in form.errors[field][0]
    assert f'value="{typed}"' in html
    assert f'href="#id_{field}"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_names_its_hint_and_its_error():
    html = str(Registration({**GOOD, "name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


@pytest.mark.parametrize(
    ("language", "sentence"), [("id", "“Nama” wajib diisi."), ("en", "“Nama” is required.")]
)
def test_a_box_left_empty_is_named_in_the_box_and_in_the_summary(language, sentence):
    with translation.override(language):
        form = Registration({**GOOD, "name": ""})
        assert sentences(form["name"]) == sentences(form["name"], with_label=True) == [sentence]
        assert str(form).count(sentence) == 2


def test_other_sentences_say_in_the_summary_which_box_they_are_about():
    form = Registration({**GOOD, "phone": "12"})
    (in_box,) = sentences(form["phone"])
    assert sentences(form["phone"], with_label=True) == [f"Telepon: {in_box}"]


def test_a_refusal_of_a_service_stands_at_its_field_or_on_top():
    form = Registration(GOOD)
    assert form.is_valid()
    apply_errors(form, ValidationError({"name": "Nama ini aneh.", "elsewhere": "Kelas penuh."}))
    assert form.errors["name"] == ["Nama ini aneh."]
    assert form.non_field_errors() == ["Kelas penuh."]


def test_typed_letters_are_answered_with_escaped_options():
    answer = options_response(
        RequestFactory().get("/", {"name": "place", "place": "jom"}), lambda _text: [("1", '"><script>')]
    ).content.decode()
    assert "<script>" not in answer
    assert answer.startswith("<option value=")


def test_one_letter_is_not_searched():
    assert options_response(RequestFactory().get("/", {"name": "place", "place": "j"}), search).content == b""
