"""Claims: of a record that was read in public sources, by its partner; of an organisation without people."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NEW_MATTERS = ("claim",)
STATES = (
    *("draft", "submitted", "changes_asked", "published", "refused", "withdrawn"),
    *("on_hold", "removed", "archived"),
)
TABLES = {"organisation_claim": ("organisation_id",), "record_claim": ("cooperation_id", "organisation_id")}


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    for table, about in TABLES.items():
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            *(sa.Column(name, sa.Integer(), nullable=False) for name in about),
            sa.Column("text", sa.Text(), nullable=False),
            sa.Column("lang", _choice("lang", "fr", "ru"), nullable=False),
            sa.Column("state", _choice("state", *STATES), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("asked_by_id", sa.Integer(), nullable=False),
            sa.Column("settled_at", sa.DateTime(timezone=True)),
            *(sa.ForeignKeyConstraint([name], [f"{name[:-3]}.id"], name=op.f(f"fk_{table}_{name}")) for name in about),
            sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f(f"fk_{table}_asked_by_id")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        for name in (*about, "asked_by_id"):
            op.create_index(op.f(f"ix_{table}_{name}"), table, [name])
    _let_matters(lambda known: [*known, *NEW_MATTERS])


def downgrade() -> None:
    """Back."""
    _let_matters(lambda known: [one for one in known if one not in NEW_MATTERS])
    for table in TABLES:
        op.drop_table(table)


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
