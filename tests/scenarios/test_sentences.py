"""Sentences typed into the chat: each ends in a preview, a list, an answer or a question."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.organization.personas import MEGAN
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat, card_of, said_by
from tests.support.crowd import address, office
from tests.support.journeys import HOME, PEOPLE, PREVIEW, VISIO, removed, to_people
from tests.support.seen import Json, buttons_of, text_of

ADELE = "adelev@contoso.example"
SEAN = "sean.o'brien@contoso.example"


def titles(card: Json) -> list[str]:
    return [str(button.get("title")) for button in buttons_of(card)]


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("remove E3 from Adele Vance and Joni Sherman", "Office 365 E3 from Adele Vance"),
        ("Please unassign visio from adelev@contoso.example. Thanks!", "Visio Plan 2"),
        ("take the Visio licence away from Adele Vance", "Visio Plan 2 from Adele Vance"),
        ("remove all licences from Adele Vance", "all licenses from Adele Vance"),
        ("entferne bitte Visio von Adele Vance", "Visio Plan 2 from Adele Vance"),
        ("移除 Adele Vance 的 Visio", "Visio Plan 2 from Adele Vance"),
        ("remove E5 from 王小明", "from 王小明"),
    ],
)
async def test_a_removal_ends_in_a_preview(
    env: BotFixture, alex: Chat, text: str, understood: str
) -> None:
    await alex.say(text)
    await alex.until_card(PREVIEW, "Understood: remove", understood)
    assert await env.writes() == []


async def test_a_product_of_several_that_only_one_is_held_needs_no_question(alex: Chat) -> None:
    await alex.say("remove E3 from Adele Vance")
    await alex.until_card(PREVIEW, "Office 365 E3 from Adele Vance")


async def test_words_for_several_products_are_a_question_and_the_rest_is_kept(
    env: BotFixture, alex: Chat
) -> None:
    await alex.say("remove E3 from Adele Vance and Anne-Marie Lefèvre-Dubois")
    card = await alex.until_card("Which product do you mean by “E3”?")
    assert {"Office 365 E3", "Microsoft 365 E3"} <= set(titles(card))
    await alex.press("Office 365 E3")
    await alex.until_card(PREVIEW, "Office 365 E3 from Adele Vance and Anne-Marie")
    assert await env.writes() == []


async def test_someone_who_is_not_named_exactly_is_a_question(env: BotFixture, alex: Chat) -> None:
    await alex.say("remove Visio from Adele")
    card = await alex.until_card(PEOPLE, "No one is selected yet.", "Adele Vance")
    assert "Check 1 entry" in text_of(card)
    await alex.press("Preview", {"fix_0": await env.id_of(ADELE)})
    await alex.until_card(PREVIEW, "Visio Plan 2 from Adele Vance")


async def test_a_misspelled_name_offers_who_may_be_meant(env: BotFixture, alex: Chat) -> None:
    await alex.say("remove Visio from Adele Vnace")
    await alex.until_card(PEOPLE, "No one is selected yet.", "Adele Vance")
    assert await env.writes() == []


async def test_two_people_of_one_name_are_a_question(alex: Chat) -> None:
    await alex.say("remove all licenses from Maria García")
    await alex.until_card("1 of 4", "No one is selected yet.", "Maria García")


async def test_a_product_that_no_one_has_heard_of_leaves_the_people(alex: Chat) -> None:
    await alex.say("remove Foobar from Adele Vance")
    await alex.until_card("2 of 4", "There is no product “Foobar”.", "Visio Plan 2")


async def test_a_misspelled_product_is_only_offered(env: BotFixture, alex: Chat) -> None:
    await alex.say("remove visoi from Adele Vance")
    await alex.until_card("There is no product “visoi”. Did you mean one of these?")
    await alex.press("Visio Plan 2")
    await alex.until_card(PREVIEW, "Visio Plan 2 from Adele Vance")
    assert await env.writes() == []


async def test_a_part_that_is_not_understood_is_said_and_keeps_the_rest(alex: Chat) -> None:
    await alex.say("remove Visio from Adele Vance but not from Joni Sherman")
    card = await alex.until_card(PEOPLE, "Visio Plan 2", "1 person selected")
    assert "Not understood: “but not from Joni Sherman”" in text_of(card)


async def test_everyone_is_a_list_to_select_from(env: BotFixture, alex: Chat) -> None:
    await alex.say("take visio from everyone who hasn't signed in for 90 days")
    card = await alex.until_card("Use these people", "Adele Vance")
    assert "Not understood: “who hasn't signed in for 90 days”" in text_of(card)
    assert await env.writes() == []


async def test_what_is_denied_is_not_done(env: BotFixture, alex: Chat) -> None:
    answer = await alex.say("don't remove Visio from Adele Vance")
    assert "I didn't understand" in said_by(answer)
    assert await env.writes() == []


@pytest.fixture
async def crowded(tmp_path: Path) -> AsyncIterator[Chat]:
    async with open_bot(tmp_path, office(400)) as opened:
        yield await opened.chat().open()


async def test_four_hundred_people_and_a_product_in_one_message(crowded: Chat) -> None:
    people = ", ".join(address(number) for number in range(1, 401))
    await crowded.say(f"remove office 365 e3 from {people}")
    await crowded.until_card(PREVIEW, "from Crowd 0001, Crowd 0002, Crowd 0003, and 397 others")


@pytest.mark.parametrize("text", ["who has Visio?", "wer hat Visio?", "谁有 Visio？"])  # noqa: RUF001
async def test_who_has_a_product_is_the_list_of_them(alex: Chat, text: str) -> None:
    await alex.say(text)
    await alex.until_card("Visio Plan 2", "Adele Vance")


async def test_how_many_are_free_names_each_product_that_fits(alex: Chat) -> None:
    await alex.say("how many E3 are free")
    await alex.until_card("Available licenses", "Office 365 E3: ", "Microsoft 365 E3: ")
    await alex.say("how many licences are free?")
    await alex.until_card("Available licenses", "Office 365 E1: ", "and 4 more")


async def test_a_product_alone_offers_what_can_be_said_of_it(alex: Chat) -> None:
    await alex.say("Visio")
    await alex.until_card("What do you want to know about Visio Plan 2?")
    await alex.press("Who has Visio Plan 2?")
    await alex.until_card("Use these people", "Adele Vance")


async def test_what_was_taken_from_someone_today_is_undone_from_its_preview(
    env: BotFixture, alex: Chat
) -> None:
    await removed(alex, f"{ADELE}\n{SEAN}")
    writes = len(await env.writes())
    await alex.say("give back what I took from Adele Vance today")
    card = await alex.until_card("Adele Vance", "Restore")
    assert "Sean" not in text_of(card)
    assert len(await env.writes()) == writes


async def test_a_product_named_with_an_undo_is_said_to_be_left_out(alex: Chat) -> None:
    await removed(alex, ADELE)
    await alex.say("give back E3 to Adele Vance")
    await alex.until_card("Adele Vance", "Not understood: “E3”.")


async def test_undo_for_someone_not_named_exactly_is_a_question(alex: Chat) -> None:
    await removed(alex, f"{ADELE}\n{SEAN}")
    await alex.say("give back what I took from Adele")
    await alex.until_card("Restore licenses", "Did you mean this person by “Adele”?")


async def test_undo_that_begins_the_newest(alex: Chat) -> None:
    await removed(alex, SEAN)
    for text in ("undo that", "please undo", "mach das rückgängig", "撤消刚才的操作"):
        await alex.say(text)
        await alex.until_card("can be restored")


async def test_of_several_removals_one_is_chosen(alex: Chat) -> None:
    await removed(alex, ADELE)
    await alex.say("hi")
    await alex.until_card(HOME)
    await removed(alex, ADELE, VISIO)
    await alex.say("undo what I took from Adele Vance")
    card = await alex.until_card("Which removal do you want to undo?")
    assert [one.partition(",")[0] for one in titles(card)[:2]] == ["Receipt 2", "Receipt 1"]
    await alex.press("Receipt 1")
    await alex.until_card("From receipt 1, 1 license can be restored")


async def test_a_removal_that_there_was_not_is_said(alex: Chat) -> None:
    await alex.say("undo what I took from Adele Vance yesterday")
    await alex.until_card("I can't find a removal of yours that fits.")
    await alex.press("History")
    await alex.until_card("History")


@pytest.mark.parametrize(
    ("text", "offer"),
    [("hisotry", "history"), ("Hifle", "hilfe"), ("remvoe Visio from Adele Vance", "remove Visio")],
)
async def test_a_misspelling_is_offered_and_not_run(
    env: BotFixture, alex: Chat, text: str, offer: str
) -> None:
    answer = await alex.say(text)
    assert "Did you mean one of these?" in said_by(answer)
    assert titles(card_of(answer))[0].startswith(offer)
    await alex.press(offer)
    await alex.until(lambda messages: "Did you mean" not in said_by(messages[-1]))
    assert await env.writes() == []


async def test_a_sentence_that_the_tenant_did_not_answer_is_kept(
    env: BotFixture, alex: Chat
) -> None:
    await env.faults({"times": 999, "status": 503, "code": "ServiceUnavailable", "message": "x"})
    await alex.say("remove Visio from Adele Vance")
    await alex.until_card("Something went wrong", "Your choices are saved.")
    await env.fair_weather()
    await alex.press("Try again")
    await alex.until_card(PREVIEW, "Visio Plan 2 from Adele Vance")


async def test_thanks_are_answered(alex: Chat) -> None:
    assert "You're welcome." in said_by(await alex.say("thank you!"))


async def test_a_misspelled_command_cancels_the_open_flow_once_chosen(alex: Chat) -> None:
    await to_people(alex)
    await alex.say("cancle")
    await alex.until_card("Did you mean one of these?")
    await alex.press("cancel")
    await alex.until(lambda messages: any("Canceled" in said_by(one) for one in messages))


async def test_in_a_flow_words_go_to_the_step_and_a_sentence_begins_anew(alex: Chat) -> None:
    await to_people(alex)
    await alex.say(f"unassign visio from {ADELE}")
    await alex.until_card(PREVIEW, "Visio Plan 2 from Adele Vance")


async def test_in_a_flow_short_names_of_products_and_first_names_are_understood(
    env: BotFixture, alex: Chat
) -> None:
    await alex.press("By product")
    await alex.until_card("1 of 4")
    await alex.say("visio")
    await alex.until_card(PEOPLE, "Visio Plan 2")
    await alex.say("Adele")
    await alex.until_card(PEOPLE, "Check 1 entry", "Adele Vance")
    await alex.press("Preview", {"fix_0": await env.id_of(ADELE)})
    await alex.until_card(PREVIEW, "Remove Visio Plan 2 from Adele Vance")


async def test_licenses_of_people_are_chosen_by_short_names(alex: Chat) -> None:
    await alex.say(ADELE)
    await alex.until_card("2 of 4", "Adele Vance")
    await alex.say("E3")
    await alex.until_card(PREVIEW, "Remove Office 365 E3 from Adele Vance")


async def test_in_a_channel_names_are_answered_in_the_personal_chat(
    env: BotFixture, alex: Chat
) -> None:
    there = env.chat(kind="channel")
    await there.visit()
    await there.replies(1)
    answer = await there.say("@Unassign who has Visio?")
    assert "sent to your personal chat" in said_by(answer)
    await alex.until_card("Visio Plan 2", "Adele Vance")
    answer = await there.say("@Unassign remove Visio from Adele Vance")
    assert "sent to your personal chat" in said_by(answer)
    await alex.until_card(PREVIEW, "Visio Plan 2 from Adele Vance")
    answer = await there.say("@Unassign how many Visio are free?")
    assert "Visio Plan 2: " in said_by(answer)
    await there.press("Who has Visio Plan 2?")
    await alex.until_card("Use these people", "Adele Vance")
    assert not any("Adele" in said_by(one) for one in await there.messages() if one["attachments"])


async def test_someone_without_rights_is_told_so(env: BotFixture) -> None:
    megan = await env.chat(MEGAN).open()
    answer = await megan.say("remove Visio from Adele Vance")
    assert "You need the License Administrator" in said_by(answer)
    assert await env.writes() == []
