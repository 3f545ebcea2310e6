"""Each person reads their own language, and a channel reads its own."""

import html
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from cards.words.catalog import Language
from cards.words.languages import ENGLISH
from sandbox.organization.personas import ADELE, ALEX, BOT_ID, MEGAN
from sandbox.organization.products import CATALOG
from tests.scenarios.test_searching import dataset
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat, card_of, is_card
from tests.support.crowd import office as small_office
from tests.support.journeys import E3, ticks
from tests.support.pseudo import TAG, accented, english_in, pseudo, said_in
from tests.support.requesting import POLICY, TICKET
from tests.support.seen import Json, buttons_of, inputs_of, links_of, press_of
from tests.support.window import sign_in_card
from tests.support.workbooks import read_workbook

SEAN = "sean.o'brien@contoso.example"
#: What no language of the bot translates: names of people, products and languages.
NAMES = (
    *(persona.name for persona in (ALEX, ADELE, MEGAN)),
    "Sean O'Brien",
    *(product.name for product in CATALOG.values()),
    "English",
    "unassign",
)


@pytest.fixture
def languages(tmp_path: Path) -> tuple[Language, ...]:
    return ENGLISH, pseudo(tmp_path)


@pytest.fixture
async def env(tmp_path: Path, languages: tuple[Language, ...]) -> AsyncIterator[BotFixture]:
    async with open_bot(tmp_path, small_office(60), languages=languages) as opened:
        yield opened


def left_in(message: Json, *data: str) -> list[str]:
    """The English words of a message."""
    return english_in(said_in(message), *NAMES, *data)


async def all_left(chat: Chat, *data: str) -> dict[str, list[str]]:
    """The English words in a chat, by the beginning of the message."""
    told = [m for m in await chat.messages() if m["author"] == BOT_ID]
    return {said_in(m).strip()[:60]: left for m in told if (left := left_in(m, *data))}


def is_english(message: Json) -> bool:
    """Whether a message is in English, apart from the name of the other language."""
    said = said_in(message).replace(accented("English"), "")
    return bool(english_in(said, *NAMES)) and not set(said) & set(accented("deghrst"))


async def all_english(chat: Chat) -> bool:
    return all(is_english(m) for m in await chat.messages() if m["author"] == BOT_ID)


async def press(chat: Chat, verb: str, inputs: Json | None = None, arg: str | None = None) -> Json:
    """Press a button of the newest card by what it does, whatever its title."""

    def offers(messages: list[Json]) -> tuple[Json, Json] | None:
        message = [m for m in messages if is_card(m) and m["author"] == BOT_ID][-1]
        for button in buttons_of(card_of(message)):
            sent = press_of(button)
            if sent["verb"] == verb and arg in {None, sent.get("arg", "")}:
                return message, button
        return None

    message, button = await chat.until(offers)
    return await chat.send(message, button, inputs)


def _card(messages: list[Json]) -> Json:
    cards = [m for m in messages if is_card(m) and m["author"] == BOT_ID]
    return card_of(cards[-1]) if cards else {}


def _offers(messages: list[Json], verb: str) -> bool:
    return any(press_of(button)["verb"] == verb for button in buttons_of(_card(messages)))


async def until_input(chat: Chat, start: str) -> Json:
    """Wait until the newest card has an input whose id begins so."""

    def there(messages: list[Json]) -> Json | None:
        card = _card(messages)
        return card if any(name.startswith(start) for name in inputs_of(card)) else None

    return dict(await chat.until(there))


async def to_preview(chat: Chat) -> None:
    """By user, up to the preview."""
    await press(chat, "by_user")
    await press(chat, "next", {"paste": SEAN})
    await until_input(chat, "license_")
    await press(chat, "next", {f"license_{E3}": "true"})
    await chat.until(lambda messages: _offers(messages, "next") and not inputs_of(_card(messages)))


async def to_result(chat: Chat) -> None:
    """From the preview to the result."""
    await press(chat, "next")
    card = await until_input(chat, "accept_")
    await press(chat, "remove", ticks(card))
    await chat.until(lambda messages: _offers(messages, "undo"))


async def left_in_file(env: BotFixture, card: Json) -> list[str]:
    """The English words in the file that a card offers."""
    (url,) = [one for one in links_of(card) if "/downloads/" in one]
    async with env.session.get(url) as answer:
        assert answer.status == 200
        sheets = read_workbook(await answer.read())
    cells = [cell for name, rows in sheets.items() for row in [[name], *rows] for cell in row]
    return english_in("\n".join(cells), *NAMES)


