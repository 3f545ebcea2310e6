"""Questions to people: answered once by each button, gone with their request or their person."""

import pytest

from ledger import Ledger
from licensing.errors import StaleDraft
from licensing.losses.services import Data
from licensing.requests.consultation import Consultation, Reply
from tests.support.ledger import NOW, TENANT, later, plan_of
from tests.support.people import person
from tests.support.requests import opened

REQUEST = opened()


def inquiry(who: str) -> Consultation:
    kinds = frozenset({Data.MAILBOX, Data.ONEDRIVE})
    products = frozenset({"e3", "visio"})
    return Consultation(
        who, TENANT, REQUEST.id, who, f"{who}'s chat", f"first {who}", products, kinds
    )


async def asked(ledger: Ledger, *inquiries: Consultation) -> None:
    async with ledger.begin() as unit:
        await unit.plans.save(plan_of(person("joni", "e3"), person("diego", "e3")))
        await unit.requests.save(REQUEST, None)
        await unit.inquiries.add(inquiries)


async def test_a_question_comes_back_as_it_was_with_its_answer(ledger: Ledger) -> None:
    await asked(ledger, inquiry("joni"), inquiry("diego"))
    answered = inquiry("joni").answered(Reply.STILL, "second joni", later(5))
    async with ledger.begin() as unit:
        await unit.inquiries.answer(answered, "first joni")
    async with ledger.read() as unit:
        assert await unit.inquiries.of(REQUEST.id) == (inquiry("diego"), answered)
        assert await unit.inquiries.of("another") == ()
        # A spent button still tells whom it asked; the one that counts is named there.
        assert await unit.inquiries.by_token("first joni") == answered
        assert await unit.inquiries.by_token("second joni") == answered
        assert await unit.inquiries.by_token("unknown") is None


async def test_a_spent_button_answers_nothing(ledger: Ledger) -> None:
    await asked(ledger, inquiry("joni"))
    async with ledger.begin() as unit:
        await unit.inquiries.answer(inquiry("joni").answered(Reply.STILL, "2", NOW), "first joni")
    no = inquiry("joni").answered(Reply.NOT, "3", NOW)
    async with ledger.begin() as unit:
        with pytest.raises(StaleDraft):
            await unit.inquiries.answer(no, "first joni")
    async with ledger.read() as unit:
        (found,) = await unit.inquiries.of(REQUEST.id)
        assert found.reply is Reply.STILL


async def test_questions_that_are_over_go_with_their_buttons(ledger: Ledger) -> None:
    await asked(ledger, inquiry("joni"), inquiry("diego"))
    async with ledger.begin() as unit:
        await unit.inquiries.drop((inquiry("joni"),))
    async with ledger.read() as unit:
        assert await unit.inquiries.of(REQUEST.id) == (inquiry("diego"),)
        assert await unit.inquiries.by_token("first joni") is None


async def test_whoever_is_forgotten_leaves_no_answer(ledger: Ledger) -> None:
    await asked(ledger, inquiry("joni"), inquiry("diego"))
    async with ledger.begin() as unit:
        rows = await unit.forgetting.forget(TENANT, "joni", NOW)
        assert rows["inquiries"] == 1
        assert await unit.inquiries.of(REQUEST.id) == (inquiry("diego"),)
        assert await unit.inquiries.by_token("first joni") is None
