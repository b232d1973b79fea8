"""From an application to the answer that a stranger gets, by all who do it; and thirty people assessed on a tablet by touch alone."""

from datetime import date, timedelta

import pytest

from tests.browser.conftest import axe_violations
from tests.browser.walking import PICTURES, Way

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TODAY, DAY = date(2026, 1, 12), date(2026, 1, 26)
CLASS = 30
# Three results, saved, recommended: that leads on to the next person.
TAPS = 5


@pytest.fixture
def ways(open_page, country, live_server, settings):
    """`ways(language)`: a desk, a tablet and a phone in front of one country."""
    settings.ADDRESS = live_server.url

    def of(language):
        given = {
            "language": language,
            "turn": 0,
            "open_page": open_page,
            "base": live_server.url,
            "sessions": {},
        }
        return [
            Way(f"assessment-{name}", width, **given)
            for name, width in (("desk", 1280), ("tablet", 820), ("phone", 360))
        ]

    return of


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["id", "en"])
def test_from_the_application_to_the_answer_of_a_stranger(ways, settings, language):
    desk, tablet, phone = ways(language)
    code = applies(phone)
    number = calls(desk, code)
    plans(desk, number)
    agrees(phone, code)
    settings.TODAY = DAY
    assesses(tablet, number)
    comments(phone, code)
    settings.TODAY = DAY + timedelta(days=1)
    looks_back(desk, number)
    decides(desk, code)
    registration = issues(desk, code)
    shared = shares(phone, registration)
    checks(phone, desk, shared, registration)
    for way in (desk, tablet, phone):
        if PICTURES:
            way.keep_sheet()
    wrong = desk.wrong + tablet.wrong + phone.wrong
    assert not wrong, "\n".join(wrong)


def assessment_of(code: str):
    from jalur.journey.certification.models import Assessment

    return Assessment.objects.get(code=code)


def looks(way: Way, caption: str) -> None:
    """A page that reads well and that everybody can use."""
    way.look(caption)
    way.wrong += [f"{way.page.url}: {each}" for each in axe_violations(way.page)]


def take(way: Way, verb: str) -> None:
    """Press a step's button, and the one of the page that asks once more."""
    way.follow(f"main a[href$='/{verb}/'], main form[action$='/{verb}/'] button")
    if way.page.url.endswith(f"/{verb}/"):
        way.send()


def applies(way: Way) -> str:
    way.become("sari")
    way.go("/certification/apply/")
    way.page.locator("main input[name=scheme]").first.check()
    looks(way, "She applies by herself")
    way.send()
    looks(way, "Her application")
    code = way.page.url.rstrip("/").rpartition("/")[2]
    way.follow(f"main a[href$='/{code}/self/']")
    for box in way.page.locator("main input[type=radio][value=can]").all():
        box.check()
    looks(way, "What she says she can do (FR.APL.02)")
    way.send()
    assert assessment_of(code).self_marks.exists()
    return code


def calls(way: Way, code: str) -> str:
    way.become("laras")
    looks(way, "First page of the assessment body")
    way.go(f"/certification/assessments/{code}/")
    take(way, "accept")
    way.go("/certification/days/new/")
    for name, label in (("scheme", "Juru las pelat"), ("place", "Serpong"), ("assessor", "Farid")):
        box = way.page.locator(f"main select[name={name}]")
        box.select_option(box.locator("option", has_text=label).first.get_attribute("value"))
    way.fill(day=DAY.isoformat(), starts="08.00", ends="15.00", seats="8", bring="KTP (contoh)")
    looks(way, "A day is planned")
    way.send()
    number = way.page.url.rstrip("/").rpartition("/")[2]
    way.follow(f"main a[href$='/{number}/call/']")
    way.page.get_by_label("Sari Contohwati").check()
    looks(way, "Who is called")
    way.send()
    looks(way, "The day with its people")
    assert assessment_of(code).state == "invited"
    return number


def plans(way: Way, number: str) -> None:
    way.go(f"/certification/days/{number}/")
    way.follow(f"main a[href$='/{number}/plan/']")
    way.fill(approach="Lulusan pelatihan las (contoh)")
    for box in way.page.locator("main input[type=checkbox][value=observation]").all():
        box.check()
    looks(way, "How people are assessed (FR.MAPA)")
    way.send()
    looks(way, "The day with its plan")