async def test_a_whole_walk_is_in_the_language_of_the_client_and_of_no_other(
    env: BotFixture,
) -> None:
    now = datetime.now(UTC)
    env.clock.ahead = datetime.combine(now.date() + timedelta(days=1), time(10), UTC) - now
    await env.restart_bot()
    alex = await env.chat(ALEX, locale=TAG).open()
    await alex.until(lambda messages: _offers(messages, "by_user"))
    seen = [await alex.message()]
    await to_preview(alex)
    seen.append(await alex.message())
    details = await alex.dialog(accented("Details"))
    assert left_in({"attachments": [{"content": details["card"]}]}) == []
    assert await left_in_file(env, details["card"]) == []
    await press(alex, "next")
    await until_input(alex, "accept_")
    seen.append(await alex.message())
    await press(alex, "back")
    await to_result(alex)
    assert await left_in_file(env, _card(await alex.messages())) == []
    for text in (
        *(
            "help",
            "status",
            "history",
            "history alex",
            "journal",
            "receipt 1",
            "upcoming",
            "who am i",
            "policy",
            "requests",
        ),
        *("delegate", "language", "nothing of the kind", "approvals here", "why 5", "details"),
        *("details receipt 1", "request 5", "undo 1", "cancel", "cancel", "sign out", "hi"),
    ):
        await alex.say(text)
    await env.stop_bot()
    before = len(await alex.messages())
    env.clock.ahead += timedelta(days=23)
    await env.start_bot()
    await alex.until(lambda messages: len(messages) > before)
    assert [left for message in seen if (left := left_in(message))] == []
    assert await all_left(alex, "nothing of the kind") == {}


async def test_each_side_of_a_request_reads_its_own_language_also_after_a_restart(
    tmp_path: Path, languages: tuple[Language, ...]
) -> None:
    async with open_bot(tmp_path, small_office(10), languages=languages, policy_file=POLICY) as env:
        megan = await env.chat(MEGAN, locale=TAG).open()
        adele = await env.chat(ADELE).open()
        alex = await env.chat(ALEX, locale=TAG).open()
        alex_there = env.chat(ALEX, "channel", locale=TAG)
        adele_there = env.chat(ADELE, "channel")
        await adele_there.visit()
        await alex_there.visit()
        # Whoever types: what everyone in the channel reads is English.
        said = await alex_there.say("@Unassign approvals here")
        assert is_english(said), said_in(said)
        await ask(megan)
        await adele_there.until_card("Waiting for approval")
        for own in (adele, alex):
            await own.say("request 1")
        await env.stop_bot()
        before = len(await alex.messages())
        env.clock.ahead += timedelta(hours=5)
        await env.start_bot()
        # Both are reminded, and Megan's card is drawn again.
        await alex.until(lambda messages: len(messages) > before)
        await own_view(alex_there, "approve")
        assert left_in(await alex_there.message(), *GIVEN) == []
        await own_view(adele_there, "approve")
        assert is_english(await adele_there.message())
        await press(adele_there, "ask_question", {"comment": "Xyzzy?"})
        await megan.until(lambda messages: _offers(messages, "answer_question"))
        await press(megan, "answer_question", {"answer": "Plugh."})
        await own_view(adele_there, "approve")
        await press(adele_there, "approve", {"comment": "Plugh."})
        await adele_there.until_card("1 license removed")
        await adele.until_card("1 license removed")
        await megan.until(lambda messages: _ended(messages))
        await alex.until(lambda messages: _ended(messages))
        assert await all_left(megan, *GIVEN) == {}
        assert await all_left(alex, *GIVEN) == {}
        assert await all_english(adele)
        assert await all_english(adele_there)


#: What people wrote in a request, and what the policy calls its rules.
GIVEN = (TICKET, "Xyzzy Plugh", POLICY.read_text("utf-8"))


def _ended(messages: list[Json]) -> bool:
    return bool(_card(messages)) and not _offers(messages, "withdraw")


async def ask(chat: Chat) -> None:
    """Ask for a removal, up to the card that waits."""
    await to_preview(chat)
    await press(chat, "next")
    card = await until_input(chat, "reason")
    await press(chat, "send_request", {**ticks(card), "reason": TICKET})
    await chat.until(lambda messages: _offers(messages, "withdraw"))


async def own_view(chat: Chat, verb: str) -> None:
    """Wait for a button of one's own view; ask for that view where a client got none."""
    await chat.until(lambda messages: _offers(messages, verb) or _offers(messages, "look"))
    if not _offers(await chat.messages(), verb):
        await press(chat, "look")


