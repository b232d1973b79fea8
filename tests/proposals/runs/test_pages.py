import pytest
from django.urls import reverse

from jalur.proposals.models import Run
from jalur.proposals.runs.rules import Wanted
from tests.cast import JOMBANG, LUMAJANG
from tests.proposals.pages import page, text

pytestmark = pytest.mark.usefixtures("the_day")


PLAIN = {
    "purpose": "plan",
    "what_first": "people",
    "thrift": "none",
    "max_intakes": "3",
    "budget": "",
    "women": "",
}


def test_starting_says_what_will_be_planned(cast, region, sign_in):
    wulan = sign_in(cast.wulan)
    shown = text(page(wulan, "start"))
    assert "7" in shown
    assert f'value="{LUMAJANG}"' not in shown
    assert page(sign_in(cast.hendra), "start").status_code == 403
    piece = wulan.get(reverse("proposals:start"), {"place": JOMBANG}, headers={"HX-Request": "true"})
    assert "<html" not in text(piece)
    answer = wulan.post(reverse("proposals:start"), {**PLAIN, "place": JOMBANG, "budget": "banyak"})
    assert answer.status_code == 422
    assert "banyak" in text(answer)
    answer = wulan.post(reverse("proposals:start"), {**PLAIN, "place": LUMAJANG})
    assert answer.status_code == 422
    assert not Run.objects.exists()
    wulan.post(
        reverse("proposals:start"), {**PLAIN, "place": JOMBANG, "budget": "Rp 1.000.000.000", "women": "2"}
    )
    assert Run.objects.get().policy == {
        "what_first": "people",
        "budget": 1_000_000_000,
        "thrift": "none",
        "max_intakes": 3,
        "women": 2,
        "region": "",
        "from_region": 0,
        "minutes": None,
    }


def test_a_minimum_from_a_region_is_a_wish_with_a_place(cast, region, sign_in):
    yusuf = sign_in(cast.yusuf)
    start = reverse("proposals:start")
    for wrong in ({"from_region": "3"}, {"from_region": "3", "region": "36", "place": "35"}):
        answer = yusuf.post(start, {**PLAIN, "place": "ID", **wrong})
        assert answer.status_code == 422
    assert not Run.objects.exists()
    yusuf.post(start, {**PLAIN, "place": "ID", "from_region": "3", "region": "35"})
    run = Run.objects.get()
    assert (run.policy["region"], run.policy["from_region"]) == ("35", 3)
    assert "Jawa Timur" in text(page(yusuf, "run", run.pk)) or not run.counts


@pytest.mark.parametrize(("code", "kind"), [("35", "province"), (JOMBANG, "regency")])
def test_the_planner_is_told_whom_a_minimum_counts(code, kind):
    (floor,) = Wanted(region=code, from_region=3).policy()["floors"]
    assert (floor["group"], floor["minimum"]) == ({kind: code}, 3)


def test_the_ministry_is_offered_the_whole_country_first(cast, region, sign_in):
    yusuf = sign_in(cast.yusuf)
    assert '<option value="ID" selected>' in text(page(yusuf, "start"))
    yusuf.post(reverse("proposals:start"), {**PLAIN, "place": "ID"})
    assert Run.objects.get().place is None


def test_a_run_on_its_way_is_shown_and_stopped(cast, region, sign_in):
    wulan = sign_in(cast.wulan)
    wulan.post(reverse("proposals:start"), {**PLAIN, "place": JOMBANG})
    run = Run.objects.get()
    Run.objects.update(
        state="running",
        heard_at=run.created_at,
        progress={
            "phase": "pricing",
            "value": 2.5,
            "bound": 3.0,
            "gap": 1 / 6,
            "elapsed": 4.0,
            "limit": 120.0,
            "trail": [[1.0, 9.0, None], [2.0, 4.0, 1.5], [4.0, 3.0, 2.5]],
        },
    )
    shown = text(page(wulan, "run", run.pk))
    assert "2,5" in shown
    assert "16,67" in shown
    piece = wulan.get(reverse("proposals:run", args=[run.pk]), headers={"HX-Request": "true"})
    assert "<html" not in text(piece)
    assert text(piece).count("<polyline") == 2
    assert "1,5" in text(piece)
    assert "62,50" in text(piece)
    assert "Stop" in text(piece) or "Hentikan" in text(piece)
    gatot = sign_in(cast.gatot)
    assert reverse("proposals:run_step", args=[run.pk, "cancel"]) not in text(page(gatot, "run", run.pk))
    assert gatot.post(reverse("proposals:run_step", args=[run.pk, "cancel"])).status_code == 404
    wulan.post(reverse("proposals:run_step", args=[run.pk, "cancel"]))
    run.refresh_from_db()
    assert run.cancel_requested
    assert page(wulan, "seats", run.pk).status_code == 404


@pytest.mark.parametrize(
    "failure", ["no_candidates", "no_orders", "no_classes", "invalid_input", "unverified", "lost", "error"]
)
def test_a_failed_run_says_why_in_a_sentence(cast, region, sign_in, failure):
    wulan = sign_in(cast.wulan)
    wulan.post(reverse("proposals:start"), {**PLAIN, "place": JOMBANG})
    Run.objects.update(state="failed", failure=failure)
    shown = text(page(wulan, "run", Run.objects.get().pk))
    assert failure not in shown
    assert "Susun rencana" in shown
