from django.urls import path
from django.views.i18n import set_language

from jalur.foundation.accounts import access
from jalur.portal import help_pages, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", help_pages.help_home, name="help"),
    path("help/<slug:topic>/", help_pages.help_topic, name="help_topic"),
    path("access/", views.access_table, name="access"),
    path("search/", views.search, name="search"),
    path("file/<uuid:person>/", views.case_file, name="case_file"),
    path("file/<uuid:person>/track/", views.track, name="track"),
    # Beside the library's pages: what counts guesses must outlive a refusal.
    path("accounts/slip/", views.slip, name="slip"),
    path("account/", views.account, name="account"),
    path("acting/", views.act_as, name="act_as"),
    path("appearance/", views.appearance, name="appearance"),
    path("language/", access.public(set_language), name="language"),
]
