"""The usual way through the cards, for tests that begin somewhere along it."""

from cards.kit.actions import Field
from tests.support.chat import Chat
from tests.support.seen import Json, buttons_of, inputs_of, links_of, text_of

E1 = "18181a46-0d4e-45cd-891e-60aabd171b4e"
E3 = "6fd2c87f-b296-42f0-b197-1e91e994b900"
E5 = "c7df2760-2c81-4ef7-b578-5b5392b571df"
M365_E5 = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
VISIO = "c5928f49-12ba-48f7-ada3-0d743a3601d5"
FLOW = "f30db892-07e9-47e9-837c-80727f46fd3d"
POWER_BI = "f8a1db68-be16-40ed-86d5-cb42ce701560"
PROJECT = "53818b1b-4a27-454b-8896-0dba576410e6"

BOXES = {"accept_deletion": "true", "accept_ediscovery": "true"}

HOME = "Unassign licenses"
PEOPLE = "2 of 4"
PREVIEW = "3 of 4"
CONFIRM = "4 of 4"


async def to_people(chat: Chat, *products: str) -> Json:
    """By product, up to the choice of people."""
    await chat.press("By product")
    return await chosen(chat, *products)


async def chosen(chat: Chat, *products: str) -> Json:
    """By product, from the choice of products to that of people."""
    await chat.until_card("1 of 4")
    await chat.press("Next", {"products": ",".join(products or (E3,))})
    return await chat.until_card(PEOPLE)


async def to_preview(chat: Chat, people: str, *products: str) -> Json:
    """By product, up to the preview for people on a pasted list."""
    await to_people(chat, *products)
    await chat.press("Preview", {"paste": people})
    return await chat.until_card(PREVIEW)


async def preview_of(chat: Chat, people: str, *products: str) -> str:
    """By product, up to the preview; all that it and its details say."""
    await to_preview(chat, people, *products)
    return await with_details(chat)


async def onward(chat: Chat) -> None:
    """Go on from the preview, to the confirmation or to a request."""
    titles = [str(button["title"]) for button in buttons_of(await chat.until_card(PREVIEW))]
    await chat.press(titles[0])


async def with_details(chat: Chat) -> str:
    """All that the newest card says, and its details."""
    said = [text_of(await chat.card())]
    dialog = await chat.dialog("Details")
    if Field.FILTER in inputs_of(dialog["card"]):
        dialog = await chat.turn(dialog, "Apply filter", {Field.FILTER: "everyone"})
    for part in ("Losses", "Licenses"):
        said.append(text_of(dialog["card"]))
        dialog = await chat.turn(dialog, part)
    return "\n".join([*said, text_of(dialog["card"])])


async def download_of(chat: Chat) -> str:
    """The address of the file of the newest card's details."""
    dialog = await chat.dialog("Details")
    return next(iter(links_of(dialog["card"])))


async def to_confirm(chat: Chat, people: str, *products: str) -> Json:
    """By product, up to the confirmation."""
    await to_people(chat, *products)
    return await confirming(chat, people)


async def confirming(chat: Chat, people: str) -> Json:
    """By product, from the choice of people to the confirmation."""
    await chat.press("Preview", {"paste": people})
    await chat.until_card(PREVIEW)
    await chat.press("Continue")
    return await chat.until_card(CONFIRM)


async def said(chat: Chat, people: str, *products: str) -> Json:
    """By product, begun by typed words below whatever is there, up to the confirmation."""
    mention = "@Unassign " if chat.kind == "channel" else ""
    await chat.write(f"{mention}by product")
    await chosen(chat, *products)
    return await confirming(chat, people)


def ticks(card: Json) -> Json:
    """Every box of a confirmation, ticked."""
    return {id_: "true" for id_ in inputs_of(card) if id_ in BOXES}


async def removed(chat: Chat, people: str, *products: str) -> Json:
    """By product, to the end; returns the card with the result."""
    card = await to_confirm(chat, people, *products)
    await chat.press("Remove", ticks(card))
    return await chat.until_card("removed")
