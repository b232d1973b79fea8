from django.urls import path

from jalur.foundation.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("start/", views.start, name="start"),
    path("<uuid:pk>/", views.export, name="export"),
    path("<uuid:pk>/file/", views.file, name="file"),
    path("<uuid:pk>/<slug:verb>/", views.list_step, name="list_step"),
]
