from django.urls import path

from jalur.journey.candidates.views import evidence, files, slips

app_name = "candidates"
urlpatterns = [
    path("", files.candidate_list, name="list"),
    path("own/", files.own_file, name="own"),
    path("register/", files.register, name="register"),
    path("competencies/<uuid:pk>/<slug:verb>/", evidence.held_step, name="held_step"),
    path("slips/<uuid:pk>/<slug:verb>/", slips.slip_step, name="slip_step"),
    path("<str:number>/", files.candidate, name="candidate"),
    path("<str:number>/competencies/add/", evidence.add_held, name="add_held"),
    path("<str:number>/competencies/<uuid:pk>/remove/", evidence.remove_held, name="remove_held"),
    path("<str:number>/slip/", slips.issue, name="slip"),
    path("<str:number>/<slug:verb>/", files.candidate_step, name="candidate_step"),
]