async def test_a_chosen_language_holds_until_it_is_chosen_away(env: BotFixture) -> None:
    alex = await env.chat(ALEX).open()
    await alex.until(lambda messages: _offers(messages, "by_user"))
    assert is_english(await alex.say("language"))
    answer = await press(alex, "choose_language", arg=TAG)
    assert english_in(said_in({"attachments": [{"content": answer["card"]}]}), *NAMES) == []
    assert accented("Your language") in said_in(await alex.message())
    assert left_in(await alex.say("help")) == []
    await env.restart_bot()
    assert left_in(await alex.say("status")) == []
    assert left_in(await alex.say("language")) == []
    await press(alex, "choose_language", arg="")
    assert is_english(await alex.say("help"))
    phone = env.chat(ALEX, locale=TAG)
    assert left_in(await phone.say("help")) == []
    assert is_english(await alex.say("help"))


async def test_in_a_channel_no_one_chooses_for_others(env: BotFixture) -> None:
    there = env.chat(ALEX, "channel")
    await there.visit()
    await there.replies(1)
    said = await there.say("@Unassign language")
    assert said["text"] == "Type “language” in your personal chat with me."


async def test_a_channel_reads_the_language_of_the_setting(
    tmp_path: Path, languages: tuple[Language, ...]
) -> None:
    async with open_bot(
        tmp_path,
        small_office(10),
        languages=languages,
        policy_file=POLICY,
        channel_language=TAG,
    ) as env:
        megan = await env.chat(MEGAN).open()
        adele_there, megan_there = (env.chat(one, "channel") for one in (ADELE, MEGAN))
        await adele_there.visit()
        await megan_there.visit()
        assert left_in(await adele_there.say("@Unassign approvals here")) == []
        assert left_in(await adele_there.say("@Unassign help")) == []
        await ask(megan)
        await megan_there.until(lambda messages: _offers(messages, "withdraw"))
        assert is_english(await megan.message())
        assert is_english(await megan_there.message())
        # Alex has not looked, so he sees what is there for everyone.
        assert left_in(await env.chat(ALEX, "channel").message(), *GIVEN) == []


async def test_a_search_and_too_many_messages_are_answered_in_the_language_of_the_sender(
    env: BotFixture,
) -> None:
    alex = await env.chat(ALEX, locale=TAG).open()
    await press(alex, "many_users")
    card = await until_input(alex, "people")
    await env.faults({"path": "/users", "status": 500})
    (choice,) = await alex.search(dataset(card, "people"), "hen")
    assert english_in(choice["title"], *NAMES) == []
    await env.fair_weather()
    env.burst = 1.0
    await env.restart_bot()
    before = len(await alex.messages())
    for _ in range(3):
        await alex.write("help")
    await alex.until(lambda messages: _too_fast(messages, before))


def _too_fast(messages: list[Json], before: int) -> bool:
    told = [m for m in messages[before:] if m["author"] == BOT_ID and not m["attachments"]]
    return any(m["text"] and not left_in(m) for m in told)


@pytest.mark.parametrize("path", ["/", "/privacy", "/terms", "/downloads/x"])
async def test_a_page_is_in_the_language_of_the_browser(env: BotFixture, path: str) -> None:
    said = {}
    for accepted in ("fr, en;q=0.5", f"fr, {TAG};q=0.8, en;q=0.5"):
        headers = {"Accept-Language": accepted}
        async with env.session.get(f"{env.bot_url}{path}", headers=headers) as answer:
            said[accepted] = await answer.text()
    english, own = (html.unescape(re.sub(r"<[^>]+>", " ", one)) for one in said.values())
    assert english_in(english)
    assert english_in(own, *NAMES) == []


async def test_the_way_to_a_sign_in_is_in_the_language_of_the_person(
    tmp_path: Path, languages: tuple[Language, ...]
) -> None:
    async with open_bot(tmp_path, signed=True, languages=languages) as env:
        alex = await env.chat(ALEX, locale=TAG).open()
        await alex.until(lambda messages: _offers(messages, "by_user"))
        said = await alex.say("sign out")
        assert left_in(said) == []
        await env.control("entra/people/alex", {"consent": False}, "PATCH")
        await alex.write("hi")
        card = await alex.until(sign_in_card)
        assert english_in(card["text"] + card["buttons"][0]["title"], *NAMES) == []
        headers = {"Accept-Language": TAG}
        async with env.session.get(f"{env.bot_url}/auth/start?t=x", headers=headers) as answer:
            assert f'lang="{TAG}"' in (page := await answer.text())
        assert english_in(re.sub(r"<[^>]+>", " ", page), *NAMES) == []
