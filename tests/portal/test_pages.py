"""The shell people see: sign-in, a home page per role, one person's whole file, search, and refusals in plain words."""

import re
from datetime import date

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from jalur.foundation.accounts.models import User
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.journey.training.models import Enrolment, Intake, Programme
from jalur.kit import navigation
from jalur.kit.components import Crumb, Stage
from jalur.kit.parts import FilePart, path
from jalur.kit.templatetags.jalur import here_in, open_groups
from jalur.portal import demo
from tests.cast import LUMAJANG_VILLAGE, STAFF

EVERYBODY = [*STAFF, "sari", "rini"]


@pytest.mark.parametrize("key", EVERYBODY)
def test_everybody_has_a_first_page_in_both_languages(cast, sign_in, key):
    client = sign_in(getattr(cast, key))
    assert f"{getattr(cast, key).user.name}</h1>" in client.get("/").content.decode()
    client.cookies["language"] = "en"
    assert 'lang="en"' in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/about/", "/privacy/", "/access/", "/accounts/login/"])
def test_anybody_may_read_the_public_pages(address):
    answer = Client().get(address)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count("<h1") == 1
    assert 'href="#main"' in html
    assert "style=" not in html
    assert "<script>" not in html


def test_the_menu_holds_only_what_the_reader_may_open(cast, sign_in, monkeypatch):
    monkeypatch.setattr(navigation, "_entries", dict(navigation._entries))
    navigation.register(navigation.Entry("Catatan rahasia", "portal:about", "history:event:view"))
    assert "Catatan rahasia" in sign_in(cast.wulan).get("/").content.decode()
    assert "Catatan rahasia" not in sign_in(cast.lestari).get("/").content.decode()
    assert "Catatan rahasia" not in Client().get("/").content.decode()


def test_sari_sees_her_path_and_where_her_file_is(cast, sign_in):
    html = sign_in(cast.sari).get("/").content.decode()
    assert "Jalur Anda" in html
    assert html.count('aria-current="step"') == 1
    assert reverse("portal:case_file", args=[cast.sari.person.pk]) in html


def states_of(*stages, has_ended=False):
    """States on the line; the third stage is one that not everybody needs."""
    whole = [FilePart(stages=[Stage(str(at), state, is_optional=at == 2)]) for at, state in enumerate(stages)]
    return [stage.state for stage in path([*whole, FilePart(has_ended=has_ended)])]


def test_a_stage_that_was_not_needed_is_said_to_be_so():
    reached = ("done", "next", "next", "done", "next", "next")
    assert states_of(*reached) == ["done", "open", "skipped", "done", "now", "next"]
    waiting = ("done", "now", "next", "done", "next", "next")
    assert states_of(*waiting) == ["done", "open", "skipped", "done", "now", "next"]
    assert set(states_of("done", "next", "next", has_ended=True)) == {"done", "skipped"}
    assert states_of("done", "ended", "now", has_ended=True) == ["done", "ended", "skipped"]


@pytest.fixture
def class_next_month(cast, settings):
    """Sari has a seat in a class that begins in four weeks."""
    settings.TODAY = date(2026, 1, 12)
    programme = Programme.objects.create(code="LAS-01", title="Las kapal", provider=cast.hendra.organisation)
    intake = Intake.objects.create(
        number="K-LAS-01",
        programme=programme,
        place_id="35.17",
        reach="regency",
        seats=20,
        taken=1,
        starts=date(2026, 2, 9),
        ends=date(2026, 3, 20),
        cost=0,
        pass_rate=1,
    )
    return Enrolment.objects.create(intake=intake, candidate=Candidate.objects.get(person=cast.sari.person))


def path_on(page):
    """(stage, state) of the path as a page shows it."""
    items = re.findall(r'<li class="path-(\w+)".*?path-label">(.*?)</p>', page, re.DOTALL)
    return [(re.sub("<.*?>", "", label), state) for state, label in items]


def test_home_file_and_candidate_page_tell_one_path(cast, sign_in, class_next_month):
    sari, number = sign_in(cast.sari), class_next_month.candidate.number
    file = reverse("portal:case_file", args=[cast.sari.person.pk])
    pages = [sari.get(address).content.decode() for address in ("/", file, f"/candidates/{number}/")]
    paths = [path_on(page) for page in pages]
    assert len(paths[0]) == 6
    assert paths[0] == paths[1] == paths[2]
    assert ("Pelatihan", "now") not in paths[0], "the class has not begun"
    assert "Datang ke LPK Cakap Contoh" in pages[0]
    assert "9 Februari 2026" in pages[0]


def test_training_is_now_from_the_first_day_on(cast, sign_in, settings, class_next_month):
    settings.TODAY = class_next_month.intake.starts
    assert ("Pelatihan", "now") in path_on(sign_in(cast.sari).get("/").content.decode())


