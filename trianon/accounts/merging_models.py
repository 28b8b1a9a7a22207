"""Two pages that are one organisation: who proposes to make them one, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.core.database import Base, choice


class MergeState(StrEnum):
    """ASKED waits for a member of the committee of its side."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class OrganisationMerge(Base):
    """Somebody proposes that one page goes and another stays with all that both have."""

    __tablename__ = "organisation_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    into_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    state: Mapped[MergeState] = mapped_column(choice(MergeState, "merge_state"))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    into: Mapped[Organisation] = relationship(foreign_keys=[into_id])
    asked_by: Mapped[Account] = relationship(foreign_keys=[asked_by_id])

    __table_args__ = (
        sa.CheckConstraint("organisation_id <> into_id", name="of_two"),
        # One proposal about a page at a time.
        sa.Index(
            "uq_organisation_merge_open",
            "organisation_id",
            unique=True,
            postgresql_where=sa.text("state = 'asked'"),
            sqlite_where=sa.text("state = 'asked'"),
        ),
    )
