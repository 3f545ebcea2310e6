"""Requests that wait for the second of two approvals while something happens to the replicas."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import text

from licensing.requests.model import State
from sandbox.organization.organization import Organization
from sandbox.organization.personas import ADELE, ALEX, DOMAIN, MEGAN
from tests.crash.findings import looking
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat, card_of
from tests.support.crowd import person
from tests.support.journeys import E3
from tests.support.requesting import LOOK, Office, ask, choose_channel
from tests.support.seen import Json, offered, text_of

#: From two people on, the policy of the rehearsal wants two approvals.
_EACH: Final = 2
#: Seconds for an answer while a large run takes the machine.
_SOON: Final = 60.0
#: What is looked at: the requests, what happened to them, their buttons, and when which reminder or
#: end is due.
_ROWS: Final = {
    "requests": "SELECT * FROM requests ORDER BY number",
    "events": "SELECT * FROM request_events ORDER BY number",
    "tokens": "SELECT * FROM request_tokens ORDER BY token",
    "timers": "SELECT kind, subject, due_at FROM timers WHERE subject IN (SELECT id FROM requests)",
}

Row = dict[str, Any]


def asked_for(count: int) -> list[str]:
    """The addresses of all whose licenses are asked for by so many requests."""
    return [f"asked{number:04}@{DOMAIN}" for number in range(_EACH * count)]


def with_asked_for(organization: Organization, count: int) -> Organization:
    """The organization and these people."""
    extra = (
        person(f"Asked {number:04}", f"asked{number:04}", "ENTERPRISEPACK")
        for number in range(len(asked_for(count)))
    )
    return replace(organization, people=(*organization.people, *extra))


@dataclass(slots=True)
class Waiting:
    """So many requests of Megan's. Adele has approved each, and Alex has not yet."""

    office: Office
    count: int
    #: What is wrong with them, in words.
    wrong: list[str] = field(default_factory=list)
    _before: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    async def open(cls, env: BotFixture, count: int) -> "Waiting":
        """Choose the channel; ask, and approve once."""

        def patient(chat: Chat) -> Chat:
            return replace(chat, soon=_SOON)

        own = [patient(env.chat(one)) for one in (MEGAN, ADELE, ALEX)]
        there = [patient(env.chat(one, "channel")) for one in (ADELE, ALEX, MEGAN)]
        here = cls(Office(env, *own, *there), count)
        await own[0].open()
        await choose_channel(here.office)
        for number in range(1, count + 1):
            who = asked_for(count)[_EACH * (number - 1) :][:_EACH]
            await ask(here.office.megan, ",".join(who))
            await here._approve(here.office.adele_there, number)
            await here._shown(here.office.megan, number, "1 of 2")
        here._before = await here._rows()
        return here

    async def compare(self) -> None:
        """Each row says what it said. Columns may have come, and no rows."""
        now = await self._rows()
        for what, rows in self._before.items():
            there = now[what]
            for row in rows:
                if not any(row.items() <= other.items() for other in there):
                    self.wrong.append(f"{what}: {row} is not there any more")
            if len(there) != len(rows):
                self.wrong.append(f"there are {len(there)} {what} and not {len(rows)}")

    async def approve(self) -> int:
        """Alex approves each from the card that stands in the channel; how many were done."""
        done = 0
        for number in range(1, self.count + 1):
            answer = await self._approve(self.office.alex_there, number)
            try:
                await self.office.megan.until_text(f"Request {number} is done")
                done += 1
            except AssertionError:
                self.wrong.append(f"request {number} is not done: {answer['text'] or answer}")
        states = [row["state"] for row in (await self._rows())["requests"]]
        if states != [State.APPROVED] * self.count:
            self.wrong.append(f"the requests are {states}")
        for who in asked_for(self.count):
            if E3 in await self.office.env.direct(who):
                self.wrong.append(f"{who} still holds what was to go")
        return done

    async def _approve(self, chat: Chat, number: int) -> Json:
        """Press the button of one's own view; ask for that view where a client has none yet."""
        message = await self._shown(chat, number)
        if not offered(card_of(message), "Approve"):
            await chat.press(LOOK, message=message)
            message = await self._shown(chat, number)
        return await chat.press("Approve", message=message)

    async def _shown(self, chat: Chat, number: int, says: str = "") -> Json:
        """The card of a request, once it says this."""

        def found(messages: Sequence[Json]) -> Json | None:
            for message in messages:
                if message["attachments"]:
                    said = text_of(card_of(message))
                    if f"Request {number}:" in said and says in said:
                        return message
            return None

        return dict(await chat.until(found))

    async def _rows(self) -> dict[str, list[Row]]:
        """The rows of PostgreSQL, whatever columns this version or another knows."""
        async with looking(self.office.env.settings.database_url) as connection:
            return {
                what: [dict(row) for row in (await connection.execute(text(query))).mappings()]
                for what, query in _ROWS.items()
            }
