"""Forgets a person: removes their name and addresses everywhere, and deletes their own rows.

Their Entra object id is kept. It identifies no one without access to the directory, and the
journal, which has ids only, keeps its chain.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    String,
    Table,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import tables
from ledger.errors import RequestWaits, RunUnderWay
from ledger.operations.journal import Journal
from ledger.operations.redaction import Redaction
from ledger.plans.people_lists import PeopleLists
from ledger.requests.tables import requests
from ledger.tables import conversations, draft_people, drafts, inbox, outbox, runs
from licensing.journal import EntryKind, Note
from licensing.requests.model import State
from licensing.tenant.people import PersonRef

#: The actor: anyone who may run commands on the bot's machine.
OPERATOR: Final = "operator"


class PersonalData(StrEnum):
    """Which personal data a table has."""

    #: Rows of one person, whose id is in the column `person`; they are deleted.
    OWN = "own"
    #: Names and addresses, in JSON or text; the person's are replaced with the id.
    WORDS = "words"
    #: Ids, and in the column `owner_name` the name of the person in `owner`.
    OWNER = "owner"
    #: The list of a draft, compressed.
    PACKED = "packed"
    #: Ids, counts and codes only.
    IDS = "ids"
    #: The journal: ids only, and each entry hashed into the next.
    CHAINED = "chained"


#: Every table; a test fails if one is missing.
PERSONAL_DATA: Final[Mapping[str, PersonalData]] = {
    "drafts": PersonalData.WORDS,
    "draft_tokens": PersonalData.IDS,
    "draft_people": PersonalData.PACKED,
    "plans": PersonalData.WORDS,
    "plan_people": PersonalData.WORDS,
    "runs": PersonalData.OWNER,
    "receipt_numbers": PersonalData.IDS,
    "run_cards": PersonalData.IDS,
    "run_counts": PersonalData.IDS,
    "run_items": PersonalData.IDS,
    "calendars": PersonalData.IDS,
    "grace_periods": PersonalData.OWN,
    "card_slots": PersonalData.IDS,
    "outbox": PersonalData.WORDS,
    "inbox": PersonalData.WORDS,
    "conversations": PersonalData.OWN,
    "person_languages": PersonalData.OWN,
    "tokens": PersonalData.OWN,
    "sign_ins": PersonalData.OWN,
    "journal": PersonalData.CHAINED,
    "journal_heads": PersonalData.IDS,
    "write_budgets": PersonalData.IDS,
    "timers": PersonalData.IDS,
    # The name of a case may contain the name of a person.
    "case_views": PersonalData.WORDS,
    "case_members": PersonalData.WORDS,
    # The person who searched, and the people who were found.
    "finding_scans": PersonalData.OWN,
    "finding_parts": PersonalData.WORDS,
    "known_people": PersonalData.OWN,
    "mailbox_kinds": PersonalData.OWN,
    "requests": PersonalData.WORDS,
    "request_tokens": PersonalData.IDS,
    "request_counters": PersonalData.IDS,
    "request_events": PersonalData.WORDS,
    "approval_channels": PersonalData.IDS,
    # Read again from Teams when the channel is opened.
    "channel_members": PersonalData.OWN,
    "delegations": PersonalData.WORDS,
    "fresh_sign_ins": PersonalData.OWN,
    "consultations": PersonalData.OWN,
    "consultation_tokens": PersonalData.IDS,
}


class Forgetting:
    """Forgets within one transaction."""

    def __init__(self, connection: AsyncConnection, lists: PeopleLists, journal: Journal) -> None:
        self._connection = connection
        self._lists = lists
        self._journal = journal

    async def forget(self, tenant: str, person: str, now: datetime) -> Mapping[str, int]:
        """Forget a person by their Entra object id, and add that to the journal.

        Returns the number of changed or deleted rows by table, without tables that have none.
        `RunUnderWay` while a run of theirs is open, since it needs their chat and sign-in;
        `RequestWaits` while a request of theirs is open, since they are notified of each step.
        """
        await self._nothing_open_of(tenant, person)
        redaction = Redaction(person)
        rows = Counter(await self._replace_owner_names(tenant, redaction))
        await self._learn_from_own(tenant, redaction)
        chosen = await self._learn(redaction)
        rows.update(await self._drop(tenant, person))
        rows["drafts"] += await self._change_drafts(redaction, chosen)
        for table in _of(PersonalData.WORDS):
            if table is not drafts:
                rows[table.name] += await self._clean(table, redaction)
        done = {name: number for name, number in sorted(rows.items()) if number}
        note = Note(EntryKind.FORGOTTEN, OPERATOR, OPERATOR, subject=person, what={"rows": done})
        await self._journal.append(tenant, now, note)
        return done

    async def _nothing_open_of(self, tenant: str, person: str) -> None:
        run = (runs.c.tenant == tenant) & (runs.c.owner == person) & runs.c.ended_at.is_(None)
        asked = (requests.c.tenant == tenant) & (requests.c.requester == person)
        request = asked & (requests.c.state == State.OPEN)
        for table, open_, error in ((runs, run, RunUnderWay), (requests, request, RequestWaits)):
            if (await self._connection.execute(select(table.c.id).where(open_).limit(1))).first():
                raise error

    async def _replace_owner_names(self, tenant: str, redaction: Redaction) -> dict[str, int]:
        """Replace the owner's name with the id, and learn the name."""
        rows = {}
        for table in _of(PersonalData.OWNER):
            theirs = (table.c.tenant == tenant) & (table.c.owner == redaction.person)
            named = theirs & table.c.owner_name.is_not(None)
            query = select(table.c.id, table.c.owner_name).where(named)
            found = (await self._connection.execute(query)).all()
            called = {row.id: row.owner_name for row in found if row.owner_name != redaction.person}
            redaction.called.update(called.values())
            change = update(table).where(table.c.id.in_(called)).values(owner_name=redaction.person)
            await self._connection.execute(change)
            rows[table.name] = len(called)
        return rows

    async def _learn_from_own(self, tenant: str, redaction: Redaction) -> None:
        """Learn the person's names from their own rows, before these are deleted."""
        for table in _of(PersonalData.OWN):
            query = select(*_words(table)).where(_is_theirs(table, tenant, redaction.person))
            for row in await self._connection.execute(query) if _words(table) else ():
                for value in row:
                    if isinstance(value, dict):
                        redaction.learn({"id": redaction.person, **value})

    async def _learn(self, redaction: Redaction) -> frozenset[str]:
        """Learn the person's names; returns the drafts whose lists contain them."""
        for table in _of(PersonalData.WORDS):
            columns = _words(table)
            query = select(*columns).where(_any_says(columns, redaction.signs()))
            for row in await self._connection.execute(query):
                for value in row:
                    redaction.learn(value)
        chosen = []
        # One list at a time, since a list may have 100,000 people.
        for draft in (await self._connection.execute(select(draft_people.c.draft_id))).scalars():
            for person in await self._people_of(draft):
                if person.id == redaction.person != person.name:
                    redaction.learn([[person.id, person.name, person.address]])
                    chosen.append(draft)
        return frozenset(chosen)

    async def _drop(self, tenant: str, person: str) -> dict[str, int]:
        """Delete their own rows, and messages for their personal chat."""
        theirs = select(conversations.c.conversation).where(
            conversations.c.tenant == tenant, conversations.c.person == person
        )
        awaits_them = inbox.c.waits_for == f"{tenant}/{person}"
        gone = {
            outbox: outbox.c.conversation.in_(theirs),
            inbox: inbox.c.conversation.in_(theirs) | awaits_them,
            # In this order, because the deletions above read these tables.
            **{table: _is_theirs(table, tenant, person) for table in _of(PersonalData.OWN)},
        }
        return {
            table.name: (await self._connection.execute(delete(table).where(which))).rowcount
            for table, which in gone.items()
        }

    async def _change_drafts(self, redaction: Redaction, chosen: frozenset[str]) -> int:
        """Change drafts and their lists, each to a new revision: stale writes are rejected."""
        says = _says(drafts.c.body, redaction.signs())
        query = select(drafts.c.id, drafts.c.body).where(says | drafts.c.id.in_(chosen))
        number = 0
        for row in (await self._connection.execute(query.with_for_update())).all():
            body = redaction.cleaned(row.body)
            change: dict[str, Any] = {}
            if row.id in chosen:
                change["people_digest"] = await self._repack(row.id, redaction.person)
            if change or body is not row.body:
                change |= {"revision": body["revision"] + 1}
                change |= {"body": {**body, **change}}
                change["body"].pop("people_digest", None)
                this = update(drafts).where(drafts.c.id == row.id)
                await self._connection.execute(this.values(**change))
                number += 1
        return number

    async def _repack(self, draft: str, person: str) -> str:
        """Replace the list of a draft; returns its new digest."""
        this = draft_people.c.draft_id == draft
        people = await self._people_of(draft)
        packet = await self._lists.pack(
            tuple(PersonRef(person, person, person) if p.id == person else p for p in people)
        )
        await self._connection.execute(update(draft_people).where(this).values(body=packet.body))
        return packet.digest

    async def _people_of(self, draft: str) -> Sequence[PersonRef]:
        query = select(draft_people.c.body).where(draft_people.c.draft_id == draft)
        return await self._lists.open((await self._connection.execute(query)).scalar_one())

    async def _clean(self, table: Table, redaction: Redaction) -> int:
        """Replace names with the id in all rows of a table; returns the number of changed rows."""
        words, key = _words(table), list(table.primary_key.columns)
        versions = [requests.c.version] if table is requests else []
        query = select(*key, *versions, *words).where(_any_says(words, redaction.signs()))
        number = 0
        found = await self._connection.execute(query.with_for_update())
        for was in found.mappings().all():
            change = {
                word.name: cleaned
                for word in words
                if (cleaned := redaction.cleaned(was[word])) is not was[word]
            }
            if change and table is requests:
                # To a new version, so that a stale write is rejected.
                change["version"] = was["version"] + 1
                change["body"] = {**change["body"], "version": change["version"]}
            if change:
                this = update(table).where(*(part == was[part] for part in key))
                await self._connection.execute(this.values(**change))
                number += 1
        return number


