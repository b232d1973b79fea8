"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_ENTRY = "talent_pool:entry:view", _("see the talent pool, without names")
    VIEW_CONSENT = "talent_pool:consent:view", _("see who agreed to be in the talent pool")
    GIVE_CONSENT = "talent_pool:consent:give", _("agree to be in the talent pool, and take it back")
    END_CONSENT = "talent_pool:consent:end", _("end a consent whose last day has passed")
    VIEW_REQUEST = "talent_pool:request:view", _("see requests to people of the talent pool")
    SEND_REQUEST = "talent_pool:request:send", _("ask somebody of the talent pool")
    ANSWER_REQUEST = "talent_pool:request:answer", _("answer a request of the talent pool")
    LAPSE_REQUEST = "talent_pool:request:lapse", _("end a request that nobody answered")
