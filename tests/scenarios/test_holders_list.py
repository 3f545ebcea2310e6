"""The list of everyone who holds a product: pages, ticks that stay, all at once."""

from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.journeys import E3, PEOPLE, PREVIEW, to_people, with_details
from tests.support.seen import Json, buttons_of, inputs_of, text_of


def listed(card: Json) -> list[str]:
    return [c["value"] for c in inputs_of(card)["holders"]["choices"]]


def ticked(card: Json) -> list[str]:
    return [id_ for id_ in inputs_of(card)["holders"].get("value", "").split(",") if id_]


async def to_list(alex: Chat) -> Json:
    await to_people(alex, E3)
    await alex.press("Show all")
    return await alex.until_card("Select who should lose it")


async def test_ticks_stay_while_pages_are_turned(alex: Chat) -> None:
    first = await to_list(alex)
    chosen = listed(first)[:2]
    await alex.press("Next page", {"holders": ",".join(chosen)})
    second = await alex.until_card("Page 2 of", "2 people selected")
    assert not set(listed(first)) & set(listed(second))
    await alex.press("Previous page", {"holders": listed(second)[3]})
    again = await alex.until_card("Page 1 of", "3 people selected")
    assert sorted(ticked(again)) == sorted(chosen)


async def test_a_tick_taken_away_takes_the_person_off(alex: Chat) -> None:
    first = await to_list(alex)
    await alex.press("Next page", {"holders": ",".join(listed(first)[:2])})
    await alex.until_card("2 people selected")
    await alex.press("Previous page", {"holders": ""})
    await alex.until_card("Page 1 of")
    await alex.press("Use these people", {"holders": listed(first)[0]})
    await alex.until_card("1 person selected")


async def test_every_holder_stands_on_exactly_one_page(alex: Chat) -> None:
    card = await to_list(alex)
    seen = listed(card)
    while any(b["title"] == "Next page" for b in buttons_of(card)):
        await alex.press("Next page")
        turned = await alex.card()
        assert listed(turned) != listed(card)
        card = turned
        seen += listed(card)
    assert len(seen) == len(set(seen))
    assert f"{len(seen)} people have Office 365 E3" in text_of(card)


async def test_all_holders_are_chosen_at_once(env: BotFixture, alex: Chat) -> None:
    await to_list(alex)
    await alex.press("Select all")
    await alex.until_card(PEOPLE, "people added")
    await alex.press("Preview")
    await alex.until_card(PREVIEW)
    users = await env.graph(
        f"/users?$filter=assignedLicenses/any(l:l/skuId eq {E3})&$count=true&$top=1"
    )
    assert f"Everyone ({users['@odata.count']})" in await with_details(alex)


async def test_the_list_can_be_left_without_choosing(alex: Chat) -> None:
    await to_list(alex)
    await alex.press("Back")
    await alex.until_card(PEOPLE, "No one is selected yet.")


async def test_what_is_typed_at_the_list_is_taken_too(alex: Chat) -> None:
    first = await to_list(alex)
    await alex.press("Next page", {"holders": listed(first)[0]})
    await alex.say("jonis@contoso.example; sean.o'brien@contoso.example")
    await alex.until_card(PEOPLE, "3 people selected")


async def test_ids_that_are_not_on_the_page_are_not_taken(alex: Chat) -> None:
    await to_list(alex)
    forged = "aaaaaaaa-0000-4000-8000-000000000021,../users,' or 1=1"
    await alex.press("Use these people", {"holders": forged})
    await alex.until_card(PEOPLE, "No one is selected yet.")


async def test_ticks_stay_though_the_list_has_moved(env: BotFixture, alex: Chat) -> None:
    """One of the first page loses the product, so that others move up before the press."""
    first = await to_list(alex)
    gone, kept = listed(first)[0], listed(first)[-1]
    await alex.press("Next page", {"holders": f"{gone},{kept}"})
    second = await alex.until_card("Page 2 of", "2 people selected")
    top = listed(second)[0]
    await env.take(gone, E3)
    # What was first on this page is by now the last on the page before.
    await alex.press("Previous page", {"holders": top})
    card = await alex.until_card("Page 1 of", "3 people selected")
    assert top in ticked(card)
    assert kept in ticked(card)
    late = next(id_ for id_ in listed(card) if id_ not in ticked(card))
    name = (await env.graph(f"/users/{late}"))["displayName"]
    await env.take(late, E3)
    await alex.press("Use these people", {"holders": ",".join([*ticked(card), late])})
    await alex.until_card(PEOPLE, "4 people selected", f"{name} no longer has")
