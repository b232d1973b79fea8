from django.urls import path

from jalur.foundation.hooks.views import hooks, notices

app_name = "hooks"
urlpatterns = [
    path("programs/<uuid:pk>/add/", hooks.add, name="add"),
    path("notices/<uuid:pk>/", notices.notice, name="notice"),
    path("notices/<uuid:pk>/<slug:verb>/", notices.notice_step, name="notice_step"),
    path("<uuid:pk>/", hooks.hook, name="hook"),
    path("<uuid:pk>/notices/", notices.notices, name="notices"),
    path("<uuid:pk>/<slug:verb>/", hooks.hook_step, name="hook_step"),
]
