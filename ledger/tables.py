"""All tables but those of requests (`ledger/requests/tables.py`).

The migrations build the same; a test compares the two. Names and addresses of people are inside
JSON bodies only, which accept any text a person can type.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)

from ledger.database.column_types import UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def partial_index(name: str, *columns: str, where: str) -> Index:
    """Create a partial index of the rows that match `where`."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


drafts = Table(
    "drafts",
    metadata,
    #: Increasing, so that the newest of a conversation is known without a clock.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("token", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
    #: Digest of the list in draft_people; empty if no one is selected.
    Column("people_digest", String, nullable=False),
    Column("body", JSON, nullable=False),
    #: Time of the last write, by the database's clock, for the retention job.
    Column(
        "touched_at",
        UtcTime,
        default=func.current_timestamp(),
        onupdate=func.current_timestamp(),
        index=True,
    ),
    UniqueConstraint("id"),
    Index(None, "tenant", "conversation", "owner", "ended", "number"),
    sqlite_autoincrement=True,
)

#: Every token that was ever in a button, kept as long as its draft.
draft_tokens = Table(
    "draft_tokens",
    metadata,
    Column("token", String, primary_key=True),
    Column("draft_id", ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False, index=True),
)

#: The people of a draft, compressed, in a separate row: there may be 100,000.
draft_people = Table(
    "draft_people",
    metadata,
    Column("draft_id", ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

plans = Table(
    "plans",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("day", Date, nullable=False),
    Column("products", JSON, nullable=False),
    Column("summary", JSON, nullable=False),
    Column("hash", String, nullable=False),
    #: The run that it undoes; NULL for a removal. Not a foreign key, since runs reference plans.
    Column("undoes", String, index=True),
    #: Whether all its people are stored; until then it is invisible.
    Column("complete", Boolean, nullable=False),
)

plan_people = Table(
    "plan_people",
    metadata,
    Column("plan_id", ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True),
    #: Position in the plan, from 0 without gaps.
    Column("position", Integer, primary_key=True),
    #: Position among the people whose licenses change, from 0 without gaps; NULL for the others.
    Column("affected", Integer),
    #: Hash of the person's row when the plan was frozen; part of the plan's hash.
    Column("hash", String, nullable=False),
    #: The filters that show the person, a bit for each, see `licensing/plans/people_filter.py`.
    Column("filters", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Index(None, "plan_id", "affected"),
    # Holds all that a filtered page is found by, so that bodies are read for that page only.
    Index(None, "plan_id", "position", "filters"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String, primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False),
    Column("tenant", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("card_slot", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("started_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    #: Time zone of its days (IANA name), and when it first and last removed a license.
    Column("timezone", String, nullable=False),
    Column("first_removal", UtcTime),
    Column("last_removal", UtcTime),
    Column("people", Integer, nullable=False),
    Column("finished", Integer, nullable=False),
    Column("mailboxes", Integer, nullable=False),
    #: Version of what its cards show, and the version that was last drawn.
    Column("changed", Integer, nullable=False),
    Column("announced", Integer, nullable=False),
    #: Identity of its Graph calls, "person" or "app", and the click that started it.
    Column("acting_as", String, nullable=False),
    Column("correlation", String, nullable=False),
    #: From 1 in each tenant, without gaps.
    Column("receipt", Integer, nullable=False),
    #: Name of the owner, as a JSON string.
    Column("owner_name", JSON(none_as_null=True)),
    #: The canary: how many people are processed first, up to which position in the plan, and
    #: whether the rest then waits for a click. Without `gate` everyone can be processed.
    Column("canary", Integer, nullable=False),
    Column("canary_end", Integer),
    Column("canary_waits", Boolean, nullable=False),
    #: Why the run waits.
    Column("wait_reason", String, nullable=False),
    #: What the tenant said when it refused, where the run waits for that; else NULL.
    Column("refusal", String),
    #: Position of the last person who did not end as planned.
    Column("problem", Integer),
    #: Progress over time, to estimate the remaining time.
    Column("marks", JSON(none_as_null=True)),
    #: No replica works on it before then, because its owner has to sign in; NULL: not suspended.
    Column("suspended_until", UtcTime),
    #: Trouble of the whole tenant: its kind, since when, how often in a row, and when one person
    #: is tried again. Without trouble the texts are empty and the others NULL.
    Column("trouble", String, nullable=False),
    Column("trouble_since", UtcTime),
    Column("trouble_times", Integer, nullable=False),
    Column("trouble_until", UtcTime),
    #: When its card was last drawn.
    Column("drawn_at", UtcTime),
    UniqueConstraint("plan_id"),
    Index("ix_runs_tenant_receipt", "tenant", "receipt", unique=True),
    Index(None, "tenant", "owner", "receipt"),
    partial_index("ix_runs_going", "tenant", where="ended_at IS NULL"),
)

#: The last receipt number of each tenant. Lock its row before taking the next one.
receipt_numbers = Table(
    "receipt_numbers",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

#: The cards that show the progress of a run: each is a draft, in any chat.
run_cards = Table(
    "run_cards",
    metadata,
    Column("slot", String, primary_key=True),
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
)

#: One row for each kind of outcome, created with the run and increased with every person.
run_counts = Table(
    "run_counts",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("outcome", String, primary_key=True),
    Column("lines", Integer, nullable=False),
    #: People whose worst outcome this is, of whom the plan asks something; and those of them for
    #: whom something else was done.
    Column("people", Integer, nullable=False, server_default="0"),
    Column("partly", Integer, nullable=False, server_default="0"),
)

run_items = Table(
    "run_items",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    #: The person's position in the plan.
    Column("position", Integer, primary_key=True),
    Column("finished", Boolean, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    #: Number of claims. A result is accepted only with the number of the newest claim.
    Column("fence", Integer, nullable=False),
    #: How many attempts count against the limit.
    Column("tries", Integer, nullable=False),
    #: When the intent to call Graph was stored; NULL if Graph was certainly not called.
    Column("intended_at", UtcTime),
    #: When Graph was called, by the clock that counts data retention: days count from then.
    Column("asked_at", UtcTime),
    #: The calls so far, unless it is one call for all products; with an intent the last is open.
    Column("calls", JSON(none_as_null=True)),
    #: Why it was put off last.
    Column("reason", String, nullable=False),
    Column("finished_at", UtcTime),
    Column("lost_mailbox", Boolean, nullable=False),
    Column("lines", JSON),
    #: Severity of the worst line, for lists that start with the worst.
    Column("severity", Integer),
    Index(None, "run_id", "finished", "position"),
    Index(None, "run_id", "severity", "position"),
    #: Claimed people: few, even in a large run.
    partial_index("ix_run_items_held", "run_id", where="lease_until IS NOT NULL"),
)

card_slots = Table(
    "card_slots",
    metadata,
    Column("slot", String, primary_key=True),
    #: Empty for a message that can't be edited: the next content is a new post.
    Column("activity_id", String, nullable=False),
    #: How often its card was posted again because of that, and when last.
    Column("reposts", Integer),
    Column("reposted_at", UtcTime),
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String, nullable=False),
    Column("slot", String, index=True),
    #: The card slot whose thread it is posted in; NULL for the conversation itself.
    Column("under", String),
    Column("activity", JSON, nullable=False),
    Column("waiting", Boolean, nullable=False),
    Column("written_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    Column("fence", Integer, nullable=False),
    #: Number of delivery attempts; new content starts at 0.
    Column("tries", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "waiting", "conversation", "number"),
    # A number is never used twice, even after its message was sent and deleted.
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("conversation", String, primary_key=True),
    Column("activity_id", String, primary_key=True),
    Column("received_at", UtcTime, nullable=False, index=True),
    Column("finished", Boolean, nullable=False, index=True),
    #: Deleted once it is processed.
    Column("payload", JSON(none_as_null=True)),
    Column("answer", JSON(none_as_null=True)),
    #: The person whose sign-in it waits for, as "tenant/person"; NULL if none.
    Column("waits_for", String, index=True),
    #: The process that has the lease. A result is accepted only from the newest holder.
    Column("holder", String),
    Column("lease_until", UtcTime),
    #: Number of attempts to process it.
    Column("tries", Integer, nullable=False, server_default="0"),
    #: Correlation id of the HTTP request that delivered it, for logs of later work.
    Column("correlation", String, nullable=False, server_default=""),
)

conversations = Table(
    "conversations",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("conversation", String, primary_key=True),
    Column("person", String),
    Column("service_url", String, nullable=False),
    Column("type", String, nullable=False),
    Column("bot_id", String, nullable=False),
    Column("channel_id", String, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    #: Time zone of the last message's sender, such as Europe/Berlin; empty if unknown.
    Column("timezone", String, nullable=False, server_default=""),
    Index(None, "tenant", "person"),
)

#: What each person reads, in whatever conversation.
person_languages = Table(
    "person_languages",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("person", String, primary_key=True),
    #: The locale of their client as last seen, such as de-AT; empty if unknown.
    Column("locale", String, nullable=False),
    #: The tag of the language they chose, such as zh-Hans; empty for that of the client.
    Column("chosen", String, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("person", String, primary_key=True),
    #: Number of writes; a writer names the version that it read.
    Column("version", Integer, nullable=False),
    #: MSAL's cache of this person, encrypted.
    Column("encrypted", LargeBinary, nullable=False),
)

#: Requests to sign in, until they are answered or expire.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("person", String, nullable=False),
    Column("conversation", String, nullable=False),
    #: Claims challenge of the tenant.
    Column("claims", Text),
    Column("expires_at", UtcTime, nullable=False, index=True),
    #: Whether the client's single sign-on token was accepted; NULL before it came.
    Column("exchanged", Boolean),
    #: Of the sign-in window: its OAuth state, and MSAL's flow, encrypted.
    Column("state", String, unique=True),
    Column("flow", LargeBinary),
    #: Of the finished window: the hash of its code, and the token cache, encrypted.
    Column("code_hash", String),
    Column("cache", LargeBinary),
    Column("code_until", UtcTime),
    #: Wrong codes so far.
    Column("tries", Integer, nullable=False),
    #: When the person authenticated in the window, if the tenant states it.
    Column("verified_at", UtcTime),
    Index(None, "tenant", "person"),
)

#: One hash chain for each tenant. Triggers of the migration reject every change but a new row.
journal = Table(
    "journal",
    metadata,
    Column("tenant", String, primary_key=True),
    #: From 1 on, without gaps.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("kind", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("acting_as", String, nullable=False),
    Column("subject", String),
    Column("run", String),
    Column("plan_hash", String),
    Column("what", JSON, nullable=False),
    Column("answer", String, nullable=False),
    Column("request_id", String, nullable=False),
    Column("correlation", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    # Which runs changed a person, and what a person approved.
    Index("ix_journal_subject", "tenant", "subject", "kind", "run"),
    partial_index("ix_journal_approvals", "tenant", "actor", where="kind = 'request_approved'"),
)

#: The end of each chain. Lock its row before adding to the chain.
journal_heads = Table(
    "journal_heads",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", String, nullable=False),
)

#: Number of writes that each tenant allows now, shared by all replicas and runs.
write_budgets = Table(
    "write_budgets",
    metadata,
    Column("tenant", String, primary_key=True),
    #: As of `refilled_at`. Negative if writes of the near future are reserved already.
    Column("available", Double, nullable=False),
    Column("refilled_at", UtcTime, nullable=False),
    #: The tenant allows no write before then.
    Column("blocked_until", UtcTime, nullable=False),
)

#: Work for a later time; one row for each kind and subject.
timers = Table(
    "timers",
    metadata,
    Column("kind", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    #: Changes with every claim, and when the timer is set again.
    Column("fence", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    #: Why it was put off last.
    Column("reason", String, nullable=False),
    # Each look for what is due reads the first timers of a kind, not all that wait.
    Index(None, "kind", "due_at"),
)

#: What people were called in runs and requests, by id, and the words to find them by.
known_people = Table(
    "known_people",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("person", String, primary_key=True),
    #: The words of name and address in one spelling, each after a blank.
    Column("words", JSON, nullable=False),
    Column("body", JSON, nullable=False),
)

#: When each person last authenticated in the sign-in window.
fresh_sign_ins = Table(
    "fresh_sign_ins",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("at", UtcTime, nullable=False),
)

#: Progress of the scan of the eDiscovery cases that one viewer may see: a person by id, or "" for
#: the app.
case_views = Table(
    "case_views",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("viewer", String, primary_key=True),
    #: The newest complete scan, and the one in progress; 0 for none.
    Column("generation", Integer, nullable=False),
    Column("scanning", Integer, nullable=False),
    Column("cursor", JSON, nullable=False),
    Column("reason", String, nullable=False),
    Column("looked_at", UtcTime),
    Column("refused_at", UtcTime),
    Column("wanted_at", UtcTime, nullable=False),
)

#: The people in those cases, in parts as they were read.
case_members = Table(
    "case_members",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("viewer", String, primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", JSON, nullable=False),
)

#: The newest search for unused licenses of each person who may remove some.
finding_scans = Table(
    "finding_scans",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("state", String, nullable=False),
    #: The draft whose card shows it.
    Column("draft_id", String, nullable=False),
    #: How far it is, and the counts so far.
    Column("body", JSON, nullable=False),
    Column("began_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
)

#: The people whom it found, in parts as they were read.
finding_parts = Table(
    "finding_parts",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("viewer", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", JSON, nullable=False),
)

#: The kind of each person's mailbox; `read_at` is NULL until it is read.
mailbox_kinds = Table(
    "mailbox_kinds",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("read_at", UtcTime),
    #: Number of failed reads; the next one is at `asked_at`.
    Column("failures", Integer, nullable=False),
    Index(None, "tenant", "read_at", "asked_at"),
)

#: The calendar of each ended run: the dates on which data of removed licenses is deleted.
calendars = Table(
    "calendars",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String, nullable=False),
    #: The first day with a removal, and all such days, separated by commas.
    Column("day", Date, nullable=False),
    Column("days", String, nullable=False),
    Column("ended_at", UtcTime, nullable=False),
    Column("kinds", String, nullable=False),
    #: The last position of the plan that is in `grace_periods`; NULL if all are.
    Column("filled_to", Integer),
    Column("announced", Boolean, nullable=False),
    Column("reminded_on", Date),
    Column("checked_to", Integer, nullable=False),
    #: The last position of the plan whose person was notified.
    Column("notified_to", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Index(None, "tenant", "closed"),
)

#: Data that people lost through a run and can still get back. Names are in the plan.
grace_periods = Table(
    "grace_periods",
    metadata,
    Column("run_id", ForeignKey("calendars.run_id", ondelete="CASCADE"), primary_key=True),
    #: The person's position in the plan.
    Column("position", Integer, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("person", String, nullable=False),
    #: The day on which the licenses were removed.
    Column("day", Date, nullable=False),
    #: Separated by commas.
    Column("kinds", String, nullable=False),
    #: The part that no license provided at the last check, and whether the account was deleted.
    Column("remaining", String, nullable=False),
    #: Removed products that each have their own data; separated by commas.
    Column("products", String, nullable=False),
    Column("account_gone", Boolean, nullable=False),
    Column("checked_at", UtcTime),
    Index(None, "tenant", "person"),
)
