"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_ENTRY_TEST = "languages:entry_test:view", _("see entry tests of languages")
    RECORD_ENTRY_TEST = "languages:entry_test:record", _("record and correct entry tests of languages")
    IMPORT_ENTRY_TEST = "languages:entry_test:import", _("read in a list of entry tests")
    FOLLOW_PLACEMENT = "languages:placement:follow", _("see who was placed into a level")
    VIEW_LADDER = "languages:ladder:view", _("see where people stop in learning a language")
    OWN_LADDER = "languages:ladder:own", _("see one's own way up in a language")
