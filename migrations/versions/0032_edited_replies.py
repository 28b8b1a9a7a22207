"""Replies keep their versions; an author hides the words of an earlier version."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

STATES = ["draft", "submitted", "changes_asked", "published", "refused", "withdrawn", "on_hold", "removed", "archived"]
# What a reply said before it was accepted has not been kept.
KEPT = """
    INSERT INTO comment_version (comment_id, number, recorded_at, recorded_by_id, source_lang, words)
    SELECT id, version, submitted_at, author_id, source_lang, CASE source_lang WHEN 'fr' THEN text_fr ELSE text_ru END
    FROM comment
"""


def upgrade() -> None:
    """Forward. Columns are added one by one: copying a table would lose its checks on SQLite."""
    op.create_table(
        "comment_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "source_lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("words <> ''", name=op.f("ck_comment_version_has_words")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_version_comment_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_comment_version_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_version")),
        sa.UniqueConstraint("comment_id", "number", name=op.f("uq_comment_version_comment_id_number")),
    )
    op.create_index(op.f("ix_comment_version_recorded_by_id"), "comment_version", ["recorded_by_id"])
    op.execute(KEPT)
    known = ", ".join(f"'{state}'" for state in STATES)
    pending = sa.CheckConstraint(f"pending IN ({known})", name=op.f("ck_comment_pending"))
    op.add_column("comment", sa.Column("pending", sa.String(40), pending))
    op.add_column("comment", sa.Column("public_number", sa.Integer()))
    op.execute("UPDATE comment SET public_number = version WHERE published_at IS NOT NULL")
    # A check that looks at several columns comes with the last of them.
    numbered = sa.CheckConstraint(
        "state <> 'published' OR public_number IS NOT NULL", name=op.f("ck_comment_published_has_number")
    )
    op.add_column("comment", sa.Column("changed_at", sa.DateTime(timezone=True), numbered))
    op.add_column("contribution_version", sa.Column("hidden_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Back."""
    op.drop_column("contribution_version", "hidden_at")
    op.drop_column("comment", "changed_at")
    op.drop_column("comment", "public_number")
    op.drop_column("comment", "pending")
    op.drop_table("comment_version")
