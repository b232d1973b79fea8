from django.urls import path

from jalur.journey.training.views import demand, enrolments, gaps, intakes, participants, programmes, sessions

app_name = "training"
urlpatterns = [
    path("", intakes.open_classes, name="open_classes"),
    path("desk/", intakes.desk, name="desk"),
    path("rules/", intakes.class_rules, name="class_rules"),
    path("demand/", demand.demand, name="demand"),
    path("demand/idle/", gaps.idle, name="idle"),
    path("demand/untaught/", gaps.untaught, name="untaught"),
    path("demand/standards/", gaps.standards, name="standards"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.new_programme, name="new_programme"),
    path("programmes/<str:code>/", programmes.programme, name="programme"),
    path("programmes/<str:code>/<slug:verb>/", programmes.programme_step, name="programme_step"),
    path("intakes/new/", intakes.new_intake, name="new_intake"),
    path("intakes/<str:number>/", intakes.intake, name="intake"),
    path("intakes/<str:number>/claim/", enrolments.claim, name="claim"),
    path("intakes/<str:number>/join/", enrolments.join, name="join"),
    path("intakes/<str:number>/enrol/", enrolments.enrol, name="enrol"),
    path("intakes/<str:number>/participants/", participants.participants, name="participants"),
    path("intakes/<str:number>/timetable/", sessions.timetable, name="timetable"),
    path("intakes/<str:number>/timetable/new/", sessions.new_session, name="new_session"),
    path("intakes/<str:number>/timetable/copy/", sessions.copy_sessions, name="copy_sessions"),
    path("intakes/<str:number>/<slug:verb>/", intakes.intake_step, name="intake_step"),
    path("seats/", enrolments.seats, name="seats"),
    path("seats/mine/", enrolments.mine, name="mine"),
    path("seats/<uuid:pk>/", enrolments.enrolment, name="enrolment"),
    path("seats/<uuid:pk>/<slug:verb>/", enrolments.enrolment_step, name="enrolment_step"),
]
