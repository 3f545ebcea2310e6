"""All tables. The migrations build the same; a test compares the two.

Names and addresses of people stand inside JSON bodies only, which take any text a person can type.
The file is long because anyone who reads one table wants to see its neighbors.
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


def _partial(name: str, *columns: str, where: str) -> Index:
    """An index of those rows only for which this holds."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


drafts = Table(
    "drafts",
    metadata,
    #: Counts up, so that the newest of a conversation is known without a clock.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("token", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
    #: Of the list in draft_people; empty when no one is chosen.
    Column("people_digest", String, nullable=False),
    Column("body", JSON, nullable=False),
    #: When it was stored last, by the database's clock, for the sweep.
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

#: Every token that ever stood in a button, for as long as its draft is kept.
draft_tokens = Table(
    "draft_tokens",
    metadata,
    Column("token", String, primary_key=True),
    Column("draft_id", ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False, index=True),
)

#: The people of a draft, packed, in a row of their own: there may be 100,000.
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
    #: The run that it undoes; NULL for a plan that removes. Not a foreign key, for runs lean on
    #: plans already.
    Column("undoes", String, index=True),
    #: Whether all its people are stored; before that, no one knows of it.
    Column("complete", Boolean, nullable=False),
)

plan_people = Table(
    "plan_people",
    metadata,
    Column("plan_id", ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True),
    #: The place in the plan, from 0 without gaps.
    Column("position", Integer, primary_key=True),
    #: The place among those for whom something is asked, from 0 without gaps; NULL for the others.
    Column("affected", Integer),
    #: What is decided about the person, hashed when the plan was frozen; part of the plan's hash.
    Column("hash", String, nullable=False),
    Column("body", JSON, nullable=False),
    Index(None, "plan_id", "affected"),
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
    #: Where its days are counted, as an IANA name, and when it first and last took a license.
    Column("timezone", String, nullable=False),
    Column("first_removal", UtcTime),
    Column("last_removal", UtcTime),
    Column("people", Integer, nullable=False),
    Column("finished", Integer, nullable=False),
    Column("mailboxes", Integer, nullable=False),
    #: Counts what a card would show differently, and how far the card has followed.
    Column("changed", Integer, nullable=False),
    Column("announced", Integer, nullable=False),
    #: In whose name the tenant is called, "person" or "app", and the click that began it.
    Column("acting_as", String, nullable=False),
    Column("correlation", String, nullable=False),
    #: From 1 in each tenant, without gaps.
    Column("receipt", Integer, nullable=False),
    #: What the owner was called, as a text in JSON.
    Column("owner_name", JSON(none_as_null=True)),
    #: How many people go first, up to which place in the plan, and whether the rest waits for a
    #: click then. Without a gate everyone may be begun with.
    Column("canary", Integer, nullable=False),
    Column("canary_end", Integer),
    Column("canary_waits", Boolean, nullable=False),
    #: Why it waits.
    Column("wait_reason", String, nullable=False),
    #: The place of the last person who did not end as planned.
    Column("problem", Integer),
    #: When it was how far, for its pace.
    Column("marks", JSON(none_as_null=True)),
    #: Its owner has to sign in, so no one works on it before then; NULL when no one was asked.
    Column("suspended_until", UtcTime),
    #: Trouble of the whole tenant: which one, since when, how often in a row it was met, and when
    #: one person is tried again. The texts are empty, and the others NULL, while there is none.
    Column("trouble", String, nullable=False),
    Column("trouble_since", UtcTime),
    Column("trouble_times", Integer, nullable=False),
    Column("trouble_until", UtcTime),
    #: When its card was drawn last.
    Column("drawn_at", UtcTime),
    UniqueConstraint("plan_id"),
    Index("ix_runs_tenant_receipt", "tenant", "receipt", unique=True),
    Index(None, "tenant", "owner", "receipt"),
    _partial("ix_runs_going", "tenant", where="ended_at IS NULL"),
)

