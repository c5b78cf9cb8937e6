"""The ledger knows the record of each address's last capture, so that later answers can be told to be the same."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fetches", sa.Column("record", sa.JSON(), nullable=False, server_default="{}"))
