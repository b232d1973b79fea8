"""Every component renders with all its options and with the fewest; a template that prints what nobody gave fails."""

from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from jalur.kit.components import (
    Action,
    Alternative,
    Area,
    Chart,
    Crumb,
    Decision,
    Empty,
    Figure,
    Happening,
    Map,
    Need,
    Notice,
    Reason,
    Row,
    Series,
    Stage,
    Step,
    Tag,
    Task,
    TaskGroup,
    Work,
)

DAY = date(2026, 11, 21)
ACTION = Action("Ubah", "/ubah/", "primary", "people", post=True)
FULL = {
    "page_header": {
        "title": "Sari",
        "caption": "Calon",
        "lead": "x",
        "tags": [Tag("Baru", "now")],
        "actions": [ACTION, Action("Lihat", "/lihat/")],
    },
    "crumbs": {"crumbs": [Crumb("Calon", "/candidates/")]},
    "path": {
        "stages": [
            Stage("Terdaftar", "done", DAY),
            Stage("Usulan", "now", holder="Disnaker", since=DAY, note="menunggu", url="/u/"),
            Stage("Uji", "problem"),
            Stage("Lowongan", "open"),
            Stage("Mundur", "ended", DAY),
            Stage("Visa", "skipped"),
            Stage("Berangkat", date=DAY),
        ]
    },
    "task_list": {
        "groups": [
            TaskGroup(
                "Berkas",
                [
                    Task("Paspor", Tag("Sebagian", "warn"), "/p/", "hint", "Sari", 9, DAY),
                    Task("Visa", Tag("x")),
                ],
            )
        ]
    },
    "summary_list": {"rows": [Row("Nama", "Sari", ACTION, "hint"), Row("Umur")], "summary_title": "Data"},
    "needs": {"needs": [Need("Usulan", "/u/", "hint", 3, DAY, "bad"), Need("Lain")]},
    "history": {
        "happenings": [Happening(datetime(2026, 11, 21, 2, tzinfo=UTC), "Dicatat", "Bu Wulan", "catatan")]
    },
    "figures": {
        "figures": [
            Figure("Calon", "1.284", "orang", "+3", "done", "arti", DAY, "sumber", "/c/", 0.5),
            Figure("x", "0"),
        ]
    },
    "decision": {
        "decision": Decision(
            "Las di Korea",
            [Row("Kelas", "SMAW")],
            [Reason("6 dari 9 unit", 0.66, "done"), Reason("dekat")],
            [Alternative("Jepang", "/j/", "lebih lama", [Row("Mulai", "Mei")]), Alternative("Gresik")],
            "/terima/",
            "/tolak/",
            [("timing", "Waktu")],
            "Terima",
            "Satu kursi dipesan",
            Tag("Diterima", "done"),
        )
    },
    "long_work": {
        "work": Work("Rencana", "running", "/w/", "Putaran 3", 0.4, 75, [Figure("Nilai", "5")], "/batal/")
    },
    "empty_state": {"empty": Empty("Kosong", "Isi dulu", ACTION)},
    "notice": {"notice": Notice("Isi", "Judul", "warn", [ACTION])},
    "timeline": {"steps": [Step("Kelas", DAY, DAY, "BLK", "catatan", "/k/"), Step("Uji", DAY, kind="exam")]},
    "chart": {
        "chart": Chart(
            "c",
            "Sebab",
            "bar",
            ["a", "b"],
            [Series("n", [1, None])],
            "orang",
            1,
            "arti",
            "sumber",
            DAY,
            stacked=True,
        )
    },
    "map": {
        "map": Map(
            "m",
            "Harga",
            "/b.json",
            [Area("35.17", "Jombang", 0.5, "setengah", "/j/"), Area("35.08", "x", None)],
            "x",
            2,
        )
    },
    "check_answers": {
        "sections": [("Data", [Row("Nama", "Sari", ACTION)])],
        "confirm_label": "Simpan",
        "consequence": "x",
    },
}
FEWEST = {
    "page_header": {"title": "Sari"},
    "crumbs": {},
    "path": {"stages": [Stage("Terdaftar")]},
    "task_list": {"groups": [TaskGroup("", [])]},
    "summary_list": {"rows": []},
    "needs": {"needs": []},
    "history": {"happenings": []},
    "figures": {"figures": []},
    "decision": {"decision": Decision("Las")},
    "long_work": {"work": Work("Rencana", "done", "/w/")},
    "empty_state": {"empty": Empty("Kosong")},
    "notice": {"notice": Notice("Isi")},
    "timeline": {"steps": []},
    "chart": {"chart": Chart("c", "Sebab", "line", [], [])},
    "map": {"map": Map("m", "Harga", "/b.json", [])},
    "check_answers": {"sections": []},
}


def render(name: str, options: dict) -> str:
    return render_to_string(f"components/{name}.html", options, RequestFactory().get("/"))


@pytest.mark.parametrize("name", FULL)
def test_component_renders_with_every_option(name):
    html = render(name, FULL[name])
    assert html.strip()
    assert "style=" not in html
    assert "onclick" not in html


@pytest.mark.parametrize("name", FEWEST)
def test_component_renders_with_the_fewest_options(name):
    render(name, FEWEST[name])


def test_path_says_who_has_the_file_and_marks_the_step_for_screen_readers():
    html = render("path", FULL["path"])
    assert html.count('aria-current="step"') == 1
    assert "Berkas ada pada Disnaker sejak" in html
    assert "Tertahan" in html
    assert "Belum" in html
    assert "Berakhir" in html


def test_texts_are_escaped():
    html = render("page_header", {"title": "<script>alert(1)</script>"})
    assert "<script>" not in html


def test_running_work_asks_again_and_finished_work_does_not():
    assert 'hx-trigger="every 2s"' in render("long_work", FULL["long_work"])
    assert "hx-trigger" not in render("long_work", FEWEST["long_work"])


def test_a_refusal_needs_one_of_the_reasons():
    html = render("decision", FULL["decision"])
    assert 'name="reason" value="timing" required' in html


def test_chart_and_map_stand_beside_their_table():
    chart, drawn = render("chart", FULL["chart"]), render("map", FULL["map"])
    assert '<th scope="row">a</th><td class="cell-number">1,0</td>' in chart
    assert '<td class="cell-number">–</td>' in chart
    assert "bukan rujukan batas resmi" in drawn
    assert "setengah" in drawn
