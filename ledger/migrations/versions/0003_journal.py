"""The journal: a chain of entries for each tenant, to which can only be added."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: Replacing a row deletes it without asking the trigger for deletes, so SQLite needs a third one
#: (https://sqlite.org/lang_conflict.html).
_SQLITE = (
    """
    CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal can only be added to'); END
    """,
    """
    CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal can only be added to'); END
    """,
    """
    CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
    WHEN EXISTS (SELECT 1 FROM journal WHERE tenant = NEW.tenant AND number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the journal can only be added to'); END
    """,
)
_POSTGRESQL = (
    """
    CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the journal can only be added to'; END $$
    """,
    """
    CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()
    """,
)


def upgrade() -> None:
    """Add what is new."""
    op.add_column(
        "runs", sa.Column("acting_as", sa.String(), nullable=False, server_default="person")
    )
    op.add_column("runs", sa.Column("correlation", sa.String(), nullable=False, server_default=""))
    op.add_column("inbox", sa.Column("correlation", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "journal_heads",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_journal_heads")),
    )
    op.create_table(
        "journal",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("acting_as", sa.String(), nullable=False),
        sa.Column("subject", sa.String()),
        sa.Column("run", sa.String()),
        sa.Column("plan_hash", sa.String()),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("correlation", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "number", name=op.f("pk_journal")),
    )
    for statement in _POSTGRESQL if _on_postgresql() else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("journal")
    if _on_postgresql():
        op.execute("DROP FUNCTION journal_refuse()")
    op.drop_table("journal_heads")
    op.drop_column("inbox", "correlation")
    op.drop_column("runs", "correlation")
    op.drop_column("runs", "acting_as")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
