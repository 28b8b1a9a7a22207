"""Invitations by mail to act for an organisation, to people with and without an account alike."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.organisation_models import MembershipRole, Organisation
from trianon.bilingual.lang import Lang
from trianon.core.database import Base, choice


class InvitationState(StrEnum):
    """SENT waits for its answer until it expires; only the first answer counts."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"


class Invitation(Base):
    """A manager invites an address. Whoever opens the link of the mail answers; removed some time after its end."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    role: Mapped[MembershipRole]
    # Chosen by whoever invites: nobody is asked what the address's account says.
    lang: Mapped[Lang]
    state: Mapped[InvitationState] = mapped_column(choice(InvitationState, "invitation_state"))
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    organisation: Mapped[Organisation] = relationship()
