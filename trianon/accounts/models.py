"""People: accounts, what they consented to, what they were appointed to, their unfinished drafts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.inbox import unread_of
from trianon.bilingual.lang import Lang
from trianon.core.clock import now
from trianon.core.database import Base
from trianon.core.sides import COMMITTEE, Role, Side


class AgeBand(StrEnum):
    """Age as stated at sign-up; nobody under 15 has an account, and no date of birth is kept."""

    MINOR = "15_to_17"
    ADULT = "18_or_more"


class Account(Base):
    """A person who takes part. `name` is what others see; an empty `email` means that the account was deleted."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    # A name that a secretary general looks at first, because it may be taken for an office's or for another person's.
    wanted_name: Mapped[str | None] = mapped_column(sa.String(80))
    is_pseudonym: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    side: Mapped[Side]
    lang: Mapped[Lang]
    age_band: Mapped[AgeBand]
    time_zone: Mapped[str | None] = mapped_column(sa.String(60))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    # Part of what is kept between password and code, and of known devices: a new password changes it.
    session_key: Mapped[str] = mapped_column(sa.String(32))
    # The side cannot be changed by oneself after the first act in public (domain: "fixed after the first act").
    side_fixed_at: Mapped[datetime | None]
    # Until then the account may read, and do nothing in public: a measure of the committee.
    paused_until: Mapped[datetime | None]

    appointments: Mapped[list[Appointment]] = relationship(
        back_populates="account", foreign_keys="Appointment.account_id", lazy="selectin"
    )

    __table_args__ = (
        sa.CheckConstraint("email IS NOT NULL OR deleted_at IS NOT NULL", name="email_until_deleted"),
        sa.CheckConstraint("age_band = '18_or_more' OR is_pseudonym", name="minor_has_pseudonym"),
    )

    is_authenticated = True
    is_anonymous = False
    # Set by whoever loads the account of a session: what its cookie keeps, the session's row, what it has proved.
    identity = ""
    session_id = 0
    without_code = False

    @property
    def is_active(self) -> bool:
        """Flask-Login: whether this account may be signed in at all."""
        return self.deleted_at is None

    @property
    def is_confirmed(self) -> bool:
        """Whether the address was confirmed; first acts count after that."""
        return self.confirmed_at is not None

    @property
    def is_paused(self) -> bool:
        """Whether a measure keeps its owner from acting now; it ends by itself."""
        return self.paused_until is not None and now() < self.paused_until

    def fix_side(self) -> None:
        """From the first act on, the side one takes part as is changed on request only.

        Set anew, though to the same, it would look changed to the mapper at each act.
        """
        if self.side_fixed_at is None:
            self.side_fixed_at = now()

    def get_id(self) -> str:
        """What the session's cookie keeps: the number of the session and its key."""
        return self.identity

    @cached_property
    def unread(self) -> int:
        """How many notifications wait, counted once a request and only when a page asks."""
        return unread_of(self.id)

    @property
    def mandates(self) -> frozenset[Role]:
        """The roles held at this moment, whatever the session has proved."""
        return frozenset(appointment.role for appointment in self.appointments if appointment.holds_at(now()))

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that count: in a session without a second factor none does, and one is a participant."""
        return frozenset() if self.without_code else self.mandates

    @property
    def owes_second_factor(self) -> bool:
        """Whether this session keeps somebody from a role until they have shown a code."""
        return self.without_code and bool(self.mandates)

    @property
    def sits(self) -> bool:
        """Whether this person sits in the coordination committee now, and so has a voice."""
        return bool(self.roles & COMMITTEE)


class Appointment(Base):
    """A role with its dates; ending it ends its rights at once, what was done under it stays."""

    __tablename__ = "appointment"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    # Empty for the first administrator and the two first secretaries general, appointed by command.
    appointed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    # A deputy who stands in for the post while it is vacant or delegated.
    is_acting: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # While whoever holds it lets their deputy act.
    delegated_since: Mapped[datetime | None]
    delegated_until: Mapped[datetime | None]
    # How many of the two reminders before its end went out.
    reminded: Mapped[int] = mapped_column(default=0, server_default="0")
    # Why it was taken back: for the person alone.
    end_note: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    account: Mapped[Account] = relationship(back_populates="appointments", foreign_keys=[account_id])

    __table_args__ = (
        sa.CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
        sa.CheckConstraint("(delegated_since IS NULL) = (delegated_until IS NULL)", name="delegated_for_a_time"),
    )

    def holds_at(self, moment: datetime) -> bool:
        """Whether the mandate runs at a moment."""
        return self.since <= moment and (self.until is None or moment < self.until)


class Consent(Base):
    """Consent to one dated version of one document."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    document: Mapped[str] = mapped_column(sa.String(30))
    version: Mapped[str] = mapped_column(sa.String(10))
    given_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("account_id", "document", "version"),)


class TokenPurpose(StrEnum):
    """What a token is good for, and for nothing else."""

    CONFIRM_ADDRESS = "confirm_address"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, no password
    CHANGE_ADDRESS = "change_address"


class Token(Base):
    """A single-use right sent by mail. The secret itself is kept nowhere: it is signed from this row at sending."""

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[TokenPurpose]
    # The address it was made for: a token dies when the address changes.
    email: Mapped[str] = mapped_column(sa.String(254))
    # The address that will take its place, where that is what the token is for.
    new_email: Mapped[str | None] = mapped_column(sa.String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FactorKind(StrEnum):
    """A second proof at sign-in."""

    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"


class SecondFactor(Base):
    """A second factor of an account; sign-in asks for it once it is confirmed."""

    __tablename__ = "second_factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FactorKind]
    secret: Mapped[str] = mapped_column(sa.String(200))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class DraftKind(StrEnum):
    """What a draft will become."""

    COOPERATION = "cooperation"
    CONTRIBUTION = "contribution"


class Draft(Base):
    """An unfinished text, saved as one goes; it may begin before its account does."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DraftKind]
    # Fingerprint of the secret in the address that leads back to the draft without an account.
    key_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    # The record that this draft will make a new version of, if any.
    subject_id: Mapped[int | None]
    lang: Mapped[Lang]
    data: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    __mapper_args__ = {"version_id_col": revision}
