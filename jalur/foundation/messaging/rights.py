"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_MESSAGE = "messaging:message:view", _("see which messages were sent, and whether they arrived")
    HAND_OVER_MESSAGE = "messaging:message:hand_over", _("tell somebody in person what no message could")
    RESEND_MESSAGE = "messaging:message:resend", _("send a message again that did not arrive")
    SET_PREFERENCE = "messaging:preference:set", _("say how somebody wants to be reached")
    SET_OWN_PREFERENCE = "messaging:preference:set_own", _("say how one wants to be reached oneself")
    KEEP_DEVICE = "messaging:device:keep", _("show notices on a device of one's own, or not any more")
    VIEW_KIND = "messaging:kind:view", _("read the messages that Jalur sends")
