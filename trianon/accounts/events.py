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
class AppointmentEnded(AccountEvent):
    """A role has ended before its day: resigned (`by` the person), taken back, or there is nobody to stand in for."""

    role: Role


@dataclass(frozen=True, kw_only=True)
class SecondFactorEnrolled(AccountEvent):
    """Signing in asks for a code from now on."""


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(AccountEvent):
    """The password suffices again."""


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesMade(AccountEvent):
    """New recovery codes; the old ones are worth nothing."""


@dataclass(frozen=True, kw_only=True)
class AddressChangeAsked(AccountEvent):
    """Somebody who knows the password wants another address; nothing has changed yet."""


@dataclass(frozen=True, kw_only=True)
class AddressChanged(AccountEvent):
    """The account has another address, which its owner has confirmed. Neither stands here."""


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(AccountEvent):
    """The owner ended one session or all others."""

    number: int


@dataclass(frozen=True, kw_only=True)
class TriesNoticed(AccountEvent):
    """Somebody has tried passwords, or codes after the right password; the owner is told."""

    tries: int
    codes: bool


@dataclass(frozen=True, kw_only=True)
class NameChanged(AccountEvent):
    """Others see another name from now on."""


@dataclass(frozen=True, kw_only=True)
class NameAsked(AccountEvent):
    """A name that may be taken for another's waits for a secretary general."""


@dataclass(frozen=True, kw_only=True)
class NameSettled(AccountEvent):
    """A secretary general let the name be shown, or not."""

    accepted: bool


@dataclass(frozen=True, kw_only=True)
class SideChangeAsked(AccountEvent):
    """Somebody asks to take part for another side."""

    request_id: int


@dataclass(frozen=True, kw_only=True)
class SideChangeSettled(AccountEvent):
    """The answer."""

    request_id: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class SideChanged(AccountEvent):
    """Somebody takes part for another side."""

    before: str
    after: str


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
class OrganisationHeld(OrganisationEvent):
    """Its page is hidden by one side of the committee until it is reviewed."""


@dataclass(frozen=True, kw_only=True)
class OrganisationRestored(OrganisationEvent):
    """Its page is shown again after a hold or an appeal."""


@dataclass(frozen=True, kw_only=True)
class OrganisationRemoved(OrganisationEvent):
    """Its page is taken off the site by both sides."""


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


@dataclass(frozen=True, kw_only=True)
class ManagerMade(OrganisationEvent):
    """Somebody manages it from now on: by a manager's hand, or by that of its side's secretary general."""

    membership_id: int
    account_id: int


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(OrganisationEvent):
    """Somebody has left, or was asked to."""

    membership_id: int
    account_id: int


@dataclass(frozen=True, kw_only=True)
class ManagerStoodDown(OrganisationEvent):
    """A manager became a member again."""

    membership_id: int
    account_id: int


@dataclass(frozen=True, kw_only=True)
class ManagerMissing(OrganisationEvent):
    """Nobody manages it any more."""
