"""Receipts: runs by number, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    cast,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.database.json_codec import from_json
from ledger.requests.store import approved_plans
from ledger.requests.tables import requests
from ledger.runs.people import search_words
from ledger.runs.views import ends_of, removal_of
from ledger.tables import journal, plans, run_counts, runs
from licensing.errors import PlanMissing
from licensing.journal import EntryKind
from licensing.plans.receipt_search import SearchField
from licensing.plans.summary import Summary
from licensing.runs.control import FINAL_STATES
from licensing.runs.outcome import Outcome, RunState
from licensing.runs.receipt import Receipt
from licensing.runs.removal_days import local_day
from licensing.tenant.roles import ActingMode

#: Maximum number of open runs. The limit also makes databases read the few open runs instead of
#: all runs of a person.
_MOST_OPEN: Final = 10_000
#: A license is restored, or Microsoft 365 has agreed to it.
_RESTORED: Final = (Outcome.RESTORED, Outcome.ACCEPTED)
_STATES: Final = sorted(set(RunState) - FINAL_STATES)
_GOING_ON = (
    select(runs.c.tenant, runs.c.owner)
    .where(or_(*(runs.c.state == state for state in _STATES)))
    .limit(_MOST_OPEN)
    .subquery()
)
# Built once: every home card needs it.
_COUNT_OPEN = (
    select(func.count())
    .select_from(_GOING_ON)
    .where(
        _GOING_ON.c.tenant == bindparam("tenant"),
        _GOING_ON.c.owner == bindparam("owner"),
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What receipts are searched by, with the people who are meant."""

    text: str = ""
    field: SearchField = SearchField.ANYTHING
    #: Object ids of the people whom the text may mean.
    people: Sequence[str] = ()
    #: Between which moments a run was started; None for any.
    since: datetime | None = None
    until: datetime | None = None


class Receipts:
    """The receipts within one transaction. `person` None means everyone in the tenant.

    A person's receipts are those of runs in their name, and of their approved requests.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def page(
        self,
        tenant: str,
        person: str | None,
        offset: int,
        limit: int,
        wanted: Wanted | None = None,
    ) -> tuple[Receipt, ...]:
        """Read a page of the history, newest first."""
        which = _of(tenant, person) & _matching(tenant, wanted)
        query = _receipts(which).order_by(runs.c.receipt.desc())
        return await self._read(query.offset(offset).limit(limit))

    async def count(self, tenant: str, person: str | None, wanted: Wanted | None = None) -> int:
        """Number of receipts."""
        which = _of(tenant, person) & _matching(tenant, wanted)
        query = select(func.count()).select_from(runs).where(which)
        return int((await self._connection.execute(query)).scalar_one())

    async def open(
        self, tenant: str, person: str | None, limit: int, *, own: bool = False
    ) -> tuple[Receipt, ...]:
        """Read the newest receipts of open runs, including paused ones.

        `own`: only of the runs in the person's name.
        """
        which = _of(tenant, person) & runs.c.state.not_in(FINAL_STATES)
        if own:
            which &= runs.c.owner == person
        return await self._read(_receipts(which).order_by(runs.c.receipt.desc()).limit(limit))

    async def count_open(self, tenant: str, owner: str) -> int:
        """Number of open runs in a person's name, including paused ones."""
        of = {"tenant": tenant, "owner": owner}
        return int((await self._connection.execute(_COUNT_OPEN, of)).scalar_one())

    async def by_number(self, tenant: str, number: int) -> Receipt | None:
        """Find a receipt."""
        if not 0 < number < 2**31:
            return None
        found = await self._read(_receipts(_of(tenant, None) & (runs.c.receipt == number)))
        return found[0] if found else None

    async def of_run(self, run_id: str) -> Receipt:
        """The receipt of a run; `PlanMissing` if there is none."""
        found = await self._read(_receipts(runs.c.id == run_id))
        if not found:
            raise PlanMissing
        return found[0]

    async def _read(self, query: Select[Any]) -> tuple[Receipt, ...]:
        rows = (await self._connection.execute(query)).all()
        ids = [row.id for row in rows]
        counts, undone = await self._counts(ids), await self._undone(ids)
        return tuple(_receipt(row, counts.get(row.id, []), undone.get(row.id, [])) for row in rows)

    async def _undone(self, ids: Sequence[str]) -> dict[str, list[AnyRow]]:
        """The undo runs of each run, and how many licenses each has restored."""
        if not ids:
            return {}
        back = and_(run_counts.c.run_id == runs.c.id, run_counts.c.outcome.in_(_RESTORED))
        query = (
            select(
                plans.c.undoes,
                runs.c.receipt,
                runs.c.ended_at,
                runs.c.timezone,
                func.coalesce(func.sum(run_counts.c.lines), 0).label("licenses"),
            )
            .join(runs, runs.c.plan_id == plans.c.id)
            .join(run_counts, back, isouter=True)
            .where(plans.c.undoes.in_(ids))
            .group_by(runs.c.id, plans.c.undoes)
            .order_by(runs.c.receipt)
        )
        found: dict[str, list[AnyRow]] = {}
        for row in await self._connection.execute(query):
            found.setdefault(row.undoes, []).append(row)
        return found

    async def _counts(self, ids: Sequence[str]) -> dict[str, list[AnyRow]]:
        if not ids:
            return {}
        some = run_counts.c.run_id.in_(ids) & (run_counts.c.lines > 0)
        found: dict[str, list[AnyRow]] = {}
        for row in await self._connection.execute(select(run_counts).where(some)):
            found.setdefault(row.run_id, []).append(row)
        return found


