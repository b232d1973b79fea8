from django.urls import path

from jalur.journey.vacancies.views import vacancies

app_name = "vacancies"
urlpatterns = [
    path("", vacancies.open_vacancies, name="open_vacancies"),
    path("desk/", vacancies.desk, name="desk"),
    path("new/", vacancies.new, name="new"),
    path("employers/options/", vacancies.employer_options, name="employer_options"),
    path("vacancies/<str:number>/", vacancies.vacancy, name="vacancy"),
    path("vacancies/<str:number>/<slug:verb>/", vacancies.vacancy_step, name="vacancy_step"),
]
