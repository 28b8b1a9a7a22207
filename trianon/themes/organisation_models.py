"""The sub-themes that an organisation is active in."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.core.database import Base


class OrganisationSubTheme(Base):
    """One of them. When two pages of an organisation become one, it may stand twice until its manager chooses anew."""

    __tablename__ = "organisation_sub_theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    sub_theme_id: Mapped[int] = mapped_column(sa.ForeignKey("sub_theme.id"))

    __table_args__ = (sa.Index("ix_organisation_sub_theme_sub_theme_id", "sub_theme_id", "organisation_id"),)