def comments(way: Way, code: str) -> None:
    way.become("sari")
    looks(way, "She is asked how it was")
    way.follow(f"main a[href$='/{code}/comment/']")
    for box in way.page.locator("main input[type=radio][value=yes]").all():
        box.check()
    looks(way, "How it was (FR.AK.03)")
    way.send()
    assert assessment_of(code).feedback.count() == 5


def looks_back(way: Way, number: str) -> None:
    way.become("laras")
    way.go(f"/certification/days/{number}/")
    way.follow(f"main a[href$='/{number}/look-back/']")
    for box in way.page.locator("main textarea").all():
        box.fill("Berjalan baik (contoh)")
    looks(way, "Looking back (FR.AK.06)")
    way.send()
    looks(way, "The day with plan and review")
    way.go("/certification/feedback/")
    looks(way, "What candidates say together")


def agrees(way: Way, code: str) -> None:
    way.become("sari")
    looks(way, "Her first page says where to come")
    way.go(f"/certification/assessments/{code}/")
    looks(way, "What she agrees to (FR.AK.01)")
    take(way, "consent")
    assert assessment_of(code).consented_at is not None


def assesses(way: Way, number: str) -> None:
    way.become("farid")
    looks(way, "The assessor's first page on the day")
    way.go(f"/certification/days/{number}/")
    way.follow("main a[href^='/certification/assessments/A']")
    looks(way, "Whom he assesses")
    way.follow("main a[href$='/units/']")
    looks(way, "Unit by unit")
    for box in way.page.locator("main input[type=radio][value=competent]").all():
        box.check()
    way.follow("main form button[name=at]", nth=-1)
    looks(way, "Every unit has a result")
    take(way, "recommend")
    looks(way, "Recommended")


def decides(way: Way, code: str) -> None:
    way.become("laras")
    way.go("/certification/plenos/new/")
    way.page.locator(f"main input[name=person_{code}][value=competent]").check()
    way.fill(held_on=(DAY + timedelta(days=1)).isoformat(), took_part="Bu Laras, ketua (contoh)")
    looks(way, "The meeting decides")
    way.send()
    looks(way, "Its minutes")
    assert assessment_of(code).state == "competent"


def issues(way: Way, code: str) -> str:
    way.go("/certificates/waiting/")
    looks(way, "Who waits for a certificate")
    way.follow(f"main a[href$='/certificates/issue/{code}/']")
    looks(way, "Before it is signed")
    way.send()
    looks(way, "The certificate, for who issued it")
    return assessment_of(code).certificates.get().registration


def shares(way: Way, registration: str) -> str:
    way.become("sari")
    looks(way, "Her first page says it is there")
    way.go("/certificates/wallet/")
    looks(way, "Her certificates")
    way.follow(f"main a[href$='/{registration}/']")
    looks(way, "Her certificate")
    way.follow("main a[href$='/share/']")
    looks(way, "What a link shows")
    way.send()
    looks(way, "The link is made")
    address = way.page.locator("main a[href^='/c/']").first.get_attribute("href")
    way.go(f"/certificates/{registration}/files/")
    looks(way, "Files for a wallet")
    return address


def checks(phone: Way, desk: Way, shared: str, registration: str) -> None:
    for way in (phone, desk):
        way.become()
        way.go(shared)
        looks(way, "What a stranger reads behind the link")
        way.go("/certificates/check/")
        way.fill(what=registration, name="Sari Contohwati")
        way.send("main form[method=post]")
        looks(way, "What a stranger reads by number and name")


def people_of_a_class(count: int) -> str:
    """A day of the body with so many people who have said what they can do and agreed; by the services."""
    from demo.certification import AHEAD, BODY, agree, member_of
    from jalur.foundation.accounts.access import herself
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.certification import services
    from jalur.journey.certification.models import Assessment, AssessmentDay

    body = Organisation.objects.get(name=BODY)
    laras = member_of(body, "laras")
    day = AssessmentDay.objects.get(body=body, day=AHEAD)
    AssessmentDay.objects.filter(pk=day.pk).update(seats=count)
    for one in day.assessments.filter(state="invited"):
        services.put_back(actor=laras, assessment=one, today=TODAY)
    free = Candidate.objects.filter(
        state="registered", person__account=None, assessments=None, enrolments=None
    )
    for person in free.select_related("person").order_by("number")[:count]:
        own = herself(person.person_id)
        one = services.apply(
            actor=own, assessment=Assessment(candidate=person, scheme=day.scheme), today=TODAY
        )
        services.accept(actor=laras, assessment=one, today=TODAY)
        (one,) = services.call_to_day(actor=laras, day=day, assessments=[one.pk], today=TODAY)
        agree(one, own, TODAY, 1)
    return day.number