def _of(holds: PersonalData) -> list[Table]:
    return [table for table in tables.metadata.sorted_tables if PERSONAL_DATA[table.name] is holds]


def _words(table: Table) -> list[Column[Any]]:
    """The columns that accept any text."""
    return [column for column in table.columns if isinstance(column.type, JSON)]


def _is_theirs(table: Table, tenant: str, person: str) -> ColumnElement[bool]:
    this = table.c.person == person
    return this & (table.c.tenant == tenant) if "tenant" in table.c else this


def _any_says(columns: Sequence[Column[Any]], signs: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(_says(column, signs) for column in columns))


def _says(column: Column[Any], signs: Sequence[str]) -> ColumnElement[bool]:
    """Whether the JSON, as it is stored, has one of these in it.

    SQLite changes the case of ASCII letters only. PostgreSQL changes other letters too, in some
    locales one letter to one letter only: there "İ" becomes "i", where Unicode adds a dot (U+0307).
    """
    text = func.lower(cast(column, String))
    ways = (_ascii_lower, str.lower, _simple_lower)
    lowered = dict.fromkeys(way(sign) for sign in signs for way in ways)
    return or_(*(text.contains(sign, autoescape=True) for sign in lowered))


def _ascii_lower(text: str) -> str:
    return text.encode(errors="surrogatepass").lower().decode(errors="surrogatepass")


def _simple_lower(text: str) -> str:
    return "".join(char.lower()[:1] for char in text)
