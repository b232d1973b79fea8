"""Vacancies at home as the labour office keeps them, and what a company and a mission expect: invented, through the services."""

from datetime import date, timedelta

from demo.country import TODAY
from jalur.foundation.accounts.access import Actor
from jalur.journey.forecasts import services as forecasts
from jalur.journey.forecasts.models import Forecast
from jalur.journey.vacancies import services as vacancies
from jalur.journey.vacancies.models import Vacancy

SOURCE = "rekaan untuk negara contoh"
# employer, position, occupation, openings, filled, pay, days until the last day to apply, competency
AT_HOME = (
    ("PT Mebel Contoh", "Juru las", "7212", 6, 2, 3_200_000, 45, "C.24LAS01.001.1"),
    ("PT Garmen Contoh", "Operator jahit", "8153", 40, 25, 2_900_000, 30, ""),
    ("RS Contoh Sehat", "Pramurukti", "5322", 4, 0, 2_950_000, 60, ""),
    ("Hotel Contoh", "Pramusaji", "5131", 5, 1, 2_900_000, 5, ""),
)
EXPECTED = (
    ("company", "KR", "7212", 60, "high", "Surat minat galangan, tinggal dokumen (contoh)"),
    ("company", "JP", "5322", 45, "medium", "Pembicaraan dengan yayasan panti (contoh)"),
    ("mission", "KR", "8153", 120, "low", "Kuota tahun lalu (contoh)"),
)


def load(office: Actor, company: Actor, mission: Actor) -> None:
    for employer, title, occupation, openings, filled, pay, days, asked in AT_HOME:
        vacancy = vacancies.enter_vacancy(
            actor=office,
            vacancy=Vacancy(
                employer=employer,
                title=title,
                occupation_id=occupation,
                place_id=office.place_code,
                openings=openings,
                pay_from=pay,
                deadline=TODAY + timedelta(days=days),
                how_to_apply="Disnaker setempat (contoh)",
                source=SOURCE,
            ),
            requirements=[asked] if asked else [],
            today=TODAY,
        )
        vacancy = vacancies.open_vacancy(actor=office, vacancy=vacancy, today=TODAY)
        if filled:
            vacancies.count_filled(actor=office, vacancy=vacancy, filled=filled, today=TODAY)
    for who, destination, occupation, people, sureness, ground in EXPECTED:
        forecasts.state_forecast(
            actor=company if who == "company" else mission,
            forecast=Forecast(
                destination_id=destination,
                occupation_id=occupation,
                people=people,
                begins=date(2026, 4, 1),
                ends=date(2026, 9, 30),
                sureness=sureness,
                ground=ground,
            ),
            today=TODAY,
        )
