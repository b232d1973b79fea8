from django.urls import path

from jalur.journey.employers.views import employers, problems, verifications

app_name = "employers"
urlpatterns = [
    path("", employers.employers, name="employers"),
    path("options/", employers.options, name="options"),
    path("new/", employers.new_employer, name="new"),
    path("problems/", problems.problems, name="problems"),
    path("problems/<uuid:pk>/", problems.problem, name="problem"),
    path("problems/<uuid:pk>/<slug:verb>/", problems.problem_step, name="problem_step"),
    path("verify/<slug:whose>/<uuid:pk>/", verifications.verify, name="verify"),
    path("problem/<slug:whose>/<uuid:pk>/", problems.new_problem, name="new_problem"),
    path("<uuid:pk>/", employers.employer, name="employer"),
    path("<uuid:pk>/reveal/", employers.reveal, name="reveal"),
    path("<uuid:pk>/<slug:verb>/", employers.employer_step, name="employer_step"),
]
