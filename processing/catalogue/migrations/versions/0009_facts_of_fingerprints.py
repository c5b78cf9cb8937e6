"""Fingerprints keep what language versions find each other by. All articles are linked anew, for their scheme is another."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("fingerprints") as batch:
        batch.add_column(sa.Column("facts", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
    with op.batch_alter_table("fingerprints") as batch:
        batch.alter_column("facts", server_default=None)
