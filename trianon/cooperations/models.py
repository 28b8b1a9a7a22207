"""A cooperation: its versions, its partners, what each side states, who confirmed it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, bilingual
from trianon.cooperations.vocabulary import Activity, Agreement, Domain, Kind, Level, PartnerRole
from trianon.core.database import Base, choice
from trianon.core.publication import State
from trianon.core.sides import Side
from trianon.themes.models import SubTheme


class Cooperation(Base):
    """The record with the number that never changes. Columns that lists filter by mirror the public version."""

    __tablename__ = "cooperation"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State]
    # The state of the newest version while another one is public.
    pending: Mapped[State | None] = mapped_column(choice(State, "pending"))
    # The number of the newest version: forms carry it, a mismatch is answered with 409.
    version: Mapped[int] = mapped_column(default=1)
    public_version_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cooperation_version.id", use_alter=True, name="fk_cooperation_public_version_id")
    )
    declared_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    on_behalf_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    # The member on whose behalf the federation (`on_behalf_of`) declared it.
    for_member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    # Empty for a record read in public sources: then neither side has declared it.
    declared_side: Mapped[Side | None]
    import_key: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    # Every source is an open encyclopaedia: shown as unconfirmed until somebody says more.
    weak_sources: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[Kind | None]
    first_year: Mapped[int | None]
    activity: Mapped[Activity] = mapped_column(default=Activity.UNKNOWN)
    agreement: Mapped[Agreement] = mapped_column(default=Agreement.NOBODY)
    confirmed_france_at: Mapped[datetime | None]
    confirmed_russia_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]

    versions: Mapped[list[CooperationVersion]] = relationship(
        back_populates="cooperation",
        order_by="CooperationVersion.number",
        foreign_keys="CooperationVersion.cooperation_id",
    )
    public_version: Mapped[CooperationVersion | None] = relationship(foreign_keys=[public_version_id])
    statements: Mapped[list[ActivityStatement]] = relationship(order_by="ActivityStatement.id")
    confirmations: Mapped[list[Confirmation]] = relationship(order_by="Confirmation.id")
    domains: Mapped[list[CooperationDomain]] = relationship(cascade="all, delete-orphan")
    sub_themes: Mapped[list[CooperationSubTheme]] = relationship(cascade="all, delete-orphan")
    declared_by: Mapped[Account | None] = relationship(foreign_keys=[declared_by_id])
    on_behalf_of: Mapped[Organisation | None] = relationship(foreign_keys=[on_behalf_of_id])
    for_member: Mapped[Organisation | None] = relationship(foreign_keys=[for_member_id])

    __table_args__ = (
        sa.CheckConstraint(
            "state NOT IN ('published', 'archived') OR published_at IS NOT NULL", name="published_has_date"
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'archived') OR public_version_id IS NOT NULL", name="published_has_version"
        ),
        sa.Index(
            "ix_cooperation_public",
            "published_at",
            "id",
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        ),
    )

    @property
    def latest(self) -> CooperationVersion:
        """The newest version, public or not."""
        return self.versions[-1]


class CooperationVersion(Base):
    """What was recorded, when, by whom, and from when it is true (empty: unknown). Never changed afterwards."""

    __tablename__ = "cooperation_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperation_id: Mapped[int] = mapped_column(sa.ForeignKey("cooperation.id"))
    number: Mapped[int]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    true_from: Mapped[date | None]
    source_lang: Mapped[Lang]
    title: Mapped[Bilingual] = bilingual("title", 300)
    summary: Mapped[Bilingual] = bilingual("summary")
    actions: Mapped[Bilingual] = bilingual("actions")
    kind: Mapped[Kind | None]
    # Codes of Domain; the first is the main one.
    domains: Mapped[list[str]]
    audience: Mapped[Bilingual] = bilingual("audience", added=True)
    means: Mapped[Bilingual] = bilingual("means", added=True)
    results: Mapped[Bilingual] = bilingual("results", added=True)
    funding_sought: Mapped[Bilingual] = bilingual("funding_sought", added=True)
    partners_sought: Mapped[Bilingual] = bilingual("partners_sought", added=True)
    # A year may be known roughly: its `…_about` says so.
    first_year: Mapped[int | None]
    first_year_about: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # The day of signature, or its year alone.
    signed_on: Mapped[date | None]
    signed_year: Mapped[int | None]
    signed_year_about: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # The last year of an agreement that has a term.
    term_year: Mapped[int | None]
    term_year_about: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # Years of renewal, as years.py spells them: "1998", "2005~" for about 2005.
    renewals: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    links: Mapped[list[str]] = mapped_column(default=list)
    sources: Mapped[list[str]] = mapped_column(default=list)

    cooperation: Mapped[Cooperation] = relationship(back_populates="versions", foreign_keys=[cooperation_id])
    partners: Mapped[list[Partner]] = relationship(order_by="Partner.position", lazy="selectin")
    sub_themes: Mapped[list[SubTheme]] = relationship(
        secondary="cooperation_version_sub_theme", order_by=SubTheme.position
    )

    __table_args__ = (
        sa.UniqueConstraint("cooperation_id", "number"),
        sa.CheckConstraint("title_fr <> '' OR title_ru <> ''", name="has_a_title"),
        sa.CheckConstraint("first_year BETWEEN 1500 AND 2100", name="first_year_plausible"),
        sa.CheckConstraint("signed_year BETWEEN 1500 AND 2100", name="signed_year_plausible"),
        sa.CheckConstraint("term_year BETWEEN 1500 AND 2100", name="term_year_plausible"),
    )


version_sub_themes = sa.Table(
    "cooperation_version_sub_theme",
    Base.metadata,
    sa.Column("version_id", sa.ForeignKey("cooperation_version.id"), primary_key=True),
    sa.Column("sub_theme_id", sa.ForeignKey("sub_theme.id"), primary_key=True, index=True),
)


class Partner(Base):
    """One partner of a version: its side and role, its place, the organisation it is when there is one."""

    __tablename__ = "partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("cooperation_version.id"))
    position: Mapped[int]
    side: Mapped[Side]
    role: Mapped[PartnerRole] = mapped_column(default=PartnerRole.CARRIES)
    name: Mapped[Bilingual] = bilingual("name", 300)
    level: Mapped[Level | None]
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("place.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    place: Mapped[Place | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("version_id", "position"),
        sa.CheckConstraint("name_fr <> '' OR name_ru <> ''", name="has_a_name"),
    )


class Place(Base):
    """A town or a region under one name for each language (Le Havre, Гавр)."""

    __tablename__ = "place"

    id: Mapped[int] = mapped_column(primary_key=True)
    # OTHER for a disputed place: the list takes no side, and any partner may be there.
    side: Mapped[Side]
    level: Mapped[Level | None]
    name: Mapped[Bilingual] = bilingual("name", 120)
    # Folded names, so that one place has one row however it is typed; the region follows where towns share a name.
    folded: Mapped[str] = mapped_column(sa.String(260))
    # All folded spellings by which it is looked for, each behind a bar: "|kazan|казань|qazan".
    spellings: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))
    # The French region or the region of Russia: its ISO 3166-2 code and its names; empty where nobody knows.
    region_code: Mapped[str | None] = mapped_column(sa.String(8), index=True)
    region: Mapped[Bilingual] = bilingual("region", 120, added=True)
    population: Mapped[int | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    # Where the point was read: "GeoNames", or empty when whoever declared gave it.
    source: Mapped[str] = mapped_column(sa.String(60), default="", server_default=sa.text("''"))
    geonames_id: Mapped[int | None] = mapped_column(unique=True, index=True)
    # The language whose name follows the rules of transcription because no established one is known.
    transcribed: Mapped[Lang | None] = mapped_column(choice(Lang, "transcribed"))
    is_disputed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    __table_args__ = (sa.UniqueConstraint("side", "level", "folded"),)


class CooperationDomain(Base):
    """The domains of the public version, for filters."""

    __tablename__ = "cooperation_domain"

    cooperation_id: Mapped[int] = mapped_column(sa.ForeignKey("cooperation.id"), primary_key=True)
    domain: Mapped[Domain] = mapped_column(primary_key=True)
    is_main: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (sa.Index("ix_cooperation_domain_domain", "domain", "cooperation_id"),)


class CooperationSubTheme(Base):
    """The sub-themes of the public version, for filters."""

    __tablename__ = "cooperation_sub_theme"

    cooperation_id: Mapped[int] = mapped_column(sa.ForeignKey("cooperation.id"), primary_key=True)
    sub_theme_id: Mapped[int] = mapped_column(sa.ForeignKey("sub_theme.id"), primary_key=True)

    __table_args__ = (sa.Index("ix_cooperation_sub_theme_sub_theme_id", "sub_theme_id", "cooperation_id"),)


class ActivityStatement(Base):
    """What one side (or, with no side, a source) said of the link's activity. Statements are added, never changed."""

    __tablename__ = "activity_statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperation_id: Mapped[int] = mapped_column(sa.ForeignKey("cooperation.id"), index=True)
    # Empty: read in a source, nobody's own statement.
    side: Mapped[Side | None]
    activity: Mapped[Activity]
    as_of: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(sa.Text)
    recorded_at: Mapped[datetime]
    stated_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    # A statement made in a declaration counts once the declaration is accepted.
    accepted_at: Mapped[datetime | None]


class Confirmation(Base):
    """A verified organisation of one side says that the cooperation is its own too (rule 1)."""

    __tablename__ = "confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperation_id: Mapped[int] = mapped_column(sa.ForeignKey("cooperation.id"))
    side: Mapped[Side]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    confirmed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    confirmed_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("cooperation_id", "side"),
        sa.CheckConstraint("side IN ('france', 'russia')", name="side_of_the_dialogue"),
    )
