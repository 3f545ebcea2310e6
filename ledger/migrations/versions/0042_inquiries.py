"""Whether those from whom something would be taken still need it."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new."""
    op.create_table(
        "inquiries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("products", sa.String(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("reply", sa.String()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["requests.id"],
            name=op.f("fk_inquiries_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
        sa.UniqueConstraint("request_id", "person", name=op.f("uq_inquiries_request_id_person")),
    )
    op.create_index(op.f("ix_inquiries_tenant_person"), "inquiries", ["tenant", "person"])
    op.create_table(
        "inquiry_tokens",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("inquiry_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiries.id"],
            name=op.f("fk_inquiry_tokens_inquiry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_inquiry_tokens")),
    )
    op.create_index(op.f("ix_inquiry_tokens_inquiry_id"), "inquiry_tokens", ["inquiry_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("inquiry_tokens")
    op.drop_table("inquiries")
