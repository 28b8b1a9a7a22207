"""Whether the texts of a workshop are read, and which they were while they are hidden or removed."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

STATES = (
    "draft",
    "submitted",
    "changes_asked",
    "published",
    "refused",
    "withdrawn",
    "on_hold",
    "removed",
    "archived",
)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "workshop_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept_title_fr", sa.String(200), nullable=False),
        sa.Column("kept_title_ru", sa.String(200), nullable=False),
        sa.Column("kept_purpose_fr", sa.Text(), nullable=False),
        sa.Column("kept_purpose_ru", sa.Text(), nullable=False),
        sa.Column("kept_programme_fr", sa.Text(), nullable=False),
        sa.Column("kept_programme_ru", sa.Text(), nullable=False),
        sa.Column("kept_speakers_fr", sa.Text(), nullable=False),
        sa.Column("kept_speakers_ru", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('published', 'on_hold', 'removed')", name=op.f("ck_workshop_texts_state_of_texts")
        ),
        sa.ForeignKeyConstraint(["id"], ["workshop.id"], name=op.f("fk_workshop_texts_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_texts")),
    )
    op.execute("INSERT INTO workshop_texts SELECT id, 'published', 1, '', '', '', '', '', '', '', '' FROM workshop")


def downgrade() -> None:
    """Back."""
    op.drop_table("workshop_texts")
