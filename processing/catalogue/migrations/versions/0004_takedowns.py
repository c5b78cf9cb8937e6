"""Articles that were taken out for good are remembered, without their content."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takedowns",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("article_id", sa.String(17), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_takedowns"),
    )
    op.create_table(
        "taken_down_addresses",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("takedown_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["takedown_id"],
            ["takedowns.id"],
            name="fk_taken_down_addresses_takedown_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_taken_down_addresses"),
    )
    op.create_index("ix_taken_down_addresses_takedown_id", "taken_down_addresses", ["takedown_id"])
