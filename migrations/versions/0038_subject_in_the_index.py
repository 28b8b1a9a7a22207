"""Its subject, and what a contribution is narrowed by, stand in the search index beside the words of each record."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

FILTER = "ᚠ"
# What the filters of the list are named, and what a contribution has of each.
TEXTS = {
    "subtheme": "sub_theme_id",
    "kind": "kind",
    "lang": "source_lang",
    "side": "side",
    "workshop": "workshop_id",
    "cooperation": "cooperation_id",
    "translated": "CASE WHEN is_translated THEN 'true' ELSE 'false' END",
}


def upgrade() -> None:
    """Forward. Subjects are letters alone: nothing in them is left out of a word of the index."""
    said = " || ".join(f"coalesce(' {FILTER}{name}' || ({column}), '')" for name, column in TEXTS.items())
    op.execute(f"UPDATE search_document SET filters = trim('{FILTER}subject' || subject || ' ' || filters)")
    op.execute(
        f"UPDATE search_document SET filters = filters || (SELECT {said} FROM contribution WHERE id = subject_id) "
        "WHERE subject = 'contribution' AND subject_id IN (SELECT id FROM contribution)"
    )


def downgrade() -> None:
    """Back."""
    op.execute("UPDATE search_document SET filters = '' WHERE subject = 'contribution'")
    op.execute(
        sa.text(
            "UPDATE search_document SET filters = trim(replace(filters, :mark || 'subject' || subject, ''))"
        ).bindparams(mark=FILTER)
    )
