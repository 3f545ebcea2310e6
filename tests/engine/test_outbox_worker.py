"""The outbox and the ledger: what Teams took is noted once, whatever happens meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from engine.outbox_worker import OutboxWorker
from tests.support.waiting import SOON

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    service_url: str = "https://smba.trafficmanager.net/teams/"
    conversation: str = "a:chat"
    type: str = "personal"
    bot_id: str = "28:bot"
    tenant: str = "tenant"
    channel_id: str = "msteams"


@dataclass(frozen=True)
class Message:
    number: int
    place: Place | None = field(default_factory=Place)
    updates: str | None = None
    text: str = '{"type":"message"}'
    fence: int = 1
    tries: int = 1
    threaded: bool = False
    thread: str | None = None


@dataclass
class Books:
    """A ledger that holds messages, and may be out of reach."""

    waiting: list[Message]
    noted: list[tuple[int, str | None]] = field(default_factory=list)
    given_up: list[tuple[int, str]] = field(default_factory=list)
    away: int = 0
    renewed: set[int] = field(default_factory=set)

    @property
    def outbox(self) -> "Books":
        return self

    @asynccontextmanager
    async def begin(self, *, brief: bool = False) -> AsyncIterator["Books"]:
        assert brief
        noted = len(self.noted)
        yield self
        if self.away and len(self.noted) > noted:
            self.away -= 1
            del self.noted[noted:]
            raise ConnectionError

    async def write(self, work: Callable[["Books"], Awaitable[Any]], *, brief: bool = False) -> Any:
        async with self.begin(brief=brief) as unit:
            return await work(unit)

    async def renew(self, messages: Collection[Message], *_: Any) -> set[int]:
        self.renewed = {message.number for message in messages}
        return self.renewed

    async def claim(self, *_: Any) -> tuple[Message, ...]:
        taken, self.waiting = tuple(self.waiting), []
        return taken

    async def all_sent(self, arrived: tuple[tuple[Message, str | None], ...]) -> None:
        self.noted += [(message.number, posted) for message, posted in arrived]

    async def give_up(self, message: Message, reason: str) -> None:
        self.given_up.append((message.number, reason))


@dataclass
class Teams:
    """Takes messages, each after a while."""

    hold: asyncio.Event = field(default_factory=asyncio.Event)
    got: list[str] = field(default_factory=list)

    async def send(self, ref: Any, text: str, sure: Callable[[], bool]) -> str:
        assert sure()
        self.got.append(ref.conversation_id)
        if len(self.got) > 1:
            await self.hold.wait()
        return f"sent-{len(self.got)}"


class Clock:
    def now(self) -> datetime:
        return NOW


@dataclass
class Watch:
    """Hears what arrived."""

    state: list[tuple[int, str]] = field(default_factory=list)

    async def delivered(self, unit: Any, message: Message, tenant: str) -> None:
        assert unit.noted[-1][0] == message.number
        self.state.append((message.number, tenant))


def delivery(ledger: Books, teams: Teams, watch: Watch | None = None) -> OutboxWorker:
    made: Any = (ledger, teams, Clock(), watch)
    return OutboxWorker(*made)


async def until(ledger: Books, noted: int) -> None:
    async with asyncio.timeout(SOON):
        while len(ledger.noted) < noted:  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def test_what_teams_took_is_noted_while_another_is_still_on_its_way() -> None:
    ledger, teams = Books([Message(1), Message(2)]), Teams()
    outbox = delivery(ledger, teams)
    outbox.start()
    await until(ledger, 1)
    assert ledger.noted == [(1, "sent-1")]
    teams.hold.set()
    await until(ledger, 2)
    await outbox.stop()
    assert [number for number, _ in ledger.noted] == [1, 2]


async def test_what_a_ledger_out_of_reach_did_not_note_is_noted_later() -> None:
    ledger, teams = Books([Message(1)], away=2), Teams()
    outbox = delivery(ledger, teams)
    outbox.start()
    async with asyncio.timeout(SOON):
        while ledger.away:
            outbox.wake()
            await asyncio.sleep(0.001)
    outbox.wake()
    await until(ledger, 1)
    await outbox.stop()
    assert ledger.noted == [(1, "sent-1")]


async def test_what_is_not_noted_yet_is_left_to_no_one_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.outbox_worker._RENEW", 0.001)
    ledger, teams = Books([Message(1)], away=1_000_000), Teams()
    outbox = delivery(ledger, teams)
    outbox.start()
    async with asyncio.timeout(SOON):
        while not teams.got:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        ledger.renewed.clear()
        while not ledger.renewed:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    assert ledger.renewed == {1}
    ledger.away = 0
    outbox.wake()
    await until(ledger, 1)
    ledger.renewed.clear()
    await asyncio.sleep(0.01)
    assert not ledger.renewed
    await outbox.stop()


async def test_a_stop_ends_also_when_the_ledger_is_out_of_reach(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.outbox_worker._GRACE", timedelta(seconds=0.05))
    ledger, teams = Books([Message(1)], away=1_000_000), Teams()
    outbox = delivery(ledger, teams)
    outbox.start()
    async with asyncio.timeout(SOON):
        while not teams.got:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    with capture_logs() as logs:
        await outbox.stop()
    assert ledger.noted == []
    assert "deliveries_not_stored" in [entry["event"] for entry in logs]


async def test_a_stop_notes_what_teams_took_and_leaves_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.outbox_worker._GRACE", timedelta(seconds=0.05))
    ledger, teams = Books([Message(1), Message(2)]), Teams()
    outbox = delivery(ledger, teams)
    outbox.start()
    await until(ledger, 1)
    await outbox.stop()
    assert ledger.noted == [(1, "sent-1")]


async def test_a_conversation_that_no_one_knows_is_given_up() -> None:
    ledger, teams = Books([Message(1, place=None)]), Teams()
    outbox = delivery(ledger, teams)
    outbox.start()
    async with asyncio.timeout(SOON):
        while not ledger.given_up:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    await outbox.stop()
    assert (ledger.given_up, ledger.noted, teams.got) == ([(1, "ConversationUnknown")], [], [])


async def test_a_message_for_a_thread_goes_there_and_anyone_who_watches_hears_of_it() -> None:
    channel = Place(conversation="19:licenses@thread.tacv2", type="channel")
    ledger = Books([Message(1, channel, threaded=True, thread="17")])
    teams, watch = Teams(), Watch()
    outbox = delivery(ledger, teams, watch)
    outbox.start()
    await until(ledger, 1)
    await outbox.stop()
    assert teams.got == ["19:licenses@thread.tacv2;messageid=17"]
    assert watch.state == [(1, "tenant")]


async def test_what_belongs_under_a_card_that_was_never_posted_is_given_up() -> None:
    channel = Place(conversation="19:licenses@thread.tacv2", type="channel")
    ledger, teams = Books([Message(1, channel, threaded=True)]), Teams()
    outbox = delivery(ledger, teams)
    outbox.start()
    await outbox.stop()
    assert ledger.given_up == [(1, "ThreadUnknown")]
    assert teams.got == []
