"""Those who would lose something are asked first, and what they say is shown to who decides."""

import asyncio
import json
from pathlib import Path

import pytest

from dialogs.approvals import consultation as inquiring
from ledger.operations.journal_check import export
from sandbox.organization.personas import ADELE, ALEX, MEGAN
from sandbox.teams.chats import CHANNEL_ID
from tests.support.activities import invoke
from tests.support.chat import Chat, card_of
from tests.support.journeys import E3, ticks
from tests.support.requesting import ONE, decide, open_office
from tests.support.seen import Json, buttons_of, find_button, text_of

ASKS = "Do you still need this?"
STILL, NOT = "I still need it", "I don't need it"
OVER = "This question has ended"
THEM = f"{ONE},{ADELE.address},{ALEX.address}"
COUNTS = "2 people asked: {} still need it, {} don't, {} didn't answer"


async def question(chat: Chat) -> Json:
    """Wait for the newest message that asks this person."""

    def asks(messages: list[Json]) -> Json | None:
        cards = [m for m in messages if m["attachments"] and ASKS in text_of(card_of(m))]
        return cards[-1] if cards else None

    return dict(await chat.until(asks))


async def questions(chat: Chat) -> int:
    return len([m for m in await chat.cards() if ASKS in text_of(m)])


async def message(chat: Chat, id_: str) -> Json:
    return next(m for m in await chat.messages() if m["id"] == id_)


async def test_people_are_asked_and_their_answers_stand_on_the_request(tmp_path: Path) -> None:
    async with open_office(tmp_path, ask_people=True) as office:
        await office.env.assign(ADELE.address, E3)
        await office.env.assign(ALEX.address, E3)
        await office.request(THEM, reason="INC0012345: secret")
        adele, alex = await question(office.adele), await question(office.alex)
        said = text_of(card_of(adele))
        assert "Megan Bowen asked to remove Office 365 E3 from you." in said
        assert "You would lose" in said
        assert "secret" not in said
        await office.posted(COUNTS.format(0, 0, 2), "(1 not asked)")
        await office.env.restart_bot()

        answer = await office.adele.press(STILL, message=adele)
        assert "you still need it" in text_of(answer["card"])
        await office.posted(COUNTS.format(1, 0, 1))
        await office.megan.until_card(COUNTS.format(1, 0, 1))
        data = find_button(card_of(alex), NOT)["data"]
        for conversation in ("", alex["conversation"]):
            forged = invoke(office.env, data, persona=MEGAN, conversation=conversation)
            _, body = await office.env.post(forged)
            assert "someone else" in str(body["value"])
        carried = invoke(office.env, data, persona=ALEX, conversation=CHANNEL_ID)
        _, body = await office.env.post(carried)
        assert "This card has expired" in text_of(body["value"])
        await office.env.restart_bot()

        # A client that can't draw an answer in place, and one who thinks again.
        await office.alex.press(NOT, message=alex, submit=True)
        await office.posted(COUNTS.format(1, 1, 0))
        before = len(await office.alex.messages())
        again = await office.adele.press(STILL, message=adele)
        assert "you still need it" in text_of(again["card"])
        adele = await message(office.adele, adele["id"])
        await office.adele.press(NOT, message=adele)
        await office.posted(COUNTS.format(0, 2, 0))
        assert len(await office.alex.messages()) == before
        dialog = await office.adele_there.dialog("Details")
        assert text_of(dialog["card"]).count("Asked: doesn't need it") == 2
        assert "Not asked" in text_of(dialog["card"])

        adele = await message(office.adele, adele["id"])
        await office.megan.press("Withdraw")
        await office.posted("Withdrawn")
        ended = await office.adele.until_card(
            "This has been decided", "nothing is removed from you"
        )
        assert "Nothing has been decided" not in text_of(ended)
        late = await office.adele.press(STILL, message=adele)
        assert "Thanks for your answer" in text_of(late["card"])
        assert "nothing is removed from you" in text_of(late["card"])
        assert buttons_of(late["card"]) == []
        url = office.env.settings.database_url
        told = [json.loads(json.loads(line)["entry"]) async for line in export(url)]
        asked = [entry for entry in told if entry["kind"] == "consultation_started"]
        assert [(entry["actor"], entry["what"]["asked"]) for entry in asked] == [("", 2)]
        replies = [
            (e["actor"], e["what"]["reply"]) for e in told if e["kind"] == "consultation_answered"
        ]
        assert replies == [
            (ADELE.oid, "still_needed"),
            (ALEX.oid, "not_needed"),
            (ADELE.oid, "not_needed"),
        ]


