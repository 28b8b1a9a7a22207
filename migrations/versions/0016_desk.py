"""The committee's desk: claims, notes of one side, conflicts declared, cases passed to the other side, saved views."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OF_THE_COMMITTEE = "side IN ('france', 'russia')"


def _side() -> sa.Column:
    kind = sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40)
    return sa.Column("side", kind, nullable=False)


def _lang() -> sa.Column:
    kind = sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40)
    return sa.Column("lang", kind, nullable=False)


def _by_member(table: str, *more: sa.Column | sa.Constraint, about_case: bool = True) -> None:
    """A table whose rows a member made, about a case or not."""
    columns: list[sa.Column | sa.Constraint] = [sa.Column("id", sa.Integer(), nullable=False)]
    if about_case:
        columns.append(sa.Column("case_id", sa.Integer(), nullable=False))
        columns.append(sa.ForeignKeyConstraint(["case_id"], ["committee_case.id"], name=op.f(f"fk_{table}_case_id")))
        columns.append(sa.CheckConstraint(OF_THE_COMMITTEE, name=op.f(f"ck_{table}_side_of_the_committee")))
    columns.append(sa.Column("member_id", sa.Integer(), nullable=False))
    columns.append(sa.ForeignKeyConstraint(["member_id"], ["account.id"], name=op.f(f"fk_{table}_member_id")))
    op.create_table(table, *columns, *more, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")))


def upgrade() -> None:
    """Forward."""
    _by_member(
        "case_claim",
        _side(),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("case_id", "side", name=op.f("uq_case_claim_case_id_side")),
    )
    op.create_index(op.f("ix_case_claim_member_id"), "case_claim", ["member_id"])
    op.create_index(op.f("ix_case_claim_until"), "case_claim", ["until"])
    _by_member(
        "case_note",
        _side(),
        sa.Column("text", sa.Text(), nullable=False),
        _lang(),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_case_note_case_id"), "case_note", ["case_id"])
    op.create_index(op.f("ix_case_note_member_id"), "case_note", ["member_id"])
    _by_member(
        "case_handover",
        _side(),
        sa.Column("text", sa.Text(), nullable=False),
        _lang(),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_handover_case_id")),
    )
    op.create_index(op.f("ix_case_handover_member_id"), "case_handover", ["member_id"])
    _by_member(
        "stepped_aside",
        sa.Column("subject", sa.String(30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint(
            "member_id", "subject", "subject_id", name=op.f("uq_stepped_aside_member_id_subject_subject_id")
        ),
        about_case=False,
    )
    _by_member(
        "saved_view",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.UniqueConstraint("member_id", "name", name=op.f("uq_saved_view_member_id_name")),
        about_case=False,
    )


def downgrade() -> None:
    """Back."""
    for table in ("saved_view", "stepped_aside", "case_handover", "case_note", "case_claim"):
        op.drop_table(table)
