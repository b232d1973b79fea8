"""Addresses of the application and two more, where a test plants what it wants to be written."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from jalur.foundation.accounts import access
from jalur.project.urls import *  # noqa: F403 - the error pages too
from jalur.project.urls import urlpatterns as of_the_application

planted: dict[str, Callable[[HttpRequest], HttpResponse]] = {}


@access.public
def open_planted(request: HttpRequest, **_arguments: Any) -> HttpResponse:
    return planted["page"](request)


urlpatterns = [
    *of_the_application,
    path("planted/", open_planted),
    path("accounts/planted/", open_planted),
]
