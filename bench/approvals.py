"""`make bench-approvals`: a bot with many open requests, idle and deciding.

The bot runs in its own process on a SQLite ledger, with the rehearsal tenant in another. All
requests have timers. CPU and memory are those of the bot's process (Linux, /proc).
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cards.kit.actions import Verb
from dialogs.model.request_update import EXPIRY, REMINDER
from graph.client.tokens import RehearsalTokens
from graph.tenants import Tenants
from ledger import Ledger
from ledger.ledger import open_ledger
from licensing.plans.draft import Draft, Step
from licensing.plans.plan import Plan, build_plan
from licensing.policy.model import Policy
from licensing.policy.rule_input import Impact
from licensing.policy.verdicts import Why, allow
from licensing.requests.model import Audience, Managers, Participant
from licensing.requests.posting import with_channel
from licensing.requests.reminders import next_reminder
from licensing.requests.requester import Submission, open_request
from licensing.tenant.catalog import Catalog
from licensing.tenant.people import Person
from licensing.tenant.products import Product
from sandbox.organization.personas import ADELE, ALEX, MEGAN, TENANT, Persona
from sandbox.teams.chats import CHANNEL_ID, personal_chat, thread_of
from settings.policy import read_policy
from tests.support.activities import invoke
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.bot_process import BotProcess
from tests.support.crowd import address, office
from tests.support.journeys import E3
from tests.support.requesting import POLICY
from wiring.system import SystemClock

REQUESTS = 10_000
#: Number of requests to decide, each by two people.
DECIDED = 80
#: Seconds of measuring an idle bot.
IDLE = 30.0


async def main(requests: int) -> dict[str, float | int]:
    """Measure the empty bot, then the full one."""
    with tempfile.TemporaryDirectory() as folder:
        organization = office(2 * DECIDED)
        async with open_bot(Path(folder), organization, bot=False, policy_file=POLICY) as env:
            async with started(env) as bot:
                empty = await settled_memory(bot)
            tokens = await fill(env, requests)
            async with started(env) as bot:
                full = await settled_memory(bot)
                cpu = await idle_cpu(bot)
                presses = [(who, token) for token in tokens for who in (ADELE, ALEX)]
                computed = cpu_seconds(bot)
                seconds = [await decide(env, who, token) for who, token in presses]
                computed = cpu_seconds(bot) - computed
                after = memory(bot)
    in_ms = sorted(1_000 * one for one in seconds)
    return {
        "waiting_requests": requests,
        "idle_cpu_percent": cpu,
        "empty_bot_mb": empty,
        "memory_over_empty_bot_mb": full - empty,
        "memory_over_empty_bot_after_decisions_mb": after - empty,
        "decisions": len(in_ms),
        "decision_ms_median": statistics.median(in_ms),
        "decision_ms_p95": in_ms[int(0.95 * len(in_ms))],
        # Everything that follows counts too: cards, messages, runs.
        "cpu_ms_per_decision": 1_000 * computed / len(in_ms),
    }


@asynccontextmanager
async def started(env: BotFixture) -> AsyncIterator[BotProcess]:
    """Start a bot that three people have opened."""
    bot = await BotProcess.start(env)
    try:
        for persona in (ADELE, ALEX, MEGAN):
            await env.chat(persona).visit()
        yield bot
    finally:
        await bot.kill()


async def fill(env: BotFixture, requests: int) -> list[str]:
    """Create open requests; returns the tokens of those to decide."""
    ledger = await open_ledger(env.settings.database_url)
    now = env.clock.now()
    people, products = await _tenant(env)
    policy = read_policy(POLICY)
    tokens = []
    async with ledger.begin() as unit:
        await unit.channels.choose(
            tenant=TENANT, conversation=CHANNEL_ID, team="", chosen_by=ALEX.oid, chosen_at=now
        )
        await unit.conversations.keep(
            tenant=TENANT,
            conversation=CHANNEL_ID,
            person=None,
            service_url=f"{env.sandbox_url}/teams",
            type="channel",
            bot_id="28:11111111-2222-4333-8444-555555555555",
            channel_id="msteams",
            seen_at=now,
        )
    for first in range(0, requests, 500):
        numbers = range(first, min(first + 500, requests))
        tokens += await _add(ledger, numbers, people, products, policy, now)
    await ledger.close()
    return tokens[:DECIDED]


async def _add(
    ledger: Ledger,
    numbers: range,
    people: list[Person],
    products: dict[str, Product],
    policy: Policy,
    now: datetime,
) -> list[str]:
    tokens = []
    async with ledger.begin() as unit:
        for number in numbers:
            pair = [people[(2 * number + one) % len(people)] for one in (0, 1)]
            plan = _plan(pair, products, now)
            await unit.plans.save(plan)
            draft = Draft(
                id=uuid.uuid4().hex,
                tenant=TENANT,
                owner=MEGAN.oid,
                conversation=personal_chat(MEGAN),
                journey=None,
                step=Step.REQUESTED,
                token=uuid.uuid4().hex,
            )
            await unit.drafts.save(draft, None)
            request, events = open_request(
                _asked(plan, draft),
                id=uuid.uuid4().hex,
                number=number + 1,
                requester=Participant(MEGAN.oid, MEGAN.name),
                token=uuid.uuid4().hex,
                policy=policy,
                now=now,
            )
            request = replace(with_channel(request, CHANNEL_ID), draft=draft.id, stated=plan.hash)
            await unit.requests.save(request, None)
            await unit.requests.add_events(request.id, events)
            due = next_reminder(request, policy)
            if due is not None:
                await unit.timers.set(REMINDER, request.id, TENANT, due)
            await unit.timers.set(EXPIRY, request.id, TENANT, request.expires_at)
            tokens.append(request.token)
    return tokens


async def _tenant(env: BotFixture) -> tuple[list[Person], dict[str, Product]]:
    """Return all people of the plans, as the bot reads them, and all products."""
    clock = SystemClock()
    catalog = Catalog.bundled()
    tokens = RehearsalTokens(f"{env.sandbox_url}/entra", clock)
    tenants = Tenants(f"{env.sandbox_url}/graph/v1.0", tokens, catalog.name, clock)
    directory = tenants.acting_as(TENANT, ALEX.oid)
    ids = [await env.id_of(address(number)) for number in range(1, 2 * DECIDED + 1)]
    people = await directory.read_people(ids)
    products = {product.id: product for product in await directory.products()}
    await tenants.close()
    await tokens.close()
    return [people[one] for one in ids], products


def _plan(people: list[Person], products: dict[str, Product], now: datetime) -> Plan:
    return build_plan(
        id=uuid.uuid4().hex,
        tenant=TENANT,
        owner=MEGAN.oid,
        made_at=now,
        day=now.date(),
        chosen=(E3,),
        people=people,
        products=products,
    )


def _asked(plan: Plan, draft: Draft) -> Submission:
    return Submission(
        plan=plan,
        draft=draft.id,
        home_conversation=draft.conversation,
        reason="INC0012345",
        impact=Impact(2, 2, None),
        without_role=True,
        managers=Managers(),
        audience=Audience((Participant(ADELE.oid, ADELE.name), Participant(ALEX.oid, ALEX.name))),
        timezone="UTC",
        verdict=allow(Why.APPROVAL_NEEDED),
    )


async def decide(env: BotFixture, who: Persona, token: str) -> float:
    """Approve in the channel; returns the seconds until the answer."""
    data = {"unassign": {"verb": Verb.APPROVE.value, "token": token}}
    activity = invoke(env, data, persona=who, conversation=thread_of(CHANNEL_ID, "1"))
    activity["conversation"] |= {"conversationType": "channel", "isGroup": True}
    begun = time.perf_counter()
    status, body = await env.post(activity)
    took = time.perf_counter() - begun
    # Either it was the last approval, or the card says that this one counts.
    if status != 200 or not ("Approved" in str(body) or "decision is recorded" in str(body)):
        raise RuntimeError(f"{status}: {str(body)[:2000]}")
    return took


async def settled_memory(bot: BotProcess) -> float:
    """Return the bot's memory once it has started, in MB."""
    await asyncio.sleep(5)
    return memory(bot)


def memory(bot: BotProcess) -> float:
    """Return the process's memory, in MB."""
    status = Path(f"/proc/{bot.process.pid}/status").read_text(encoding="utf-8")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024


async def idle_cpu(bot: BotProcess) -> float:
    """Return the idle bot's use of one core, in percent."""
    begun, before = time.perf_counter(), cpu_seconds(bot)
    await asyncio.sleep(IDLE)
    return 100 * (cpu_seconds(bot) - before) / (time.perf_counter() - begun)


def cpu_seconds(bot: BotProcess) -> float:
    """Return the process's CPU time, in seconds."""
    fields = Path(f"/proc/{bot.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.approvals", description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    for name, value in asyncio.run(main(parser.parse_args().requests)).items():
        sys.stdout.write(f"{name}: {round(value, 1)}\n")
