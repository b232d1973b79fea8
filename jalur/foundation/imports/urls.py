from django.urls import path

from jalur.foundation.imports import views
from jalur.foundation.imports.kinds import kinds

app_name = "imports"
urlpatterns = [
    *(path(f"{kind.key}/", views.upload(kind), name=kind.key) for kind in kinds()),
    *(path(f"{kind.key}/template/", views.template(kind), name=f"{kind.key}_template") for kind in kinds()),
    path("<uuid:pk>/", views.show_import, name="import"),
    path("<uuid:pk>/left-out.xlsx", views.left_out, name="left_out"),
    path("work/<uuid:pk>/", views.job, name="job"),
    path("work/<uuid:pk>/<slug:verb>/", views.job_step, name="job_step"),
    path("<uuid:pk>/<slug:verb>/", views.import_step, name="import_step"),
]
