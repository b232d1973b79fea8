from django.urls import path

from jalur.foundation.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("start/", views.start, name="start"),
    path("<uuid:pk>/", views.export, name="export"),
    path("<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("<uuid:pk>/file/", views.file, name="file"),
]
