"""What people say of proposals, and the figures of each."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "stance",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "answer",
            sa.Enum("agree", "disagree", "unsure", name="answer", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_stance_account_id")),
        sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=op.f("fk_stance_contribution_id")),
        sa.PrimaryKeyConstraint("contribution_id", "account_id", name=op.f("pk_stance")),
    )
    op.create_index(op.f("ix_stance_account_id"), "stance", ["account_id"])
    op.create_index(
        "ix_stance_waiting",
        "stance",
        ["counts_from"],
        postgresql_where=sa.text("NOT is_counted"),
        sqlite_where=sa.text("NOT is_counted"),
    )

    op.create_table(
        "stance_tally",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("agree_france", sa.Integer(), nullable=False),
        sa.Column("disagree_france", sa.Integer(), nullable=False),
        sa.Column("unsure_france", sa.Integer(), nullable=False),
        sa.Column("agree_russia", sa.Integer(), nullable=False),
        sa.Column("disagree_russia", sa.Integer(), nullable=False),
        sa.Column("unsure_russia", sa.Integer(), nullable=False),
        sa.Column("agree_other", sa.Integer(), nullable=False),
        sa.Column("disagree_other", sa.Integer(), nullable=False),
        sa.Column("unsure_other", sa.Integer(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "open",
                "common",
                "differ",
                "neither",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("common", sa.Double(), nullable=False),
        sa.Column("apart", sa.Double(), nullable=False),
        sa.CheckConstraint("agree_france >= 0", name=op.f("ck_stance_tally_agree_france_not_negative")),
        sa.CheckConstraint("agree_other >= 0", name=op.f("ck_stance_tally_agree_other_not_negative")),
        sa.CheckConstraint("agree_russia >= 0", name=op.f("ck_stance_tally_agree_russia_not_negative")),
        sa.CheckConstraint("disagree_france >= 0", name=op.f("ck_stance_tally_disagree_france_not_negative")),
        sa.CheckConstraint("disagree_other >= 0", name=op.f("ck_stance_tally_disagree_other_not_negative")),
        sa.CheckConstraint("disagree_russia >= 0", name=op.f("ck_stance_tally_disagree_russia_not_negative")),
        sa.CheckConstraint("unsure_france >= 0", name=op.f("ck_stance_tally_unsure_france_not_negative")),
        sa.CheckConstraint("unsure_other >= 0", name=op.f("ck_stance_tally_unsure_other_not_negative")),
        sa.CheckConstraint("unsure_russia >= 0", name=op.f("ck_stance_tally_unsure_russia_not_negative")),
        sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=op.f("fk_stance_tally_contribution_id")),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_stance_tally")),
    )
    op.create_index("ix_stance_tally_apart", "stance_tally", ["ground", "apart", "contribution_id"])
    op.create_index("ix_stance_tally_common", "stance_tally", ["ground", "common", "contribution_id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("stance_tally")
    op.drop_table("stance")