def watched_person() -> str:
    """Somebody called to be watched at work, who has said what she can do and agreed; by the services."""
    from demo.certification import BODY, agree, member_of, planned
    from jalur.foundation.accounts.access import herself
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.certification import services
    from jalur.journey.certification.models import Assessment, Assessor, Scheme, TestPlace

    body = Organisation.objects.get(name=BODY)
    laras = member_of(body, "laras")
    scheme = Scheme.objects.get(body=body, units__code="SOFT-KERJASAMA")
    place = TestPlace.objects.filter(body=body, coverages__scheme=scheme).first()
    assessor = Assessor.objects.get(body=body, coverages__scheme=scheme)
    day = planned(scheme, laras, assessor, place, DAY, TODAY)
    free = Candidate.objects.filter(
        state="registered", person__account=None, assessments=None, enrolments=None
    )
    person = free.select_related("person").order_by("number").first()
    own = herself(person.person_id)
    one = services.apply(actor=own, assessment=Assessment(candidate=person, scheme=scheme), today=TODAY)
    services.accept(actor=laras, assessment=one, today=TODAY)
    (one,) = services.call_to_day(actor=laras, day=day, assessments=[one.pk], today=TODAY)
    agree(one, own, TODAY, 0)
    return one.code


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["id", "en"])
def test_soft_skill_and_culture_are_watched_on_a_tablet(ways, settings, language):
    _desk, tablet, phone = ways(language)
    code = watched_person()
    settings.TODAY = DAY
    for way in (phone, tablet):
        way.become("farid")
        way.go(f"/certification/assessments/{code}/units/")
        looks(way, "The sheet of behaviour, empty")
    page = tablet.page
    for box in page.locator("main input[type=radio][value=competent]").all():
        box.check()
    for box in page.locator("main input[name^=situation_]").all():
        box.fill("Satu pagi di bengkel bersama empat orang (contoh)")
    tablet.follow("main form button[name=at]", nth=-1)
    looks(tablet, "Every behaviour was seen")
    assert set(assessment_of(code).results.values_list("method", "result")) == {("behaviour", "competent")}
    take(tablet, "recommend")
    tablet.go(f"/certification/assessments/{code}/")
    looks(tablet, "What was seen")
    assert not phone.wrong + tablet.wrong, "\n".join(phone.wrong + tablet.wrong)


@pytest.mark.timeout(600)
def test_a_class_of_thirty_on_a_tablet_without_a_mouse(ways, settings):
    from demo.certification import AHEAD
    from jalur.journey.certification.models import Assessment

    _desk, tablet, _phone = ways("id")
    number = people_of_a_class(CLASS)
    settings.TODAY = AHEAD
    tablet.become("farid")
    page, taps = tablet.page, 0

    def tap(what: str, *, leads_on: bool = True) -> None:
        nonlocal taps
        taps += 1
        if leads_on:
            with page.expect_navigation():
                page.locator(what).first.tap()
        else:
            page.locator(what).first.tap()

    tablet.go(f"/certification/days/{number}/")
    tap("main a[href^='/certification/assessments/A']")
    tap("main a[href$='/units/']")
    for nth in range(CLASS):
        units = page.locator("main section.card-box").count()
        for position in range(1, units + 1):
            # Every tenth person is not yet competent in the last unit.
            result = "not_yet" if position == units and nth % 10 == 9 else "competent"
            if result == "not_yet":
                page.locator(f"main [name=note_{position}]").fill("Belum rapi (contoh)")
            tap(f"main label:has(input[name=result_{position}][value={result}])", leads_on=False)
        tap(f"main button[name=at][value='{units}']")
        tap("main a[href$='/recommend/'], main form[action$='/recommend/'] button")
        if page.url.endswith("/recommend/"):
            tap("main form[method=post] button[type=submit]:visible")
        assert page.url.endswith("/units/" if nth < CLASS - 1 else f"/days/{number}/")
    day = Assessment.objects.filter(day__number=number)
    assert day.filter(state="assessed").count() == CLASS
    assert not tablet.wrong, "\n".join(tablet.wrong)
    assert taps <= 2 + CLASS * TAPS
