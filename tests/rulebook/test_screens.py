import pytest

from jalur.foundation.rulebook.models import DestinationRule
from tests.downloads import asked_for, rows_of

pytestmark = pytest.mark.django_db
PAGES = ["/rulebook/", "/rulebook/rules/", "/rulebook/sources/", "/rulebook/ages-and-costs/"]
QUESTION = (
    "/rulebook/?country=Arab+Saudi+(SA)&occupation=9111&employer_type=individual&route=P_TO_P&on=2026-11-21"
)


@pytest.mark.parametrize("page", [*PAGES, QUESTION])
def test_anybody_may_read_in_both_languages(client, page):
    for language in ("id", "en"):
        client.cookies["language"] = language
        answer = client.get(page)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.content.decode()


def test_the_rulebook_answers_in_plain_words_and_names_the_rule(client):
    client.cookies["language"] = "en"
    page = client.get(QUESTION).content.decode()
    assert "No, that is forbidden." in page
    assert "Kepmenaker 260/2015" in page
    open_page = client.get(QUESTION.replace("Arab+Saudi+(SA)", "HK")).content.decode()
    assert "Yes, they may be placed." in open_page
    assert "Nobody has checked this rule" in open_page
    unknown = client.get(QUESTION.replace("Arab+Saudi+(SA)", "CF")).content.decode()
    assert "No rule covers this." in unknown
    client.cookies["language"] = "id"
    assert "Tidak, penempatan ini dilarang." in client.get(QUESTION).content.decode()


def test_duties_and_thresholds_are_shown_with_their_source_in_both_languages(client):
    words = {
        "id": (
            "izin perusahaan (SIP3MI)",
            "Jumlah peserta terkecil",
            "bukan aturan nasional",
            "belum diperiksa",
        ),
        "en": ("company licence (SIP3MI)", "Fewest people", "not a national rule", "not checked"),
    }
    for language, wanted in words.items():
        client.cookies["language"] = language
        page = client.get("/rulebook/ages-and-costs/").content.decode()
        row = page.split(wanted[1])[1].split("</tr>")[0]
        assert wanted[0] in page
        assert "16 " in row
        assert wanted[2] in row
        assert wanted[3] in row
        assert "https://nusabali.com" in row


def test_a_question_that_cannot_be_read_says_which_field_and_answers_nothing(client):
    client.cookies["language"] = "en"
    page = client.get(
        "/rulebook/?country=Atlantis&occupation=9111&employer_type=individual&on=yesterday"
    ).content.decode()
    assert "Atlantis" in page
    assert "day-month-year" in page
    assert 'id="answer"' not in page


def test_a_rule_shows_its_law_and_its_versions(client):
    client.cookies["language"] = "en"
    rule = DestinationRule.objects.get(country="SA", employer_type="individual", route="")
    page = client.get(f"/rulebook/rules/{rule.pk}/").content.decode()
    assert "Saudi Arabia" in page
    assert "End of placement with individual employers in the Middle East" in page
    general = DestinationRule.objects.get(country=None, route="SELF_PLACED")
    assert "Every destination" in client.get(f"/rulebook/rules/{general.pk}/").content.decode()


def test_lists_keep_their_queries_and_filters_find(client, django_assert_num_queries):
    counts = []
    for address in (
        "/rulebook/rules/?q=arab+saudi&status=forbidden",
        "/rulebook/rules/?per_page=200&status=open",
    ):
        client.get(address)
        with django_assert_num_queries(3):
            counts.append(client.get(address).context["total"])
    assert counts == [1, DestinationRule.objects.filter(status="open").count()]
    assert client.get("/rulebook/rules/?status=forbidden").context["total"] == 23
    assert client.get("/rulebook/sources/?q=perdagangan+orang").context["total"] == 1
    assert len(rows_of(asked_for(client, "/rulebook/rules/?status=forbidden"))) == 24


def posted(**changes):
    return {
        "country": "SA",
        "occupation": "9111",
        "employer_type": "individual",
        "route": "P_TO_P",
        "status": "open",
        "valid_from": "2027-01-01",
        "source": "Agreement on domestic work, article 3",
        "source_url": "https://example.org/agreement",
        "confirmed": "yes",
        **changes,
    }


def test_the_analyst_records_a_rule_in_the_browser(cast, sign_in):
    browser = sign_in(cast.yusuf)
    assert b"/rulebook/rules/new/" in browser.get("/rulebook/rules/").content
    answer = browser.post("/rulebook/rules/new/", posted())
    made = DestinationRule.objects.get(country="SA", occupation="9111")
    assert (answer.status_code, answer["Location"]) == (302, f"/rulebook/rules/{made.pk}/")
    asked = QUESTION.replace("2026-11-21", "2027-01-01")
    assert "Ya, boleh ditempatkan." in browser.get(asked).content.decode()


def test_a_rule_without_a_source_stays_on_the_form_and_nothing_is_written(cast, sign_in):
    count = DestinationRule.objects.count()
    page = sign_in(cast.yusuf).post("/rulebook/rules/new/", posted(source_url="")).content.decode()
    assert "Pilih sumber hukumnya, atau isi alamat tempat aturan ini dapat dibaca." in page
    assert "Agreement on domestic work, article 3" in page
    assert DestinationRule.objects.count() == count


def test_others_do_not_reach_the_form(cast, sign_in, client):
    count = DestinationRule.objects.count()
    assert client.get("/rulebook/rules/new/").status_code == 302
    for key in ("wulan", "hendra", "sari", "ratna", "lestari"):
        browser = sign_in(getattr(cast, key))
        assert browser.post("/rulebook/rules/new/", posted()).status_code in {403, 404}, key
        assert b"/rulebook/rules/new/" not in browser.get("/rulebook/rules/").content, key
    assert DestinationRule.objects.count() == count
