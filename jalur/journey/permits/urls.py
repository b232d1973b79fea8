from django.urls import path

from jalur.journey.permits.views import permits, requests

app_name = "permits"
urlpatterns = [
    path("", permits.permits, name="permits"),
    path("applications/", permits.applications, name="applications"),
    path("new/", permits.new_permit, name="new"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:pk>/", requests.request, name="request"),
    path("requests/<uuid:pk>/<slug:verb>/", requests.request_step, name="request_step"),
    path("<uuid:pk>/", permits.permit, name="permit"),
    path("<uuid:pk>/longer/", requests.new_extension, name="new_extension"),
    path("<uuid:pk>/proposal/", requests.new_revocation, name="new_revocation"),
    path("<uuid:pk>/<slug:verb>/", permits.permit_step, name="permit_step"),
]
