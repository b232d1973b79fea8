from django.urls import include, path

from jalur.journey.certificates.views.checking import with_link
from jalur.project import api, guide

urlpatterns = [
    path("", include("jalur.portal.urls")),
    path("accounts/", include("allauth.urls")),
    path("geography/", include("jalur.foundation.geography.urls")),
    path("competencies/", include("jalur.foundation.competencies.urls")),
    path("rulebook/", include("jalur.foundation.rulebook.urls")),
    path("organisations/", include("jalur.foundation.organisations.urls")),
    path("people/", include("jalur.foundation.people.urls")),
    path("connections/", include("jalur.foundation.connections.urls")),
    path("hooks/", include("jalur.foundation.hooks.urls")),
    path("imports/", include("jalur.foundation.imports.urls")),
    path("due/", include("jalur.foundation.due.urls")),
    path("tasks/", include("jalur.foundation.tasks.urls")),
    path("notes/", include("jalur.foundation.notes.urls")),
    path("messaging/", include("jalur.foundation.messaging.urls")),
    path("files/", include("jalur.foundation.files.urls")),
    path("letters/", include("jalur.foundation.letters.urls")),
    path("", include("jalur.foundation.credentials.urls")),
    path("exports/", include("jalur.foundation.exports.urls")),
    path("candidates/", include("jalur.journey.candidates.urls")),
    path("talent-pool/", include("jalur.journey.talent_pool.urls")),
    path("vacancies/", include("jalur.journey.vacancies.urls")),
    path("employers/", include("jalur.journey.employers.urls")),
    path("job-orders/", include("jalur.journey.job_orders.urls")),
    path("permits/", include("jalur.journey.permits.urls")),
    path("offer-check/", include("jalur.journey.offer_check.urls")),
    path("forecasts/", include("jalur.journey.forecasts.urls")),
    path("curricula/", include("jalur.journey.curricula.urls")),
    path("premises/", include("jalur.journey.premises.urls")),
    path("training/", include("jalur.journey.training.urls")),
    path("languages/", include("jalur.journey.languages.urls")),
    path("network/", include("jalur.journey.network.urls")),
    path("certification/", include("jalur.journey.certification.urls")),
    path("certificates/", include("jalur.journey.certificates.urls")),
    path("c/<str:code>/", with_link, name="certificate_link"),
    path("attendance/", include("jalur.journey.attendance.urls")),
    path("funding/", include("jalur.journey.funding.urls")),
    path("progress/", include("jalur.journey.progress.urls")),
    path("proposals/", include("jalur.proposals.urls")),
    path("api/", guide.guide, name="api_guide"),
    path("api/v1/openapi.json", api.schema, name="api_schema"),
    path("api/v1/token", api.token, name="api_token"),
    path("api/v1/", api.api.urls),
]

handler403 = "jalur.portal.views.refused"
handler404 = "jalur.portal.views.not_found"
handler500 = "jalur.portal.views.failed"
handler400 = "jalur.portal.views.bad_request"
