from django.urls import path

from jalur.journey.languages.views import ladders, tests

app_name = "languages"
urlpatterns = [
    path("", tests.tests, name="tests"),
    path("new/", tests.new, name="new"),
    path("list/", tests.start_list, name="start_list"),
    path("list/fill/", tests.fill_list, name="fill_list"),
    path("placed/", ladders.placed, name="placed"),
    path("ladder/", ladders.ladder, name="ladder"),
    path("mine/", ladders.mine, name="mine"),
    path("tests/<uuid:pk>/", tests.entry_test, name="entry_test"),
    path("tests/<uuid:pk>/<slug:verb>/", tests.entry_test_step, name="entry_test_step"),
]
