from django.conf import settings
from django.http import HttpRequest

from jalur.foundation.accounts.access import ANONYMOUS
from jalur.kit.dates import today


def shell(request: HttpRequest) -> dict:
    """What the page around every page needs."""
    return {
        "actor": getattr(request, "actor", ANONYMOUS),
        "is_demo": settings.DEMO,
        "pinned_day": settings.TODAY,
        "today": today(),
    }
