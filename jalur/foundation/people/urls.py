from django.urls import path

from jalur.foundation.people import views

app_name = "people"
urlpatterns = [
    path("<uuid:pk>/", views.person, name="person"),
    path("<uuid:pk>/edit/", views.edit, name="edit"),
    path("<uuid:pk>/reveal/", views.reveal, name="reveal"),
]
