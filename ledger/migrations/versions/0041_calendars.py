"""Calendars of what is lost after a run, and the time zone of each chat."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0031"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new."""
    op.add_column(
        "conversations", sa.Column("timezone", sa.String(), server_default="", nullable=False)
    )
    op.create_table(
        "calendars",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ended_at", _TIME, nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("filled_to", sa.Integer()),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Date()),
        sa.Column("checked_to", sa.Integer(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_calendars_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_calendars")),
    )
    op.create_index(op.f("ix_calendars_tenant_over"), "calendars", ["tenant", "over"])
    op.create_table(
        "graces",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("left", sa.String(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("checked_at", _TIME),
        sa.ForeignKeyConstraint(
            ["run_id"], ["calendars.run_id"], name=op.f("fk_graces_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "position", name=op.f("pk_graces")),
    )
    op.create_index(op.f("ix_graces_tenant_person"), "graces", ["tenant", "person"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("graces")
    op.drop_table("calendars")
    op.drop_column("conversations", "timezone")
