"""The tables of requests, approval channels, delegations and consultations."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from ledger.database.column_types import UtcTime
from ledger.tables import metadata

#: Removals that need approval: open and ended requests.
requests = Table(
    "requests",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    #: The number that people see; increasing within the tenant.
    Column("number", Integer, nullable=False),
    Column("requester", String, nullable=False),
    Column("state", String, nullable=False),
    #: Number of writes; a writer names the version that it read.
    Column("version", Integer, nullable=False),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("expires_at", UtcTime, nullable=False),
    #: The conversation its card is posted in; empty if no channel was chosen.
    Column("channel", String, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("tenant", "number"),
    Index(None, "tenant", "state", "number"),
    Index(None, "tenant", "requester", "number"),
)

#: Every token that was ever in a button of a request, with the revision of that button.
request_tokens = Table(
    "request_tokens",
    metadata,
    Column("token", String, primary_key=True),
    Column("request_id", ForeignKey("requests.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
)

#: The last request number of each tenant.
request_counters = Table(
    "request_counters",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

#: The trail of each request, for people who ask why.
request_events = Table(
    "request_events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("request_id", ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("body", JSON, nullable=False),
    Index(None, "request_id", "number"),
    sqlite_autoincrement=True,
)

#: The conversation in which each tenant's requests are posted.
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

#: Members of a channel when it was last read.
channel_members = Table(
    "channel_members",
    metadata,
    Column("conversation", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("teams_id", String, nullable=False),
    Column("body", JSON, nullable=False),
)

#: Delegated approval rights.
delegations = Table(
    "delegations",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("delegator", String, nullable=False),
    Column("delegate", String, nullable=False),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("body", JSON, nullable=False),
    Index(None, "tenant", "delegate", "ends_at"),
    Index(None, "tenant", "delegator", "ends_at"),
)

#: People who were asked whether they still need their licenses, and their answers.
consultations = Table(
    "consultations",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("request_id", ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("person", String, nullable=False),
    Column("conversation", String, nullable=False),
    #: Token of the valid buttons; each answer replaces it.
    Column("token", String, nullable=False),
    #: Ids of products and kinds of data, separated by spaces.
    Column("products", String, nullable=False),
    Column("kinds", String, nullable=False),
    #: NULL before an answer.
    Column("reply", String),
    Column("answered_at", UtcTime),
    UniqueConstraint("request_id", "person"),
    Index(None, "tenant", "person"),
)

#: Every token that was ever in such a button.
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
