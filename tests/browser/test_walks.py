"""The nine walks, each from the door to its end as its user goes: no page breaks, says a foreign word or leads nowhere."""

from itertools import product

import pytest
from playwright.sync_api import Error as PlaywrightError

from tests.browser.walking import PICTURES, Way

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ALL_WAYS = [(360, "id"), (1280, "en"), (1280, "id"), (360, "en")]


def visitor(way: Way) -> None:
    """Somebody with a poster in her hand: is there such a job, such a class, such a company, may one go there?"""
    way.become()
    way.look("The first page")
    way.follow("main a[href='/job-orders/']")
    way.look("Jobs that are open")
    way.follow("main table a[href*='/job-orders/orders/']")
    way.look("One job")
    way.go("/training/")
    way.look("Classes that are open")
    way.follow("main table a[href*='/training/intakes/']")
    way.look("One class")
    way.go("/")
    way.follow("main a[href='/offer-check/']")
    way.fill(company="laju contoh")
    way.tick("employer_type", "legal_entity")
    way.look("Is this offer real?")
    way.send()
    way.look("A company that is not spelled like this")
    way.go("/organisations/check/?q=PT+Tipu+Daya")
    way.look("A company nobody knows")
    way.go("/rulebook/?country=SG&occupation=9111&employer_type=individual&route=P_TO_P&on=2026-01-12")
    way.look("May one be placed there?")
    way.go("/geography/places/?q=Desa+Kayangan")
    way.look("A village")
    way.go("/accounts/signup/")
    way.look("Signing up")


def candidate(way: Way) -> None:
    """Sari looks what is next, says what she can do and wants, leaves the automatic search and returns, and looks at a class."""
    way.become("sari")
    way.look("Her home")
    way.go("/candidates/own/")
    way.look("Her file")
    way.follow("main a[href$='/competencies/add/']")
    way.look("Add a skill")
    way.fill(competency=("Bahasa Jepang", "Bahasa Korea", "Bahasa Arab", "Bahasa Inggris")[way.turn])
    way.page.locator("main select[name=evidence]").select_option(index=1)
    way.send()
    way.look("Which skill is meant", is_refused=True)
    way.go("/candidates/own/")
    way.follow("main a[href$='/wish/']")
    way.tick("destinations", ("JP", "KR", "TW", "HK")[way.turn])
    way.look("Where she wishes to go")
    way.send()
    way.look("Her wish is kept")
    way.follow("main a[href$='/opt_out/'], main a[href$='/opt_in/']")
    way.look("Leaving the automatic search")
    way.send()
    way.follow("main a[href$='/opt_in/'], main a[href$='/opt_out/']")
    way.send()
    way.look("Back in it")
    way.go("/training/")
    way.follow("main table a[href*='/training/intakes/']", way.turn)
    way.look("A class")
    way.go("/proposals/mine/")
    way.look("Her paths")
    way.go("/account/")
    way.look("Her account")


def new_person(way: Way) -> None:
    """Somebody signs up, proves her address and makes her own file."""
    way.become()
    way.go("/accounts/signup/")
    way.fill(
        email=f"baru{way.turn}@contoh.example",
        password1="rumah-besar-di-desa",
        password2="rumah-besar-di-desa",
    )
    way.send("main form[action='/accounts/signup/']")
    way.look("The code that came by mail")
    way.fill(code=way.code_on_page())
    way.send("main form:has([name=code])")
    way.look("Her first home")
    way.follow("main a[href='/candidates/register/']")
    way.fill(name=f"Baru {('Satu', 'Dua', 'Tiga', 'Empat')[way.turn]} Contohwati", birth_date="2003-05-04")
    way.fill(residence="35.17.08.2001", available_from="2026-02-01")
    way.tick("sex", "F")
    way.page.locator("main select[name=education]").select_option(index=4)
    way.look("Who she is")
    way.send()
    way.look("Are her answers right, and what is kept")
    way.send()
    way.look("Her file")
    way.go("/")
    way.look("Her home afterwards")


