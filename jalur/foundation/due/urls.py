from django.urls import path

from jalur.foundation.due import views

app_name = "due"
urlpatterns = [
    path("", views.deadlines, name="deadlines"),
    path("<uuid:pk>/", views.deadline, name="deadline"),
]
