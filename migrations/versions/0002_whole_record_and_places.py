"""The record with all its fields, and places with their region, point and source."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXTS = ("audience", "means", "results", "funding_sought", "partners_sought")


def upgrade() -> None:
    """Forward. Columns are added one by one: copying a table would lose its checks on SQLite."""
    op.add_column("cooperation", sa.Column("first_year", sa.Integer()))
    op.execute(
        "UPDATE cooperation SET first_year = (SELECT first_year FROM cooperation_version "
        "WHERE cooperation_version.id = cooperation.public_version_id)"
    )
    for name in TEXTS:
        for lang in ("fr", "ru"):
            op.add_column(
                "cooperation_version", sa.Column(f"{name}_{lang}", sa.Text(), nullable=False, server_default="")
            )
    op.add_column("cooperation_version", _about("first_year_about"))
    for name in ("signed_year", "term_year"):
        plausible = sa.CheckConstraint(
            f"{name} BETWEEN 1500 AND 2100", name=op.f(f"ck_cooperation_version_{name}_plausible")
        )
        op.add_column("cooperation_version", sa.Column(name, sa.Integer(), plausible))
        op.add_column("cooperation_version", _about(f"{name}_about"))
    op.add_column("cooperation_version", sa.Column("renewals", sa.JSON(), nullable=False, server_default="[]"))

    op.create_table(
        "cooperation_version_sub_theme",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("sub_theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["cooperation_version.id"], name=op.f("fk_cooperation_version_sub_theme_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["sub_theme_id"], ["sub_theme.id"], name=op.f("fk_cooperation_version_sub_theme_sub_theme_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "sub_theme_id", name=op.f("pk_cooperation_version_sub_theme")),
    )
    op.create_index(
        op.f("ix_cooperation_version_sub_theme_sub_theme_id"), "cooperation_version_sub_theme", ["sub_theme_id"]
    )
    op.create_table(
        "cooperation_sub_theme",
        sa.Column("cooperation_id", sa.Integer(), nullable=False),
        sa.Column("sub_theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"], ["cooperation.id"], name=op.f("fk_cooperation_sub_theme_cooperation_id")
        ),
        sa.ForeignKeyConstraint(["sub_theme_id"], ["sub_theme.id"], name=op.f("fk_cooperation_sub_theme_sub_theme_id")),
        sa.PrimaryKeyConstraint("cooperation_id", "sub_theme_id", name=op.f("pk_cooperation_sub_theme")),
    )
    op.create_index(
        "ix_cooperation_sub_theme_sub_theme_id", "cooperation_sub_theme", ["sub_theme_id", "cooperation_id"]
    )

    op.add_column("place", sa.Column("spellings", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE place SET spellings = '|' || folded")
    op.add_column("place", sa.Column("region_code", sa.String(length=8)))
    for lang in ("fr", "ru"):
        op.add_column("place", sa.Column(f"region_{lang}", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("place", sa.Column("population", sa.Integer()))
    op.add_column("place", sa.Column("source", sa.String(length=60), nullable=False, server_default=""))
    op.add_column("place", sa.Column("geonames_id", sa.Integer()))
    known = sa.CheckConstraint("transcribed IN ('fr', 'ru')", name=op.f("ck_place_transcribed"))
    op.add_column("place", sa.Column("transcribed", sa.String(length=40), known))
    op.add_column("place", _about("is_disputed"))
    op.create_index(op.f("ix_place_region_code"), "place", ["region_code"])
    op.create_index(op.f("ix_place_geonames_id"), "place", ["geonames_id"], unique=True)


def downgrade() -> None:
    """Back."""
    op.drop_index(op.f("ix_place_geonames_id"), "place")
    op.drop_index(op.f("ix_place_region_code"), "place")
    for name in (
        *("is_disputed", "transcribed", "geonames_id", "source", "population", "region_ru", "region_fr"),
        *("region_code", "spellings"),
    ):
        op.drop_column("place", name)
    op.drop_table("cooperation_sub_theme")
    op.drop_table("cooperation_version_sub_theme")
    for name in ("renewals", "term_year_about", "term_year", "signed_year_about", "signed_year", "first_year_about"):
        op.drop_column("cooperation_version", name)
    for name in TEXTS:
        for lang in ("ru", "fr"):
            op.drop_column("cooperation_version", f"{name}_{lang}")
    op.drop_column("cooperation", "first_year")


def _about(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
