"""Search boxes: letters typed into a card become people, and people picked are kept."""

from sandbox.organization.personas import MEGAN
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.journeys import E3, PREVIEW, to_people
from tests.support.seen import Json, inputs_of, text_of


def dataset(card: dict[str, object], field: str) -> str:
    return str(inputs_of(card)[field]["choices.data"]["dataset"])


async def test_people_are_found_by_the_beginning_of_a_name(alex: Chat) -> None:
    await alex.press("Many users")
    card = await alex.until_card("1 of 4")
    found = await alex.search(dataset(card, "people"), "hen")
    assert [c["title"] for c in found] == ["Henrietta Mueller · henriettam@contoso.example"]
    await alex.press("Add to the list", {"people": found[0]["value"]})
    await alex.until_card("1 person selected", "Henrietta Mueller")


async def test_people_of_other_scripts_are_found_and_shown(alex: Chat) -> None:
    await alex.press("Many users")
    card = await alex.until_card("1 of 4")
    for typed, name in [
        ("山田", "山田 太郎"),
        ("عبد", "عبد الرحمن الأحمد"),
        ("Łuk", "Łukasz Żółć"),
    ]:
        (choice,) = await alex.search(dataset(card, "people"), typed)
        assert name in choice["title"]
        await alex.press("Add to the list", {"people": choice["value"]})
    await alex.until_card("3 people selected", "山田 太郎", "Łukasz Żółć")


async def test_by_product_the_box_offers_holders_only(alex: Chat) -> None:
    card = await to_people(alex, E3)
    found = await alex.search(dataset(card, "people"), "pa")
    assert found == []
    (choice,) = await alex.search(dataset(card, "people"), "joni")
    await alex.press("Preview", {"people": choice["value"]})
    assert "Joni Sherman" in text_of(await alex.until_card(PREVIEW))


async def test_picks_of_several_rounds_add_up_and_no_one_is_there_twice(alex: Chat) -> None:
    card = await to_people(alex, E3)
    (joni,) = await alex.search(dataset(card, "people"), "joni")
    (sean,) = await alex.search(dataset(card, "people"), "sean")
    await alex.press("Add to the list", {"people": joni["value"]})
    await alex.press("Add to the list", {"people": f"{joni['value']},{sean['value']}"})
    await alex.until_card("2 people selected")


async def test_a_search_shows_fifteen_people_at_most(alex: Chat) -> None:
    card = await to_people(alex, E3)
    assert len(await alex.search(dataset(card, "people"), "crowd", top=500)) == 15
    assert len(await alex.search(dataset(card, "people"), "crowd", top=-3)) == 1


async def test_odd_letters_find_no_one_and_break_nothing(alex: Chat) -> None:
    card = await to_people(alex, E3)
    for text in ['"', "'; DROP TABLE drafts;--", "%", "*", "\\", "a" * 100_000, "\x00", "😀", ""]:
        for name in (dataset(card, "people"), "people", "holders/forged", "secrets", ""):
            found = await alex.search(name, text)
            assert all("value" in choice for choice in found)
    await alex.press("Preview", {"paste": "jonis@contoso.example"})
    await alex.until_card(PREVIEW)


async def test_the_holders_box_of_another_person_finds_no_one(env: BotFixture, alex: Chat) -> None:
    card = await to_people(alex, E3)
    megan = await env.chat(MEGAN).open()
    assert await megan.search(dataset(card, "people"), "joni") == []


async def test_a_search_that_fails_says_so_and_not_that_no_one_was_found(
    env: BotFixture, alex: Chat
) -> None:
    card = await to_people(alex, E3)
    denied = {"status": 403, "code": "Authorization_RequestDenied", "message": "Not in your unit."}
    faults: list[tuple[Json, str]] = [
        ({"status": 500}, "Microsoft 365 isn't responding right now."),
        (denied, "Microsoft 365 doesn't allow this. It said: “Not in your unit.”"),
        ({"status": 429, "retryAfter": 99}, "Microsoft 365 is receiving too many requests."),
        ({"status": 400, "message": "Odd query."}, "It said: “Odd query.”"),
        ({"way": "hang", "delay": 9}, "The search took too long."),
    ]
    for fault, said in faults:
        await env.faults({"path": "/users", **fault})
        (note,) = await alex.search(dataset(card, "people"), "joni")
        assert said in note["title"]
        assert note["value"] == ""
        await env.fair_weather()
    # A line that says something chooses no one.
    await alex.press("Add to the list", {"people": ""})
    await alex.until_card("Select at least one person.")
    assert await alex.search(dataset(card, "people"), "joni") != []
