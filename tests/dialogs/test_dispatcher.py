"""Who may press what, outdated cards, one flow for each person, and typed words."""

from dataclasses import replace

import pytest

from cards.kit.actions import Field, Verb, holders_of
from dialogs.model.effects import ShowCard, StoreDraft
from dialogs.model.events import Arrived, Said, Searched
from dialogs.model.results import Reply
from licensing.errors import SignInNeeded, TenantUnavailable
from licensing.plans.draft import Journey, Step
from licensing.policy.lists import ListEntry, PrincipalType
from licensing.policy.model import Policy
from tests.support.dialog_context import ADELE, ALEX, CHANNEL, E3, MEGAN, World, who
from tests.support.ledger import plan_of


def steps(reply: Reply) -> list[tuple[str, Step]]:
    """The drafts that a reply stores, with their steps."""
    found = (effect for effect in reply.effects if isinstance(effect, StoreDraft))
    return [(effect.draft.id, effect.draft.step) for effect in found]


async def test_a_button_is_spent_once_it_was_pressed(world: World) -> None:
    draft = world.draft(journey=None)
    reply = await world.click(ADELE, Verb.BY_USER, draft.token)
    (effect,) = reply.effects
    assert isinstance(effect, StoreDraft)
    assert (effect.before, effect.draft.revision) == (0, 1)
    assert effect.draft.token != draft.token


async def test_an_outdated_card_shows_the_present_step_and_changes_nothing(world: World) -> None:
    draft = world.draft(journey=None)
    await world.click(ADELE, Verb.BY_USER, draft.token)
    reply = await world.click(ADELE, Verb.MANY_USERS, draft.token)
    (effect,) = reply.effects
    assert isinstance(effect, ShowCard)
    assert effect.draft.step is Step.PERSON


async def test_only_the_owner_of_a_card_may_press_it(world: World) -> None:
    draft = world.draft(Step.CONFIRM, conversation="group")
    reply = await world.click(ALEX, Verb.REMOVE, draft.token, conversation="group")
    assert (reply.card, reply.effects) == (None, ())
    assert reply.text


async def test_a_button_from_another_conversation_is_unknown(world: World) -> None:
    draft = world.draft(journey=None)
    reply = await world.click(ADELE, Verb.BY_USER, draft.token, conversation="group")
    assert reply.effects == ()


async def test_a_token_that_no_one_issued_is_unknown(world: World) -> None:
    reply = await world.click(ADELE, Verb.BY_USER, "made up")
    assert reply.effects == ()
    assert reply.card is not None


async def test_a_new_flow_replaces_the_open_one(world: World) -> None:
    old = world.draft(Step.LICENSES, people=world.refs("joni"))
    reply = await world.type(ADELE, "by product")
    assert [step for _, step in steps(reply)] == [Step.PRODUCTS, Step.REPLACED]
    assert world.drafts[old.id].step is Step.REPLACED


@pytest.mark.parametrize("text", ["help", "who am i", "history", "status", "upcoming", "hi"])
async def test_looking_something_up_keeps_the_open_flow(world: World, text: str) -> None:
    old = world.draft(Step.LICENSES, people=world.refs("joni"))
    await world.type(ADELE, text)
    assert world.drafts[old.id] == old


async def test_an_open_flow_resumes_from_a_new_home_card(world: World) -> None:
    old = world.draft(Step.LICENSES, people=world.refs("joni"))
    home = world.draft(journey=None)
    await world.click(ADELE, Verb.RESUME, home.token)
    resumed = world.drafts[home.id]
    assert (resumed.step, resumed.people) == (Step.LICENSES, old.people)
    assert world.drafts[old.id].step is Step.REPLACED


async def test_typed_words_continue_below_in_a_new_card(world: World) -> None:
    draft = world.draft(Step.PRODUCTS, journey=Journey.BY_PRODUCT)
    reply = await world.type(ADELE, "Office 365 E3")
    (new, step), closed = steps(reply)
    assert (step, world.drafts[new].products) == (Step.PEOPLE, (E3,))
    assert closed == (draft.id, Step.REPLACED)


async def test_next_typed_goes_on_with_what_was_chosen(world: World) -> None:
    world.draft(Step.LICENSES, people=world.refs("joni"), products=(E3,))
    reply = await world.type(ADELE, "next")
    assert Step.PREVIEW in [step for _, step in steps(reply)]


async def test_remove_typed_counts_at_the_confirmation_only(world: World) -> None:
    world.draft(Step.LICENSES, people=world.refs("joni"))
    assert [step for _, step in steps(await world.type(ADELE, "remove"))] == [Step.HOME]


async def test_remove_typed_starts_the_run_in_a_new_card(world: World) -> None:
    plan = plan_of(world.people["joni"], id="plan")
    world.plans[plan.id] = plan
    draft = world.draft(Step.CONFIRM, plan=plan.id)
    await world.type(ADELE, "accept deletion")
    await world.type(ADELE, "accept ediscovery")
    await world.type(ADELE, "remove")
    running = [one for one in world.drafts.values() if one.step is Step.RUNNING]
    assert [one.id != draft.id for one in running] == [True]
    assert running[0].run in world.receipts


