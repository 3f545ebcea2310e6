"""People who ask for approval and who give it, through their clients."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.organization.organization import Organization
from sandbox.organization.personas import ADELE, ALEX, MEGAN
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat, card_of
from tests.support.crowd import office
from tests.support.journeys import HOME, onward, ticks, to_preview
from tests.support.seen import Json, buttons_of, text_of

#: The policy of the rehearsal: from two people on, both Alex and Adele approve.
POLICY = Path(__file__).parents[2] / "sandbox" / "examples" / "policy.yaml"
#: Groups that the policy names.
HELPDESK = "bbbbbbbb-0000-4000-8000-000000000010"
APPROVERS = "bbbbbbbb-0000-4000-8000-000000000011"
LOOK = "Review"
TICKET = "INC0012345: left the company"
#: People whom no group gives a license.
ONE = "sean.o'brien@contoso.example"
TWO = "crowd0001@contoso.example,crowd0002@contoso.example"
THREE = f"{TWO},crowd0003@contoso.example"


@dataclass(slots=True)
class Office:
    """The environment, with the personal chats and the channel views of Megan, Adele and Alex."""

    env: BotFixture
    megan: Chat
    adele: Chat
    alex: Chat
    adele_there: Chat
    alex_there: Chat
    megan_there: Chat

    async def request(self, people: str = ONE, reason: str = TICKET) -> Json:
        """Megan asks; returns her card."""
        return await ask(self.megan, people, reason)

    async def posted(self, *texts: str) -> Json:
        """Wait until the newest card in the channel says this; as Megan sees it."""
        return await self.megan_there.until_card(*texts)


@asynccontextmanager
async def open_office(
    folder: Path,
    organization: Organization | None = None,
    *,
    policy: str | None = None,
    here: bool = True,
    **options: Any,
) -> AsyncIterator[Office]:
    """Serve everything under a policy; `here` says that the channel was chosen."""
    path = POLICY
    if policy is not None:
        path = folder / "policy.yaml"
        path.write_text(policy, encoding="utf-8")
    options = {"policy_file": path} | options
    async with open_bot(folder, organization or office(10), **options) as env:
        own = [await env.chat(one).open() for one in (MEGAN, ADELE, ALEX)]
        there = [env.chat(one, "channel") for one in (ADELE, ALEX, MEGAN)]
        opened = Office(env, *own, *there)
        if here:
            await choose_channel(opened)
        yield opened


async def choose_channel(office: Office) -> None:
    """Alex mentions the bot in the channel; everyone has the channel open."""
    for chat in (office.adele_there, office.alex_there, office.megan_there):
        await chat.visit()
    await office.alex_there.replies(1)
    said = await office.alex_there.say("@Unassign approvals here")
    assert "posted in this channel" in said["text"], said


async def ask(chat: Chat, people: str = ONE, reason: str = TICKET) -> Json:
    """Ask for a removal, up to the card that waits."""
    await chat.say("hi")
    await chat.until_card(HOME)
    await to_preview(chat, people)
    await onward(chat)
    card = await chat.until_card("4 of 4", "Ask for approval")
    await chat.press("Send the request", {**ticks(card), "reason": reason})
    return await chat.until_card("Waiting for approval")


async def decide(chat: Chat, title: str, inputs: Json | None = None) -> Json:
    """Press a button of one's own view in the channel; ask for that view where there is none."""
    await own_view(chat, title)
    return await chat.press(title, inputs)


async def own_view(chat: Chat, title: str) -> None:
    """Wait for a button of one's own view. A client that asked while the bot was away got none."""

    def settled(messages: list[Json]) -> bool:
        cards = [m for m in messages if m["attachments"]]
        shown = [b.get("title", "") for b in buttons_of(card_of(cards[-1]))] if cards else []
        return any(one.startswith((title, LOOK)) for one in shown)

    await chat.until(settled)
    buttons = [b.get("title", "") for b in buttons_of(await chat.card())]
    if not any(one.startswith(title) for one in buttons):
        await chat.press(LOOK)


def titles(card: Json) -> list[str]:
    """The titles of the buttons of a card."""
    return [str(button.get("title", "")) for button in buttons_of(card)]


def has_unsent(card: Json) -> bool:
    """Whether a card shows an open request."""
    return "Waiting for approval" in text_of(card)
