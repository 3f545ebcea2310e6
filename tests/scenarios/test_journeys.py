"""The three journeys to their end, checked in the tenant and not with the bot."""

import pytest

from sandbox.organization import personas
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.journeys import BOXES, E3, FLOW, M365_E5, POWER_BI, VISIO, removed
from tests.support.seen import inputs_of

HENRIETTA = "henriettam@contoso.example"
SEAN = "sean.o'brien@contoso.example"

#: As hosts with Action.Execute send a press, and as the others do.
everywhere = pytest.mark.parametrize("submit", [False, True], ids=["execute", "submit"])


@everywhere
async def test_by_product_takes_the_products_from_everyone_chosen(
    env: BotFixture, alex: Chat, submit: bool
) -> None:
    await alex.press("By product", submit=submit)
    await alex.until_card("1 of 4")
    await alex.press("Next", {"products": f"{E3},{VISIO}"}, submit=submit)
    await alex.until_card("2 of 4")
    await alex.press("Preview", {"paste": f"{SEAN}, adelev@contoso.example"}, submit=submit)
    await alex.until_card("3 of 4", "Remove 2 products from 2 people")
    await alex.press("Continue", submit=submit)
    await alex.until_card("4 of 4")
    await alex.press("Remove 3 licenses", BOXES, submit=submit)
    await alex.until_card("3 licenses removed")
    assert await env.direct(SEAN) == set()
    assert await env.direct("adelev@contoso.example") == {FLOW}
    assert await calls(env) == [(E3,), (E3, VISIO)]


@everywhere
async def test_by_user_takes_what_is_ticked_and_leaves_the_rest(
    env: BotFixture, alex: Chat, submit: bool
) -> None:
    await alex.press("By user", submit=submit)
    await alex.until_card("1 of 4")
    await alex.press("Next", {"paste": HENRIETTA}, submit=submit)
    card = await alex.until_card("2 of 4", "Assigned through a group (can't be removed here)")
    assert f"license_{VISIO}" in inputs_of(card)
    ticked = {f"license_{VISIO}": "true", f"license_{POWER_BI}": "true"}
    await alex.press("Preview", ticked, submit=submit)
    await alex.until_card("3 of 4", "Remove 2 products from Henrietta Mueller")
    await alex.press("Continue", submit=submit)
    await alex.until_card("4 of 4")
    before = await env.direct(HENRIETTA)
    await alex.press("Remove 2 licenses", BOXES, submit=submit)
    await alex.until_card("2 licenses removed (1 still assigned through a group)")
    await alex.say("details 1")
    await alex.until_card("Still assigned through the group Project office")
    assert await env.direct(HENRIETTA) == before - {VISIO, POWER_BI}
    assert await calls(env) == [tuple(sorted((VISIO, POWER_BI)))]


@everywhere
async def test_many_users_lose_all_that_is_theirs_directly(
    env: BotFixture, alex: Chat, submit: bool
) -> None:
    inherited = [s for s in await env.states(HENRIETTA) if s["assignedByGroup"]]
    await alex.press("Many users", submit=submit)
    await alex.until_card("1 of 4")
    await alex.press("Next", {"paste": f"{HENRIETTA}\n{SEAN}"}, submit=submit)
    await alex.until_card("2 of 4")
    await alex.press("Preview", {"all_products": "true"}, submit=submit)
    await alex.until_card("3 of 4", "products from 2 people")
    await alex.press("Continue", submit=submit)
    await alex.until_card("4 of 4")
    await alex.press("Remove 6 licenses", BOXES, submit=submit)
    await alex.until_card("licenses removed")
    assert await env.direct(HENRIETTA) == set()
    assert await env.direct(SEAN) == set()
    left = [s for s in await env.states(HENRIETTA) if s["assignedByGroup"]]
    assert [s["skuId"] for s in left] == [s["skuId"] for s in inherited]
    assert sorted(map(len, await calls(env))) == [1, 5]


async def test_by_product_can_be_typed_from_the_first_word_to_the_last(
    env: BotFixture, alex: Chat
) -> None:
    for said, seen in [
        ("by product", "1 of 4"),
        ("Office 365 E3", "2 of 4"),
        (f"{SEAN}; jonis@contoso.example", "2 people selected"),
        ("next", "3 of 4"),
        ("next", "4 of 4"),
        ("accept deletion", "4 of 4"),
        ("accept ediscovery", "4 of 4"),
        ("remove", "2 licenses removed"),
    ]:
        await alex.say(said)
        await alex.until_card(seen)
    assert E3 not in await env.direct(SEAN)
    assert E3 not in await env.direct("jonis@contoso.example")
    assert await calls(env) == [(E3,), (E3,)]


async def test_by_user_can_be_typed(env: BotFixture, alex: Chat) -> None:
    for said, seen in [
        ("by user", "1 of 4"),
        ("henriettam@contoso.example", "2 of 4"),
        ("visio; power bi", "3 of 4"),
        ("next", "4 of 4"),
        ("accept deletion", "4 of 4"),
        ("remove", "2 licenses removed"),
    ]:
        await alex.say(said)
        await alex.until_card(seen)
    assert await calls(env) == [tuple(sorted((VISIO, POWER_BI)))]


async def test_many_users_can_be_typed(env: BotFixture, alex: Chat) -> None:
    for said, seen in [
        ("many users", "1 of 4"),
        (f"Pattif@contoso.example, {SEAN}", "2 people selected"),
        ("next", "2 of 4"),
        ("all", "3 of 4"),
        ("next", "4 of 4"),
        ("accept deletion", "4 of 4"),
        ("accept ediscovery", "4 of 4"),
        ("remove", "2 licenses removed"),
    ]:
        await alex.say(said)
        await alex.until_card(seen)
    assert await calls(env) == sorted([(E3,), (M365_E5,)])


async def test_the_whole_walk_is_one_card_that_changes_in_place(alex: Chat) -> None:
    await alex.press("By product")
    await alex.press("Next", {"products": E3})
    await alex.press("Preview", {"paste": SEAN})
    await alex.press("Continue")
    await alex.press("Remove", BOXES)
    await alex.until_card("1 license removed", "Sean O'Brien", "Removed")
    assert len(await alex.cards()) == 1


async def test_every_call_is_made_in_the_name_of_the_admin(env: BotFixture, alex: Chat) -> None:
    await removed(alex, SEAN)
    assert [w["actor"] for w in await env.writes()] == [personas.ALEX.oid]


async def calls(env: BotFixture) -> list[tuple[str, ...]]:
    """What each assignLicense call removed; none added anything, none failed, one for a person."""
    writes = await env.writes()
    assert all(w["status"] == 200 and w["added"] == [] for w in writes)
    people = [w["person"] for w in writes]
    assert len(people) == len(set(people))
    return sorted((tuple(sorted(w["removed"])) for w in writes), key=lambda c: (len(c), c))
