"""Backfills beside the nights; pages that are not there any more; what robots.txt said."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("fetches") as fetches:
        fetches.add_column(sa.Column("backfill", sa.Boolean(), nullable=False, server_default=sa.false()))
        fetches.add_column(sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True))
        fetches.add_column(sa.Column("missing", sa.Integer(), nullable=False, server_default=sa.text("0")))
        fetches.add_column(sa.Column("gone", sa.Integer(), nullable=False, server_default=sa.text("0")))
        fetches.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "walks",
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=80), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("read_as", sa.String(length=16), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("following", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "way", "series", name=op.f("pk_walks")),
    )
    op.create_table(
        "robots",
        sa.Column("site", sa.String(length=300), nullable=False),
        sa.Column("run_id", sa.String(length=80), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_robots")),
    )
