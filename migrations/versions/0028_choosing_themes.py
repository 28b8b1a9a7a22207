"""Proposals for a year's theme, the voices of members on them, and the closed sessions of the Committee."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

SIDES = ("france", "russia", "other")


def choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    """A column of codes, checked by the database."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "theme_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title_fr", sa.String(length=200), nullable=False),
        sa.Column("title_ru", sa.String(length=200), nullable=False),
        sa.Column("why_fr", sa.Text(), nullable=False),
        sa.Column("why_ru", sa.Text(), nullable=False),
        sa.Column("source_lang", choice("lang", ("fr", "ru")), nullable=False),
        sa.Column("side", choice("side", SIDES), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf_of_id", sa.Integer()),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", choice("theme_state", ("proposed", "chosen", "not_chosen")), nullable=False),
        sa.Column("confirmed_france_at", sa.DateTime(timezone=True)),
        sa.Column("confirmed_russia_at", sa.DateTime(timezone=True)),
        sa.Column("chosen_at", sa.DateTime(timezone=True)),
        sa.Column("theme_id", sa.Integer()),
        sa.CheckConstraint("title_fr <> '' OR title_ru <> ''", name=op.f("ck_theme_proposal_has_a_title")),
        sa.CheckConstraint(
            "(state = 'chosen') = (chosen_at IS NOT NULL)", name=op.f("ck_theme_proposal_chosen_has_date")
        ),
        sa.CheckConstraint(
            "chosen_at IS NULL OR (confirmed_france_at IS NOT NULL AND confirmed_russia_at IS NOT NULL)",
            name=op.f("ck_theme_proposal_chosen_by_both"),
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_theme_proposal_proposed_by_id")),
        sa.ForeignKeyConstraint(
            ["on_behalf_of_id"], ["organisation.id"], name=op.f("fk_theme_proposal_on_behalf_of_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_proposal_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_proposal")),
    )
    for name in ("proposed_by_id", "on_behalf_of_id"):
        op.create_index(op.f(f"ix_theme_proposal_{name}"), "theme_proposal", [name])
    op.create_index(
        "uq_theme_proposal_chosen",
        "theme_proposal",
        ["year"],
        unique=True,
        postgresql_where=sa.text("state = 'chosen'"),
        sqlite_where=sa.text("state = 'chosen'"),
    )
    op.create_table(
        "theme_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("side", choice("side", SIDES), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('france', 'russia')", name=op.f("ck_theme_voice_side_of_the_committee")),
        sa.ForeignKeyConstraint(["proposal_id"], ["theme_proposal.id"], name=op.f("fk_theme_voice_proposal_id")),
        sa.ForeignKeyConstraint(["member_id"], ["account.id"], name=op.f("fk_theme_voice_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_voice")),
        sa.UniqueConstraint("member_id", "year", name=op.f("uq_theme_voice_member_id_year")),
    )
    for name in ("proposal_id", "member_id"):
        op.create_index(op.f(f"ix_theme_voice_{name}"), "theme_voice", [name])
    op.create_table(
        "committee_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place_fr", sa.String(length=200), nullable=False),
        sa.Column("place_ru", sa.String(length=200), nullable=False),
        sa.Column("agenda_fr", sa.Text(), nullable=False),
        sa.Column("agenda_ru", sa.Text(), nullable=False),
        sa.Column("theme_year", sa.Integer()),
        sa.Column("called_by_id", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["called_by_id"], ["account.id"], name=op.f("fk_committee_session_called_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_session")),
    )
    for name in ("starts_at", "called_by_id"):
        op.create_index(op.f(f"ix_committee_session_{name}"), "committee_session", [name])


def downgrade() -> None:
    """Back."""
    op.drop_table("committee_session")
    op.drop_table("theme_voice")
    op.drop_table("theme_proposal")
