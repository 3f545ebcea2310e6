"""`make bench-preview`: duration of a preview of 10,000 people beyond Graph's paging.

"Preview" is answered as in the bot: everyone is read again, losses are computed, eDiscovery cases
and mailboxes are looked up, the plan is frozen, and plan, draft and card are stored. Paging reads
the same pages from the same Graph and ignores them. The rehearsal tenant has its own process.
"""

import argparse
import asyncio
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import aiohttp

from bot.activities.inbound import ConversationRef, ConversationType, Inbound, Kind, Sender
from cards.kit.actions import Field, Verb
from cards.words.languages import Languages
from dialogs.dispatcher import Dispatcher
from dialogs.model.context import DialogSettings
from dialogs.model.effects import StorePlan
from dialogs.model.events import Pressed, Who
from dialogs.model.results import Reply
from engine.lookups.cached import CachedLookups
from engine.lookups.cases import APP
from engine.lookups.mailboxes import MailboxLookups
from engine.turns.store import stage, store
from engine.turns.turn import TurnInProgress
from graph.background import BackgroundReaders
from graph.client.session import Session
from graph.client.tokens import RehearsalTokens
from graph.directory.people import people_query
from graph.tenants import Tenants
from ledger import Ledger, open_ledger
from ledger.queries import LedgerQueries, LedgerRequestQueries
from licensing.plans.draft import Draft, Journey, Step
from licensing.tenant.catalog import Catalog
from licensing.tenant.checks import CaseAccess
from licensing.tenant.people import PersonRef
from licensing.tenant.person_language import PersonLanguage
from licensing.tenant.roles import ActingMode
from observability.watch import Watch, unwatched
from sandbox.organization.personas import ADELE, TENANT
from wiring.system import RandomIds, SystemClock

