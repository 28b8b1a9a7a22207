"""Organisations and the people who act for them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.accounts.organisation_rules import UNNAMED
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, bilingual
from trianon.core.database import Base, choice
from trianon.core.publication import State
from trianon.core.sides import Side


class OrganisationKind(StrEnum):
    """What an organisation is (domain: "Who comes")."""

    ASSOCIATION = "association"
    FEDERATION = "federation"
    LOCAL_AUTHORITY = "local_authority"
    UNIVERSITY = "university"
    SCHOOL = "school"
    RESEARCH_CENTRE = "research_centre"
    COMPANY = "company"
    CLUSTER = "cluster"
    CHAMBER = "chamber"
    CULTURAL_BODY = "cultural_body"
    HEALTH_BODY = "health_body"
    SPORTS_CLUB = "sports_club"
    REGIONAL_REPRESENTATION = "regional_representation"


class Organisation(Base):
    """A body that takes part. Public when verified by a member of its side; imported ones are public, unverified."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind | None]
    side: Mapped[Side]
    name: Mapped[Bilingual] = bilingual("name", 300)
    place: Mapped[Bilingual] = bilingual("place", 120)
    website: Mapped[str | None] = mapped_column(sa.String(300))
    summary: Mapped[Bilingual] = bilingual("summary")
    source_lang: Mapped[Lang]
    state: Mapped[State]
    # The state of the newest version while another one is public.
    pending: Mapped[State | None] = mapped_column(choice(State, "pending"))
    version: Mapped[int] = mapped_column(default=1)
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    sources: Mapped[list[str]] = mapped_column(default=list)
    import_key: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    # One that was there before under nearly the same name: whoever verifies this one looks at both.
    resembles_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    # This page has become one with another: its address leads there for ever.
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    members: Mapped[list[Membership]] = relationship(back_populates="organisation", order_by="Membership.id")

    __table_args__ = (sa.CheckConstraint("name_fr <> '' OR name_ru <> ''", name="has_a_name"),)

    @property
    def is_named(self) -> bool:
        """Whether its name may stand beside what it did: a page that has left the site is named nowhere."""
        return self.state not in UNNAMED

    @property
    def is_verified(self) -> bool:
        """Only a verified organisation confirms, claims, or opens a partner call (rule 1)."""
        return self.verified_at is not None


class MembershipRole(StrEnum):
    """What one does in an organisation."""

    MANAGER = "manager"
    MEMBER = "member"


class MembershipState(StrEnum):
    """ASKED waits for a manager; only ACCEPTED acts for the organisation."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


class Membership(Base):
    """A person's place in an organisation."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    role: Mapped[MembershipRole]
    state: Mapped[MembershipState]
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    # A manager asks this member to manage it; `hands_over`: in the manager's place. Empty once answered.
    offered_at: Mapped[datetime | None]
    offered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    hands_over: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    organisation: Mapped[Organisation] = relationship(back_populates="members")
    account: Mapped[Account] = relationship(foreign_keys=[account_id])

    __table_args__ = (
        sa.Index(
            "uq_membership_living",
            "organisation_id",
            "account_id",
            unique=True,
            postgresql_where=sa.text("state IN ('asked', 'accepted')"),
            sqlite_where=sa.text("state IN ('asked', 'accepted')"),
        ),
    )
