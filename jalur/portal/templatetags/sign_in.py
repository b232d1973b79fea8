"""What the sign-in pages of the example country show besides their forms."""

from typing import Any

from django import template
from django.conf import settings

from jalur.portal import demo

register = template.Library()


@register.simple_tag
def demo_cast() -> list[demo.Card]:
    return demo.cast()


@register.simple_tag
def demo_password() -> str:
    return demo.PASSWORD


@register.simple_tag(takes_context=True)
def demo_code(context: template.Context) -> str:
    """The second factor of whoever is signing in or confirming; empty outside the example country."""
    view: Any = context.get("view")
    stage = getattr(view, "stage", None)
    user = stage.login.user if stage is not None else context["request"].user
    return demo.code_for(user.pk) if user.pk else ""


@register.simple_tag(takes_context=True)
def demo_letter_code(context: template.Context) -> str:
    """The code that was sent to confirm an address; empty outside the example country, which sends nothing."""
    return context["view"]._process.code if settings.DEMO else ""


@register.simple_tag(takes_context=True)
def demo_phone_code(context: template.Context) -> str:
    """The code that was sent to confirm a phone; empty outside the example country, which sends nothing."""
    return context["view"].process.code if settings.DEMO else ""