@pytest.mark.parametrize("key", ["sari", "wulan", "darmo"])
def test_a_file_opens_for_those_who_may_see_the_person(cast, sign_in, key):
    html = (
        sign_in(getattr(cast, key))
        .get(reverse("portal:case_file", args=[cast.sari.person.pk]))
        .content.decode()
    )
    assert "Sari Contohwati" in html


@pytest.mark.parametrize("key", ["gatot", "lestari", "yusuf", "rini"])
def test_a_file_stays_shut_for_everybody_else(cast, sign_in, key):
    answer = sign_in(getattr(cast, key)).get(reverse("portal:case_file", args=[cast.sari.person.pk]))
    assert answer.status_code in {403, 404}
    assert "Contohwati" not in answer.content.decode()


def test_a_file_that_was_joined_to_another_leads_there(cast, sign_in):
    sari = cast.sari.person
    twin = Person.objects.create(
        name="Sari C.", birth_date=sari.birth_date, sex="F", residence_id=sari.residence_id, merged_into=sari
    )
    answer = sign_in(cast.wulan).get(reverse("portal:case_file", args=[twin.pk]))
    assert answer["Location"] == reverse("portal:case_file", args=[sari.pk])


class TestSearch:
    def found(self, client, text):
        return client.post("/search/", {"text": text}).content.decode()

    @pytest.mark.parametrize("text", ["contohwati", "SARI  cont", "J-SARI-0001", "j-sari-0001"])
    def test_finds_by_part_of_the_name_and_by_number(self, cast, sign_in, text):
        cast.sari.person.name_folded = "sari contohwati"
        cast.sari.person.save()
        assert str(cast.sari.person.pk) in self.found(sign_in(cast.wulan), text)

    def test_finds_nobody_outside_the_reach_and_says_what_that_is(self, cast, sign_in):
        Person.objects.create(
            name="Sari Contohwati",
            name_folded="sari contohwati",
            birth_date="2000-01-01",
            sex="F",
            residence_id=LUMAJANG_VILLAGE,
        )
        cast.sari.person.name_folded = "sari contohwati"
        cast.sari.person.save()
        assert self.found(sign_in(cast.wulan), "contohwati").count("/file/") == 1
        assert "Tidak ada yang ditemukan" in self.found(sign_in(cast.darmo), "J-LAIN-0001")

    @pytest.mark.parametrize(
        ("text", "sentence"), [("351708", "16 angka"), ("sa", "tiga huruf"), ("", "wajib diisi")]
    )
    def test_a_half_typed_number_or_name_gets_a_sentence(self, cast, sign_in, text, sentence):
        html = self.found(sign_in(cast.wulan), text)
        assert sentence in html
        assert f'value="{text}"' in html or not text

    def test_what_is_typed_never_stands_in_an_address(self, cast, sign_in):
        html = sign_in(cast.wulan).get("/search/?text=contohwati").content.decode()
        assert "/file/" not in html
        assert 'method="post"' in html

    def test_is_no_use_to_those_who_see_nobody(self, cast, sign_in):
        assert sign_in(cast.lestari).get("/search/").status_code == 403
        assert Client().get("/search/").status_code == 302


class TestActing:
    def test_chooses_among_ones_own_roles_only(self, cast, sign_in):
        client = sign_in(cast.wulan)
        client.post("/acting/", {"as": str(cast.gatot.organisation.memberships.get().pk)})
        assert "Disnaker Jombang" in client.get("/account/").content.decode()
        client.post("/acting/", {"as": "own"})
        assert "belum punya berkas" in client.get("/account/").content.decode()
        client.post("/acting/", {"as": str(cast.wulan.organisation.memberships.get().pk)})
        assert "Disnaker Jombang" in client.get("/account/").content.decode()

    def test_is_for_those_who_signed_in(self, db):
        assert Client().post("/acting/", {"as": "own"}).status_code == 302


@pytest.mark.django_db
class TestAppearance:
    def test_dark_stays_until_changed_back(self):
        client = Client()
        client.post("/appearance/", {"theme": "dark", "next": "/about/"})
        assert 'data-bs-theme="dark"' in client.get("/about/").content.decode()
        client.post("/appearance/", {"theme": ""})
        assert "data-bs-theme" not in client.get("/about/").content.decode()

    def test_leads_nowhere_else(self):
        assert (
            Client().post("/appearance/", {"theme": "dark", "next": "https://x.example/"})["Location"] == "/"
        )

    def test_an_unknown_cookie_is_ignored(self):
        client = Client()
        client.cookies["theme"] = '"><script>'
        assert "data-bs-theme" not in client.get("/about/").content.decode()


