"""What the roles are called on the screen."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role, Scope

ROLE_NAMES = {
    Role.ANYONE: _("visitor"),
    Role.SIGNED_IN: _("signed in, no file yet"),
    Role.ORGANISATION_ADMINISTRATOR: _("manages the organisation's members"),
    Role.CANDIDATE: _("candidate"),
    Role.VILLAGE_OFFICER: _("village officer"),
    Role.LABOUR_OFFICER: _("labour office"),
    Role.TRAINING_MANAGER: _("training manager"),
    Role.INSTRUCTOR: _("instructor"),
    Role.ASSESSOR: _("assessor"),
    Role.CERTIFICATION_MANAGER: _("LSP manager"),
    Role.COMPANY_OFFICER: _("placement company"),
    Role.MINISTRY_ANALYST: _("ministry analyst"),
    Role.LABOUR_ATTACHE: _("labour attaché"),
    Role.ADMINISTRATOR: _("platform administrator"),
    Role.SYSTEM: _("Jalur itself"),
}

SCOPE_NAMES = {
    Scope.OWN: _("oneself"),
    Scope.ORGANISATION: _("one's organisation"),
    Scope.REGION: _("one's region and everything in it"),
    Scope.DESTINATION: _("the country one is accredited to"),
    Scope.NATION: _("everything"),
}
