"""Signing in: tokens of people, the sign-ins under way, and what waits for one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new."""
    op.add_column("inbox", sa.Column("waits_for", sa.String()))
    op.create_index(op.f("ix_inbox_waits_for"), "inbox", ["waits_for"])
    op.create_table(
        "tokens",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "person", name=op.f("pk_tokens")),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("claims", sa.Text()),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("exchanged", sa.Boolean()),
        sa.Column("state", sa.String()),
        sa.Column("flow", sa.LargeBinary()),
        sa.Column("code_hash", sa.String()),
        sa.Column("cache", sa.LargeBinary()),
        sa.Column("code_until", _TIME),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("state", name=op.f("uq_sign_ins_state")),
    )
    op.create_index(op.f("ix_sign_ins_expires_at"), "sign_ins", ["expires_at"])
    op.create_index(op.f("ix_sign_ins_tenant_person"), "sign_ins", ["tenant", "person"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("sign_ins")
    op.drop_table("tokens")
    op.drop_index(op.f("ix_inbox_waits_for"), "inbox")
    op.drop_column("inbox", "waits_for")
