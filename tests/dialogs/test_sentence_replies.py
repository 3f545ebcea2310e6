"""What a sentence leads to, with a tenant in memory: never a removal, never an exception."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.kit.actions import Verb
from cards.words.languages import ALL_LANGUAGES
from dialogs.model.effects import ControlRun, StartRun
from dialogs.model.events import Pressed, Said
from dialogs.sentences.products import MOST_OFFERED
from licensing.errors import TenantUnavailable
from licensing.plans.draft import Journey, Question, Step
from licensing.tenant.person_language import PersonLanguage
from tests.dialogs.sentences.test_corpus import SENTENCES, TEXTS
from tests.support.dialog_context import ADELE, CHANNEL, E3, MEGAN, VISIO, World
from tests.support.people import product
from tests.support.seen import text_of

#: Where a flow can stand while someone types.
STEPS = (None, Step.PRODUCTS, Step.PEOPLE, Step.HOLDERS, Step.PERSON, Step.LICENSES)
#: Where something is about to be removed or restored.
DECIDING = frozenset(
    {Step.CONFIRM, Step.REQUEST, Step.REQUESTED, Step.UNDO_CONFIRM, Step.RUNNING, Step.DONE}
)


async def say(world: World, text: str, step: Step | None) -> None:
    """Say a text with a flow open at a step, and choose each answer that is offered."""
    if step is not None:
        world.draft(step, journey=Journey.MANY_USERS, products=(E3,))
    texts = [text]
    for _ in range(2):
        for said in texts:
            reply = await world.answer(ADELE, Said(said))
            assert reply.card or reply.text or reply.effects
            assert not any(isinstance(one, StartRun | ControlRun) for one in reply.effects)
            assert not DECIDING & {draft.step for draft in world.drafts.values()}
            assert all(d.plan for d in world.drafts.values() if d.step is Step.PREVIEW)
        asked = [draft for draft in world.drafts.values() if draft.question is not None]
        texts = []
        for draft in asked[-1:]:
            for place in range(len(draft.question.answers if draft.question else ())):
                reply = await world.answer(ADELE, Pressed(Verb.SAY, draft.token, str(place)))
                assert not any(isinstance(one, StartRun | ControlRun) for one in reply.effects)
                assert not DECIDING & {one.step for one in world.drafts.values()}
    assert world.receipts == {}


@settings(deadline=None)
@given(
    text=st.one_of(TEXTS, st.sampled_from([one["say"] for one in SENTENCES])),
    step=st.sampled_from(STEPS),
    language=st.sampled_from([language.tag for language in ALL_LANGUAGES]),
)
def test_no_text_removes_anything(text: str, step: Step | None, language: str) -> None:
    world = World(languages={ADELE: PersonLanguage(language)})
    asyncio.run(say(world, text, step))


async def test_a_sentence_ends_in_a_preview_of_a_frozen_plan(world: World) -> None:
    await world.type(ADELE, "remove visio from diego")
    draft = world.newest()
    assert (draft.step, draft.products) == (Step.PREVIEW, (VISIO,))
    assert [one.id for one in world.plans[draft.plan or ""].people] == ["diego"]


async def test_who_is_not_named_exactly_is_never_taken(world: World) -> None:
    await world.type(ADELE, "remove visio from die")
    draft = world.newest()
    assert (draft.step, draft.people) == (Step.PEOPLE, ())
    assert [[one.id for one in p.candidates] for p in draft.problems] == [["diego"]]


async def test_of_products_with_the_same_short_name_the_one_that_is_held_is_meant(
    world: World,
) -> None:
    world.products["other"] = product("other", name="Visio Plan 1")
    await world.type(ADELE, "remove visio plan from diego")
    assert world.newest().products == (VISIO,)
    await world.type(ADELE, "remove visio plan")
    question = world.newest().question
    assert question is not None
    assert {said for _, said in question.answers} == {VISIO, "other"}


async def test_more_products_than_are_offered_can_be_named_in_full(world: World) -> None:
    for number in range(6):
        world.products[f"p{number}"] = product(f"p{number}", name=f"Azure Thing {number} A")
    reply = await world.answer(ADELE, Said("remove azure from diego"))
    question = world.newest().question
    assert question is not None
    assert len(question.answers) == MOST_OFFERED
    assert "write its full name" in text_of(reply.card or {})


async def test_a_question_about_no_product_leaves_the_open_flow(world: World) -> None:
    left = world.draft(Step.PRODUCTS, journey=Journey.BY_PRODUCT)
    reply = await world.answer(ADELE, Said("who has time?"))
    assert "There is no product “time”." in text_of(reply.card or {})
    assert world.drafts[left.id].step is Step.PRODUCTS
    await world.type(ADELE, "who has licenses?")
    assert world.drafts[left.id].step is Step.REPLACED
    assert Step.PRODUCTS in {draft.step for draft in world.drafts.values()}


async def test_a_button_of_a_question_means_what_the_server_kept(world: World) -> None:
    world.products["other"] = product("other", name="Visio Plan 1")
    await world.type(ADELE, "remove visio plan")
    asked = world.newest()
    for arg in ("9", "-1", "x", "", "999999"):
        await world.click(ADELE, Verb.SAY, asked.token, arg=arg)
        assert world.newest().step is Step.QUESTION
    await world.click(ADELE, Verb.SAY, asked.token, arg="1")
    assert (world.newest().step, world.newest().products) == (Step.PEOPLE, ("other",))


async def test_the_answer_of_someone_else_in_a_channel_counts_for_no_one(world: World) -> None:
    await world.answer(ADELE, Said("how many visio are free"), CHANNEL)
    asked = world.newest()
    assert asked.question is not None
    reply = await world.answer(MEGAN, Pressed(Verb.SAY, asked.token, "0"), CHANNEL)
    assert "someone else" in reply.text
    reply = await world.answer(ADELE, Pressed(Verb.SAY, asked.token, "0"), CHANNEL)
    assert "personal chat" in reply.text


async def test_all_licenses_of_two_people(world: World) -> None:
    await world.type(ADELE, "remove all licenses from joni and diego")
    draft = world.newest()
    assert (draft.step, draft.all_products, len(draft.people)) == (Step.PREVIEW, True, 2)


async def test_all_licenses_but_one_is_a_question(world: World) -> None:
    await world.type(ADELE, "remove all licenses except visio from joni")
    draft = world.newest()
    assert draft.step is not Step.PREVIEW
    assert not draft.all_products


async def test_licenses_without_a_name_are_chosen_next(world: World) -> None:
    await world.type(ADELE, "remove licenses from diego")
    assert (world.newest().step, world.newest().journey) == (Step.LICENSES, Journey.BY_USER)


async def test_a_table_of_people_shows_its_column_first(world: World) -> None:
    table = "Name\tManager\njoni@contoso.example\tdiego@contoso.example"
    await world.type(ADELE, f"remove visio from these people:\n{table}")
    draft = world.newest()
    assert draft.step is Step.PEOPLE
    assert [one.id for one in draft.people] == ["joni"]
    assert draft.table is not None


async def test_what_the_tenant_does_not_answer_is_said(world: World) -> None:
    world.failure = TenantUnavailable()
    await world.type(ADELE, "remove visio from diego@contoso.example")
    kept = world.newest()
    assert kept.step is Step.QUESTION
    world.failure = None
    await world.click(ADELE, Verb.SAY, kept.token, arg="0")
    assert (world.newest().step, world.newest().products) == (Step.PREVIEW, (VISIO,))


async def test_what_asks_nothing_of_the_tenant_needs_no_answer_of_it(world: World) -> None:
    world.failure = TenantUnavailable()
    for text in ("hisotry", "what is this", "thanks"):
        reply = await world.answer(ADELE, Said(text))
        shown = text_of(reply.card) if reply.card else reply.text
        assert "Microsoft 365" not in shown


@pytest.mark.parametrize(
    ("sentence", "said"), [("", "answer"), ("remove \ufffc from diego", "remove answer from diego")]
)
def test_the_answer_takes_its_place_in_the_sentence(sentence: str, said: str) -> None:
    assert Question("?", answers=(("title", "answer"),), sentence=sentence).said(0) == said
