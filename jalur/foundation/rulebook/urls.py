from django.urls import path

from jalur.foundation.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("", views.question, name="question"),
    path("rules/", views.rule_list, name="rule_list"),
    path("rules/new/", views.new_rule, name="new_rule"),
    path("rules/<uuid:pk>/", views.rule, name="rule"),
    path("rules/<uuid:pk>/take-back/", views.take_back_rule, name="take_back_rule"),
    path("sources/", views.source_list, name="source_list"),
    path("ages-and-costs/", views.ages_and_costs, name="ages_and_costs"),
]
