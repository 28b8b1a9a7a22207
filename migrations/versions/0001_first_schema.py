"""The first schema: everything later issues stand on."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# What no ORM can spell: the journal that refuses changes, the index of the search.
STATEMENTS = {
    "postgresql": [
        "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        "EXCEPTION 'the journal is append-only'; END $$",
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW "
        "EXECUTE FUNCTION audit_entry_refuse()",
        "CREATE INDEX ix_search_document_stems ON search_document USING gin (to_tsvector('simple', stems))",
    ],
    "sqlite": [
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, "
        "'the journal is append-only'); END",
        "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, "
        "'the journal is append-only'); END",
        "CREATE VIRTUAL TABLE search_fts USING fts5(stems, content='search_document', "
        "content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
        "CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN INSERT INTO "
        "search_fts(rowid, stems) VALUES (new.id, new.stems); END",
        "CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN INSERT INTO "
        "search_fts(search_fts, rowid, stems) VALUES ('delete', old.id, old.stems); END",
        "CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document BEGIN INSERT INTO "
        "search_fts(search_fts, rowid, stems) VALUES ('delete', old.id, old.stems); INSERT INTO "
        "search_fts(rowid, stems) VALUES (new.id, new.stems); END",
    ],
}


def upgrade() -> None:
    """Forward."""

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("wanted_name", sa.String(length=80), nullable=True),
        sa.Column("is_pseudonym", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "age_band",
            sa.Enum("15_to_17", "18_or_more", name="ageband", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("time_zone", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_key", sa.String(length=32), nullable=False),
        sa.Column("side_fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("age_band = '18_or_more' OR is_pseudonym", name=op.f("ck_account_minor_has_pseudonym")),
        sa.CheckConstraint("email IS NOT NULL OR deleted_at IS NOT NULL", name=op.f("ck_account_email_until_deleted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "address_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "dead", "refused", "complaint", name="pausereason", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("status", sa.String(length=12), nullable=True),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(paused_at IS NULL) = (reason IS NULL)", name=op.f("ck_address_state_pause_has_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_state")),
        sa.UniqueConstraint("digest", name=op.f("uq_address_state_digest")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_subject", ["subject", "subject_id", "id"], unique=False)

    op.create_table(
        "contact_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "data",
                "accessibility",
                "unlawful",
                "other",
                name="contactkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_message")),
    )
    with op.batch_alter_table("contact_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_message_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_message_sent_at"), ["sent_at"], unique=False)

    op.create_table(
        "counter",
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_counter")),
    )
    op.create_table(
        "mail_route",
        sa.Column("provider", sa.String(length=254), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("setbacks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("provider", name=op.f("pk_mail_route")),
    )
    op.create_table(
        "mailbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mailbox_message_message_id")),
    )
    with op.batch_alter_table("mailbox_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailbox_message_address"), ["address"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "commune",
                "epci",
                "departement",
                "region",
                "ville",
                "district",
                "ville_federale",
                "oblast",
                "krai",
                "republique",
                "district_autonome",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("name_ru", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=260), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("side", "level", "folded", name=op.f("uq_place_side_level_folded")),
    )
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("subject", "subject_id", name=op.f("uq_search_document_subject_subject_id")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "begins_at", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title_fr", sa.String(length=200), nullable=False),
        sa.Column("title_ru", sa.String(length=200), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("slug", name=op.f("uq_theme_slug")),
        sa.UniqueConstraint("year", name=op.f("uq_theme_year")),
    )
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.create_index(
            "uq_theme_current",
            ["is_current"],
            unique=True,
            postgresql_where=sa.text("is_current"),
            sqlite_where=sa.text("is_current"),
        )

    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("browser", sa.String(length=20), nullable=True),
        sa.Column("system", sa.String(length=20), nullable=True),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_session_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_session_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_session_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "translator",
                "host",
                "member",
                "co_president",
                "secretary_general",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appointed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_appointment_until_after_since")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_appointment_account_id")),
        sa.ForeignKeyConstraint(["appointed_by_id"], ["account.id"], name=op.f("fk_appointment_appointed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_appointed_by_id"), ["appointed_by_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=30), nullable=False),
        sa.Column("version", sa.String(length=10), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consent_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("account_id", "document", "version", name=op.f("uq_consent_account_id_document_version")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_account_id"), ["account_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cooperation", "contribution", name="draftkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_draft_key_digest")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notification_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index("ix_notification_inbox", ["account_id", "id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "association",
                "federation",
                "local_authority",
                "university",
                "school",
                "research_centre",
                "company",
                "cluster",
                "chamber",
                "cultural_body",
                "health_body",
                "sports_club",
                "regional_representation",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name_fr", sa.String(length=300), nullable=False),
        sa.Column("name_ru", sa.String(length=300), nullable=False),
        sa.Column("place_fr", sa.String(length=120), nullable=False),
        sa.Column("place_ru", sa.String(length=120), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("summary_fr", sa.Text(), nullable=False),
        sa.Column("summary_ru", sa.Text(), nullable=False),
        sa.Column(
            "source_lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "changes_asked",
                "published",
                "refused",
                "withdrawn",
                "on_hold",
                "removed",
                "archived",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "pending",
            sa.Enum(
                "draft",
                "submitted",
                "changes_asked",
                "published",
                "refused",
                "withdrawn",
                "on_hold",
                "removed",
                "archived",
                name="pending",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("import_key", sa.String(length=64), nullable=True),
        sa.Column("resembles_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("name_fr <> '' OR name_ru <> ''", name=op.f("ck_organisation_has_a_name")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_organisation_proposed_by_id")),
        sa.ForeignKeyConstraint(["resembles_id"], ["organisation.id"], name=op.f("fk_organisation_resembles_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("import_key", name=op.f("uq_organisation_import_key")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_proposed_by_id"), ["proposed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_resembles_id"), ["resembles_id"], unique=False)

    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("provider", sa.String(length=254), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "failed",
                "dropped",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.Column(
            "report",
            sa.Enum(
                "relayed",
                "delayed",
                "blocked",
                "refused",
                "dead",
                "complaint",
                name="report",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("report_status", sa.String(length=12), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("unique_key", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (finished_at IS NULL)", name=op.f("ck_outbox_mail_finished_has_date")
        ),
        sa.CheckConstraint("(report IS NULL) = (reported_at IS NULL)", name=op.f("ck_outbox_mail_report_has_date")),
        sa.ForeignKeyConstraint(["recipient_id"], ["account.id"], name=op.f("fk_outbox_mail_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_mail_message_id")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_outbox_mail_unique_key")),
    )
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_mail_finished", ["finished_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_mail_recipient_id"), ["recipient_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_mail_waiting",
            ["due_at", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "second_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("totp", "recovery_code", name="factorkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
    )
    with op.batch_alter_table("second_factor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_second_factor_account_id"), ["account_id"], unique=False)

    op.create_table(
        "side_change_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "accepted",
                "declined",
                "replaced",
                name="request_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_side_change_request_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["account.id"], name=op.f("fk_side_change_request_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side_change_request")),
    )
    with op.batch_alter_table("side_change_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_side_change_request_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_side_change_request_settled_by_id"), ["settled_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_side_change_request_state"), ["state"], unique=False)

    op.create_table(
        "sub_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title_fr", sa.String(length=200), nullable=False),
        sa.Column("title_ru", sa.String(length=200), nullable=False),
        sa.Column("intro_fr", sa.Text(), nullable=False),
        sa.Column("intro_ru", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_sub_theme_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_theme")),
        sa.UniqueConstraint("theme_id", "position", name=op.f("uq_sub_theme_theme_id_position")),
        sa.UniqueConstraint("theme_id", "slug", name=op.f("uq_sub_theme_theme_id_slug")),
    )
    op.create_table(
        "token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "confirm_address",
                "reset_password",
                "change_address",
                name="tokenpurpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_token_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_review",
                "reviewed",
                name="translationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("human", "machine", name="origin", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("source_digest", sa.String(length=32), nullable=False),
        sa.Column("translator_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'reviewed' OR reviewed_at IS NOT NULL", name=op.f("ck_translation_reviewed_has_date")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"], name=op.f("fk_translation_reviewer_id")),
        sa.ForeignKeyConstraint(["translator_id"], ["account.id"], name=op.f("fk_translation_translator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint(
            "subject",
            "subject_id",
            "field",
            "lang",
            "source_digest",
            name=op.f("uq_translation_subject_subject_id_field_lang_source_digest"),
        ),
    )
    with op.batch_alter_table("translation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_translation_reviewer_id"), ["reviewer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_translation_translator_id"), ["translator_id"], unique=False)

    op.create_table(
        "committee_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "matter",
            sa.Enum(
                "cooperation",
                "contribution",
                "organisation",
                "disputed_place",
                name="matter",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("title_fr", sa.String(length=300), nullable=False),
        sa.Column("title_ru", sa.String(length=300), nullable=False),
        sa.Column("sub_theme_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open", "decided", "closed", name="casestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "accept", "ask_changes", "refuse", name="verdict", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'decided') = (verdict IS NOT NULL)", name=op.f("ck_committee_case_decided_has_verdict")
        ),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name=op.f("ck_committee_case_verdict_has_date")),
        sa.ForeignKeyConstraint(["sub_theme_id"], ["sub_theme.id"], name=op.f("fk_committee_case_sub_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_case")),
        sa.UniqueConstraint(
            "subject", "subject_id", "version", name=op.f("uq_committee_case_subject_subject_id_version")
        ),
    )
    with op.batch_alter_table("committee_case", schema=None) as batch_op:
        batch_op.create_index(
            "ix_committee_case_open",
            ["opened_at", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "cooperation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "changes_asked",
                "published",
                "refused",
                "withdrawn",
                "on_hold",
                "removed",
                "archived",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "pending",
            sa.Enum(
                "draft",
                "submitted",
                "changes_asked",
                "published",
                "refused",
                "withdrawn",
                "on_hold",
                "removed",
                "archived",
                name="pending",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_version_id", sa.Integer(), nullable=True),
        sa.Column("declared_by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column(
            "declared_side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("import_key", sa.String(length=64), nullable=True),
        sa.Column("weak_sources", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "jumelage",
                "partenariat",
                "accord",
                "memorandum",
                "echange",
                "projet",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "activity",
            sa.Enum(
                "active",
                "dormant",
                "suspended",
                "ended",
                "planned",
                "unknown",
                name="activity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "agreement",
            sa.Enum(
                "agree",
                "differ",
                "one_side",
                "nobody",
                name="agreement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("confirmed_france_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_russia_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('published', 'archived') OR public_version_id IS NOT NULL",
            name=op.f("ck_cooperation_published_has_version"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'archived') OR published_at IS NOT NULL",
            name=op.f("ck_cooperation_published_has_date"),
        ),
        sa.ForeignKeyConstraint(["declared_by_id"], ["account.id"], name=op.f("fk_cooperation_declared_by_id")),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["organisation.id"], name=op.f("fk_cooperation_on_behalf_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation")),
        sa.UniqueConstraint("import_key", name=op.f("uq_cooperation_import_key")),
    )
    with op.batch_alter_table("cooperation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cooperation_declared_by_id"), ["declared_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cooperation_on_behalf_of_id"), ["on_behalf_of_id"], unique=False)
        batch_op.create_index(
            "ix_cooperation_public",
            ["published_at", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        )

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("manager", "member", name="membershiprole", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "accepted",
                "declined",
                "ended",
                name="membershipstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["account.id"], name=op.f("fk_membership_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_settled_by_id"), ["settled_by_id"], unique=False)
        batch_op.create_index(
            "uq_membership_living",
            ["organisation_id", "account_id"],
            unique=True,
            postgresql_where=sa.text("state IN ('asked', 'accepted')"),
            sqlite_where=sa.text("state IN ('asked', 'accepted')"),
        )

    op.create_table(
        "translation_paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("translation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_digest", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["translation_id"],
            ["translation.id"],
            name=op.f("fk_translation_paragraph_translation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_paragraph")),
        sa.UniqueConstraint(
            "translation_id", "position", name=op.f("uq_translation_paragraph_translation_id_position")
        ),
    )
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sub_theme_id", sa.Integer(), nullable=False),
        sa.Column("title_fr", sa.String(length=200), nullable=False),
        sa.Column("title_ru", sa.String(length=200), nullable=False),
        sa.Column("purpose_fr", sa.Text(), nullable=False),
        sa.Column("purpose_ru", sa.Text(), nullable=False),
        sa.Column("programme_fr", sa.Text(), nullable=False),
        sa.Column("programme_ru", sa.Text(), nullable=False),
        sa.Column("speakers_fr", sa.Text(), nullable=False),
        sa.Column("speakers_ru", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("interpretation", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "announced",
                "open",
                "held",
                "cancelled",
                name="workshopstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("registration_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_link", sa.String(length=500), nullable=True),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("arrivals", sa.Integer(), nullable=False),
        sa.Column("reserved_france", sa.Integer(), nullable=False),
        sa.Column("reserved_russia", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 1 AND 5000", name=op.f("ck_workshop_capacity_plausible")),
        sa.CheckConstraint("minutes BETWEEN 5 AND 1440", name=op.f("ck_workshop_minutes_plausible")),
        sa.CheckConstraint(
            "reserved_france + reserved_russia <= capacity", name=op.f("ck_workshop_reserved_within_capacity")
        ),
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name=op.f("ck_workshop_taken_within_capacity")),
        sa.CheckConstraint("waiting >= 0", name=op.f("ck_workshop_waiting_not_negative")),
        sa.ForeignKeyConstraint(["host_id"], ["account.id"], name=op.f("fk_workshop_host_id")),
        sa.ForeignKeyConstraint(["sub_theme_id"], ["sub_theme.id"], name=op.f("fk_workshop_sub_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
    )
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_host_id"), ["host_id"], unique=False)
        batch_op.create_index("ix_workshop_starts_at", ["starts_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_workshop_sub_theme_id"), ["sub_theme_id"], unique=False)

    op.create_table(
        "activity_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "activity",
            sa.Enum(
                "active",
                "dormant",
                "suspended",
                "ended",
                "planned",
                "unknown",
                name="activity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperation_id"], ["cooperation.id"], name=op.f("fk_activity_statement_cooperation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_statement_organisation_id")
        ),
        sa.ForeignKeyConstraint(["stated_by_id"], ["account.id"], name=op.f("fk_activity_statement_stated_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_statement")),
    )
    with op.batch_alter_table("activity_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_statement_cooperation_id"), ["cooperation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_statement_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_statement_stated_by_id"), ["stated_by_id"], unique=False)

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

    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('france', 'russia')", name=op.f("ck_confirmation_side_of_the_dialogue")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["account.id"], name=op.f("fk_confirmation_confirmed_by_id")),
        sa.ForeignKeyConstraint(["cooperation_id"], ["cooperation.id"], name=op.f("fk_confirmation_cooperation_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_confirmation_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("cooperation_id", "side", name=op.f("uq_confirmation_cooperation_id_side")),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_confirmation_confirmed_by_id"), ["confirmed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_confirmation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "changes_asked",
                "published",
                "refused",
                "withdrawn",
                "on_hold",
                "removed",
                "archived",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "pending",
            sa.Enum(
                "draft",
                "submitted",
                "changes_asked",
                "published",
                "refused",
                "withdrawn",
                "on_hold",
                "removed",
                "archived",
                name="pending",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_version_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "experience",
                "question",
                "proposal",
                "opinion",
                name="contributionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source_lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_translated", sa.Boolean(), nullable=False),
        sa.Column("sub_theme_id", sa.Integer(), nullable=True),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("cooperation_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('published', 'archived') OR public_version_id IS NOT NULL",
            name=op.f("ck_contribution_published_has_version"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'archived') OR published_at IS NOT NULL",
            name=op.f("ck_contribution_published_has_date"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_contribution_author_id")),
        sa.ForeignKeyConstraint(["cooperation_id"], ["cooperation.id"], name=op.f("fk_contribution_cooperation_id")),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["organisation.id"], name=op.f("fk_contribution_on_behalf_of_id")),
        sa.ForeignKeyConstraint(["sub_theme_id"], ["sub_theme.id"], name=op.f("fk_contribution_sub_theme_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_contribution_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_cooperation_id"), ["cooperation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_on_behalf_of_id"), ["on_behalf_of_id"], unique=False)
        batch_op.create_index(
            "ix_contribution_public",
            ["published_at", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        )
        batch_op.create_index(
            "ix_contribution_public_sub_theme",
            ["sub_theme_id", "published_at", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        )
        batch_op.create_index(batch_op.f("ix_contribution_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "cooperation_domain",
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column(
            "domain",
            sa.Enum(
                "collectivites",
                "universites",
                "economie",
                "culture",
                "sante",
                "sport",
                name="domain",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"], ["cooperation.id"], name=op.f("fk_cooperation_domain_cooperation_id")
        ),
        sa.PrimaryKeyConstraint("cooperation_id", "domain", name=op.f("pk_cooperation_domain")),
    )
    with op.batch_alter_table("cooperation_domain", schema=None) as batch_op:
        batch_op.create_index("ix_cooperation_domain_domain", ["domain", "cooperation_id"], unique=False)

    op.create_table(
        "cooperation_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("true_from", sa.Date(), nullable=True),
        sa.Column(
            "source_lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("title_fr", sa.String(length=300), nullable=False),
        sa.Column("title_ru", sa.String(length=300), nullable=False),
        sa.Column("summary_fr", sa.Text(), nullable=False),
        sa.Column("summary_ru", sa.Text(), nullable=False),
        sa.Column("actions_fr", sa.Text(), nullable=False),
        sa.Column("actions_ru", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "jumelage",
                "partenariat",
                "accord",
                "memorandum",
                "echange",
                "projet",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.CheckConstraint("title_fr <> '' OR title_ru <> ''", name=op.f("ck_cooperation_version_has_a_title")),
        sa.CheckConstraint(
            "first_year BETWEEN 1500 AND 2100", name=op.f("ck_cooperation_version_first_year_plausible")
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"], ["cooperation.id"], name=op.f("fk_cooperation_version_cooperation_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_cooperation_version_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_version")),
        sa.UniqueConstraint("cooperation_id", "number", name=op.f("uq_cooperation_version_cooperation_id_number")),
    )
    with op.batch_alter_table("cooperation_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cooperation_version_recorded_by_id"), ["recorded_by_id"], unique=False)

    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "confirmed",
                "waiting",
                "left",
                "removed",
                name="registrationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_registration_account_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_registration_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("workshop_id", "arrival", name=op.f("uq_registration_workshop_id_arrival")),
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ix_registration_waiting",
            ["workshop_id", "arrival"],
            unique=False,
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "uq_registration_living",
            ["workshop_id", "account_id"],
            unique=True,
            postgresql_where=sa.text("state IN ('confirmed', 'waiting')"),
            sqlite_where=sa.text("state IN ('confirmed', 'waiting')"),
        )

    op.create_table(
        "voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_secretary", sa.Boolean(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "accept", "ask_changes", "refuse", name="verdict", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "note_lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('france', 'russia')", name=op.f("ck_voice_side_of_the_committee")),
        sa.ForeignKeyConstraint(["case_id"], ["committee_case.id"], name=op.f("fk_voice_case_id")),
        sa.ForeignKeyConstraint(["member_id"], ["account.id"], name=op.f("fk_voice_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
    )
    with op.batch_alter_table("voice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voice_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_member_id"), ["member_id"], unique=False)

    op.create_table(
        "contribution_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("true_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "experience",
                "question",
                "proposal",
                "opinion",
                name="contributionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source_lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("title_fr", sa.String(length=200), nullable=False),
        sa.Column("title_ru", sa.String(length=200), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("text_ru", sa.Text(), nullable=False),
        sa.CheckConstraint("text_fr <> '' OR text_ru <> ''", name=op.f("ck_contribution_version_has_a_text")),
        sa.CheckConstraint("title_fr <> '' OR title_ru <> ''", name=op.f("ck_contribution_version_has_a_title")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_contribution_version_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_contribution_version_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_version")),
        sa.UniqueConstraint("contribution_id", "number", name=op.f("uq_contribution_version_contribution_id_number")),
    )
    with op.batch_alter_table("contribution_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_version_recorded_by_id"), ["recorded_by_id"], unique=False)

    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("france", "russia", "other", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "carries",
                "takes_part",
                "supports",
                name="partnerrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name_fr", sa.String(length=300), nullable=False),
        sa.Column("name_ru", sa.String(length=300), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "commune",
                "epci",
                "departement",
                "region",
                "ville",
                "district",
                "ville_federale",
                "oblast",
                "krai",
                "republique",
                "district_autonome",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("name_fr <> '' OR name_ru <> ''", name=op.f("ck_partner_has_a_name")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_partner_organisation_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_partner_place_id")),
        sa.ForeignKeyConstraint(["version_id"], ["cooperation_version.id"], name=op.f("fk_partner_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_partner_version_id_position")),
    )
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_place_id"), ["place_id"], unique=False)
    # A record and its versions point to each other: one of the two comes afterwards.
    with op.batch_alter_table("cooperation", schema=None) as batch_op:
        batch_op.create_foreign_key(
            "fk_cooperation_public_version_id", "cooperation_version", ["public_version_id"], ["id"]
        )

    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_foreign_key(
            "fk_contribution_public_version_id", "contribution_version", ["public_version_id"], ["id"]
        )

    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """The first schema has nothing before it: drop the database instead."""
    raise NotImplementedError
