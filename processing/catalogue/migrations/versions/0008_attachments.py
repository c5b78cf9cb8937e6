"""Files that belong to the articles that link them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("article_id", sa.String(length=17), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archive_file", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=60), nullable=False),
        sa.Column("record_offset", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_attachments_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "address", name=op.f("pk_attachments")),
    )
