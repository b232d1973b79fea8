from django.urls import path, re_path

from jalur.proposals.views import prices, proposals, runs, studies

app_name = "proposals"
urlpatterns = [
    path("", proposals.proposals, name="proposals"),
    path("mine/", proposals.mine, name="mine"),
    path("runs/", runs.runs, name="runs"),
    path("runs/start/", runs.start, name="start"),
    path("runs/<uuid:pk>/", runs.run, name="run"),
    path("runs/<uuid:pk>/cancel/", runs.cancel, name="cancel"),
    path("runs/<uuid:pk>/holds-back/", prices.holds_back, name="holds_back"),
    path("runs/<uuid:pk>/seats/", prices.seats, name="seats"),
    path("runs/<uuid:pk>/openings/", studies.openings, name="openings"),
    path("runs/<uuid:pk>/openings/start/", studies.start_openings, name="start_openings"),
    path("runs/<uuid:pk>/budget/", studies.budget, name="budget"),
    path("runs/<uuid:pk>/budget/start/", studies.start_budget, name="start_budget"),
    path("studies/<uuid:pk>/cancel/", studies.cancel, name="cancel_study"),
    path("runs/<uuid:pk>/orders/", prices.orders, name="orders"),
    path("runs/<uuid:pk>/orders/<str:number>/", prices.order, name="order"),
    path("runs/<uuid:pk>/compare/", prices.compare, name="compare"),
    re_path(r"^decide/(?P<verb>accept|refuse)/$", proposals.decide_many, name="decide_many"),
    path("decisions/<uuid:pk>/", proposals.bulk, name="bulk"),
    path("decisions/<uuid:pk>/cancel/", proposals.bulk_cancel, name="bulk_cancel"),
    path("<uuid:pk>/", proposals.proposal, name="proposal"),
    path("<uuid:pk>/accept/", proposals.accept, name="accept"),
    path("<uuid:pk>/refuse/", proposals.refuse, name="refuse"),
    path("<uuid:pk>/undo/", proposals.undo, name="undo"),
]
