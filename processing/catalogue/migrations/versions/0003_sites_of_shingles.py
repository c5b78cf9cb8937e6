"""Shingles know their article's site; what waits to be linked has an index. All articles are linked anew."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UNLINKED = sa.text("story_id IS NULL OR linked_version < version")


def upgrade() -> None:
    op.execute("UPDATE articles SET linked_version = 0")
    op.execute("DELETE FROM fingerprints")
    op.drop_table("shingles")
    op.create_table(
        "shingles",
        sa.Column("shingle", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shingle", "article", name=op.f("pk_shingles")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_fingerprints_scheme"), "fingerprints", ["scheme"])
    op.create_index("ix_articles_unlinked", "articles", ["id"], sqlite_where=UNLINKED, postgresql_where=UNLINKED)
