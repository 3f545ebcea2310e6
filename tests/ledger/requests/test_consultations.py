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


def consultation(who: str) -> Consultation:
    kinds = frozenset({Data.MAILBOX, Data.ONEDRIVE})
    products = frozenset({"e3", "visio"})
    return Consultation(
        who, TENANT, REQUEST.id, who, f"{who}'s chat", f"first {who}", products, kinds
    )


async def asked(ledger: Ledger, *consultations: Consultation) -> None:
    async with ledger.begin() as unit:
        await unit.plans.save(plan_of(person("joni", "e3"), person("diego", "e3")))
        await unit.requests.save(REQUEST, None)
        await unit.consultations.add(consultations)


async def test_a_question_comes_back_as_it_was_with_its_answer(ledger: Ledger) -> None:
    await asked(ledger, consultation("joni"), consultation("diego"))
    answered = consultation("joni").answered(Reply.STILL_NEEDED, "second joni", later(5))
    async with ledger.begin() as unit:
        await unit.consultations.answer(answered, "first joni")
    async with ledger.read() as unit:
        assert await unit.consultations.of(REQUEST.id) == (consultation("diego"), answered)
        assert await unit.consultations.of("another") == ()
        # A spent button still tells whom it asked; the one that counts is named there.
        assert await unit.consultations.by_token("first joni") == answered
        assert await unit.consultations.by_token("second joni") == answered
        assert await unit.consultations.by_token("unknown") is None


async def test_a_spent_button_answers_nothing(ledger: Ledger) -> None:
    await asked(ledger, consultation("joni"))
    async with ledger.begin() as unit:
        await unit.consultations.answer(
            consultation("joni").answered(Reply.STILL_NEEDED, "2", NOW), "first joni"
        )
    no = consultation("joni").answered(Reply.NOT_NEEDED, "3", NOW)
    async with ledger.begin() as unit:
        with pytest.raises(StaleDraft):
            await unit.consultations.answer(no, "first joni")
    async with ledger.read() as unit:
        (found,) = await unit.consultations.of(REQUEST.id)
        assert found.reply is Reply.STILL_NEEDED


async def test_questions_that_are_over_go_with_their_buttons(ledger: Ledger) -> None:
    await asked(ledger, consultation("joni"), consultation("diego"))
    async with ledger.begin() as unit:
        await unit.consultations.drop((consultation("joni"),))
    async with ledger.read() as unit:
        assert await unit.consultations.of(REQUEST.id) == (consultation("diego"),)
        assert await unit.consultations.by_token("first joni") is None


async def test_anyone_who_is_forgotten_leaves_no_answer(ledger: Ledger) -> None:
    await asked(ledger, consultation("joni"), consultation("diego"))
    async with ledger.begin() as unit:
        rows = await unit.forgetting.forget(TENANT, "joni", NOW)
        assert rows["consultations"] == 1
        assert await unit.consultations.of(REQUEST.id) == (consultation("diego"),)
        assert await unit.consultations.by_token("first joni") is None