class TestDemo:
    def test_the_cast_stands_on_the_sign_in_page_of_the_example_country_only(self, cast, settings):
        assert cast.wulan.user.email not in Client().get("/accounts/login/").content.decode()
        settings.DEMO = True
        html = Client().get("/accounts/login/").content.decode()
        assert cast.wulan.user.email in html
        assert html.index("Bu Wulan") < html.index("Pak Bayu")

    def test_whoever_registered_herself_is_none_of_the_cast(self, cast, settings):
        settings.DEMO = True
        User.objects.create_user("pengunjung@contoh.example", name="Pengunjung")
        assert "pengunjung@contoh.example" not in Client().get("/accounts/login/").content.decode()

    def test_one_press_and_the_code_shown_sign_in(self, cast, settings):
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        settings.DEMO = True
        user = cast.wulan.user
        user.set_password(demo.PASSWORD)
        user.save()
        user.authenticator_set.all().delete()
        TOTP.activate(user, generate_totp_secret())
        client = Client()
        asked = client.post("/accounts/login/", {"login": user.email, "password": demo.PASSWORD}, follow=True)
        code = asked.content.decode().split('name="code"')[1].split('value="')[1].split('"')[0]
        assert client.post(asked.redirect_chain[-1][0], {"code": code}, follow=True).wsgi_request.user == user

    def test_a_code_is_never_shown_outside_the_example_country(self, cast, settings):
        settings.DEMO = False
        assert demo.code_for(cast.wulan.user.pk) == ""
        settings.DEMO = True
        cast.wulan.user.email = "wulan@jombang.example"
        cast.wulan.user.save()
        assert demo.code_for(cast.wulan.user.pk) == ""


class TestErrors:
    @pytest.mark.django_db
    def test_what_is_not_here(self, settings):
        settings.DEBUG = False
        answer = Client().get("/nowhere/")
        assert answer.status_code == 404
        assert "Halaman ini tidak ada" in answer.content.decode()

    def test_what_one_may_not_do(self, cast, sign_in):
        answer = sign_in(cast.lestari).get("/search/")
        assert answer.status_code == 403
        assert "Tidak ada yang berubah" in answer.content.decode()

    def test_the_page_of_last_resort_needs_nothing(self):
        from jalur.portal.views import failed

        assert "Terjadi gangguan pada sistem kami" in failed(None).content.decode()


@pytest.mark.parametrize(
    ("path", "above", "lit"),
    [
        ("/training/desk/", [], "/training/desk/"),
        ("/training/intakes/K-1/", ["/training/desk/"], "/training/desk/"),
        ("/training/intakes/K-1/", ["/training/?province=35"], "/training/"),
        ("/training/intakes/K-1/", [], "/training/"),
        ("/about/", ["/"], "/"),
        ("/about/", [], ""),
    ],
)
def test_the_menu_lights_the_page_or_the_nearest_above_it(path, above, lit):
    links = [{"url": url} for url in ("/", "/training/", "/training/desk/")]
    crumbs = [Crumb("", url) for url in above]
    assert here_in({"request": RequestFactory().get(path), "crumbs": crumbs}, [("", links)]) == lit


@pytest.mark.parametrize(
    ("here", "cookies", "opened"),
    [
        ("/c/0/", {}, {"c"}),
        ("/", {}, {"b"}),  # where most of the work is
        ("/", {"menu": "0.1"}, {"b", "c"}),
        ("/c/0/", {"menu": "0"}, {"b", "c"}),
        ("/", {"menu": ""}, set()),
        ("/", {"menu": "99.x"}, set()),
    ],
)
def test_a_long_menu_is_folded_but_for_where_one_is(here, cookies, opened):
    request = RequestFactory().get(here)
    request.COOKIES.update(cookies)
    sizes = {"": 1, "a": 1, "b": 12, "c": 3}
    navigation = [
        (name, [{"url": f"/{name}/{at}/" if name else "/"} for at in range(size)])
        for name, size in sizes.items()
    ]
    assert open_groups({"request": request}, navigation, here) == opened
    assert open_groups({"request": request}, navigation[:2] + navigation[3:], here) == {
        "c"
    }  # short: all of it


@pytest.mark.parametrize("key", ["wulan", "sari"])
def test_a_candidates_page_leads_to_her_whole_file(cast, sign_in, key):
    candidate = Candidate.objects.get(person=cast.sari.person)
    client = sign_in(getattr(cast, key))
    page = client.get(reverse("candidates:candidate", args=[candidate.number])).content.decode()
    way = reverse("portal:case_file", args=[cast.sari.person.pk])
    assert way in page.partition("<main")[2]
    assert client.get(way).status_code == 200
