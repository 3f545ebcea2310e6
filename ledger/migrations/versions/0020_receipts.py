"""Receipts have numbers, runs can be held and undone, and several cards can follow one."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0012"
branch_labels = None
depends_on = None

#: Outcomes that are new; every run has a row of counts for each.
_NEW_OUTCOMES = ("not_touched", "restored", "left_out")
_NUMBERED = """
    UPDATE runs SET receipt = (
      SELECT numbered.number FROM (
        SELECT id, row_number() OVER (PARTITION BY tenant ORDER BY started_at, id) AS number
        FROM runs
      ) AS numbered WHERE numbered.id = runs.id
    )
"""


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("receipt", sa.Integer()),
        sa.Column("owner_name", sa.JSON()),
        sa.Column("canary", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("gate", sa.Integer()),
        sa.Column("canary_asks", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("held", sa.String(), nullable=False, server_default=""),
        sa.Column("problem", sa.Integer()),
        sa.Column("marks", sa.JSON()),
    )


def upgrade() -> None:
    """Add what is new; runs that are there get their numbers in the order of their start."""
    for column in _columns():
        op.add_column("runs", column)
    op.add_column("plans", sa.Column("undoes", sa.String()))
    op.create_index(op.f("ix_plans_undoes"), "plans", ["undoes"])
    op.add_column("run_items", sa.Column("worst", sa.Integer()))
    # Nobody ranked them: they stay in the plan's order.
    op.execute("UPDATE run_items SET worst = 0 WHERE finished")
    op.create_table(
        "receipt_numbers",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_receipt_numbers")),
    )
    op.create_table(
        "run_cards",
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_run_cards_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_run_cards")),
    )
    op.create_index(op.f("ix_run_cards_run_id"), "run_cards", ["run_id"])
    op.execute(_NUMBERED)
    op.execute("INSERT INTO receipt_numbers SELECT tenant, max(receipt) FROM runs GROUP BY tenant")
    op.execute("INSERT INTO run_cards SELECT card_slot, id FROM runs WHERE state = 'running'")
    for outcome in _NEW_OUTCOMES:
        counts = f"INSERT INTO run_counts SELECT id, '{outcome}', 0 FROM runs"  # noqa: S608
        op.execute(counts)
    op.create_index("ix_runs_tenant_receipt", "runs", ["tenant", "receipt"], unique=True)
    op.create_index(op.f("ix_runs_tenant_owner_receipt"), "runs", ["tenant", "owner", "receipt"])
    op.create_index(
        op.f("ix_run_items_run_id_worst_position"), "run_items", ["run_id", "worst", "position"]
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_index(op.f("ix_run_items_run_id_worst_position"), "run_items")
    op.drop_index(op.f("ix_runs_tenant_owner_receipt"), "runs")
    op.drop_index("ix_runs_tenant_receipt", "runs")
    op.drop_table("run_cards")
    op.drop_table("receipt_numbers")
    op.drop_column("run_items", "worst")
    op.drop_index(op.f("ix_plans_undoes"), "plans")
    op.drop_column("plans", "undoes")
    for column in reversed(_columns()):
        op.drop_column("runs", column.name)
