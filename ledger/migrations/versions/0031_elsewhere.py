"""Which runs go on in a tenant, and whom they hold, to be found at a glance."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_GOING = sa.text("ended_at IS NULL")
_HELD = sa.text("lease_until IS NOT NULL")


def upgrade() -> None:
    """Add what is new."""
    op.create_index(
        "ix_runs_going", "runs", ["tenant"], sqlite_where=_GOING, postgresql_where=_GOING
    )
    op.create_index(
        "ix_run_items_held", "run_items", ["run_id"], sqlite_where=_HELD, postgresql_where=_HELD
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_run_items_held", "run_items")
    op.drop_index("ix_runs_going", "runs")
