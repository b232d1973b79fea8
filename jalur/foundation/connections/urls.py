from django.urls import path

from jalur.foundation.connections import views

app_name = "connections"
urlpatterns = [
    path("organisations/<uuid:pk>/", views.connection_list, name="list"),
    path("organisations/<uuid:pk>/connect/", views.connect, name="connect"),
    path("<uuid:pk>/", views.connection, name="connection"),
    path("<uuid:pk>/<slug:verb>/", views.connection_step, name="connection_step"),
]
