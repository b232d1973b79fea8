from django.urls import path

from jalur.journey.progress.views import classes, people

app_name = "progress"
urlpatterns = [
    path("ready/", people.ready, name="ready"),
    path("mine/", people.mine, name="mine"),
    path("seats/<uuid:pk>/", people.person, name="person"),
    path("seats/<uuid:pk>/mark/", people.mark_person, name="mark_person"),
    path("classes/<str:number>/", classes.progress, name="class"),
    path("classes/<str:number>/meetings/", classes.meetings, name="meetings"),
    path("classes/<str:number>/<str:item>/", classes.mark_part, name="mark_part"),
]
