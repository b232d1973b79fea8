from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, call

OPENS = {
    "languages:entry_test": about("entry_test", pk="entry_test.pk"),
    "languages:entry_test_step/correct": about("entry_test", pk="entry_test.pk"),
    "languages:*": about("entry_test", pk="entry_test.pk"),
}


def new_test(side: SimpleNamespace) -> dict[str, Any]:
    return {
        "candidate": side.candidate.number,
        "scale": "CEFR-EN",
        "taken_on": "2026-01-10",
        "level": "EN-A1",
    }


WRITES = {
    "languages:new": Write(new_test),
    "languages:fill_list": Write(
        lambda side: {
            "candidate_0": side.candidate.number,
            "level_0": "KO-A1",
            "points_0": "40",
            "maximum": "100",
        },
        query={"scale": "CEFR-KO", "taken_on": "2026-01-09"},
    ),
    "languages:entry_test_step/correct": Write({"points": "64", "correction_reason": "Salah ketik"}),
    "languages:entry_test_step/strike": Write({"strike_reason": "Orang lain"}),
}
CALLS = {
    "languages_show_test": call("entry_test", pk="entry_test.pk"),
    "languages_record_test": call("", new_test),
    "languages_strike_test": call("entry_test", {"reason": "Orang lain"}, pk="entry_test.pk"),
}
SUBJECTS = {"languages:entry_test": "entry_test"}
