"""Questions that take the planner again: which class to open, what more or less money would reach."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.accounts.access import Refused
from jalur.foundation.geography.models import Place
from jalur.foundation.history.models import Event
from jalur.foundation.work.models import WorkState
from jalur.proposals import services
from jalur.proposals.models import IntakePrice, Proposal, Run, Study, StudyKind
from jalur.proposals.runs.rules import Wanted
from jalur.proposals.what_if import answers
from jalur.proposals.what_if.stored_plan import plan_of
from tests.cast import JOMBANG
from tests.downloads import asked_for, rows_of
from tests.proposals.factories import TODAY, make_candidate

WANTED = {"within": "", "seats": 5, "every": 4, "top": 3}


@pytest.fixture
def planned(cast, region):
    """A finished run for Jombang by the planner itself: an answer starts from real prices."""

    def made(**wanted):
        place = Place.objects.get(code=JOMBANG)
        run = services.start_run(actor=cast.wulan.actor, place=place, wanted=Wanted(**wanted), today=TODAY)
        services.perform_run(run.pk)
        run.refresh_from_db()
        services.publish(actor=cast.wulan.actor, run=run, today=TODAY)
        return Run.objects.get(pk=run.pk)

    return made


def ask(cast, run, kind=StudyKind.OPENINGS, member="wulan", **wanted):
    return services.start_study(
        actor=getattr(cast, member).actor, run=run, kind=kind, wanted={**WANTED, **wanted}, today=TODAY
    )


def answered(cast, run, kind=StudyKind.OPENINGS, **wanted):
    study = ask(cast, run, kind, **wanted)
    services.perform_study(study.pk)
    study.refresh_from_db()
    assert (study.state, study.failure) == (WorkState.DONE, "")
    return study


def text(answer):
    return answer.content.decode()


def test_a_stored_plan_is_read_back_whole(region, run_of, monkeypatch):
    from jalur import planner
    from tests.proposals import stub

    made = []

    def kept(tables, **options):
        made.append(stub.make_plan(tables, **options))
        return made[0]

    monkeypatch.setitem(vars(planner), "make_plan", kept)
    plan = plan_of(run_of())
    assert plan.assignments.rows() == made[0].assignments.sort("candidate").rows()
    assert plan.assignments.schema == made[0].assignments.schema


def test_the_class_that_is_missing_comes_first(cast, region, planned):
    """Welding seats are short and nobody teaches Japanese: a welding class is what can be copied, and it places more."""
    run = planned()
    before = (Proposal.objects.count(), IntakePrice.objects.count())
    study = answered(cast, run)
    best = study.result["rows"][0]
    assert best["programme"] == "Pelatihan IN-WELD"
    assert best["placed"] > 0
    assert best["gain"] <= best["predicted"] + 1e-6
    assert best["gain_least"] <= best["gain"] <= best["gain_most"] + 1e-6
    assert not study.result["fresh"]
    assert (Proposal.objects.count(), IntakePrice.objects.count()) == before


def test_a_class_on_many_days_is_one_row_and_who_may_opens_it(cast, region, planned, sign_in):
    from urllib.parse import parse_qs, urlsplit

    run = planned()
    study = answered(cast, run)
    rows = answers.class_rows(study)
    classes = {(row["programme"], row["regency"]) for row in study.result["rows"] + study.result["classes"]}
    days = {
        (row["programme"], row["regency"], row["starts"])
        for row in study.result["rows"] + study.result["classes"]
    }
    assert len(rows) == len(classes) < len(days) == sum(len(row["days"]) for row in rows)
    assert all(row["starts"] == row["days"][0] for row in rows)
    address = reverse("proposals:openings", args=[run.pk])
    assert ">Buka kelas ini</a>" not in text(sign_in(cast.wulan).get(address))
    shown = sign_in(cast.hendra).get(address)
    assert ">Buka kelas ini</a>" in text(shown)
    first = next(iter(shown.context["table"].rows)).record
    link = shown.context["table"].render_open(first).partition('"')[2].partition('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(link).query)["starts"] == [first["starts"].isoformat()]
    form = text(sign_in(cast.hendra).get(link))
    assert f'value="{first["starts"].isoformat()}"' in form
    assert f'value="{first["seats"]}"' in form


def test_more_money_never_reaches_less(cast, region, planned):
    run = planned(budget=40_000_000)
    rows = answered(cast, run, StudyKind.BUDGET).result["rows"]
    assert len(rows) > 2
    assert [row["budget"] for row in rows] == sorted(row["budget"] for row in rows)
    assert [row["value"] for row in rows] == sorted(row["value"] for row in rows)
    assert all(row["value"] <= row["bound"] + 1e-6 and row["spent"] <= row["budget"] + 1 for row in rows)


def test_when_the_data_have_changed_the_answer_says_so(cast, region, planned, sign_in):
    run = planned()
    make_candidate("J-NEW")
    study = answered(cast, run)
    assert study.result["fresh"]
    shown = text(sign_in(cast.wulan).get(reverse("proposals:openings", args=[run.pk])))
    assert "Data telah berubah" in shown


def test_only_who_may_plan_asks(cast, region, run_of):
    run = run_of()
    events = Event.objects.count()
    for member in ("gatot", "hendra", "sari", "lestari"):
        with pytest.raises(Refused):
            ask(cast, run, member=member)
    assert not Study.objects.exists()
    assert Event.objects.count() == events


def test_one_answer_at_a_time_and_it_can_be_stopped(cast, region, run_of):
    run = run_of()
    study = ask(cast, run)
    with pytest.raises(ValidationError, match="sedang dihitung"):
        ask(cast, run)
    ask(cast, run, StudyKind.BUDGET)
    for member in ("gatot", "hendra"):
        with pytest.raises(Refused):
            services.cancel_study(actor=getattr(cast, member).actor, study=study)
    services.cancel_study(actor=cast.wulan.actor, study=study)
    services.perform_study(study.pk)
    study.refresh_from_db()
    assert (study.state, study.result) == (WorkState.CANCELLED, {})


def test_stopping_keeps_what_was_worked_out(cast, region, planned, monkeypatch):
    from jalur.proposals.what_if import services as what_if

    study = ask(cast, planned())
    plain = what_if.progress_of

    def stops_at_the_first_class(mine, worded):
        sign = plain(mine, worded)

        def asked(phase, done, of):
            if phase == "openings" and done == 1:
                services.cancel_study(actor=cast.wulan.actor, study=study)
                return False
            return sign(phase, done, of)

        return asked

    monkeypatch.setattr(what_if, "progress_of", stops_at_the_first_class)
    services.perform_study(study.pk)
    study.refresh_from_db()
    assert study.state == WorkState.CANCELLED
    assert study.result["rows"] == []
    assert study.result["classes"], "what prices say is there without planning again"


def test_a_lost_study_is_taken_up_once(cast, region, run_of):
    study = ask(cast, run_of())
    long_ago = timezone.now() - timedelta(minutes=5)
    for attempts, expected in [(1, WorkState.WAITING), (2, WorkState.FAILED)]:
        Study.objects.update(state=WorkState.RUNNING, attempts=attempts, heard_at=long_ago)
        assert services.take_up_lost_work() == 1
        study.refresh_from_db()
        assert study.state == expected
    assert study.failure == "lost"


def test_an_error_ends_the_study_with_a_sentence(cast, region, run_of, sign_in, monkeypatch, caplog):
    from jalur.proposals.what_if import services as what_if

    run = run_of()
    study = ask(cast, run)

    def broken(*_arguments, **_options):
        raise ZeroDivisionError("Sari Contohwati")

    monkeypatch.setattr(what_if, "gather", broken)
    services.perform_study(study.pk)
    study.refresh_from_db()
    assert (study.state, study.failure) == (WorkState.FAILED, "error")
    assert "Sari" not in caplog.text
    assert "Ada yang salah" in text(sign_in(cast.wulan).get(reverse("proposals:openings", args=[run.pk])))


def test_asking_watching_and_reading_by_hand(cast, region, planned, sign_in):
    run = planned()
    wulan, hendra = sign_in(cast.wulan), sign_in(cast.hendra)
    address = reverse("proposals:openings", args=[run.pk])
    start = reverse("proposals:start_openings", args=[run.pk])
    assert start in text(wulan.get(address))
    assert start not in text(hendra.get(address))
    assert hendra.post(start, WANTED).status_code == 403
    assert wulan.post(start, {**WANTED, "seats": "many"}).status_code == 302
    assert not Study.objects.exists()
    wulan.post(start, WANTED)
    study = Study.objects.get()
    piece = wulan.get(address, headers={"HX-Request": "true"})
    assert "<html" not in text(piece)
    assert reverse("proposals:study_step", args=[study.pk, "cancel"]) in text(piece)
    services.perform_study(study.pk)
    assert wulan.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    shown = text(hendra.get(address))
    assert "Pelatihan IN-WELD" in shown
    assert "Kabupaten Jombang" in shown
    rows = rows_of(asked_for(wulan, address))
    assert len(rows) == 2, "the head and one class, whatever days it could begin"
    assert rows[1][2].count("2026-") > 1
    assert rows[1][0] == "Pelatihan IN-WELD"


def test_the_budget_curve_by_hand(cast, region, planned, sign_in):
    run = planned(budget=40_000_000)
    wulan = sign_in(cast.wulan)
    address = reverse("proposals:budget", args=[run.pk])
    wulan.post(reverse("proposals:start_budget", args=[run.pk]))
    services.perform_study(Study.objects.get().pk)
    shown = text(wulan.get(address))
    assert "data-chart" in shown
    assert "40.000.000" in shown
    assert len(rows_of(asked_for(wulan, address))) > 3