HERE: Final = Path(__file__).parent.parent
CHAT: Final = "a:bench"
#: Number of people in open cases, as in a large company.
CUSTODIANS: Final = 5_000
ROUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that make a preview."""

    tenants: Tenants
    ledger: Ledger
    tokens: RehearsalTokens


class NoLinks:
    """No download links."""

    def plan_file(self, plan: str, reader: PersonLanguage) -> str | None:
        """No link."""
        del plan, reader
        return None

    def run_file(self, run: str, reader: PersonLanguage) -> str | None:
        """No link."""
        del run, reader
        return None

    def calendar_file(self, run: str, reader: PersonLanguage) -> str | None:
        """No link."""
        del run, reader
        return None

    def findings_file(self, tenant: str, person: str, reader: PersonLanguage) -> str | None:
        """No link."""
        del tenant, person, reader
        return None

    def upcoming_file(self, tenant: str, owner: str | None, reader: PersonLanguage) -> str | None:
        """No link."""
        del tenant, owner, reader
        return None


async def main(people: int) -> None:
    """Measure and print one figure a line."""
    async with rehearsal("--people", str(people + 40)) as url, parts(url) as parts_:
        session = parts_.tenants.session(TENANT, ADELE.oid)
        members = await refs(session, people)
        await know_cases(parts_.ledger, members)
        paging = [await timed_paging(session) for _ in range(ROUNDS)]
        took = [await timed_preview(parts_, members) for _ in range(ROUNDS)]
    paging_s, preview_s = statistics.median(paging), statistics.median(took)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {
        "people": f"{len(members)}",
        "paging_s": f"{paging_s:.2f}",
        "preview_s": f"{preview_s:.2f}",
        "beyond_paging_s": f"{preview_s - paging_s:.2f}",
        "peak_mb": f"{peak:.0f}",
    }
    for name, value in figures.items():
        sys.stdout.write(f"{name}: {value}\n")


@asynccontextmanager
async def rehearsal(*options: str, module: str = "sandbox") -> AsyncIterator[str]:
    """Run a tenant in its own process; `options` are of `python -m sandbox`, or of `module`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", module, "--port", str(port), *options]
    process = subprocess.Popen(command, cwd=HERE, stdout=subprocess.DEVNULL)  # noqa: S603, ASYNC220
    try:
        await _until_up(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


async def _until_up(url: str) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(60):
        while True:
            try:
                async with session.get(f"{url}/_sandbox/settings"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)


@asynccontextmanager
async def parts(url: str, watch: Watch = unwatched) -> AsyncIterator[Parts]:
    """Return the bot's parts, without Teams."""
    clock = SystemClock()
    catalog = Catalog.bundled()
    tokens = RehearsalTokens(f"{url}/entra", clock)
    tenants = Tenants(f"{url}/graph/v1.0", tokens, catalog.name, clock, watch=watch)
    with tempfile.TemporaryDirectory() as folder:
        ledger = await open_ledger(f"sqlite+aiosqlite:///{folder}/ledger.db")
        try:
            yield Parts(tenants, ledger, tokens)
        finally:
            await ledger.close()
            await tenants.close()
            await tokens.close()


async def refs(session: Session, people: int) -> tuple[PersonRef, ...]:
    """Return the first people of the directory."""
    found = await session.read_all(session.client.users, people_query())
    return tuple(
        PersonRef(one["id"], one["displayName"], one["userPrincipalName"]) for one in found[:people]
    )


async def know_cases(ledger: Ledger, members: tuple[PersonRef, ...]) -> None:
    """Store a recent look-up of 50 cases."""
    now = datetime.now(UTC)
    custodians = [[person.address, "applied"] for person in members[:CUSTODIANS]]
    async with ledger.begin() as unit:
        await unit.case_views.want(TENANT, APP, now)
        for number in range(50):
            part = {
                "id": f"case-{number}",
                "name": f"Case {number}",
                "members": custodians[number::50],
            }
            await unit.case_views.advance(TENANT, APP, 1, {}, part)
        await unit.case_views.finish(TENANT, APP, 1, now + timedelta(seconds=1))


async def timed_paging(session: Session) -> float:
    """Return the seconds to read a preview's pages."""
    began = time.perf_counter()
    await session.read_all(session.client.users, people_query())
    return time.perf_counter() - began


async def timed_preview(parts_: Parts, members: tuple[PersonRef, ...]) -> float:
    """Press "Preview" once and store the result; returns the seconds."""
    draft = await choosing(parts_.ledger, members)
    pressed = Pressed(Verb.NEXT, draft.token, inputs={Field.ALL_PRODUCTS: "true"})
    began = time.perf_counter()
    reply = await press(parts_, pressed)
    took = time.perf_counter() - began
    assert any(isinstance(effect, StorePlan) for effect in reply.effects)  # noqa: S101
    return took


def dispatcher(parts_: Parts) -> Dispatcher:
    """Answers people as the bot does."""
    clock, ledger = SystemClock(), parts_.ledger
    readers = BackgroundReaders(parts_.tenants, parts_.tokens)
    mailboxes = MailboxLookups(ledger, readers.mailboxes, clock)
    return Dispatcher(
        parts_.tenants.acting_as,
        LedgerQueries(ledger),
        LedgerRequestQueries(ledger),
        NoLinks(),
        RandomIds(),
        clock,
        Languages(),
        DialogSettings(acting=parts_.tenants.acting),
        lookups=CachedLookups(ledger, clock, mailboxes, CaseAccess.APP),
    )


async def choosing(
    ledger: Ledger, members: tuple[PersonRef, ...], step: Step = Step.LICENSES
) -> Draft:
    """Store a draft with these people selected."""
    ids = RandomIds()
    draft = Draft(
        id=ids.new(),
        tenant=TENANT,
        owner=ADELE.oid,
        conversation=CHAT,
        journey=Journey.MANY_USERS,
        step=step,
        token=ids.token(),
        people=members,
    )
    async with ledger.begin() as unit:
        await unit.drafts.save(draft, None)
    return draft


async def press(parts_: Parts, pressed: Pressed) -> Reply:
    """Answer a press and store the answer."""
    reply = await dispatcher(parts_).answer(Who(TENANT, ADELE.oid, "", CHAT), pressed)
    for effect in reply.effects:
        if isinstance(effect, StorePlan):
            await stage(parts_.ledger, effect.plan)
    async with parts_.ledger.begin() as unit:
        turn = TurnInProgress(_inbound(), pressed, "bench")
        await store(unit, turn, reply, SystemClock().now(), ActingMode.PERSON)
    return reply


def _inbound() -> Inbound:
    ref = ConversationRef("http://127.0.0.1", CHAT, ConversationType.PERSONAL, "28:bot", TENANT)
    return Inbound("1", Kind.INVOKE, Sender("29:x", "", ADELE.oid), ref)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--people", type=int, default=10_000)
    asyncio.run(main(options.parse_args().people))
