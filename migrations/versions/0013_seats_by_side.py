"""Seats, waiting lists and minimums by side; what a registration asks; one number for a person's calendar messages."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COUNTERS = ("taken_france", "taken_russia", "waiting_france", "waiting_russia")


def upgrade() -> None:
    """Forward. Columns are added one by one: copying a table would lose its checks on SQLite."""
    for name in (*COUNTERS, "minimum_france", "minimum_russia"):
        op.add_column("workshop", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("workshop", sa.Column("told_at", sa.DateTime(timezone=True)))
    for name in COUNTERS:
        _count(*name.split("_"))
    # A check that looks at several columns comes with the last of them.
    taken = sa.CheckConstraint(
        "taken_france >= 0 AND taken_russia >= 0 AND taken_france + taken_russia <= taken",
        name=op.f("ck_workshop_taken_by_side_within_taken"),
    )
    waiting = sa.CheckConstraint(
        "waiting_france >= 0 AND waiting_russia >= 0 AND waiting_france + waiting_russia <= waiting",
        name=op.f("ck_workshop_waiting_by_side_within_waiting"),
    )
    op.add_column("workshop", sa.Column("reminded", sa.String(20), taken, waiting, nullable=False, server_default=""))

    language = sa.CheckConstraint("language IN ('fr', 'ru')", name=op.f("ck_registration_lang"))
    op.add_column("registration", sa.Column("language", sa.String(40), language))
    op.add_column(
        "registration", sa.Column("wants_interpretation", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("registration", sa.Column("needs", sa.String(500), nullable=False, server_default=""))
    op.add_column("registration", sa.Column("silent_since", sa.DateTime(timezone=True)))
    op.add_column("registration", sa.Column("next_sequence", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE registration SET next_sequence = coalesce((SELECT value + 1 FROM calendar_sequence AS known "
        "WHERE known.workshop_id = registration.workshop_id AND known.account_id = registration.account_id), 0) "
        "WHERE id = (SELECT max(other.id) FROM registration AS other WHERE other.workshop_id = registration.workshop_id "
        "AND other.account_id = registration.account_id)"
    )
    op.drop_table("calendar_sequence")


def _count(state: str, side: str) -> None:
    """What was counted for everybody is counted for each side."""
    stored = "confirmed" if state == "taken" else state
    op.execute(
        f"UPDATE workshop SET {state}_{side} = (SELECT count(*) FROM registration "
        f"WHERE registration.workshop_id = workshop.id AND state = '{stored}' AND side = '{side}')"
    )


def downgrade() -> None:
    """Back."""
    op.create_table(
        "calendar_sequence",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_sequence_account_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_calendar_sequence_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "account_id", name=op.f("pk_calendar_sequence")),
    )
    with op.batch_alter_table("calendar_sequence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_sequence_account_id"), ["account_id"], unique=False)
    op.execute(
        "INSERT INTO calendar_sequence (workshop_id, account_id, value) "
        "SELECT workshop_id, account_id, max(next_sequence) - 1 FROM registration "
        "WHERE next_sequence > 0 GROUP BY workshop_id, account_id"
    )
    for name in ("next_sequence", "silent_since", "needs", "wants_interpretation", "language"):
        op.drop_column("registration", name)
    for name in ("reminded", "told_at", "minimum_russia", "minimum_france", *reversed(COUNTERS)):
        op.drop_column("workshop", name)
