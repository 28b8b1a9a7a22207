"""What happens to invitations; the journal keeps numbers, never the address."""

from __future__ import annotations

from dataclasses import dataclass

from trianon.accounts.events import OrganisationEvent


@dataclass(frozen=True, kw_only=True)
class InvitationSent(OrganisationEvent):
    """A manager invited somebody to act for it."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(OrganisationEvent):
    """Whoever opened the link acts for it from now on."""

    invitation_id: int
    membership_id: int
    account_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationDeclined(OrganisationEvent):
    """Whoever opened the link said no."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(OrganisationEvent):
    """A manager took it back."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class ManagementOffered(OrganisationEvent):
    """A manager asks a member to manage it; `hands_over`: in place of the manager."""

    membership_id: int
    account_id: int
    hands_over: bool


@dataclass(frozen=True, kw_only=True)
class ManagementDeclined(OrganisationEvent):
    """The member would rather not."""

    membership_id: int
    account_id: int