def _of(tenant: str, person: str | None) -> ColumnElement[bool]:
    ours = runs.c.tenant == tenant
    if person is None:
        return ours
    return ours & ((runs.c.owner == person) | runs.c.plan_id.in_(approved_plans(tenant, person)))


def _matching(tenant: str, wanted: Wanted | None) -> ColumnElement[bool]:
    if wanted is None:
        return true()
    found: ColumnElement[bool] = true()
    if wanted.since is not None and wanted.until is not None:
        found &= (runs.c.started_at >= wanted.since) & (runs.c.started_at < wanted.until)
    if not wanted.text:
        return found
    ways: Mapping[SearchField, ColumnElement[bool]] = {
        SearchField.PERSON: runs.c.id.in_(_changed(tenant, wanted.people)),
        SearchField.ADMIN: runs.c.owner.in_(wanted.people),
        SearchField.APPROVER: runs.c.plan_id.in_(_approved(tenant, wanted.people)),
        SearchField.PRODUCT: runs.c.plan_id.in_(_with_product(tenant, wanted.text)),
    }
    chosen = ways.values() if wanted.field not in ways else [ways[wanted.field]]
    return found & or_(*chosen)


def _changed(tenant: str, people: Sequence[str]) -> Select[tuple[str | None]]:
    """The ids of runs that changed some people, by the journal: it finds each by its id."""
    mine = (journal.c.tenant == tenant) & journal.c.subject.in_(people)
    return select(journal.c.run).where(mine & (journal.c.kind == EntryKind.PERSON))


def _approved(tenant: str, people: Sequence[str]) -> Select[tuple[str]]:
    """The ids of plans that some people approved."""
    mine = (journal.c.tenant == tenant) & journal.c.actor.in_(people)
    # Written out, so that the index of approvals is used.
    approvals = mine & (journal.c.kind == literal_column("'request_approved'"))
    ids = select(journal.c.what["request"].as_string()).where(approvals)
    return select(requests.c.plan_id).where(requests.c.id.in_(ids))


def _with_product(tenant: str, text: str) -> Select[tuple[str]]:
    """The ids of the tenant's plans with a product whose name or id has all of these words."""
    products = func.lower(cast(plans.c.products, String))
    fits = [products.contains(word, autoescape=True) for word in search_words(text)] or [false()]
    return select(plans.c.id).where(plans.c.tenant == tenant, *fits)


_undone = runs.alias("undone")


def _receipts(which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            runs,
            plans.c.summary,
            plans.c.undoes,
            plans.c.hash,
            _undone.c.receipt.label("undoes_receipt"),
        )
        .join(plans, plans.c.id == runs.c.plan_id)
        .join(_undone, _undone.c.id == plans.c.undoes, isouter=True)
        .where(which)
    )


def _receipt(row: AnyRow, counts: Sequence[AnyRow], undone: Sequence[AnyRow]) -> Receipt:
    removal, summary = removal_of(row), from_json(row.summary, Summary)
    return Receipt(
        number=row.receipt,
        run=row.id,
        plan=row.plan_id,
        tenant=row.tenant,
        owner=row.owner,
        owner_name=row.owner_name or "",
        state=RunState(row.state),
        started_at=row.started_at,
        ended_at=row.ended_at,
        day=removal.first if removal else local_day(row.started_at, row.timezone),
        people=row.people,
        finished=row.finished,
        outcomes={Outcome(count.outcome): count.lines for count in counts},
        mailboxes=row.mailboxes,
        terms=summary.terms,
        affected=summary.affected,
        ends=ends_of(counts),
        undoes=row.undoes_receipt,
        undone_by=tuple(one.receipt for one in undone),
        restored=sum(one.licenses for one in undone),
        restored_on=max(
            (local_day(one.ended_at, one.timezone) for one in undone if one.ended_at), default=None
        ),
        timezone=row.timezone,
        plan_hash=row.hash,
        acting_as=ActingMode(row.acting_as),
    )
