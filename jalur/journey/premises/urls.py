from django.urls import path

from jalur.journey.premises.views import bookings, calendar, consents, licences, opening, resources

app_name = "premises"
urlpatterns = [
    path("", calendar.today, name="today"),
    path("week/", calendar.week, name="week"),
    path("week/copy/", calendar.copy, name="copy"),
    path("occupancy/", calendar.occupancy, name="occupancy"),
    path("opening/", opening.opening, name="opening"),
    path("opening/hours/", opening.hours, name="hours"),
    path("opening/days-off/new/", opening.new_day_off, name="new_day_off"),
    path("opening/days-off/<str:day>/drop/", opening.drop_day_off, name="drop_day_off"),
    path("resources/", resources.resources, name="resources"),
    path("resources/new/<slug:kind>/", resources.new_resource, name="new_resource"),
    path("resources/<uuid:pk>/", resources.resource, name="resource"),
    path("resources/<uuid:pk>/<slug:verb>/", resources.resource_step, name="resource_step"),
    path("licences/", licences.licences, name="licences"),
    path("licences/new/", licences.new_licence, name="new_licence"),
    path("licences/rules/", licences.teaching_rules, name="teaching_rules"),
    path("licences/<uuid:pk>/", licences.licence, name="licence"),
    path("licences/<uuid:pk>/<slug:verb>/", licences.licence_step, name="licence_step"),
    path("consents/", consents.consents, name="consents"),
    path("consents/new/", consents.new_consent, name="new_consent"),
    path("consents/<uuid:pk>/", consents.consent, name="consent"),
    path("consents/<uuid:pk>/<slug:verb>/", consents.consent_step, name="consent_step"),
    path("bookings/", bookings.bookings, name="bookings"),
    path("bookings/new/", bookings.new_booking, name="new_booking"),
    path("beds/new/", bookings.new_bed, name="new_bed"),
    path("bookings/<str:number>/", bookings.booking, name="booking"),
    path("bookings/<str:number>/<slug:verb>/", bookings.booking_step, name="booking_step"),
]
