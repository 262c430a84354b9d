"""Writes of the organisation, the only way in which its tables change."""

from selaras.organisation.operations.accounts import open_accounts
from selaras.organisation.operations.addresses import use_own_email
from selaras.organisation.operations.admitting import (
    Admitted,
    create_member_for_person,
    withdraw_invitation,
)
from selaras.organisation.operations.agencies import (
    LOGO_LIMIT,
    change_agency,
    create_agency,
    remove_holiday,
    set_holiday,
    set_logo,
    set_vocabulary,
)
from selaras.organisation.operations.assignments import assign, end_assignment
from selaras.organisation.operations.delegations import delegate_authority, end_delegation
from selaras.organisation.operations.imports import import_people
from selaras.organisation.operations.invitations import accept_invitation, refuse_invitation
from selaras.organisation.operations.members import (
    create_officer,
    grant_role,
    reset_password,
    revoke_grant,
    set_member_active,
    unlock_member,
)
from selaras.organisation.operations.people import (
    add_external,
    add_person,
    change_person,
    set_employment,
    set_rank,
)
from selaras.organisation.operations.positions import add_position, change_position, end_position
from selaras.organisation.operations.units import add_unit, change_unit, end_unit, set_head
from selaras.organisation.operations.uploads import check_upload, start_import

__all__ = [
    "LOGO_LIMIT",
    "Admitted",
    "accept_invitation",
    "add_external",
    "add_person",
    "add_position",
    "add_unit",
    "assign",
    "change_agency",
    "change_person",
    "change_position",
    "change_unit",
    "check_upload",
    "create_agency",
    "create_member_for_person",
    "create_officer",
    "delegate_authority",
    "end_assignment",
    "end_delegation",
    "end_position",
    "end_unit",
    "grant_role",
    "import_people",
    "open_accounts",
    "refuse_invitation",
    "remove_holiday",
    "reset_password",
    "revoke_grant",
    "set_employment",
    "set_head",
    "set_holiday",
    "set_logo",
    "set_member_active",
    "set_rank",
    "set_vocabulary",
    "start_import",
    "unlock_member",
    "use_own_email",
    "withdraw_invitation",
]
