from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jalur.foundation.accounts import access


@access.public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "portal/refused.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "portal/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "portal/bad_request.html", status=400)


def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/failed.html", status=500)
