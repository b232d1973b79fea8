"""The API: every room's router under one address, and one way to say no."""

import json
from functools import cache

from allauth.idp.oidc import views as oidc
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from ninja import NinjaAPI

from jalur.foundation.accounts import access
from jalur.foundation.api.problems import HANDLERS, MEDIA_TYPE
from jalur.foundation.api.router import ROOT, Router
from jalur.foundation.competencies.api import router as competencies
from jalur.foundation.geography.api import router as geography
from jalur.foundation.hooks.api import router as hooks
from jalur.foundation.imports.api import router as imports
from jalur.foundation.notes.api import router as notes
from jalur.foundation.organisations.api import router as organisations
from jalur.foundation.rulebook.api import router as rulebook
from jalur.journey.attendance.api import router as attendance
from jalur.journey.candidates.api import router as candidates
from jalur.journey.certificates.api import router as certificates
from jalur.journey.certification.api import router as certification
from jalur.journey.curricula.api import router as curricula
from jalur.journey.employers.api import router as employers
from jalur.journey.forecasts.api import router as forecasts
from jalur.journey.funding.api import router as funding
from jalur.journey.job_orders.api import router as job_orders
from jalur.journey.languages.api import router as languages
from jalur.journey.network.api import router as network
from jalur.journey.offer_check.api import router as offer_check
from jalur.journey.permits.api import router as permits
from jalur.journey.premises.api import router as premises
from jalur.journey.progress.api import router as progress
from jalur.journey.talent_pool.api import router as talent_pool
from jalur.journey.training.api import router as training
from jalur.journey.vacancies.api import router as vacancies
from jalur.proposals.api import router as proposals

VERSION = "1.28.0"
ROOMS: list[Router] = [
    geography,
    competencies,
    rulebook,
    organisations,
    candidates,
    vacancies,
    employers,
    job_orders,
    permits,
    forecasts,
    curricula,
    premises,
    training,
    languages,
    network,
    attendance,
    funding,
    progress,
    certification,
    certificates,
    offer_check,
    talent_pool,
    notes,
    proposals,
    imports,
    hooks,
]

api = NinjaAPI(
    title="Jalur",
    version=VERSION,
    description="The same verbs, rights and refusals as the screens. How to connect a program: /api/.",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url=None,
    openapi_extra={
        "components": {
            "securitySchemes": {
                "program": {
                    "type": "oauth2",
                    "flows": {"clientCredentials": {"tokenUrl": "/api/v1/token", "scopes": {}}},
                }
            }
        },
        "security": [{"program": []}],
    },
)
for room in ROOMS:
    api.add_router(f"/{room.room.replace('_', '-')}/", room)
for kind, answer in HANDLERS.items():
    api.add_exception_handler(kind, lambda _request, error, answer=answer: answer(error))


@cache
def document() -> str:
    """The API as OpenAPI 3.1: what says no is a problem document, and a read may say that nothing is new."""
    whole = api.get_openapi_schema(path_prefix=ROOT)
    for path in whole["paths"].values():
        for method, operation in path.items():
            answers = operation["responses"]
            for status, answer in answers.items():
                if int(status) >= 400 and "content" in answer:
                    answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
            if method == "get":
                answers[304] = {"description": "Not Modified"}
    return json.dumps(whole, default=str)


@require_safe
@access.public
def schema(_request: HttpRequest) -> HttpResponse:
    """The same, for machines."""
    return HttpResponse(document(), content_type="application/json")


@csrf_exempt
@require_http_methods(["POST"])
@access.public
def token(request: HttpRequest) -> HttpResponse:
    """Client id and secret in, an access token of an hour out (RFC 6749, 4.4)."""
    return oidc.token(request)
