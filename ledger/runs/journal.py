"""Journal entries of a run: its start, each person once, and its end."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database.column_types import AnyRow
from ledger.operations.journal import Journal
from ledger.runs.people import KnownPeople
from ledger.tables import plans, run_counts, runs
from licensing.errors import Answer
from licensing.journal import EntryKind, Note
from licensing.runs.breaker import Trouble
from licensing.runs.control import Control, WaitReason
from licensing.runs.outcome import LineOutcome, PersonOutcome, RunState
from licensing.tenant.people import PersonRef

_CONTROLS = {
    Control.PAUSE: EntryKind.RUN_PAUSED,
    Control.RESUME: EntryKind.RUN_RESUMED,
    Control.STOP: EntryKind.RUN_STOPPED,
}


class RunJournal:
    """Adds entries about runs within one transaction, with the run's correlation id.

    An entry has ids only; what these people are called is noted beside it.
    """

    def __init__(self, connection: AsyncConnection, journal: Journal, people: KnownPeople) -> None:
        self._connection = connection
        self._journal = journal
        self._people = people

    async def started(self, run_id: str, at: datetime) -> None:
        """Add that a run was started, with its plan."""
        run = await self._run(run_id)
        what = {"plan": run.plan_id, "people": run.people, "receipt": run.receipt}
        if run.canary:
            what["first"] = run.canary
        await self._people.note(run.tenant, [PersonRef(run.owner, run.owner_name or "", "")])
        await self._append(run, at, _note_for(run, EntryKind.RUN_STARTED)(what=what))

    async def controlled(
        self,
        run_id: str,
        at: datetime,
        control: Control,
        actor: str,
        before: RunState,
        why: str = "",
    ) -> None:
        """Add that a person paused, resumed or stopped a run, with that click's correlation id.

        `why` is the reason if it was not a person; the entry then names the owner.
        """
        run = await self._run(run_id)
        what = {"receipt": run.receipt, "before": before, "finished": run.finished}
        if why:
            what["why"] = why
        note = _note_for(run, _CONTROLS[control], actor)(what=what)
        await self._journal.append(run.tenant, at, note)

    async def judged(
        self, run_id: str, at: datetime, first: int, well: int, wait: WaitReason | None
    ) -> None:
        """Add the result of the canary, and whether the rest continues or waits."""
        run = await self._run(run_id)
        what = {"receipt": run.receipt, "first": first, "as_planned": well, "waits": wait}
        await self._append(run, at, _note_for(run, EntryKind.CANARY_FINISHED)(what=what))

    async def paused(self, run_id: str, at: datetime, trouble: Trouble) -> None:
        """Add that a run pauses because of trouble of the whole tenant."""
        run = await self._run(run_id)
        what = {"receipt": run.receipt, "trouble": trouble, "finished": run.finished}
        await self._append(run, at, _note_for(run, EntryKind.RUN_IN_TROUBLE)(what=what))

    async def people(self, run_id: str, at: datetime, *outcomes: PersonOutcome) -> None:
        """Add the outcomes of people."""
        run = await self._run(run_id)
        called = (PersonRef(one.id, one.name, one.address) for one in outcomes)
        await self._people.note(run.tenant, called)
        note = _note_for(run, EntryKind.PERSON)
        await self._append(run, at, *(_person(note, outcome) for outcome in outcomes))

    async def ended(self, run_id: str, at: datetime) -> None:
        """Add that a run has ended, with the number of people and of lines by outcome."""
        run = await self._run(run_id)
        some = (run_counts.c.run_id == run_id) & (run_counts.c.lines > 0)
        counts = await self._connection.execute(select(run_counts).where(some))
        outcomes = {count.outcome: count.lines for count in counts}
        what = {"people": run.people, "outcomes": outcomes, "receipt": run.receipt}
        await self._append(run, at, _note_for(run, EntryKind.RUN_ENDED)(what=what))

    async def _append(self, run: AnyRow, at: datetime, *notes: Note) -> None:
        await self._journal.append(run.tenant, at, *notes, correlation=run.correlation)

    async def _run(self, run_id: str) -> AnyRow:
        query = select(
            runs.c.id,
            runs.c.plan_id,
            runs.c.tenant,
            runs.c.owner,
            runs.c.owner_name,
            runs.c.people,
            runs.c.finished,
            runs.c.receipt,
            runs.c.canary,
            runs.c.acting_as,
            runs.c.correlation,
            plans.c.hash,
        ).join(plans, plans.c.id == runs.c.plan_id)
        return (await self._connection.execute(query.where(runs.c.id == run_id))).one()


def _note_for(run: AnyRow, kind: EntryKind, actor: str = "") -> partial[Note]:
    who = actor or run.owner
    return partial(Note, kind, who, run.acting_as, run=run.id, plan_hash=run.hash)


def _person(note: partial[Note], outcome: PersonOutcome) -> Note:
    """Create a person's note. Usually one call covers all lines; otherwise each names its own."""
    answers = {line.answer for line in outcome.lines if line.answer}
    one = answers.pop() if len(answers) == 1 else Answer()
    return note(
        subject=outcome.id,
        what={"lines": [_line(line, each=bool(answers)) for line in outcome.lines]},
        answer=_shown(one),
        request_id=one.request_id,
    )


def _line(line: LineOutcome, *, each: bool) -> dict[str, Any]:
    """Return ids and codes only: group names and Graph's messages may contain names of people."""
    body: dict[str, Any] = {"product": line.product, "outcome": line.outcome}
    if line.groups:
        body["groups"] = [group.id for group in line.groups]
    if line.reason:
        body["reason"] = line.reason
    if each and line.answer:
        body["answer"] = _shown(line.answer)
        body["request_id"] = line.answer.request_id
    return body


def _shown(answer: Answer) -> str:
    return " ".join(str(part) for part in (answer.status, answer.code) if part)