#: The last number given in each tenant. Anyone who takes the next one locks its row first.
receipt_numbers = Table(
    "receipt_numbers",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

#: The cards that follow a run while it goes on: each is a draft, in whatever chat.
run_cards = Table(
    "run_cards",
    metadata,
    Column("slot", String, primary_key=True),
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
)

#: One row for each kind of outcome, made with the run and counted up with every person.
run_counts = Table(
    "run_counts",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("outcome", String, primary_key=True),
    Column("lines", Integer, nullable=False),
)

run_items = Table(
    "run_items",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    #: The person's place in the plan.
    Column("position", Integer, primary_key=True),
    Column("finished", Boolean, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    #: How often it was claimed. A result counts only with the number of the newest claim.
    Column("fence", Integer, nullable=False),
    #: How many attempts count against the limit.
    Column("tries", Integer, nullable=False),
    #: When Graph was about to be called; NULL while it surely was not.
    Column("intended_at", UtcTime),
    #: When Graph was asked, by the clock by which data is kept: days are counted from then.
    Column("asked_at", UtcTime),
    #: The calls so far, where it is not just one for everything; with an intent the last is open.
    Column("calls", JSON(none_as_null=True)),
    #: Why it was put off last.
    Column("reason", String, nullable=False),
    Column("finished_at", UtcTime),
    Column("lost_mailbox", Boolean, nullable=False),
    Column("lines", JSON),
    #: The rank of the worst line, for lists that begin with the worst.
    Column("severity", Integer),
    Index(None, "run_id", "finished", "position"),
    Index(None, "run_id", "severity", "position"),
    #: Claimed people: few, whatever the size of the run.
    _partial("ix_run_items_held", "run_id", where="lease_until IS NOT NULL"),
)

card_slots = Table(
    "card_slots",
    metadata,
    Column("slot", String, primary_key=True),
    #: Empty for a message that can't be edited: the next content is a new post.
    Column("activity_id", String, nullable=False),
    #: How often its card was posted again for that, and when last.
    Column("reposts", Integer),
    Column("reposted_at", UtcTime),
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String, nullable=False),
    Column("slot", String, index=True),
    #: The slot in whose thread it is said; NULL for the conversation itself.
    Column("under", String),
    Column("activity", JSON, nullable=False),
    Column("waiting", Boolean, nullable=False),
    Column("written_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("lease_until", UtcTime),
    Column("fence", Integer, nullable=False),
    #: How often a delivery was tried; other content starts again.
    Column("tries", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "waiting", "conversation", "number"),
    # A number is never given twice, even after its message was sent and dropped.
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("conversation", String, primary_key=True),
    Column("activity_id", String, primary_key=True),
    Column("received_at", UtcTime, nullable=False, index=True),
    Column("finished", Boolean, nullable=False, index=True),
    #: Dropped once it is worked off.
    Column("payload", JSON(none_as_null=True)),
    Column("answer", JSON(none_as_null=True)),
    #: Whose sign-in it waits for, as "tenant/person"; NULL when it waits for no one.
    Column("waits_for", String, index=True),
    #: Who works on it until then. A result counts only with the newest holder.
    Column("holder", String),
    Column("lease_until", UtcTime),
    #: How often someone began with it.
    Column("tries", Integer, nullable=False, server_default="0"),
    #: Ties what comes of it later to the request that brought it.
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
    #: Where anyone who wrote last was, such as Europe/Berlin; empty where no one knows.
    Column("timezone", String, nullable=False, server_default=""),
    Index(None, "tenant", "person"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("person", String, primary_key=True),
    #: Counts the writes; anyone who writes names the version that was read.
    Column("version", Integer, nullable=False),
    #: MSAL's cache of this person, encrypted.
    Column("encrypted", LargeBinary, nullable=False),
)

#: Each time a person was asked to sign in, until it is done or too late.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("person", String, nullable=False),
    Column("conversation", String, nullable=False),
    #: What the sign-in must prove, as the tenant said it.
    Column("claims", Text),
    Column("expires_at", UtcTime, nullable=False, index=True),
    #: What came of the token that the client sent by itself; NULL before it did.
    Column("exchanged", Boolean),
    #: Of the window: what its answer must repeat, and MSAL's flow, encrypted.
    Column("state", String, unique=True),
    Column("flow", LargeBinary),
    #: Of the finished window: the hash of its code, and what it brought, encrypted.
    Column("code_hash", String),
    Column("cache", LargeBinary),
    Column("code_until", UtcTime),
    #: Wrong codes so far.
    Column("tries", Integer, nullable=False),
    #: When the person proved in the window who they are, where the tenant says so.
    Column("verified_at", UtcTime),
    Index(None, "tenant", "person"),
)

#: One chain for each tenant. Triggers of the migration refuse every change but a new row.
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
)

#: Where each chain ends. Anyone who adds to it locks its row first.
journal_heads = Table(
    "journal_heads",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", String, nullable=False),
)

#: How many writes each tenant allows now; all replicas and runs spend it together.
write_budgets = Table(
    "write_budgets",
    metadata,
    Column("tenant", String, primary_key=True),
    #: As of `refilled_at`. Below zero when turns of the near future are promised already.
    Column("available", Double, nullable=False),
    Column("refilled_at", UtcTime, nullable=False),
    #: The tenant said to wait until then.
    Column("blocked_until", UtcTime, nullable=False),
)

#: What is to be done at a certain time; one row for each kind and subject.
timers = Table(
    "timers",
    metadata,
    Column("kind", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("due_at", UtcTime, nullable=False, index=True),
    Column("lease_until", UtcTime),
    #: Changes with every claim, and when the timer is set again.
    Column("fence", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    #: Why it was put off last.
    Column("reason", String, nullable=False),
)

#: Removals that wait for approval, and those that ended.
requests = Table(
    "requests",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    #: What people call it by; counts up within the tenant.
    Column("number", Integer, nullable=False),
    Column("requester", String, nullable=False),
    Column("state", String, nullable=False),
    #: Counts the writes; anyone who writes names the version that was read.
    Column("version", Integer, nullable=False),
    Column("plan_id", ForeignKey("plans.id"), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    #: Where its card is posted; empty where no channel was chosen.
    Column("channel", String, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("tenant", "number"),
    Index(None, "tenant", "state", "number"),
    Index(None, "tenant", "requester", "number"),
)

#: Every token that ever stood in a button of a request, with the revision that the button is of.
request_tokens = Table(
    "request_tokens",
    metadata,
    Column("token", String, primary_key=True),
    Column("request_id", ForeignKey("requests.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
)

#: The last number that was given in each tenant.
request_counters = Table(
    "request_counters",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

#: What happened to each request, for people who ask why.
request_events = Table(
    "request_events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("request_id", ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("body", JSON, nullable=False),
    Index(None, "request_id", "number"),
    sqlite_autoincrement=True,
)

#: Where each tenant's requests are posted.
approval_channels = Table(
    "approval_channels",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("conversation", String, nullable=False),
    #: The team of the channel; empty for a group chat.
    Column("team", String, nullable=False),
    Column("chosen_by", String, nullable=False),
    Column("chosen_at", UtcTime, nullable=False),
)

#: Who was in a channel when it was looked at last.
channel_members = Table(
    "channel_members",
    metadata,
    Column("conversation", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("teams_id", String, nullable=False),
    Column("body", JSON, nullable=False),
)

#: Who stands in for whom.
delegations = Table(
    "delegations",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("giver", String, nullable=False),
    Column("taker", String, nullable=False),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("body", JSON, nullable=False),
    Index(None, "tenant", "taker", "ends_at"),
    Index(None, "tenant", "giver", "ends_at"),
)

#: When each person last proved in a window who they are.
fresh_sign_ins = Table(
    "fresh_sign_ins",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("at", UtcTime, nullable=False),
)

#: How far the eDiscovery cases that one viewer may see were looked at: a person by id, or "" for
#: the app.
case_views = Table(
    "case_views",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("viewer", String, primary_key=True),
    #: The newest complete look, and the one under way; 0 for none.
    Column("generation", Integer, nullable=False),
    Column("scanning", Integer, nullable=False),
    Column("cursor", JSON, nullable=False),
    Column("reason", String, nullable=False),
    Column("looked_at", UtcTime),
    Column("refused_at", UtcTime),
    Column("wanted_at", UtcTime, nullable=False),
)

#: Who is in those cases, in parts as they were read.
case_members = Table(
    "case_members",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("viewer", String, primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", JSON, nullable=False),
)

#: Whose mailboxes are whose; `read_at` is NULL while one waits to be looked at.
mailbox_kinds = Table(
    "mailbox_kinds",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("read_at", UtcTime),
    #: How often reading it failed; then it is asked for again at `asked_at`.
    Column("failures", Integer, nullable=False),
    Index(None, "tenant", "read_at", "asked_at"),
)

#: The calendar of each run that ended: what it took is gone on later days.
calendars = Table(
    "calendars",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("tenant", String, nullable=False),
    #: The first day on which it took something, and with commas all such days.
    Column("day", Date, nullable=False),
    Column("days", String, nullable=False),
    Column("ended_at", UtcTime, nullable=False),
    Column("kinds", String, nullable=False),
    #: The last place of the plan that stands in `grace_periods`; NULL when all do.
    Column("filled_to", Integer),
    Column("announced", Boolean, nullable=False),
    Column("reminded_on", Date),
    Column("checked_to", Integer, nullable=False),
    #: The last place of the plan whose person was told.
    Column("notified_to", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Index(None, "tenant", "closed"),
)

#: Who lost what by a run and can still have it back. Names stand in the plan.
grace_periods = Table(
    "grace_periods",
    metadata,
    Column("run_id", ForeignKey("calendars.run_id", ondelete="CASCADE"), primary_key=True),
    #: The person's place in the plan.
    Column("position", Integer, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("person", String, nullable=False),
    #: The day on which the licenses went.
    Column("day", Date, nullable=False),
    #: With commas between them.
    Column("kinds", String, nullable=False),
    #: What of it nothing supplied when someone looked last, and whether the account was gone.
    Column("remaining", String, nullable=False),
    #: Products that went, where each carried a thing of its own; with commas between them.
    Column("products", String, nullable=False),
    Column("account_gone", Boolean, nullable=False),
    Column("checked_at", UtcTime),
    Index(None, "tenant", "person"),
)

#: Who was asked whether they still need what a request would take, and what they answered.
consultations = Table(
    "consultations",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("request_id", ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("person", String, nullable=False),
    Column("conversation", String, nullable=False),
    #: Of the buttons that count; anyone who answers names it, and leaves another.
    Column("token", String, nullable=False),
    #: Ids of products and kinds of data, with spaces in between.
    Column("products", String, nullable=False),
    Column("kinds", String, nullable=False),
    #: NULL before an answer.
    Column("reply", String),
    Column("answered_at", UtcTime),
    UniqueConstraint("request_id", "person"),
    Index(None, "tenant", "person"),
)

#: Every token that ever stood in such a button.
consultation_tokens = Table(
    "consultation_tokens",
    metadata,
    Column("token", String, primary_key=True),
    Column(
        "consultation_id",
        ForeignKey("consultations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
)
