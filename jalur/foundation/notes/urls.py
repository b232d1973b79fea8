from django.urls import path

from jalur.foundation.notes import views
from jalur.foundation.notes.kinds import kinds

app_name = "notes"
urlpatterns = [
    path("", views.notes, name="notes"),
    *(path(f"on/{kind.key}/<uuid:pk>/", views.on_row(kind), name=f"on_{kind.key}") for kind in kinds()),
    *(
        path(f"on/{kind.key}/<uuid:pk>/write/", views.write(kind), name=f"write_{kind.key}")
        for kind in kinds()
    ),
    path("<uuid:pk>/", views.note, name="note"),
    path("<uuid:pk>/open/", views.open_note, name="open"),
    path("<uuid:pk>/<slug:verb>/", views.note_step, name="note_step"),
]
