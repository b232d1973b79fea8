from django.urls import path
from django.views.i18n import set_language

from jalur.foundation.accounts import access
from jalur.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("language/", access.public(set_language), name="language"),
]
