"""`make rolling ARGS=<commit>`: from one version to the next while the bot works.

Two replicas of the version before, on PostgreSQL and behind a proxy, take licenses from 5,000
people, and requests wait for their second approval. Then, as docs/deploy.md says: the tables are
upgraded, and one replica after the other is told to end and started with this version's code.
Someone writes to the bot all the time. Afterwards the requests are as they were and are approved,
and ledger, tenant and journal are compared person by person. Ends with 1 when anything is wrong,
also when the run was over before the replicas were changed, for then nothing is shown.

A version before that knows no requests (`ledger/requests/store.py`) is changed without any.
"""

import argparse
import asyncio
import logging
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ledger.operations.status import operator_status
from sandbox.organization.personas import ADELE, ALEX
from tests.crash.findings import Findings
from tests.crash.front import Front
from tests.crash.people import Crowd
from tests.crash.play import LAG, Play
from tests.crash.replica import ROOT, Replica
from tests.crash.waiting import Waiting, with_asked_for
from tests.support.bot_fixture import open_bot
from tests.support.chat import Chat
from tests.support.postgres import PostgresServer
from tests.support.requesting import POLICY

PEOPLE: Final = 5_000
REQUESTS: Final = 5
#: Time goes so much faster than in life: slow enough that the quota holds the run back for longer
#: than it takes to change two replicas.
SPEED: Final = 2.0
#: Seconds that a replica still answers once it was told to end, and between two looks of the proxy
#: whether it is ready.
DRAIN: Final = 2.0
LOOK: Final = 0.25
#: The share of people who are through when it begins.
FIRST: Final = 0.1
#: Seconds for an answer. Teams gives up after some 15.
PATIENCE: Final = 15.0


@dataclass(slots=True)
class Talk:
    """What someone who writes all the time sees."""

    seconds: list[float] = field(default_factory=list)
    unanswered: int = 0

    async def go_on(self, chat: Chat) -> None:
        """Write, wait for the answer, and write again."""
        while True:
            began = time.monotonic()
            try:
                async with asyncio.timeout(PATIENCE):
                    await chat.say("help")
            except (TimeoutError, AssertionError):
                self.unanswered += 1
            else:
                self.seconds.append(time.monotonic() - began)
            await asyncio.sleep(0.2)


async def look(replicas: list[Replica]) -> None:
    """The proxy asks each replica whether it is ready, and leaves out anyone who is not."""
    while True:
        for replica in replicas:
            replica.up = await replica.ready()
        await asyncio.sleep(LOOK)


def unpacked(revision: str, folder: Path) -> Path:
    """The code of another version."""
    place = folder / "before"
    place.mkdir()
    command = ["git", "archive", "--format=tar", revision]
    tar = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(place)], input=tar, check=True)
    return place


@asynccontextmanager
async def stage(
    folder: Path, before: Path, people: int, requests: int, **settings: Any
) -> AsyncIterator[Play]:
    """Two replicas of the version before."""
    server = PostgresServer()
    crowd = Crowd(people)
    try:
        server.start()
        async with open_bot(
            folder,
            with_asked_for(crowd.organization(), requests),
            bot=False,
            database_url=server.url(server.create()),
            link_key="the key that all replicas sign links with",
            drain_seconds=DRAIN,
            **settings,
        ) as env:
            replicas = [
                Replica(env.settings, folder / f"bot-{n}.log", env.session, root=before)
                for n in range(2)
            ]
            front = await Front(replicas, env.session).serve(env.settings.port)
            try:
                for replica in replicas:
                    await replica.start()
                await env.control("settings", {"lag": LAG}, "PATCH")
                chat = await env.chat(ALEX).open()
                yield Play(env, crowd, replicas, chat, random.Random(1), server)
            finally:
                for replica in replicas:
                    await replica.kill()
                await front.cleanup()
    finally:
        server.remove()


async def migrate(replica: Replica) -> None:
    """Upgrade the tables by this version's own command."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "app.py"), "migrate"), env=replica.environment, cwd=ROOT
    )
    assert await process.wait() == 0


async def roll(here: Play) -> list[int]:
    """Change all replicas, one after the other; the exit codes of those before."""
    await migrate(here.replicas[0])
    codes = []
    for replica in here.replicas:
        codes.append(await replica.end())
        replica.root = ROOT
        await replica.start()
    return codes


async def main(options: argparse.Namespace) -> int:
    """Roll, judge, tell."""
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="unassign-rolling-") as name:
        folder = Path(name)
        before = unpacked(options.before, folder)
        knows = (before / "ledger" / "requests.py").exists()
        count = options.requests if knows else 0
        settings: dict[str, Any] = {"rehearsal_speed": options.speed}
        settings |= {"policy_file": POLICY} if count else {}
        async with stage(folder, before, options.people, count, **settings) as here:
            watching = asyncio.create_task(look(here.replicas))
            adele = await here.env.chat(ADELE).open()
            say("tables_before", (await operator_status(here.url)).revision)
            waiting = await Waiting.open(here.env, count) if count else None
            run = await here.start()
            talk = Talk()
            talking = asyncio.create_task(talk.go_on(adele))
            while await here.going(run, FIRST):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            began = time.monotonic()
            say("people_through_at_the_start", (await here.state())[2])
            codes = await roll(here)
            say("rolling_s", f"{time.monotonic() - began:.1f}")
            through = (await here.state())[2]
            say("people_through_at_the_end", through)
            say("tables_after", (await operator_status(here.url)).revision)
            while await here.going(run):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
            say("rest_of_the_run_s", f"{time.monotonic() - began:.1f}")
            await here.end(run)
            say("requests_waiting", count)
            if waiting:
                await waiting.compare()
                say("requests_approved_and_done", await waiting.approve())
            talking.cancel()
            watching.cancel()
    wrong = waiting.wrong if waiting else []
    if through >= options.people:
        wrong.append("the run was over before the replicas were changed: more people, less --speed")
    return report(here, talk, codes, wrong)


def report(here: Play, talk: Talk, codes: list[int], wrong: list[str]) -> int:
    """Print what came of it; 1 when anything is wrong."""
    found: Findings = here.found
    say("people", here.crowd.size)
    say("exit_codes", " ".join(map(str, codes)))
    say("messages_answered", len(talk.seconds))
    say("messages_unanswered", talk.unanswered)
    say("slowest_answer_s", f"{max(talk.seconds):.1f}")
    for fault in (*wrong, *found.faults[:20]):
        say("fault", fault)
    for key in ("lost", "second_writes", "wrong_outcomes", "journal_gaps"):
        say(key, getattr(found, key))
    return int(bool(found.bad or talk.unanswered or any(codes) or wrong))


def say(name: str, value: object) -> None:
    """Print a figure."""
    sys.stdout.write(f"{name}: {value}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A rolling restart from one version to the next")
    parser.add_argument("before", help="the version before: a commit, a tag or a branch")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--requests", type=int, default=REQUESTS, help="so many wait")
    parser.add_argument("--speed", type=float, default=SPEED, help="so much faster than in life")
    sys.exit(asyncio.run(main(parser.parse_args())))
