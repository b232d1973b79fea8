import pytest

from jalur.foundation.competencies.models import Occupation
from jalur.proposals.models import Proposal
from tests.proposals.factories import make_candidate
from tests.proposals.pages import page, text

pytestmark = pytest.mark.usefixtures("the_day")


@pytest.mark.parametrize("member", ["wulan", "gatot", "hendra", "lestari", "ratna", "yusuf"])
def test_a_plans_figures_are_open_to_those_who_work_with_them(cast, run, sign_in, member):
    client = sign_in(getattr(cast, member))
    for name in ("run", "holds_back", "seats", "orders", "compare"):
        answer = page(client, name, run.pk)
        assert answer.status_code == 200, name
        for candidate in Proposal.objects.select_related("candidate__person"):
            assert candidate.candidate.person.name not in text(answer)
            assert candidate.candidate.number not in text(answer)
    assert str(Occupation.objects.get(code="7212")) in text(page(client, "run", run.pk))


def test_the_glance_says_how_good_the_plan_is(cast, run, sign_in):
    shown = text(page(sign_in(cast.wulan), "run", run.pk))
    assert "Terbukti" in shown
    assert "Siapa cepat, dia dapat" in shown
    assert run.fingerprint[:12] in shown
    assert "Kursi habis" in shown
    english = sign_in(cast.wulan)
    english.cookies["language"] = "en"
    assert "Proved" in text(page(english, "run", run.pk))


def test_an_order_tells_what_stands_in_the_way_of_how_many(cast, run, sign_in):
    shown = text(page(sign_in(cast.lestari), "order", run.pk, "JO-JAPAN"))
    assert "T-JAPANESE kata" in shown
    assert "7" in shown
    assert page(sign_in(cast.lestari), "order", run.pk, "JO-NONE").status_code == 404


def test_two_plans_beside_each_other(cast, region, run, run_of, sign_in):
    make_candidate("J-0000")
    second = run_of()
    wulan = sign_in(cast.wulan)
    shown = text(page(wulan, "compare", second.pk, other=run.pk))
    assert "kini mendapat jalur" in shown
    assert "Calon J-0000" in shown
    assert "tidak lagi mendapat jalur" in shown
    hendra = text(page(sign_in(cast.hendra), "compare", second.pk, other=run.pk))
    assert "J-0000" not in hendra
    assert page(wulan, "compare", second.pk, other="nonsense").status_code == 200