def village_officer(way: Way) -> None:
    """Pak Darmo registers somebody who came to the village office and sees her file."""
    way.become("darmo")
    way.look("His home")
    way.follow("main a[href='/candidates/register/']")
    way.look("Registering somebody")
    way.send()
    way.look("What is missing", is_refused=True)
    way.fill(name=f"Warga {('Satu', 'Dua', 'Tiga', 'Empat')[way.turn]} Contohwati", birth_date="2002-08-17")
    way.fill(residence="35.17.08.2001", available_from="2026-02-01")
    way.tick("sex", "F")
    way.page.locator("main select[name=education]").select_option(index=4)
    way.send()
    way.look("What he reads out to her")
    way.send()
    way.look("Her file")
    way.go("/candidates/")
    way.look("The people of the village")


def labour_officer(way: Way) -> None:
    """Bu Wulan sees what waits, looks at evidence, plans, offers, and reads in a list."""
    way.become("wulan")
    way.look("Her home")
    way.go("/candidates/")
    way.look("The people of the regency")
    way.follow("main table a[href^='/candidates/J-']", way.turn)
    way.look("One file")
    way.go("/people/duplicates/")
    way.look("Who may be one person")
    way.follow("main table a[href^='/people/duplicates/']")
    way.look("Both sides")
    way.go("/imports/candidates/")
    way.look("A list from a spreadsheet")
    way.go("/proposals/runs/start/")
    way.look("A plan")
    way.send()
    way.page.wait_for_url("**/proposals/runs/*/")
    way.look("The plan at work")
    way.wait_for_plan()
    way.look("The plan at a glance")
    way.follow("main a[href$='/publish/']")
    way.look("What publishing replaces")
    way.send("main form[action$='/publish/'], main form[method=post]")
    way.look("It is published")
    way.go("/proposals/?state=proposed")
    way.look("Proposals that wait")
    way.follow("main table a[href^='/proposals/']")
    way.look("One proposal")
    way.send("main form[action$='/offer/']")
    way.look("It is offered")
    way.follow("main a[href$='/record_yes/']")
    way.tick("answered_how", "paper")
    way.look("The candidate comes to the counter")
    way.send()
    way.look("The candidate has said yes")
    way.go("/exports/")
    way.look("Her files")


def manager(way: Way) -> None:
    """Pak Hendra sees his classes, opens one, and looks at who is in it."""
    way.become("hendra")
    way.look("His home")
    way.go("/training/desk/")
    way.look("His classes")
    way.follow("main table a[href*='/training/intakes/']")
    way.look("One class")
    way.go("/training/intakes/new/")
    way.look("Opening a class")
    way.send()
    way.look("What is missing", is_refused=True)
    way.page.locator("main select[name=programme]").select_option(index=1)
    way.fill(
        place="35.17",
        seats="16",
        starts=f"2026-03-0{2 + way.turn}",
        ends=f"2026-05-0{4 + way.turn}",
        cost="1.500.000",
        pass_rate="85",
    )
    way.tick("reach", "regency")
    way.send()
    way.look("The new class")
    way.go("/training/programmes/")
    way.look("Programmes")
    way.go("/training/demand/")
    way.look("What is asked for and what is taught")


