from django.urls import path

from jalur.journey.training import editing, seats, views

app_name = "training"
urlpatterns = [
    path("", views.open_classes, name="open_classes"),
    path("desk/", views.desk, name="desk"),
    path("demand/", views.demand, name="demand"),
    path("places/options/", editing.place_options, name="place_options"),
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/new/", editing.new_programme, name="new_programme"),
    path("programmes/<str:code>/", views.programme, name="programme"),
    path("programmes/<str:code>/change/", editing.change_programme, name="change_programme"),
    path("programmes/<str:code>/close/", editing.close_programme, name="close_programme"),
    path("intakes/new/", editing.new_intake, name="new_intake"),
    path("intakes/<str:number>/", views.intake, name="intake"),
    path("intakes/<str:number>/claim/", seats.claim, name="claim"),
    path("intakes/<str:number>/enrol/", seats.enrol, name="enrol"),
    path("intakes/<str:number>/change/", editing.change_intake, name="change_intake"),
    path("intakes/<str:number>/start/", editing.start_intake, name="start_intake"),
    path("intakes/<str:number>/finish/", editing.finish_intake, name="finish_intake"),
    path("intakes/<str:number>/cancel/", editing.cancel_intake, name="cancel_intake"),
    path("seats/", seats.seats, name="seats"),
    path("seats/mine/", seats.mine, name="mine"),
    path("seats/<uuid:pk>/withdraw/", seats.withdraw, name="withdraw"),
]
