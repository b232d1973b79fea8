"""Boxes in groups."""

from django import forms

from jalur.kit.grouped import GroupedBoxesField

GROUPS = [("Bahasa", [("A1", "Korea <A1>"), ("A2", "Korea A2")]), ("Budaya", [("BK", "Budaya Korea")])]


class Form(forms.Form):
    held = GroupedBoxesField(groups=GROUPS, required=False)


def test_a_group_is_open_where_something_is_ticked():
    shown = str(Form(initial={"held": ["A2"]})["held"])
    languages, culture = shown.split("<summary>Budaya")
    assert languages.count("checked") == 1
    assert languages.count("<details open>") == 1
    assert "checked" not in culture
    assert "Korea &lt;A1&gt;" in shown


def test_only_what_was_offered_can_be_chosen():
    assert Form({"held": ["A1", "BK"]}).is_valid()
    assert "held" in Form({"held": ["C1"]}).errors
