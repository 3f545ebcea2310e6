"""Lists of people as others write them, and what becomes of the entries that are not clear."""

import pytest

from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.journeys import PREVIEW, to_people, with_details
from tests.support.seen import buttons_of, inputs_of, press_of, text_of

JONI = "jonis@contoso.example"
SEAN = "sean.o'brien@contoso.example"

FORMS = {
    "lines": f"{JONI}\n{SEAN}",
    "lines of Windows": f"{JONI}\r\n{SEAN}\r\n",
    "commas": f"{JONI}, {SEAN}",
    "semicolons": f"{JONI};{SEAN};",
    "blanks": f"{JONI} {SEAN}",
    "mail program": f"Joni Sherman <{JONI}>; Sean <{SEAN}>",
    "quoted names": f'"Sherman, Joni" <{JONI}>, "O\'Brien, Sean" <{SEAN}>',
    "links": f"mailto:{JONI}\nmailto:{SEAN}",
    "capitals": f"JoniS@Contoso.Example\n{SEAN.upper()}",
    "spreadsheet": f"Joni Sherman\t{JONI}\tLegal\nSean\t{SEAN}\tSales",
    "names": "Joni Sherman\nSean O'Brien",
    "both": f"Joni Sherman\n{SEAN}",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
async def test_a_list_is_read_in_any_usual_form(alex: Chat, text: str) -> None:
    await to_people(alex)
    await alex.press("Add to the list", {"paste": text})
    await alex.until_card("2 people selected", "Joni Sherman", "Sean O'Brien")


async def test_what_is_unclear_waits_while_the_rest_is_kept(alex: Chat) -> None:
    await to_people(alex)
    await alex.press("Preview", {"paste": f"{JONI}, nobody@contoso.example, Maria García\n{JONI}"})
    card = await alex.until_card("1 person selected", "nobody@contoso.example", "Maria García")
    assert "1 duplicate skipped." in text_of(card)
    assert inputs_of(card)["fix_0"]["value"] == "nobody@contoso.example"
    candidates = inputs_of(card)["fix_1"]["choices"]
    by_address = {c["title"].partition(" · ")[2]: c["value"] for c in candidates}
    assert set(by_address) == {f"mariag{n}@contoso.example" for n in ("", "2", "3")}
    chosen = by_address["mariag2@contoso.example"]
    await alex.press("Preview", {"fix_0": SEAN, "fix_1": chosen})
    await alex.until_card(PREVIEW)
    text = await with_details(alex)
    assert "mariag2@contoso.example" in text
    assert SEAN in text


async def test_a_list_that_adds_no_one_says_so(alex: Chat) -> None:
    await to_people(alex)
    await alex.press("Add to the list", {"paste": JONI})
    await alex.until_card("1 person added.")
    await alex.press("Add to the list", {"paste": JONI})
    await alex.until_card("No one was added.", "1 duplicate skipped.")


async def test_an_entry_corrected_wrongly_waits_again(alex: Chat) -> None:
    await to_people(alex)
    await alex.press("Preview", {"paste": f"{JONI}, nobody@contoso.example"})
    await alex.until_card("nobody@contoso.example")
    await alex.press("Preview", {"fix_0": "noone@contoso.example"})
    card = await alex.until_card("1 person selected", "noone@contoso.example")
    assert "nobody@contoso.example" not in text_of(card)


async def test_unclear_entries_can_be_left_out(alex: Chat) -> None:
    await to_people(alex)
    await alex.press("Preview", {"paste": f"{JONI}, nobody@contoso.example, Maria García"})
    await alex.until_card("1 person selected", "Check 2 entries")
    await alex.press("Continue without these 2")
    await alex.until_card(PREVIEW, "Remove Office 365 E3 from Joni Sherman")


async def test_only_some_problems_are_shown_and_the_rest_wait_behind(alex: Chat) -> None:
    await to_people(alex)
    unknown = "\n".join(f"nobody{n}@contoso.example" for n in range(25))
    await alex.press("Add to the list", {"paste": unknown})
    card = await alex.until_card("15 more entries to review.")
    fixed = {id_: JONI for id_ in inputs_of(card) if id_.startswith("fix_")}
    await alex.press("Add to the list", fixed)
    await alex.until_card("1 person selected", "5 more entries to review.")


async def test_two_people_with_one_name_are_told_apart_by_their_address(alex: Chat) -> None:
    await to_people(alex)
    both = "mariag@contoso.example\nmariag2@contoso.example"
    await alex.press("Preview", {"paste": both})
    await alex.until_card(PREVIEW)
    text = await with_details(alex)
    assert "mariag@contoso.example" in text
    assert "mariag2@contoso.example" in text


async def test_people_are_taken_off_the_list(alex: Chat) -> None:
    await to_people(alex)
    await alex.press("Add to the list", {"paste": f"{JONI}\n{SEAN}"})
    card = await alex.until_card("2 people selected")
    joni = next(c for c in inputs_of(card)["take_off"]["choices"] if JONI in c["title"])
    message = await alex.message()
    off = next(b for b in buttons_of(card) if press_of(b)["verb"] == "take_off")
    await alex.send(message, off, {"take_off": joni["value"]})
    card = await alex.until_card("1 person selected", "Sean O'Brien")
    assert "Joni Sherman" not in text_of(card)


async def test_ten_thousand_lines_are_taken(alex: Chat) -> None:
    await to_people(alex)
    lines = [f"crowd{n:04}@contoso.example" for n in range(1, 61)]
    lines += [f"person{n:05}@elsewhere.example" for n in range(9_940)]
    answer = await alex.press("Add to the list", {"paste": "\n".join(lines)})
    assert answer["kind"] == "card"
    card = await alex.until_card("60 people selected")
    assert "490 more entries to review." in text_of(card)
    assert "9,440 more entries weren't found and can't be corrected here." in text_of(card)


async def test_ten_thousand_lines_typed_into_the_chat_are_taken_too(alex: Chat) -> None:
    await to_people(alex)
    lines = [f"crowd{n % 60 + 1:04}@contoso.example" for n in range(10_000)]
    await alex.say("\n".join(lines))
    await alex.until_card("60 people selected", "9,940 duplicates skipped.")


async def test_a_list_beyond_all_measure_is_refused_as_a_whole(alex: Chat) -> None:
    await to_people(alex)
    await alex.press("Add to the list", {"paste": JONI})
    await alex.until_card("1 person selected")
    await alex.press("Add to the list", {"paste": "\n".join(f"a{n}" for n in range(100_001))})
    await alex.until_card("That list has 100,001 entries.", "1 person selected")


async def test_a_manager_column_puts_no_manager_on_the_list(alex: Chat) -> None:
    await to_people(alex)
    table = (
        "Display name\tManager\tUser principal name\tMail\n"
        f"Joni Sherman\tgradya@contoso.example\t{JONI}\t{SEAN}\n"
    )
    await alex.press("Preview", {"paste": table})
    card = await alex.until_card("1 person selected", "Check which column was used")
    assert "Using the column “User principal name”; 3 other columns ignored." in text_of(card)
    assert "Grady" not in text_of(card)
    await alex.press("Preview")
    await alex.until_card(PREVIEW, "from Joni Sherman")


async def test_another_column_is_used_with_one_press(alex: Chat) -> None:
    await to_people(alex)
    await alex.press("Add to the list", {"paste": "gradya@contoso.example"})
    await alex.until_card("1 person selected")
    table = f"User principal name;Mail;Manager\n{JONI};{SEAN};gradya@contoso.example\nx;y;z"
    await alex.press("Add to the list", {"paste": table})
    card = await alex.until_card("2 people selected", "Joni Sherman", "We found no one for “x”")
    offered = [b["title"] for b in buttons_of(card) if press_of(b)["verb"] == "use_column"]
    assert offered == ["Use “Mail” instead"]
    await alex.press("Use “Mail” instead")
    card = await alex.until_card("Using the column “Mail”", "2 people selected", "Sean O'Brien")
    assert "Joni Sherman" not in text_of(card)
    assert "We found no one for “y”" in text_of(card)
    assert "“x”" not in text_of(card)


@pytest.mark.parametrize("typed", [False, True], ids=["pasted", "typed"])
async def test_a_list_is_kept_while_the_tenant_does_not_answer(
    env: BotFixture, alex: Chat, *, typed: bool
) -> None:
    await alex.press("Many users")
    await alex.until_card("Or paste a list")
    await env.faults({"times": 999, "status": 503, "code": "ServiceUnavailable", "message": "x"})
    if typed:
        await alex.say(f"{JONI}\n{SEAN}")
    else:
        await alex.press("Next", {"paste": f"{JONI}\n{SEAN}"})
    await alex.until_card("Try again")
    await alex.press("Try again")
    await alex.until_card("Try again")
    await env.fair_weather()
    await alex.press("Try again")
    if typed:
        await alex.until_card("2 people selected")
    else:
        await alex.until_card("Which licenses do you want to remove?")


async def test_a_list_that_is_too_long_is_refused_kindly_and_nothing_is_lost(alex: Chat) -> None:
    await to_people(alex)
    await alex.press("Add to the list", {"paste": JONI})
    await alex.until_card("1 person selected")
    await alex.press("Add to the list", {"paste": ";" * 800_001})
    await alex.until_card("That list has 800,001 characters.", "1 person selected")
