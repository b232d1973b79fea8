"""What happens to an organisation's licences is read on its page."""

import pytest
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.history.models import Event
from jalur.foundation.history.services import record
from jalur.foundation.workflow.locks import atomic
from tests.job_orders.factories import license_company

pytestmark = pytest.mark.django_db


def test_a_licence_recorded_or_revoked_stands_in_the_history_of_its_holder(cast, sign_in):
    holder = cast.lestari.organisation
    licence = license_company(holder)
    with atomic():
        for verb in ("recorded", "revoked"):
            record(actor=SYSTEM, event=f"organisations:licence:{verb}", subject=licence)
    page = sign_in(cast.bayu).get(reverse("organisations:organisation", args=[holder.pk]))
    told = [line.what for line in page.context["happenings"]]
    assert Event.objects.filter(subject_key=str(licence.pk)).count() == 2
    assert len(told) >= 2, told
