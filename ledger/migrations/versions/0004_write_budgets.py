"""The budget of writes of each tenant, which all replicas spend together."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new."""
    op.create_table(
        "write_budgets",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("turns", sa.Double(), nullable=False),
        sa.Column("refilled_at", _TIME, nullable=False),
        sa.Column("blocked_until", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_write_budgets")),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("write_budgets")
