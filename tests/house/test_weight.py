"""What a first view weighs on the wire: five seconds of a 50 kbit/s line, no more (`python -m bench paint` shows it)."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

MOST_BYTES = 22_000
FILES = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="/static/([^"]+)"')


def weigh(client: Client, address: str) -> int:
    """The page and every file that its elements ask for, compressed as the web server sends them."""
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    page = client.get(address).content.decode()
    files = [Path(finders.find(name)).read_bytes() for name in FILES.findall(page)]
    assert files
    return len(answer.content) + sum(len(brotli.compress(one)) for one in files)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/accounts/signup/", "/job-orders/", "/about/"])
def test_a_public_page_is_light_at_first_sight(address):
    assert weigh(Client(), address) < MOST_BYTES


@pytest.mark.parametrize("key", ["sari", "darmo", "wulan", "hendra", "lestari", "yusuf"])
def test_a_home_is_light_at_first_sight(cast, sign_in, key):
    assert weigh(sign_in(getattr(cast, key)), "/") < MOST_BYTES
