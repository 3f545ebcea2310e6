"""For what is thrown away: when a walk was touched last, and whether a plan is stored whole."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new."""
    op.add_column("drafts", sa.Column("touched_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE drafts SET touched_at = CURRENT_TIMESTAMP")
    op.create_index(op.f("ix_drafts_touched_at"), "drafts", ["touched_at"])
    op.add_column(
        "plans", sa.Column("whole", sa.Boolean(), nullable=False, server_default=sa.true())
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("plans", "whole")
    op.drop_index(op.f("ix_drafts_touched_at"), "drafts")
    op.drop_column("drafts", "touched_at")
