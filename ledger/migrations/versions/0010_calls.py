"""The calls for one person of a run, where one for everything was refused."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new."""
    op.add_column("run_items", sa.Column("calls", sa.JSON()))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("run_items", "calls")
