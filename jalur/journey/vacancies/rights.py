"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_VACANCY = "vacancies:vacancy:view", _("see vacancies at home")
    VIEW_DRAFT = "vacancies:draft:view", _("see drafts of vacancies at home")
    ENTER_VACANCY = "vacancies:vacancy:enter", _("enter, change and withdraw a vacancy at home")
    IMPORT_VACANCY = "vacancies:vacancy:import", _("read in a list of vacancies at home")
    CLOSE_VACANCY = "vacancies:vacancy:close", _("close a vacancy at home after its last day")
