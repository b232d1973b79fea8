from django.urls import path, re_path

from jalur.proposals.decisions.views import bulk, link, proposals
from jalur.proposals.decisions.views import path as one_path
from jalur.proposals.publishing import views as publishing
from jalur.proposals.reading.views import comparison, plan, prices
from jalur.proposals.runs import views as runs
from jalur.proposals.what_if import views as what_if

app_name = "proposals"
urlpatterns = [
    path("", proposals.proposals, name="proposals"),
    path("mine/", one_path.mine, name="mine"),
    path("runs/", runs.runs, name="runs"),
    path("runs/start/", runs.start, name="start"),
    path("runs/<uuid:pk>/", plan.run, name="run"),
    path("runs/<uuid:pk>/holds-back/", prices.holds_back, name="holds_back"),
    path("runs/<uuid:pk>/seats/", prices.seats, name="seats"),
    path("runs/<uuid:pk>/openings/", what_if.openings, name="openings"),
    path("runs/<uuid:pk>/openings/start/", what_if.start_openings, name="start_openings"),
    path("runs/<uuid:pk>/budget/", what_if.budget, name="budget"),
    path("runs/<uuid:pk>/budget/start/", what_if.start_budget, name="start_budget"),
    path("studies/<uuid:pk>/<slug:verb>/", what_if.study_step, name="study_step"),
    path("runs/<uuid:pk>/orders/", prices.orders, name="orders"),
    path("runs/<uuid:pk>/orders/<str:number>/", prices.order, name="order"),
    path("runs/<uuid:pk>/compare/", comparison.compare, name="compare"),
    path("runs/<uuid:pk>/publish/", publishing.publish, name="publish"),
    path("runs/publications/<uuid:pk>/", publishing.publication, name="publication"),
    path("runs/publications/<uuid:pk>/<slug:verb>/", publishing.publication_step, name="publication_step"),
    path("runs/publications/jobs/<uuid:pk>/", publishing.publication_job, name="publication_job"),
    path(
        "runs/publications/jobs/<uuid:pk>/<slug:verb>/",
        publishing.publication_job_step,
        name="publication_job_step",
    ),
    path("runs/<uuid:pk>/<slug:verb>/", runs.run_step, name="run_step"),
    re_path(r"^decide/(?P<verb>offer|refuse|take_back|undo)/$", bulk.decide_many, name="decide_many"),
    path("decisions/<uuid:pk>/", bulk.bulk, name="bulk"),
    path("decisions/<uuid:pk>/<slug:verb>/", bulk.bulk_step, name="bulk_step"),
    path("answer/<str:token>/", link.answer, name="answer"),
    re_path(
        r"^answer/(?P<token>[^/]+)/(?P<verb>accept|decline|undo)/$", link.answer_step, name="answer_step"
    ),
    path("<uuid:pk>/", one_path.proposal, name="proposal"),
    path("<uuid:pk>/slip/", one_path.answer_slip, name="answer_slip"),
    path("<uuid:pk>/<slug:verb>/", one_path.proposal_step, name="proposal_step"),
]
