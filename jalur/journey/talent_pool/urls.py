from django.urls import path

from jalur.journey.talent_pool.views import consents, pool, requests

app_name = "talent_pool"
urlpatterns = [
    path("", pool.pool, name="pool"),
    path("own/", consents.own, name="own"),
    path("for/<str:number>/", consents.give, name="give"),
    path("consents/", consents.consents, name="consents"),
    path("consents/<str:number>/", consents.consent, name="consent"),
    path("consents/<str:number>/<slug:verb>/", consents.consent_step, name="consent_step"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<str:number>/", requests.request_page, name="request"),
    path("requests/<str:number>/<slug:verb>/", requests.request_step, name="request_step"),
    path("<str:number>/", pool.entry, name="entry"),
    path("<str:number>/ask/", pool.ask, name="ask"),
]