async def test_cancel_typed_ends_the_open_flow(world: World) -> None:
    draft = world.draft(Step.LICENSES, people=world.refs("joni"))
    reply = await world.type(ADELE, "cancel")
    assert steps(reply) == [(draft.id, Step.CANCELED)]
    assert reply.card is None


async def test_cancel_typed_without_a_flow_says_so(world: World) -> None:
    assert (await world.type(ADELE, "cancel")).effects == ()


async def test_start_over_typed_closes_the_flow_and_greets(world: World) -> None:
    old = world.draft(Step.LICENSES, people=world.refs("joni"))
    reply = await world.type(ADELE, "start over")
    assert [step for _, step in steps(reply)] == [Step.HOME, Step.REPLACED]
    assert world.drafts[old.id].step is Step.REPLACED


async def test_text_that_means_nothing_keeps_the_open_flow(world: World) -> None:
    old = world.draft(Step.CONFIRM, plan="none")
    await world.type(ADELE, "what a nice day")
    assert world.drafts[old.id] == old


async def test_home_on_a_finished_card_posts_a_new_one_below(world: World) -> None:
    plan = plan_of(world.people["joni"], id="plan")
    receipt = world.run(plan)
    done = world.draft(Step.DONE, plan=plan.id, run=receipt.run)
    reply = await world.click(ADELE, Verb.HOME, done.token)
    assert [step for _, step in steps(reply)] == [Step.HOME]
    assert world.drafts[done.id] == done


async def test_home_on_an_open_card_starts_again_in_place(world: World) -> None:
    draft = world.draft(Step.LICENSES, people=world.refs("joni"))
    await world.click(ADELE, Verb.START_OVER, draft.token)
    assert (world.drafts[draft.id].step, world.drafts[draft.id].people) == (Step.HOME, ())


async def test_the_first_visit_posts_a_home_card(world: World) -> None:
    reply = await world.answer(ADELE, Arrived())
    assert [step for _, step in steps(reply)] == [Step.HOME]


async def test_the_start_page_offers_journeys_to_those_who_may_use_them(world: World) -> None:
    assert "by_user" in str((await world.answer(ADELE, Arrived())).card)
    assert "by_user" not in str((await world.answer(MEGAN, Arrived())).card)
    channel = await world.answer(MEGAN, Said("hi"), conversation=CHANNEL)
    assert "by_user" in str(channel.card)


async def test_the_start_page_tells_requesters_that_an_approver_decides(world: World) -> None:
    said = "You can request removals; an approver decides."
    everyone = ListEntry(PrincipalType.EVERYONE, "", "everyone", 9)
    world.policy = Policy(source="policy.yaml", requesters=(everyone,))
    assert said in str((await world.answer(MEGAN, Arrived())).card)
    assert said not in str((await world.answer(ADELE, Arrived())).card)


async def test_the_start_page_refuses_no_one_whose_roles_can_not_be_read(world: World) -> None:
    world.unreadable[MEGAN] = TenantUnavailable()
    assert "by_user" in str((await world.answer(MEGAN, Arrived())).card)


async def test_a_tenant_that_does_not_answer_still_greets(world: World) -> None:
    world.failure = TenantUnavailable()
    assert (await world.answer(ADELE, Arrived())).card is not None


async def test_a_missing_sign_in_is_left_to_the_engine(world: World) -> None:
    world.failure = SignInNeeded()
    with pytest.raises(SignInNeeded):
        await world.type(ADELE, "by product")


async def test_sign_out_forgets_the_person_where_people_sign_in(world: World) -> None:
    await world.type(ADELE, "sign out")
    assert world.signed_out == []
    world.signs_in = True
    await world.type(ADELE, "sign out")
    assert world.signed_out == [ADELE]


async def test_a_search_box_finds_people_by_the_start_of_their_name(world: World) -> None:
    found = await world.dispatcher.search(who(ADELE), Searched("people", "jo"))
    assert [choice.value for choice in found] == ["joni"]


async def test_a_search_among_holders_needs_a_token_of_ones_own(world: World) -> None:
    draft = world.draft(Step.PEOPLE, journey=Journey.BY_PRODUCT, products=(E3,))
    searched = Searched(holders_of(draft.token), "")
    found = await world.dispatcher.search(who(ADELE), searched)
    assert {choice.value for choice in found} == {"joni", "diego", "sara"}
    assert await world.dispatcher.search(who(ALEX), searched) == ()


async def test_an_unknown_search_box_finds_nothing(world: World) -> None:
    assert await world.dispatcher.search(who(ADELE), Searched("secrets", "a")) == ()


async def test_pressing_next_twice_stores_one_plan(world: World) -> None:
    draft = world.draft(Step.LICENSES, people=world.refs("joni"))
    inputs = {Field.ALL_PRODUCTS: "true"}
    await world.click(ADELE, Verb.NEXT, draft.token, inputs=inputs)
    await world.click(ADELE, Verb.NEXT, draft.token, inputs=inputs)
    assert len(world.plans) == 1


async def test_a_continued_flow_keeps_its_draft_and_counts_its_revisions(world: World) -> None:
    draft = world.draft(Step.LICENSES, people=world.refs("joni"))
    for revision in range(1, 4):
        token = world.drafts[draft.id].token
        await world.click(ADELE, Verb.ADD, token)
        assert world.drafts[draft.id].revision == revision
    assert replace(world.drafts[draft.id], token="", revision=0) == replace(draft, token="")
