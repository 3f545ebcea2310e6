"""The request of a receipt is found by its plan."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_requests_plan_id", "requests", ["plan_id"])


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_requests_plan_id", "requests")
