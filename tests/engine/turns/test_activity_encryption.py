"""What is secret in an activity is encrypted while it is in the ledger, and nothing else is."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.activities.parsing import parse
from dialogs.model.events import Said
from engine.inbox_worker import InboxWorker
from engine.turns.activity_encryption import ActivityEncryption
from engine.turns.turn import TurnInProgress
from graph.sign_in.codes import new_code
from ledger import Ledger
from tests.bot.samples import message
from tests.support.ledger import opened
from tests.support.shifted_clock import ShiftedClock
from tests.support.stored import everything

KEY = "the key that all replicas have"


def typed(text: str, **changed: Any) -> dict[str, Any]:
    html = {"contentType": "text/html", "content": f"<p>{text}</p>"}
    return message(text=text, attachments=[html], **changed)


@pytest.mark.parametrize(
    "text",
    [
        "ABCD-2345",
        " abcd 2345 ",
        "abcd \N{EN DASH} 2345",
        "<at>Unassign</at> ABCD2345",
        "my code is ABCD-2345.",
        "Code:ABCD-2345",
    ],
)
def test_a_code_is_encrypted_however_it_is_typed(text: str) -> None:
    activity = typed(text)
    stored = ActivityEncryption(KEY).encrypt(activity, parse(activity))
    assert "2345" not in json.dumps(stored)
    assert ActivityEncryption(KEY).decrypt(stored) == activity
    # Another process without this key can still work on it.
    without = ActivityEncryption("another").decrypt(stored)
    assert parse(without).text == ""
    assert parse(without).activity_id == activity["id"]


def test_every_code_is() -> None:
    for _ in range(300):
        activity = typed(new_code())
        stored = ActivityEncryption(KEY).encrypt(activity, parse(activity))
        assert activity["text"] not in json.dumps(stored)


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "undo 42",
        "anna2345@contoso.example",
        "smith2345.b@x.example",
        "x" * 300 + " ABCD-2345",
    ],
)
def test_what_is_not_secret_is_stored_as_it_came(text: str) -> None:
    activity = typed(text)
    assert ActivityEncryption(KEY).encrypt(activity, parse(activity)) is activity


@pytest.mark.parametrize("encrypted", ["", "x", "gAAAAA", 5, None, ["x"]])
def test_what_was_changed_in_the_ledger_is_left_out(encrypted: object) -> None:
    stored = {**message(), "unassignEncrypted": encrypted}
    assert parse(ActivityEncryption(KEY).decrypt(stored)).activity_id == message()["id"]


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[Ledger]:
    async with opened(address) as ledger:
        yield ledger


async def test_a_code_that_is_worked_on_is_in_no_table_and_survives_the_process(
    ledger: Ledger, address: str
) -> None:
    clock, seen = ShiftedClock(), []

    async def answer(turn: TurnInProgress) -> Any:
        assert isinstance(turn.event, Said)
        seen.append(turn.event.text)
        assert b"2345" not in await everything(address)

    encryption = ActivityEncryption(KEY)
    first = InboxWorker(ledger, clock, answer, encryption=encryption)
    inbound = parse(typed("ABCD-2345"))
    task = await first.accept(inbound, Said("ABCD-2345"))
    assert task
    await task
    # The turn was not stored, as after a crash: another process takes it.
    clock.ahead += 2 * (await first.idle()) * 100
    second = InboxWorker(ledger, clock, answer, encryption=ActivityEncryption(KEY))
    _, turns = await second.claim(5)
    assert [turn.event for turn in turns] == [Said("ABCD-2345")]
    assert seen == ["ABCD-2345"]
    await first.stop()
