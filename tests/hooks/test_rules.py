"""How notices are signed, which addresses are called, when the next try is due."""

from datetime import UTC, datetime, timedelta

import pytest

from jalur.foundation.hooks import rules


def test_the_signature_of_the_specification():
    """The example of Standard Webhooks' own libraries."""
    mark = rules.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert mark == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1",
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1",
    ],
)  # fmt: skip
def test_no_address_of_a_network_of_one_s_own(address):
    assert not rules.is_outside(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "103.28.12.1", "2606:4700:4700::1111", "2404:6800::1"]
)
def test_addresses_of_the_public_network(address):
    assert rules.is_outside(address)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://programs.example/jalur", ""),
        ("https://programs.example:8443/jalur?from=1", ""),
        ("https://[2606:4700:4700::1111]/x", ""),
        ("http://programs.example/", "https"),
        ("ftp://programs.example/", "https"),
        ("file:///etc/passwd", "https"),
        ("programs.example/jalur", "https"),
        ("//programs.example", "https"),
        ("https://", "unreadable"),
        ("https:///jalur", "unreadable"),
        ("https://pro grams.example/", "unreadable"),
        ("https://programs.example\\@10.0.0.1/", "unreadable"),
        ("https://programs.example:0/", "unreadable"),
        ("https://programs.example:99999/", "unreadable"),
        ("https://programs.example:x/", "unreadable"),
        ("https://a..b/", "unreadable"),
        ("https://" + "a" * 64 + ".example/", "unreadable"),
        ("https://pröbe.example/", "unreadable"),
        ("https://x%2eexample/", "unreadable"),
        ("https://127.0.0.1:8137/x", "private"),
        ("https://169.254.169.254/latest", "private"),
        ("https://[::1]/", "private"),
        ("https://93.184.216.34/", ""),
        ("https://[::1/", "unreadable"),
        ("https://u:p@programs.example/", "person"),
        ("https://@programs.example/", "person"),
        ("https://programs.example/#part", "part"),
    ],
)
def test_which_addresses_can_be_written_down(address, fault):
    assert rules.fault_of(address, inside=False) == fault


def test_http_counts_inside_alone():
    assert rules.fault_of("http://127.0.0.1:8000/x", inside=True) == ""


def test_tries_stretch_over_about_two_days():
    assert timedelta(hours=47) < sum(rules.WAITS, timedelta()) < timedelta(hours=52)
    assert list(rules.WAITS) == sorted(rules.WAITS)
    assert [rules.wait(at) for at in (0, 1, 2)] == [rules.WAITS[0], rules.WAITS[0], rules.WAITS[1]]
    assert rules.wait(99) == rules.WAITS[-1]
    assert [rules.is_used_up(at) for at in (len(rules.WAITS), len(rules.WAITS) + 1)] == [False, True]


def test_an_address_is_left_alone_for_an_hour_at_most():
    assert rules.pause(1) == timedelta(seconds=5)
    assert rules.pause(50) == timedelta(hours=1)


def test_lost_after_two_days():
    now = datetime(2026, 1, 12, tzinfo=UTC)
    assert not rules.is_lost(None, now)
    assert not rules.is_lost(now - timedelta(hours=48) + timedelta(seconds=1), now)
    assert rules.is_lost(now - timedelta(hours=48), now)


@pytest.mark.parametrize(
    "address",
    ["fec0::1", "::127.0.0.1", "::ffff:0:127.0.0.1", "192.0.0.8", "192.88.99.1", "3fff::1", "5f00::1"],
)
def test_what_is_set_apart_is_not_outside(address):
    assert not rules.is_outside(address)
