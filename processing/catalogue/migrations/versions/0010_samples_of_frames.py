"""Samples of each source's pages, from which the lines that they repeat are learnt."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table, 40 rows a source and month."""
    op.create_table(
        "frame_samples",
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("page", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("blocks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source", "month", "page", name=op.f("pk_frame_samples")),
    )
