"""Requests for approval: their tokens and trails, channels, delegations, fresh sign-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new."""
    op.create_table(
        "requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_requests_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint("tenant", "number", name=op.f("uq_requests_tenant_number")),
    )
    op.create_index(
        op.f("ix_requests_tenant_state_number"), "requests", ["tenant", "state", "number"]
    )
    op.create_index(
        op.f("ix_requests_tenant_requester_number"), "requests", ["tenant", "requester", "number"]
    )
    op.create_table(
        "request_tokens",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["requests.id"],
            name=op.f("fk_request_tokens_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_request_tokens")),
    )
    op.create_index(op.f("ix_request_tokens_request_id"), "request_tokens", ["request_id"])
    op.create_table(
        "request_counters",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_request_counters")),
    )
    op.create_table(
        "request_events",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["requests.id"],
            name=op.f("fk_request_events_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_request_events")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_request_events_request_id_number"), "request_events", ["request_id", "number"]
    )
    op.create_table(
        "approval_channels",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("chosen_by", sa.String(), nullable=False),
        sa.Column("chosen_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_approval_channels")),
    )
    op.create_table(
        "channel_members",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("teams_id", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "person", name=op.f("pk_channel_members")),
    )
    op.create_table(
        "delegations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("taker", sa.String(), nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("ends_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index(
        op.f("ix_delegations_tenant_taker_ends_at"), "delegations", ["tenant", "taker", "ends_at"]
    )
    op.create_index(
        op.f("ix_delegations_tenant_giver_ends_at"), "delegations", ["tenant", "giver", "ends_at"]
    )
    op.create_table(
        "fresh_sign_ins",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "person", name=op.f("pk_fresh_sign_ins")),
    )
    op.add_column("outbox", sa.Column("under", sa.String()))
    op.add_column("sign_ins", sa.Column("proven_at", _TIME))
    op.create_index(op.f("ix_conversations_tenant_person"), "conversations", ["tenant", "person"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_index(op.f("ix_conversations_tenant_person"), "conversations")
    op.drop_column("sign_ins", "proven_at")
    op.drop_column("outbox", "under")
    for table in (
        "fresh_sign_ins",
        "delegations",
        "channel_members",
        "approval_channels",
        "request_events",
        "request_counters",
        "request_tokens",
        "requests",
    ):
        op.drop_table(table)
