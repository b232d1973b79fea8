from django.urls import path

from jalur.foundation.people.views import corrections, duplicates, persons

app_name = "people"
urlpatterns = [
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<uuid:pk>/", duplicates.duplicate, name="duplicate"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<uuid:pk>/", corrections.correction, name="correction"),
    path("corrections/<uuid:pk>/<slug:verb>/", corrections.correction_step, name="correction_step"),
    path("<uuid:pk>/correction/", corrections.ask_correction, name="ask_correction"),
    path("<uuid:pk>/", persons.person, name="person"),
    path("<uuid:pk>/edit/", persons.edit, name="edit"),
    path("<uuid:pk>/notice/", persons.privacy_notice, name="notice"),
    path("<uuid:pk>/reveal/", persons.reveal, name="reveal"),
]