def company_and_attache(way: Way) -> None:
    """Bu Lestari enters an order and sends it; Bu Ratna looks at what waits for her."""
    way.become("lestari")
    way.look("The company's home")
    way.go("/job-orders/desk/")
    way.look("The company's orders")
    way.follow("main table a[href*='/job-orders/orders/']")
    way.look("One of its orders")
    way.go("/job-orders/new/")
    way.look("A new order")
    title = f"{('Juru las', 'Tukang pipa', 'Tukang cat', 'Operator')[way.turn]} galangan Ulsan"
    way.go(f"/job-orders/new/details/?employer={way.employer('KR')}&route=P_TO_P&occupation=7212")
    way.fill(title=title, openings="5", ready_by="2026-09-30", monthly_pay="2.060.740", pay_currency="KRW")
    way.look("What the job asks and pays")
    way.send()
    way.look("The draft")
    way.follow("main a[href$='/submit/'], main form[action$='/submit/'] button")
    way.confirm()
    way.look("It is sent to the attaché")
    way.become("ratna")
    way.look("The attaché's home")
    way.go("/job-orders/desk/?state=submitted")
    way.look("Orders that wait for her")
    way.follow("main table a[href*='/job-orders/orders/']")
    way.look("One order")
    way.follow("main a[href*='/verify/'], main form[action*='/verify/'] button")
    way.look("What she checks")
    way.send()
    way.look("What she has not seen yet", is_refused=True)
    for paper in ("contract", "pay", "registration", "workplace"):
        way.fill(**{f"{paper}_paper": "Contoh 12/2026", f"{paper}_date": "2026-01-05"})
    way.send()
    way.look("The order is open")


def ministry(way: Way) -> None:
    """Pak Yusuf sees the country, its rules and standards, and asks for a plan of all."""
    way.become("yusuf")
    way.look("His home")
    way.go("/training/demand/")
    way.look("What is asked for and what is taught")
    way.go("/rulebook/rules/")
    way.look("Rules")
    way.follow("main table a[href^='/rulebook/rules/']")
    way.look("One rule")
    way.go("/rulebook/rules/new/")
    way.fill(country="SG", valid_from="2026-01-12", source="Contoh: surat edaran")
    way.fill(source_url="https://contoh.example/edaran")
    way.page.locator("main select[name=employer_type]").select_option("individual")
    way.tick("status", "paused")
    way.look("A new rule")
    way.send()
    way.look("Whom it would touch")
    way.go("/competencies/standards/")
    way.look("Standards")
    way.follow("main table a[href^='/competencies/standards/']")
    way.look("One standard")
    way.go("/proposals/runs/")
    way.look("Plans")


def administrator(way: Way) -> None:
    """Pak Bayu registers an organisation, invites its first member and reads who may do what."""
    way.become("bayu")
    way.look("His home")
    way.go("/organisations/")
    way.look("Organisations")
    way.go("/organisations/register/")
    way.page.locator("main select[name=kind]").select_option("training_provider")
    way.fill(name=f"LPK Baru Contoh {way.turn}", place="35.17.08.2001")
    way.look("Registering one")
    way.send()
    way.look("It stands")
    way.follow("main a[href$='/members/']")
    way.follow("main a[href$='/invite/']")
    way.fill(email=f"kepala{way.turn}@contoh.example")
    way.tick("role", "training_manager")
    way.look("Inviting its head")
    way.send()
    way.look("She is invited")
    way.go("/access/")
    way.look("Who may do what")


WALKS = [
    visitor,
    candidate,
    new_person,
    village_officer,
    labour_officer,
    manager,
    company_and_attache,
    ministry,
    administrator,
]


@pytest.mark.timeout(1800)
def test_the_nine_walks(open_page, live_server, worker):
    """Every walk once, at each width and in each language in turn; every walk in every way when pictures are made."""
    wrong, sessions = {}, {}
    usual = [(walk, number % len(ALL_WAYS)) for number, walk in enumerate(WALKS)]
    for walk, turn in product(WALKS, range(len(ALL_WAYS))) if PICTURES else usual:
        width, language = ALL_WAYS[turn]
        way = Way(
            walk.__name__.replace("_", "-"), width, language, turn, open_page, live_server.url, sessions
        )
        try:
            walk(way)
        except PlaywrightError as error:
            way.wrong.append(f"stopped at {way.page.url}: {error}")
        if way.wrong:
            wrong[f"{way.name}, {width}, {language}"] = way.wrong
        if PICTURES:
            way.keep_sheet()
    assert not wrong, "\n".join(f"{name}: {line}" for name, lines in wrong.items() for line in lines)
