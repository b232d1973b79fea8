from django.urls import path

from jalur.foundation.people.views import duplicates, persons

app_name = "people"
urlpatterns = [
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<uuid:pk>/", duplicates.duplicate, name="duplicate"),
    path("<uuid:pk>/", persons.person, name="person"),
    path("<uuid:pk>/edit/", persons.edit, name="edit"),
    path("<uuid:pk>/reveal/", persons.reveal, name="reveal"),
]
