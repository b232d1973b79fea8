"""A blank that was misprinted after a certificate named it: written off, and the certificate issued again names another."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from jalur.journey.certificates import services
from jalur.journey.certification import services as assessing
from jalur.journey.certification.models import BlankDelivery
from jalur.kit.refusals import codes_of
from tests.certificates.factories import MEETING, NOW, competent, issued

pytestmark = pytest.mark.django_db


def test_the_certificate_is_issued_again_with_another_blank_and_never_with_the_spoilt_one(cast):
    one = competent(cast)
    first, second = (f"A-00000{number}" for number in (1, 2))
    delivery = BlankDelivery(
        body=one.body,
        letter="S-1",
        received_on=MEETING,
        prefix="A-",
        first="000001",
        last="000002",
        announced=2,
    )
    assessing.receive_blanks(actor=cast.laras.actor, delivery=delivery, today=MEETING)
    made = issued(cast, one, blank=first)
    spoilt = delivery.blanks.get(number=first)
    assert spoilt.used_for == one
    assessing.misprint_blank(actor=cast.laras.actor, blank=spoilt, reason="Nama salah cetak", today=MEETING)
    again = {"actor": cast.laras.actor, "certificate": made, "why": "Blangko salah cetak", "now": NOW}
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        services.reissue(**again, blank=first, today=MEETING)
    assert codes_of(refused.value) == ["gone"]
    new = services.reissue(**again, blank=second, today=MEETING)
    made.refresh_from_db()
    assert (made.state, made.blank, new.blank, new.predecessor) == ("replaced", first, second, made)
    states = dict(delivery.blanks.order_by("number").values_list("number", "state"))
    assert states == {first: "spoilt", second: "used"}
