from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, call

OPENS = {
    "vacancies:vacancy": about("", number="vacancy.number"),
    "vacancies:vacancy_step/open": about("vacancy_draft", number="vacancy_draft.number"),
    "vacancies:vacancy_step/change": about("vacancy_draft", number="vacancy_draft.number"),
    "vacancies:*": about("vacancy", number="vacancy.number"),
}


def new_vacancy(side: SimpleNamespace) -> dict[str, Any]:
    return {
        "employer": "PT Contoh Mebel",
        "title": "Juru las",
        "occupation": "7212",
        "place": side.vacancy.place_id,
        "openings": 3,
        "deadline": "2026-09-01",
    }


WRITES = {
    "vacancies:new": Write(new_vacancy),
    "vacancies:vacancy_step/open": Write(),
    "vacancies:vacancy_step/change": Write({"title": "Instruktur las busur"}),
    "vacancies:vacancy_step/count": Write({"filled": "2"}),
    "vacancies:vacancy_step/fill": Write(),
    "vacancies:vacancy_step/withdraw": Write({"withdrawal_reason": "Contoh"}),
}
CALLS = {
    "vacancies_show_vacancy": call("", number="vacancy.number"),
    "vacancies_enter_vacancy": call("", new_vacancy),
    "vacancies_change_vacancy": call(
        "vacancy_draft", {"title": "Instruktur las busur"}, number="vacancy_draft.number"
    ),
    "vacancies_open_vacancy": call("vacancy_draft", number="vacancy_draft.number"),
    "vacancies_count_filled": call("vacancy", {"filled": 2}, number="vacancy.number"),
    "vacancies_fill_vacancy": call("vacancy", number="vacancy.number"),
    "vacancies_withdraw_vacancy": call("vacancy", {"reason": "Contoh"}, number="vacancy.number"),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"vacancies:vacancy": "vacancy"}
