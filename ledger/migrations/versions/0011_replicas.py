"""What replicas tell each other: who works on an activity, which runs rest, which cards are new."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new."""
    op.add_column("inbox", sa.Column("holder", sa.String()))
    op.add_column("inbox", sa.Column("lease_until", _TIME))
    op.add_column("inbox", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("runs", sa.Column("rests_until", _TIME))
    op.add_column("runs", sa.Column("drawn_at", _TIME))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("runs", "drawn_at")
    op.drop_column("runs", "rests_until")
    op.drop_column("inbox", "tries")
    op.drop_column("inbox", "lease_until")
    op.drop_column("inbox", "holder")
