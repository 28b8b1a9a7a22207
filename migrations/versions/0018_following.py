"""What people follow, news of it, how often mails come; people kept at a distance."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "distance",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("distancekind", "muted", "blocked"), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.CheckConstraint("owner_id <> other_id", name=op.f("ck_distance_from_another")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_distance_owner_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["account.id"], name=op.f("fk_distance_other_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "other_id", name=op.f("pk_distance")),
    )
    op.create_index(op.f("ix_distance_other_id"), "distance", ["other_id"])
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_follow_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint(
            "account_id", "subject", "subject_id", name=op.f("uq_follow_account_id_subject_subject_id")
        ),
    )
    op.create_index("ix_follow_subject", "follow", ["subject", "subject_id", "account_id"])
    op.create_table(
        "followed_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followed_search")),
        sa.UniqueConstraint("query", name=op.f("uq_followed_search_query")),
    )
    op.create_table(
        "news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("lang", _choice("lang", "fr", "ru"), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("is_matched", sa.Boolean(), nullable=False),
        sa.Column("spread_to", sa.Integer(), nullable=False),
        sa.Column("spread_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_news_author_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_news_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
    )
    op.create_index(op.f("ix_news_author_id"), "news", ["author_id"])
    op.create_index(op.f("ix_news_by_id"), "news", ["by_id"])
    waiting = sa.text("spread_at IS NULL")
    op.create_index("ix_news_waiting", "news", ["id"], postgresql_where=waiting, sqlite_where=waiting)
    op.create_table(
        "news_topic",
        sa.Column("news_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["news_id"], ["news.id"], name=op.f("fk_news_topic_news_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("news_id", "subject", "subject_id", name=op.f("pk_news_topic")),
    )
    op.create_table(
        "mail_rhythm",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", _choice("rhythm", "at_once", "daily", "weekly", "never"), nullable=False),
        sa.Column("told_to", sa.Integer(), nullable=False),
        sa.Column("due_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mail_rhythm_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mail_rhythm")),
    )
    op.create_index(op.f("ix_mail_rhythm_due_at"), "mail_rhythm", ["due_at"])
    # Added alone, with its reference: copying a table would lose its checks on SQLite.
    op.execute(
        "ALTER TABLE notification ADD COLUMN news_id INTEGER "
        "CONSTRAINT fk_notification_news_id REFERENCES news (id) ON DELETE CASCADE"
    )
    op.create_index("uq_notification_news", "notification", ["news_id", "account_id"], unique=True)


def downgrade() -> None:
    """Back."""
    op.drop_index("uq_notification_news", table_name="notification")
    with op.batch_alter_table("notification") as batch:
        batch.drop_column("news_id")
    for table in ("mail_rhythm", "news_topic", "news", "followed_search", "follow", "distance"):
        op.drop_table(table)
