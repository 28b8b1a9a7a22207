"""The rooms of workshops and what happens in them, the agenda of other events, personal calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "agenda_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_fr", sa.String(length=200), nullable=False),
        sa.Column("title_ru", sa.String(length=200), nullable=False),
        sa.Column("place_fr", sa.String(length=200), nullable=False),
        sa.Column("place_ru", sa.String(length=200), nullable=False),
        sa.Column("organiser_fr", sa.String(length=200), nullable=False),
        sa.Column("organiser_ru", sa.String(length=200), nullable=False),
        sa.Column("summary_fr", sa.Text(), nullable=False),
        sa.Column("summary_ru", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_agenda_entry_ends_after_start")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_agenda_entry_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_entry")),
    )
    with op.batch_alter_table("agenda_entry", schema=None) as batch_op:
        batch_op.create_index("ix_agenda_entry_ends_on", ["ends_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_entry_recorded_by_id"), ["recorded_by_id"], unique=False)

    op.create_table(
        "calendar_feed",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("feed_key", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_calendar_feed")),
    )
    op.create_table(
        "host_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("subject_fr", sa.String(length=200), nullable=False),
        sa.Column("subject_ru", sa.String(length=200), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("text_ru", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_host_message_author_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_host_message_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_message")),
    )
    with op.batch_alter_table("host_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_message_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_host_message_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("provider", "host", name="presencesource", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_presence_account_id")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["account.id"], name=op.f("fk_presence_marked_by_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_presence_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("workshop_id", "account_id", name=op.f("uq_presence_workshop_id_account_id")),
    )
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presence_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_presence_marked_by_id"), ["marked_by_id"], unique=False)

    op.create_table(
        "workshop_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_workshop_question_account_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_question_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_question")),
    )
    with op.batch_alter_table("workshop_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_question_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshop_question_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "workshop_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column(
            "provider",
            sa.Enum(
                "link", "jitsi", "bigbluebutton", name="provider", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("room_key", sa.String(length=40), nullable=False),
        sa.Column("dial_in", sa.String(length=200), nullable=True),
        sa.Column("audio_link", sa.String(length=500), nullable=True),
        sa.Column("stream_link", sa.String(length=500), nullable=True),
        sa.Column("recording_link", sa.String(length=500), nullable=True),
        sa.Column("transcript_link", sa.String(length=500), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_room_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_room")),
        sa.UniqueConstraint("room_key", name=op.f("uq_workshop_room_room_key")),
        sa.UniqueConstraint("workshop_id", name=op.f("uq_workshop_room_workshop_id")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("workshop_room")
    with op.batch_alter_table("workshop_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshop_question_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_workshop_question_account_id"))

    op.drop_table("workshop_question")
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_presence_marked_by_id"))
        batch_op.drop_index(batch_op.f("ix_presence_account_id"))

    op.drop_table("presence")
    with op.batch_alter_table("host_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_message_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_host_message_author_id"))

    op.drop_table("host_message")
    op.drop_table("calendar_feed")
    with op.batch_alter_table("agenda_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_entry_recorded_by_id"))
        batch_op.drop_index("ix_agenda_entry_ends_on")

    op.drop_table("agenda_entry")
