"""A page of the room, for a test."""

from django.urls import reverse


def page(client, name, *args, **query):
    return client.get(reverse(f"proposals:{name}", args=args), query)


def text(answer):
    return answer.content.decode()
