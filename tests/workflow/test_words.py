from django.core.exceptions import ValidationError

from jalur.foundation.workflow.steps import NEW, SAME, Ask, Due, Offer, Reason, Step


def test_what_a_row_leaves_out():
    left_out = {
        **dict.fromkeys(("right", "label", "button", "done", "lead"), ""),
        **dict.fromkeys(("reason", "owner", "due", "by_system"), None),
        **dict.fromkeys(("fields", "guards"), ()),
        "asks": False,
        "causes": frozenset(),
        "weight": "primary",
    }
    step = vars(Step("grant", NEW, "granted", "event", "text"))
    assert {name: value for name, value in step.items() if name in left_out} == left_out
    assert Reason("note", "Why", "Say why.") == Reason("note", "Why", "Say why.", {}, "", 200)
    assert Due("Answer") == Due("Answer", "created_at", "", "", None, "")
    assert Ask("actor", "day") == Ask("actor", "day", "")


def test_a_new_record_is_in_no_state():
    assert set(NEW) == {""}
    assert SAME == ""


def test_an_offer_is_free_when_nothing_stands_in_its_way():
    step = Step("grant", NEW, "granted", "event", "text")
    assert Offer(step) == Offer(step, ())
    assert Offer(step).is_free
    assert Offer(step).why_not == ""
    hindered = Offer(step, (ValidationError(["Not now.", "Not here."]), ValidationError("Not you.")))
    assert not hindered.is_free
    assert hindered.why_not == "Not now. Not here. Not you."
