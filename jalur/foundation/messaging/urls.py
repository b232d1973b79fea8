from django.urls import path

from jalur.foundation.messaging.views import devices, hooks, kinds, preferences, sent

app_name = "messaging"
urlpatterns = [
    path("missed/", sent.missed, name="missed"),
    path("missed/sheet/", sent.sheet, name="sheet"),
    path("kinds/", kinds.kinds_page, name="kinds"),
    path("kinds/<str:key>/", kinds.kind, name="kind"),
    path("preferences/", preferences.own, name="preferences"),
    path("preferences/<uuid:pk>/", preferences.of, name="preference_of"),
    path("devices/", devices.turn_on, name="devices"),
    path("devices/<uuid:pk>/off/", devices.turn_off, name="device_off"),
    path("notices.js", devices.worker, name="worker"),
    path("hooks/<slug:channel>/", hooks.hook, name="hook"),
    path("<uuid:pk>/", sent.message, name="message"),
    path("<uuid:pk>/<slug:verb>/", sent.message_step, name="message_step"),
]
