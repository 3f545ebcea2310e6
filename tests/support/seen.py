"""What a person sees on a card: its texts, its inputs, its buttons."""

import json
from typing import Any

Json = dict[str, Any]

_TEXTS = ("text", "title", "value", "label", "altText")


def parts_of(node: Any) -> list[Json]:
    """Every object in a card."""
    if isinstance(node, list):
        return [found for item in node for found in parts_of(item)]
    if isinstance(node, dict):
        return [node, *(found for item in node.values() for found in parts_of(item))]
    return []


def text_of(card: Json) -> str:
    """All texts of a card, one a line."""
    return "\n".join(
        part[key] for part in parts_of(card) for key in _TEXTS if isinstance(part.get(key), str)
    )


def inputs_of(card: Json) -> dict[str, Json]:
    """The inputs of a card by id."""
    return {p["id"]: p for p in parts_of(card) if str(p.get("type", "")).startswith("Input.")}


def buttons_of(card: Json) -> list[Json]:
    """The buttons that ask the bot for something."""
    return [part for part in parts_of(card) if part.get("type") == "Action.Execute"]


def links_of(card: Json) -> list[str]:
    """The addresses that buttons of a card open."""
    return [part["url"] for part in parts_of(card) if part.get("type") == "Action.OpenUrl"]


def offered(card: Json, title: str) -> list[Json]:
    """The buttons of a card with this title, or those that begin with it."""
    buttons = buttons_of(card)
    exact = [b for b in buttons if b.get("title") == title]
    return exact or [b for b in buttons if str(b.get("title", "")).startswith(title)]


def find_button(card: Json, title: str) -> Json:
    """The button of a card with this title, or the one that begins with it."""
    found = offered(card, title)
    assert found, f"no button {title!r} among {[b.get('title') for b in buttons_of(card)]}"
    return found[0]


def press_of(button: Json) -> Json:
    """What a button of ours sends: verb, token and perhaps an argument."""
    return dict(button["data"]["unassign"])


def values_of(card: Json) -> dict[str, str]:
    """What the inputs of a card hold while no one touches them."""
    return {id_: found["value"] for id_, found in inputs_of(card).items() if found.get("value")}


def dumped(card: Json) -> str:
    """A card for the message of a failing test."""
    return json.dumps(card, indent=1)[:4000]
