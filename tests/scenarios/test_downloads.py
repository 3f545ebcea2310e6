"""The preview and the result as a spreadsheet: the same as the card, safe to open, for a day."""

import io
import json
import re
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest

from engine.downloads.signed_links import Download, FileKind, SignedLinks
from licensing.tenant.person_language import PersonLanguage
from sandbox.organization.personas import ALEX
from tests.scenarios.test_journal import entries
from tests.scenarios.test_reminders import upcoming
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.crowd import addresses, office, person, with_people
from tests.support.journeys import said, ticks, to_preview
from tests.support.seen import Json, links_of
from tests.support.shifted_clock import ShiftedClock
from tests.support.stored import everything
from tests.support.workbooks import read_workbook

WIDE = "\N{FULLWIDTH EQUALS SIGN}1+1"
ODD = [
    '=HYPERLINK("http://evil.example","x")',
    "+1-2",
    "-2+3",
    "@SUM(A1)",
    'a"b,c\nd',
    "|calc",
    "  =1+1",
    WIDE,
]

#: Who reads English.
ENGLISH = PersonLanguage("en_US", "en")


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    odd = [person(name, f"odd{n}", "ENTERPRISEPACK") for n, name in enumerate(ODD)]
    async with open_bot(tmp_path, with_people(office(40), *odd)) as opened:
        yield opened


def file_link(card: Json) -> str:
    return next(link for link in links_of(card) if "/downloads/" in link)


async def preview_link(chat: Chat, people: str) -> str:
    """The link to the file of a preview, in its details."""
    await to_preview(chat, people)
    return file_link((await chat.dialog("Details"))["card"])


async def download(env: BotFixture, link: str) -> tuple[int, bytes]:
    async with env.session.get(link) as answer:
        return answer.status, await answer.read()


async def sheets(env: BotFixture, link: str) -> dict[str, list[list[str]]]:
    status, content = await download(env, link)
    assert status == 200
    return read_workbook(content)


async def rows(env: BotFixture, link: str, sheet: str = "Preview") -> list[list[str]]:
    return (await sheets(env, link))[sheet]


async def test_the_sheet_holds_everyone_of_the_preview(env: BotFixture, alex: Chat) -> None:
    extra = "diegos@contoso.example, lynner@contoso.example, pradeepg@contoso.example"
    _, *lines = await rows(env, await preview_link(alex, f"{addresses(40)}\n{extra}"))
    assert len(lines) == 43
    fates = {line[1]: line[5] for line in lines}
    assert fates["crowd0001@contoso.example"] == fates["crowd0040@contoso.example"]
    assert len({fates[f"{p}@contoso.example"] for p in ("diegos", "lynner", "pradeepg")}) == 3


async def test_names_are_texts_and_no_formulas(env: BotFixture, alex: Chat) -> None:
    odd = ",".join(f"odd{n}@contoso.example" for n in range(len(ODD)))
    link = await preview_link(alex, odd)
    _, *lines = await rows(env, link)
    assert sorted(line[0] for line in lines) == sorted(ODD)
    _, content = await download(env, link)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        texts = [parts.read(name) for name in parts.namelist()]
    assert not any(b"<f>" in text or b"<hyperlink" in text for text in texts)


@pytest.mark.parametrize("kind", ["personal", "channel"])
async def test_the_result_is_downloaded_by_a_link_in_every_chat(env: BotFixture, kind: str) -> None:
    alex = await env.chat(kind=kind).open()
    await said(alex, addresses(3))
    await alex.press("Remove", ticks(await alex.card()))
    card = await alex.until_card("3 licenses removed", "Removed by ")
    async with env.session.get(file_link(card)) as answer:
        assert 'filename="unassign-receipt-1.xlsx"' in answer.headers["Content-Disposition"]
    head, *lines = await rows(env, file_link(card), "People")
    assert (head[2], head[-1]) == ("Object id", "Time (UTC)")
    assert [line[5] for line in lines] == ["Removed"] * 3
    assert all(line[2] and line[10] for line in lines)
    times = [datetime.fromisoformat(line[11]).replace(tzinfo=UTC) for line in lines]
    assert all(abs(time - env.clock.now()) < timedelta(minutes=2) for time in times)


