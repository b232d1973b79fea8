"""Every write of this room."""

from jalur.foundation.organisations.services.factors import (
    ask_reset,
    confirm_reset,
    drop_reset,
    reset_on_server,
)
from jalur.foundation.organisations.services.licences import (
    expire_licence,
    lift_suspension,
    record_licence,
    revoke_licence,
    suspend_licence,
)
from jalur.foundation.organisations.services.members import (
    accept_invitation,
    add_member,
    change_membership,
    end_membership,
    expire_invitation,
    hand_over,
    invite_member,
    leave,
    withdraw_invitation,
)
from jalur.foundation.organisations.services.register import (
    close_organisation,
    edit_organisation,
    register_organisation,
    reopen_organisation,
)
