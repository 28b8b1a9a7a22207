"""Readers' reports, and the order that they give the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

REASONS = (
    *("insufficient_detail", "off_topic", "political", "attack", "personal_data", "commercial", "duplicate"),
    *("not_verifiable", "unlawful", "other"),
)
OPEN = {"postgresql_where": sa.text("state = 'open'"), "sqlite_where": sa.text("state = 'open'")}


def one_of(name, *values):
    """An enum stored as text."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward. Columns are added one by one: copying a table would lose its checks on SQLite."""
    op.drop_index("ix_committee_case_open", "committee_case")
    op.add_column("committee_case", sa.Column("ranked_at", sa.DateTime(timezone=True)))
    op.add_column("committee_case", sa.Column("reports", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE committee_case SET ranked_at = opened_at")
    op.create_index("ix_committee_case_open", "committee_case", ["ranked_at", "id"], **OPEN)
    op.add_column("removal", sa.Column("from_report", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removal_id", sa.Integer()),
        sa.Column("category", one_of("reason", *REASONS), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("lang", one_of("lang", "fr", "ru"), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("side", one_of("side", "france", "russia", "other")),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("address", sa.String(254)),
        sa.Column("reader_lang", one_of("reader_lang", "fr", "ru"), nullable=False),
        sa.Column("network_digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", one_of("flag_outcome", "kept", "removed", "gone")),
        sa.CheckConstraint("account_id IS NOT NULL OR address IS NOT NULL", name=op.f("ck_flag_somebody_reports")),
        sa.CheckConstraint("account_id IS NOT NULL OR category = 'unlawful'", name=op.f("ck_flag_account_or_unlawful")),
        sa.CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name=op.f("ck_flag_settled_has_outcome")),
        sa.ForeignKeyConstraint(["removal_id"], ["removal.id"], name=op.f("fk_flag_removal_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_flag_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint(
            "account_id",
            "subject",
            "subject_id",
            "version",
            name=op.f("uq_flag_account_id_subject_subject_id_version"),
        ),
    )
    for column in ("removal_id", "account_id", "address"):
        op.create_index(op.f(f"ix_flag_{column}"), "flag", [column])
    op.create_index("ix_flag_text", "flag", ["subject", "subject_id", "id"])
    op.create_index("ix_flag_unfinished", "flag", ["made_at"])


def downgrade() -> None:
    """Back."""
    op.drop_table("flag")
    op.drop_column("removal", "from_report")
    op.drop_index("ix_committee_case_open", "committee_case")
    op.drop_column("committee_case", "reports")
    op.drop_column("committee_case", "ranked_at")
    op.create_index("ix_committee_case_open", "committee_case", ["opened_at", "id"], **OPEN)