async def test_a_changed_request_asks_only_whom_it_newly_concerns(tmp_path: Path) -> None:
    async with open_office(tmp_path, ask_people=True) as office:
        for person in (ADELE, ALEX):
            await office.env.assign(person.address, E3)
        await office.request(f"{ONE},{ADELE.address}")
        adele = await question(office.adele)
        await office.adele.press(STILL, message=adele)
        await office.posted("1 still need it")
        await office.megan.press("Change")
        await office.megan.until_card("2 of 4", "2 people selected")
        await office.megan.press("Preview", {"paste": ALEX.address})
        await office.megan.until_card("3 of 4")
        await office.megan.press("Ask for approval")
        card = await office.megan.until_card("Change the request")
        await office.megan.press("Send the change", ticks(card))
        await question(office.alex)
        await office.posted(COUNTS.format(1, 0, 1), "(1 not asked)")
        assert await questions(office.adele) == 1
        assert await questions(office.alex) == 1

        await office.megan.press("Change")
        await office.megan.until_card("2 of 4", "3 people selected")
        await office.megan.press("Remove from list", {"take_off": ALEX.oid})
        await office.megan.until_card("2 people selected")
        await office.megan.press("Preview")
        await office.megan.until_card("3 of 4")
        await office.megan.press("Ask for approval")
        card = await office.megan.until_card("Change the request")
        await office.megan.press("Send the change", ticks(card))
        await office.posted("1 person asked: 1 still need it")
        await office.alex.until(
            lambda ms: [m for m in ms if m["attachments"] and OVER in text_of(card_of(m))]
        )
        assert await questions(office.adele) == 1
        assert await questions(office.alex) == 0


async def test_no_one_is_asked_unless_that_is_set(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.env.assign(ADELE.address, E3)
        await office.request(ADELE.address)
        card = await office.posted("Waiting for approval")
        assert "people asked" not in text_of(card)
        await decide(office.alex_there, "Reject", {"comment": "no"})
        await office.posted("Rejected")
        assert await questions(office.adele) == 0


async def test_an_answer_after_the_approval_is_thanked_for_and_changes_nothing(
    tmp_path: Path,
) -> None:
    async with open_office(tmp_path, ask_people=True) as office:
        await office.env.assign(ADELE.address, E3)
        await office.request(ADELE.address)
        adele = await question(office.adele)
        await office.posted(COUNTS.format(0, 0, 1).replace("2 people", "1 person"))
        await decide(office.alex_there, "Approve")
        await office.posted("1 license removed")
        ended = await office.adele.until_card("This has been decided", "The request was approved")
        assert buttons_of(ended) == []
        late = await office.adele.press(STILL, message=adele)
        assert "It came after the request was approved" in text_of(late["card"])
        assert "tell Megan Bowen" in text_of(late["card"])
        await office.posted("1 license removed", "1 didn't answer")


async def test_answers_at_the_same_moment_all_count_and_a_double_press_once(tmp_path: Path) -> None:
    async with open_office(tmp_path, ask_people=True) as office:
        for person in (ADELE, ALEX):
            await office.env.assign(person.address, E3)
        await office.request(THEM)
        adele, alex = await question(office.adele), await question(office.alex)
        await asyncio.gather(
            office.adele.press(STILL, message=adele),
            office.adele.press(STILL, message=adele),
            office.alex.press(STILL, message=alex),
        )
        await office.posted(COUNTS.format(2, 0, 0))
        url = office.env.settings.database_url
        told = [json.loads(json.loads(line)["entry"]) async for line in export(url)]
        replies = [entry["actor"] for entry in told if entry["kind"] == "consultation_answered"]
        assert sorted(replies) == sorted([ADELE.oid, ALEX.oid])


async def test_no_more_people_are_asked_than_the_limit_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inquiring, "MAX_CONSULTED", 1)
    async with open_office(tmp_path, ask_people=True) as office:
        for person in (ADELE, ALEX):
            await office.env.assign(person.address, E3)
        await office.request(THEM)
        await office.posted("1 person asked", "(2 not asked)")
        asked = [await questions(chat) for chat in (office.adele, office.alex)]
        assert sum(asked) == 1
