"""Boxes in groups, and steps of a workflow as rows."""

from django import forms

from jalur.kit.grouped import GroupedBoxesField
from jalur.kit.workflow import Transition, step, steps_from

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


def test_a_step_is_taken_only_from_its_own_states():
    table = (
        Transition("open", frozenset({"draft"}), "open", "a:b:c", "a:b:opened"),
        Transition("close", frozenset({"open"}), "closed", "a:b:c", "a:b:closed", needs_reason=True),
    )
    assert step(table, "open", "draft").target == "open"
    assert step(table, "open", "open") is None
    assert [row.verb for row in steps_from(table, "open")] == ["close"]
    assert steps_from(table, "closed") == []