async def test_a_receipt_says_who_and_when_and_by_which_plan(env: BotFixture, alex: Chat) -> None:
    await said(alex, addresses(2))
    await alex.press("Remove", ticks(await alex.card()))
    card = await alex.until_card("2 licenses removed", "Removed by Alex Wilber on ")
    found = await sheets(env, file_link(card))
    facts = dict(found["Receipt"])
    assert facts["Carried out by"] == "Alex Wilber"
    assert facts["Object id of this person"] == ALEX.oid
    assert facts["Approval"] == "Not required"
    told = await entries(env)
    assert facts["Plan hash (SHA-256)"] in {one["plan_hash"] for one in told}
    requests = {one["request_id"] for one in told if one["kind"] == "person_finished"}
    assert requests == {line[10] for line in found["People"][1:]}


async def test_no_link_in_the_ledger_opens_anything(env: BotFixture, alex: Chat) -> None:
    link = await preview_link(alex, addresses(1))
    chat = await env.chat(kind="channel").open()
    await said(chat, addresses(2))
    await chat.press("Remove", ticks(await chat.card()))
    assert (await download(env, file_link(await chat.until_card("2 licenses removed"))))[0] == 200
    # The answer to a press stays for a day, with the link in it.
    await upcoming(alex)
    assert file_link((await alex.press("Check again"))["card"])
    stored = await everything(env.settings.database_url)
    found = {one.decode() for one in re.findall(rb"http[^\"' ]+/downloads/[^\"' \\]+", stored)}
    assert found
    for one in found:
        assert (await download(env, one))[0] == 404, one
    assert (await download(env, link))[0] == 200


async def test_only_placeholders_of_the_bot_itself_become_links() -> None:
    links = SignedLinks("https://bot.example", "k" * 32, ShiftedClock())
    other = SignedLinks("https://bot.example", "x" * 32, ShiftedClock())
    ours = f'{{"url": "{links.run_file("run", ENGLISH)}"}}'.encode()
    signed = links.sign(ours)
    token = json.loads(signed)["url"].rpartition("/")[2]
    assert links.read(token) == Download(FileKind.RUN, "run", ENGLISH)
    assert links.sign(signed) == signed
    for placeholder in (
        other.run_file("run", ENGLISH),
        "https://bot.example/downloads/~x",
        "https://bot.example/downloads/~" + token,
        links.run_file("run", ENGLISH).replace("bot.example", "evil.example"),
    ):
        body = f'{{"text": "{placeholder}"}}'.encode()
        assert links.sign(body) == body
    assert links.read(links.run_file("run", ENGLISH).rpartition("/~")[2]) is None


async def test_a_link_is_worth_nothing_after_a_day(env: BotFixture, alex: Chat) -> None:
    link = await preview_link(alex, addresses(1))
    env.clock.ahead = timedelta(hours=23, minutes=59)
    assert (await download(env, link))[0] == 200
    env.clock.ahead = timedelta(hours=24, minutes=1)
    status, text = await download(env, link)
    assert status == 404
    assert text


async def test_a_forged_link_is_worth_nothing(env: BotFixture, alex: Chat) -> None:
    link = await preview_link(alex, addresses(1))
    root, _, token = link.rpartition("/")
    claims = jwt.decode(token, options={"verify_signature": False})
    forged = [
        jwt.encode(claims, "x" * 32, algorithm="HS256"),
        jwt.encode(claims, "", algorithm="none"),
        token[:-4] + "AAAA",
        token[: len(token) // 2],
        token + "A" * 5_000,
        claims["sub"],
        "..%2f..%2fapp.py",
        "%00",
        "ünïcode",
    ]
    for wrong in forged:
        status, _ = await download(env, f"{root}/{wrong}")
        assert status == 404, wrong


async def test_a_link_made_before_a_restart_works_where_a_key_is_set(tmp_path: Path) -> None:
    async with open_bot(tmp_path, office(1), link_key="k" * 32) as env:
        alex = await env.chat().open()
        link = await preview_link(alex, addresses(1))
        await env.restart_bot()
        assert (await download(env, link))[0] == 200


async def test_the_sheet_stays_as_the_plan_was_frozen(env: BotFixture, alex: Chat) -> None:
    link = await preview_link(alex, addresses(2))
    before = await rows(env, link)
    await alex.press("Continue")
    confirm = await alex.until_card("4 of 4")
    await alex.press("Remove", ticks(confirm))
    await alex.until_card("2 licenses removed")
    assert await rows(env, link) == before
