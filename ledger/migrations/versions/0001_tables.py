"""All tables of version 0.1.0."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)

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
#: Each after those that its foreign keys name.
_TABLES = (
    "approval_channels",
    "card_slots",
    "case_members",
    "case_views",
    "channel_members",
    "conversations",
    "delegations",
    "drafts",
    "finding_parts",
    "finding_scans",
    "fresh_sign_ins",
    "inbox",
    "journal",
    "journal_heads",
    "known_people",
    "mailbox_kinds",
    "outbox",
    "person_languages",
    "plans",
    "receipt_numbers",
    "request_counters",
    "sign_ins",
    "timers",
    "tokens",
    "write_budgets",
    "draft_people",
    "draft_tokens",
    "plan_people",
    "requests",
    "runs",
    "calendars",
    "consultations",
    "request_events",
    "request_tokens",
    "run_cards",
    "run_counts",
    "run_items",
    "consultation_tokens",
    "grace_periods",
)


def upgrade() -> None:
    """Build everything."""
    op.create_table(
        "approval_channels",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("team", sa.String, nullable=False),
        sa.Column("chosen_by", sa.String, nullable=False),
        sa.Column("chosen_at", _TIME, nullable=False),
    )
    op.create_table(
        "card_slots",
        sa.Column("slot", sa.String, primary_key=True),
        sa.Column("activity_id", sa.String, nullable=False),
        sa.Column("reposts", sa.Integer),
        sa.Column("reposted_at", _TIME),
    )
    op.create_table(
        "case_members",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("viewer", sa.String, primary_key=True),
        sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "case_views",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("viewer", sa.String, primary_key=True),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("scanning", sa.Integer, nullable=False),
        sa.Column("cursor", sa.JSON, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("looked_at", _TIME),
        sa.Column("refused_at", _TIME),
        sa.Column("wanted_at", _TIME, nullable=False),
    )
    op.create_table(
        "channel_members",
        sa.Column("conversation", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("teams_id", sa.String, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "conversations",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("conversation", sa.String, primary_key=True),
        sa.Column("person", sa.String),
        sa.Column("service_url", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("bot_id", sa.String, nullable=False),
        sa.Column("channel_id", sa.String, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("timezone", sa.String, nullable=False, server_default=""),
        sa.Index(None, "tenant", "person"),
    )
    op.create_table(
        "person_languages",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("locale", sa.String, nullable=False),
        sa.Column("chosen", sa.String, nullable=False),
    )
    op.create_table(
        "delegations",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("delegator", sa.String, nullable=False),
        sa.Column("delegate", sa.String, nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("ends_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Index(None, "tenant", "delegator", "ends_at"),
        sa.Index(None, "tenant", "delegate", "ends_at"),
    )
    op.create_table(
        "drafts",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Column("people_digest", sa.String, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("touched_at", _TIME, index=True),
        sa.UniqueConstraint("id"),
        sa.Index(None, "tenant", "conversation", "owner", "ended", "number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "finding_parts",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("viewer", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "finding_scans",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("draft_id", sa.String, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("began_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
    )
    op.create_table(
        "fresh_sign_ins",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_table(
        "inbox",
        sa.Column("conversation", sa.String, primary_key=True),
        sa.Column("activity_id", sa.String, primary_key=True),
        sa.Column("received_at", _TIME, nullable=False, index=True),
        sa.Column("finished", sa.Boolean, nullable=False, index=True),
        sa.Column("payload", sa.JSON(none_as_null=True)),
        sa.Column("answer", sa.JSON(none_as_null=True)),
        sa.Column("waits_for", sa.String, index=True),
        sa.Column("holder", sa.String),
        sa.Column("lease_until", _TIME),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("correlation", sa.String, nullable=False, server_default=""),
    )
    op.create_table(
        "journal",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("acting_as", sa.String, nullable=False),
        sa.Column("subject", sa.String),
        sa.Column("run", sa.String),
        sa.Column("plan_hash", sa.String),
        sa.Column("what", sa.JSON, nullable=False),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("request_id", sa.String, nullable=False),
        sa.Column("correlation", sa.String, nullable=False),
        sa.Column("previous", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Index("ix_journal_subject", "tenant", "subject", "kind", "run"),
        sa.Index(
            "ix_journal_approvals",
            "tenant",
            "actor",
            sqlite_where=sa.text("kind = 'request_approved'"),
            postgresql_where=sa.text("kind = 'request_approved'"),
        ),
    )
    op.create_table(
        "journal_heads",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    op.create_table(
        "known_people",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "mailbox_kinds",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("read_at", _TIME),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Index(None, "tenant", "read_at", "asked_at"),
    )
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("slot", sa.String, index=True),
        sa.Column("under", sa.String),
        sa.Column("activity", sa.JSON, nullable=False),
        sa.Column("waiting", sa.Boolean, nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("lease_until", _TIME),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Index(None, "waiting", "conversation", "number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("products", sa.JSON, nullable=False),
        sa.Column("summary", sa.JSON, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("undoes", sa.String, index=True),
        sa.Column("complete", sa.Boolean, nullable=False),
    )
    op.create_table(
        "receipt_numbers",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "request_counters",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("claims", sa.Text),
        sa.Column("expires_at", _TIME, nullable=False, index=True),
        sa.Column("exchanged", sa.Boolean),
        sa.Column("state", sa.String, unique=True),
        sa.Column("flow", sa.LargeBinary),
        sa.Column("code_hash", sa.String),
        sa.Column("cache", sa.LargeBinary),
        sa.Column("code_until", _TIME),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("verified_at", _TIME),
        sa.Index(None, "tenant", "person"),
    )
    op.create_table(
        "timers",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("lease_until", _TIME),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Index(None, "kind", "due_at"),
    )
    op.create_table(
        "tokens",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "write_budgets",
        sa.Column("tenant", sa.String, primary_key=True),
        sa.Column("available", sa.Double, nullable=False),
        sa.Column("refilled_at", _TIME, nullable=False),
        sa.Column("blocked_until", _TIME, nullable=False),
    )
    op.create_table(
        "draft_people",
        sa.Column(
            "draft_id", sa.String, sa.ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "draft_tokens",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column(
            "draft_id",
            sa.String,
            sa.ForeignKey("drafts.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
    )
    op.create_table(
        "plan_people",
        sa.Column(
            "plan_id", sa.String, sa.ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("affected", sa.Integer),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("filters", sa.Integer, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Index(None, "plan_id", "affected"),
        sa.Index(None, "plan_id", "position", "filters"),
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("requester", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("plan_id", sa.String, sa.ForeignKey("plans.id"), nullable=False, index=True),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.UniqueConstraint("tenant", "number"),
        sa.Index(None, "tenant", "requester", "number"),
        sa.Index(None, "tenant", "state", "number"),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("plan_id", sa.String, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("card_slot", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.Column("timezone", sa.String, nullable=False),
        sa.Column("first_removal", _TIME),
        sa.Column("last_removal", _TIME),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("finished", sa.Integer, nullable=False),
        sa.Column("mailboxes", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("announced", sa.Integer, nullable=False),
        sa.Column("acting_as", sa.String, nullable=False),
        sa.Column("correlation", sa.String, nullable=False),
        sa.Column("receipt", sa.Integer, nullable=False),
        sa.Column("owner_name", sa.JSON(none_as_null=True)),
        sa.Column("canary", sa.Integer, nullable=False),
        sa.Column("canary_end", sa.Integer),
        sa.Column("canary_waits", sa.Boolean, nullable=False),
        sa.Column("wait_reason", sa.String, nullable=False),
        sa.Column("refusal", sa.String),
        sa.Column("problem", sa.Integer),
        sa.Column("marks", sa.JSON(none_as_null=True)),
        sa.Column("suspended_until", _TIME),
        sa.Column("trouble", sa.String, nullable=False),
        sa.Column("trouble_since", _TIME),
        sa.Column("trouble_times", sa.Integer, nullable=False),
        sa.Column("trouble_until", _TIME),
        sa.Column("drawn_at", _TIME),
        sa.UniqueConstraint("plan_id"),
        sa.Index(
            "ix_runs_going",
            "tenant",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index(None, "tenant", "owner", "receipt"),
        sa.Index("ix_runs_tenant_receipt", "tenant", "receipt", unique=True),
    )
    op.create_table(
        "calendars",
        sa.Column(
            "run_id", sa.String, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("days", sa.String, nullable=False),
        sa.Column("ended_at", _TIME, nullable=False),
        sa.Column("kinds", sa.String, nullable=False),
        sa.Column("filled_to", sa.Integer),
        sa.Column("announced", sa.Boolean, nullable=False),
        sa.Column("reminded_on", sa.Date),
        sa.Column("checked_to", sa.Integer, nullable=False),
        sa.Column("notified_to", sa.Integer, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Index(None, "tenant", "closed"),
    )
    op.create_table(
        "consultations",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column(
            "request_id",
            sa.String,
            sa.ForeignKey("requests.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("products", sa.String, nullable=False),
        sa.Column("kinds", sa.String, nullable=False),
        sa.Column("reply", sa.String),
        sa.Column("answered_at", _TIME),
        sa.UniqueConstraint("request_id", "person"),
        sa.Index(None, "tenant", "person"),
    )
    op.create_table(
        "request_events",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "request_id",
            sa.String,
            sa.ForeignKey("requests.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Index(None, "request_id", "number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "request_tokens",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column(
            "request_id",
            sa.String,
            sa.ForeignKey("requests.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_table(
        "run_cards",
        sa.Column("slot", sa.String, primary_key=True),
        sa.Column(
            "run_id",
            sa.String,
            sa.ForeignKey("runs.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
    )
    op.create_table(
        "run_counts",
        sa.Column(
            "run_id", sa.String, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("outcome", sa.String, primary_key=True),
        sa.Column("lines", sa.Integer, nullable=False),
        sa.Column("people", sa.Integer, nullable=False, server_default="0"),
        sa.Column("partly", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "run_items",
        sa.Column(
            "run_id", sa.String, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("finished", sa.Boolean, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("lease_until", _TIME),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("intended_at", _TIME),
        sa.Column("asked_at", _TIME),
        sa.Column("calls", sa.JSON(none_as_null=True)),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("finished_at", _TIME),
        sa.Column("lost_mailbox", sa.Boolean, nullable=False),
        sa.Column("lines", sa.JSON),
        sa.Column("severity", sa.Integer),
        sa.Index(
            "ix_run_items_held",
            "run_id",
            sqlite_where=sa.text("lease_until IS NOT NULL"),
            postgresql_where=sa.text("lease_until IS NOT NULL"),
        ),
        sa.Index(None, "run_id", "finished", "position"),
        sa.Index(None, "run_id", "severity", "position"),
    )
    op.create_table(
        "consultation_tokens",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column(
            "consultation_id",
            sa.String,
            sa.ForeignKey("consultations.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
    )
    op.create_table(
        "grace_periods",
        sa.Column(
            "run_id",
            sa.String,
            sa.ForeignKey("calendars.run_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kinds", sa.String, nullable=False),
        sa.Column("remaining", sa.String, nullable=False),
        sa.Column("products", sa.String, nullable=False),
        sa.Column("account_gone", sa.Boolean, nullable=False),
        sa.Column("checked_at", _TIME),
        sa.Index(None, "tenant", "person"),
    )
    for statement in _POSTGRESQL if _on_postgresql() else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    if _on_postgresql():
        op.execute("DROP FUNCTION journal_refuse()")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
