"""What time and disagreement do to a case; removals of what is public, and the holds placed on it."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NEW_MATTERS = ("removal", "appeal")
ENDINGS = ("voices", "co_presidents", "no_agreement", "silence")
OPEN = {"postgresql_where": sa.text("state = 'open'"), "sqlite_where": sa.text("state = 'open'")}
RUNNING = {"postgresql_where": sa.text("ended_at IS NULL"), "sqlite_where": sa.text("ended_at IS NULL")}
BOTH = "side IN ('france', 'russia')"


def upgrade() -> None:
    """Forward. Columns are added one by one: copying a table would lose its checks on SQLite."""
    moment = sa.DateTime(timezone=True)
    known = sa.CheckConstraint(
        "ending IN ({})".format(", ".join(f"'{one}'" for one in ENDINGS)), name=op.f("ck_committee_case_ending")
    )
    op.add_column("committee_case", sa.Column("ending", sa.String(length=40), known))
    op.add_column("committee_case", sa.Column("disputed_at", moment))
    op.add_column("committee_case", sa.Column("reminded", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("committee_case", sa.Column("next_at", moment))
    op.create_index("ix_committee_case_next", "committee_case", ["next_at"], **OPEN)
    # The clock looks at every open case once and sets its next moment itself.
    op.execute("UPDATE committee_case SET next_at = opened_at WHERE state = 'open'")
    op.add_column("voice", sa.Column("is_co_president", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("ended_at", moment),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal")),
    )
    op.create_index("uq_removal_open", "removal", ["subject", "subject_id"], unique=True, **RUNNING)
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("removal_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("is_unlawful", sa.Boolean(), nullable=False),
        sa.Column("placed_at", moment, nullable=False),
        sa.Column("lifted_at", moment),
        sa.CheckConstraint(BOTH, name=op.f("ck_hold_side_of_the_committee")),
        sa.ForeignKeyConstraint(["removal_id"], ["removal.id"], name=op.f("fk_hold_removal_id")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["account.id"], name=op.f("fk_hold_placed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint(
            "subject", "subject_id", "version", "side", name=op.f("uq_hold_subject_subject_id_version_side")
        ),
    )
    op.create_index(op.f("ix_hold_removal_id"), "hold", ["removal_id"])
    op.create_index(op.f("ix_hold_placed_by_id"), "hold", ["placed_by_id"])
    _let_matters(lambda known: [*known, *NEW_MATTERS])


def downgrade() -> None:
    """Back."""
    _let_matters(lambda known: [one for one in known if one not in NEW_MATTERS])
    op.drop_table("hold")
    op.drop_table("removal")
    op.drop_column("voice", "is_co_president")
    op.drop_index("ix_committee_case_next", "committee_case")
    for name in ("next_at", "reminded", "disputed_at", "ending"):
        op.drop_column("committee_case", name)


def _let_matters(change) -> None:
    """Change the list of matters that the database allows, whatever other migrations have put in it."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        name = "ck_committee_case_matter"
        said = connection.scalar(
            sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"), {"name": name}
        )
        values = change(re.findall(r"'([a-z_]+)'", said))
        op.drop_constraint(op.f(name), "committee_case", type_="check")
        op.create_check_constraint(op.f(name), "committee_case", _listed(values))
        return
    # SQLite changes a check only in a copy of the table, and a copy would lose the other checks: change it in place,
    # as SQLite's own manual says for changes that do not touch what is stored.
    made = connection.scalar(sa.text("SELECT sql FROM sqlite_master WHERE type='table' AND name='committee_case'"))
    found = re.search(r"matter IN \(([^)]*)\)", made)
    text = made.replace(found[0], _listed(change(re.findall(r"'([a-z_]+)'", found[1]))))
    number = connection.exec_driver_sql("PRAGMA schema_version").scalar()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :text WHERE type='table' AND name='committee_case'"), {"text": text}
    )
    connection.exec_driver_sql(f"PRAGMA schema_version={number + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")


def _listed(values) -> str:
    return "matter IN ({})".format(", ".join(f"'{value}'" for value in values))
