"""What takes long to look up and is kept: eDiscovery cases, and whose mailboxes are whose."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new."""
    op.create_table(
        "case_views",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("viewer", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("sweeping", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("looked_at", _TIME),
        sa.Column("refused_at", _TIME),
        sa.Column("wanted_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "viewer", name=op.f("pk_case_views")),
    )
    op.create_table(
        "case_members",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("viewer", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant", "viewer", "generation", "number", name=op.f("pk_case_members")
        ),
    )
    op.create_table(
        "mailbox_kinds",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("read_at", _TIME),
        sa.PrimaryKeyConstraint("tenant", "person", name=op.f("pk_mailbox_kinds")),
    )
    op.create_index(
        op.f("ix_mailbox_kinds_tenant_read_at_asked_at"),
        "mailbox_kinds",
        ["tenant", "read_at", "asked_at"],
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("mailbox_kinds")
    op.drop_table("case_members")
    op.drop_table("case_views")
