from django.urls import path

from jalur.foundation.competencies import views

app_name = "competencies"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("units/<str:code>/", views.competency, name="competency"),
    path("options/", views.competency_options, name="competency_options"),
    path("languages/", views.languages, name="languages"),
    path("occupations/", views.occupation_list, name="occupation_list"),
    path("occupations/options/", views.occupation_options, name="occupation_options"),
    path("standards/", views.standard_list, name="standard_list"),
    path("standards/compare/", views.compare, name="compare"),
    path("standards/new/", views.new_standard, name="new_standard"),
    path("standards/<uuid:pk>/", views.standard, name="standard"),
    path("standards/<uuid:pk>/take-back/", views.take_back_standard, name="take_back_standard"),
    path("standards/<uuid:pk>/revise/", views.revise_standard, name="revise_standard"),
]
