"""What happens to people and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event
from trianon.core.sides import Role


@dataclass(frozen=True, kw_only=True)
class AccountEvent(Event):
    """Something about an account."""

    subject: ClassVar[str] = "account"


@dataclass(frozen=True, kw_only=True)
class AccountCreated(AccountEvent):
    """Somebody signed up and consented to this version of the charter."""

    charter: str


@dataclass(frozen=True, kw_only=True)
class AddressConfirmed(AccountEvent):
    """The address is its owner's."""


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(AccountEvent):
    """A new password; every session of the account ended."""


@dataclass(frozen=True, kw_only=True)
class PreferencesChanged(AccountEvent):
    """Another language or time zone."""


@dataclass(frozen=True, kw_only=True)
class AppointmentMade(AccountEvent):
    """A role was given; nobody (`by`) means by command."""

    role: Role


@dataclass(frozen=True, kw_only=True)
class OrganisationEvent(Event):
    """Something about an organisation."""

    subject: ClassVar[str] = "organisation"


@dataclass(frozen=True, kw_only=True)
class OrganisationProposed(OrganisationEvent):
    """A version waits to be verified by a member of its side."""

    version: int


@dataclass(frozen=True, kw_only=True)
class OrganisationEdited(OrganisationEvent):
    """A manager changed how a verified organisation presents itself."""

    version: int


@dataclass(frozen=True, kw_only=True)
class OrganisationVerified(OrganisationEvent):
    """A member of its side vouches for it; it is public from now on."""

    version: int


@dataclass(frozen=True, kw_only=True)
class OrganisationChangesAsked(OrganisationEvent):
    """Its managers are asked for something before it can be verified."""

    version: int


@dataclass(frozen=True, kw_only=True)
class OrganisationRefused(OrganisationEvent):
    """It is not verified."""

    version: int


@dataclass(frozen=True, kw_only=True)
class MembershipAsked(OrganisationEvent):
    """Somebody asks to act for it."""

    membership_id: int


@dataclass(frozen=True, kw_only=True)
class MembershipSettled(OrganisationEvent):
    """A manager let somebody in, or not."""

    membership_id: int
    account_id: int
    accepted: bool
