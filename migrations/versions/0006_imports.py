"""Imports by page: the job, and its rows with what became of each."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = ("mapping", "checking", "ready", "importing", "done", "undoing", "undone")
ROW_STATES = ("waiting", "valid", "refused", "repeated", "accepted", "undone", "kept")
READERS = ("records", "twinnings", "partnerships")


def _choice(name, values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "import_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("state", _choice("state", STATES), nullable=False),
        sa.Column("reader", _choice("reader", READERS), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("only_valid", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("done_to", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("undone_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_import_job_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_import_job_organisation_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["account.id"], name=op.f("fk_import_job_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
    )
    for column in ("account_id", "organisation_id", "state", "undone_by_id"):
        op.create_index(op.f(f"ix_import_job_{column}"), "import_job", [column])
    op.create_table(
        "import_row",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", _choice("state", ROW_STATES), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("is_broken", sa.Boolean(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(64)),
        sa.Column("cooperation_id", sa.Integer()),
        sa.Column("organisation_id", sa.Integer()),
        sa.ForeignKeyConstraint(["job_id"], ["import_job.id"], name=op.f("fk_import_row_job_id")),
        sa.ForeignKeyConstraint(["cooperation_id"], ["cooperation.id"], name=op.f("fk_import_row_cooperation_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_import_row_organisation_id")),
        sa.PrimaryKeyConstraint("job_id", "line", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_state", "import_row", ["job_id", "state", "line"])
    op.create_index("ix_import_row_key", "import_row", ["job_id", "key"])
    op.create_index(op.f("ix_import_row_cooperation_id"), "import_row", ["cooperation_id"])
    op.create_index(op.f("ix_import_row_organisation_id"), "import_row", ["organisation_id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("import_row")
    op.drop_table("import_job")
