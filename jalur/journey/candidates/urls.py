from django.urls import path

from jalur.journey.candidates import duplicates, editing, importing, views

app_name = "candidates"
urlpatterns = [
    path("", views.candidate_list, name="list"),
    path("own/", views.own_file, name="own"),
    path("register/", editing.register, name="register"),
    path("import/", importing.upload, name="upload"),
    path("import/template/", importing.import_template, name="import_template"),
    path("import/<uuid:pk>/", importing.show_import, name="import"),
    path("import/<uuid:pk>/apply/", importing.apply_import, name="apply_import"),
    path("import/<uuid:pk>/drop/", importing.drop_import, name="drop_import"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<uuid:pk>/", duplicates.duplicate, name="duplicate"),
    path("<str:number>/", views.candidate, name="candidate"),
    path("<str:number>/edit/", editing.edit, name="edit"),
    path("<str:number>/wishes/", editing.wishes, name="wishes"),
    path("<str:number>/competencies/add/", editing.add_held, name="add_held"),
    path("<str:number>/competencies/<uuid:pk>/confirm/", editing.confirm_held, name="confirm_held"),
    path("<str:number>/competencies/<uuid:pk>/remove/", editing.remove_held, name="remove_held"),
    path("<str:number>/planning/", editing.planning, name="planning"),
    path("<str:number>/withdraw/", editing.withdraw, name="withdraw"),
    path("<str:number>/return/", editing.come_back, name="come_back"),
]
