"""What pages do differently when HTMX asks."""

from django.http import HttpRequest


def wants_partial(request: HttpRequest) -> bool:
    """True when HTMX asks for a piece of the page; going back in the browser's history gets the whole page."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request and not htmx.boosted
