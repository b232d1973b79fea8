"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_MEMBER = "network:member:view", _("see which centres belong to which hub")
    ASK_MEMBER = "network:member:ask", _("ask a centre to join one's network")
    ANSWER_MEMBER = "network:member:answer", _("join a hub's network or refuse")
    END_MEMBER = "network:member:end", _("end that a centre belongs to a hub")
    VIEW_FINDING = "network:finding:view", _("see what was found when an institution was looked at")
    NOTE_FINDING = "network:finding:note", _("note what is found when an institution is looked at")
    REPORT_FINDING = "network:finding:report", _("tell an institution by letter what was found")
    VIEW_CAPACITY = "network:capacity:view", _("see what institutions have free")
    VIEW_LOAN = "network:loan:view", _("see what institutions of a network lend one another")
    ASK_LOAN = "network:loan:ask", _("ask another institution of the network to lend something")
    ANSWER_LOAN = "network:loan:answer", _("lend something or refuse")
    END_LOAN = "network:loan:end", _("give back what was lent")
    VIEW_TRANSFER = "network:transfer:view", _("see who goes on in a class of another institution")
    PROPOSE_TRANSFER = (
        "network:transfer:propose",
        _("propose that somebody goes on in a class of another institution"),
    )
    ANSWER_TRANSFER = (
        "network:transfer:answer",
        _("say whether one goes on in a class of another institution"),
    )
    RECEIVE_TRANSFER = "network:transfer:receive", _("take somebody from a class of another institution")
    VIEW_SHARE = "network:share:view", _("see which seats of classes are kept for which institution")
    KEEP_SHARE = "network:share:keep", _("keep seats of a class for institutions of the network")
    FILL_SHARE = "network:share:fill", _("send somebody to a seat that is kept for an institution")
    END_SHARE = "network:share:end", _("let seats go that are kept for an institution")
    LOAD_ITEM = "network:item:load", _("bring up to date what institutions are asked for")
