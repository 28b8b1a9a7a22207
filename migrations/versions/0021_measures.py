"""Measures on people: what was decided, and until when an account may not act."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NEW_MATTERS = ("measure",)
ASKED = sa.text("begun_at IS NULL AND ended_at IS NULL")


def upgrade() -> None:
    """Forward."""
    moment = sa.DateTime(timezone=True)
    kinds = sa.Enum(
        "warning", "pause", "exclusion", name="measure_kind", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("days", sa.Integer()),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("begun_at", moment),
        sa.Column("until", moment),
        sa.Column("ended_at", moment),
        sa.CheckConstraint("(kind = 'pause') = (days IS NOT NULL)", name=op.f("ck_measure_only_a_pause_has_days")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_measure_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index(op.f("ix_measure_account_id"), "measure", ["account_id"])
    op.create_index("ix_measure_until", "measure", ["until"])
    op.create_index(
        "uq_measure_asked", "measure", ["account_id"], unique=True, postgresql_where=ASKED, sqlite_where=ASKED
    )
    op.add_column("account", sa.Column("paused_until", moment))
    _let_matters(lambda known: [*known, *NEW_MATTERS])


def downgrade() -> None:
    """Back."""
    _let_matters(lambda known: [one for one in known if one not in NEW_MATTERS])
    op.drop_column("account", "paused_until")
    op.drop_table("measure")


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
