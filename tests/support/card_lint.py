"""A check of finished cards, for the tests: what Teams would refuse, drop or draw badly.

Element and property names are those of Microsoft's own models (`microsoft_teams.cards`), which do
not check them by themselves.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import microsoft_teams.cards.core as models
from pydantic import BaseModel, ValidationError

from cards.kit.card import LARGEST, Card, size

#: Teams shows so many actions of a card; the rest is dropped or hidden.
MOST_ACTIONS = 6
#: Elements and actions of Adaptive Cards 1.5, the version that every Teams client draws
#: (adaptivecards.io, schema explorer).
_OF_1_5 = frozenset(
    {
        "AdaptiveCard",
        "ActionSet",
        "Column",
        "ColumnSet",
        "Container",
        "FactSet",
        "Image",
        "ImageSet",
        "Input.ChoiceSet",
        "Input.Date",
        "Input.Number",
        "Input.Text",
        "Input.Time",
        "Input.Toggle",
        "Media",
        "RichTextBlock",
        "Table",
        "TableCell",
        "TableRow",
        "TextBlock",
        "TextRun",
        "Action.Execute",
        "Action.OpenUrl",
        "Action.ShowCard",
        "Action.Submit",
        "Action.ToggleVisibility",
        "Data.Query",
    }
)
#: Properties that hold free JSON.
_FREE = frozenset({"data", "msteams", "metadata", "authentication"})

#: A link in the markdown of a text.
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")

Node = Mapping[str, Any]


def lint(card: Card) -> list[str]:
    """Everything wrong with a card, in words; empty for a good one."""
    found = [*_whole(card)]
    for path, node in _nodes(card, "card"):
        found += [f"{path}: {wrong}" for wrong in _node(node)]
    found += [
        f"card: {name!r} names {len(aims)} links or buttons that do different things"
        for name, aims in _aims(card).items()
        if len(aims) > 1
    ]
    return found


def _whole(card: Card) -> Iterator[str]:
    if card.get("type") != "AdaptiveCard" or card.get("version") != "1.5":
        yield "card: not an AdaptiveCard of version 1.5"
    for key in ("speak", "fallbackText", "lang"):
        if not card.get(key):
            yield f"card: no {key}"
    if size(card) > LARGEST:
        yield f"card: {size(card)} bytes, more than {LARGEST}"
    ids = Counter(node["id"] for _, node in _nodes(card, "card") if "id" in node)
    yield from (
        f"card: id {name!r} stands {count} times" for name, count in ids.items() if count > 1
    )


def _aims(card: Card) -> Mapping[str, set[str]]:
    """What each link and each button does, by the name that a screen reader says.

    A button that unfolds more is left out: a screen reader says that it does.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for _, node in _nodes(card, "card"):
        if node["type"] == "TextBlock":
            for name, url in _LINK.findall(str(node.get("text", ""))):
                found[name].add(url)
        elif aim := node.get("url") or node.get("data"):
            name = ", ".join(filter(None, (node.get("title"), node.get("tooltip"))))
            found[name].add(json.dumps(aim, sort_keys=True))
    return found


def _nodes(value: object, path: str) -> Iterator[tuple[str, Node]]:
    if isinstance(value, Mapping):
        if "type" in value:
            yield path, value
        for key, inner in value.items():
            if key not in _FREE:
                yield from _nodes(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _nodes(inner, f"{path}/{number}")


def _node(node: Node) -> Iterator[str]:
    kind = str(node["type"])
    model = _MODELS.get(kind)
    if model is None:
        yield f"unknown element {kind!r}"
        return
    yield from _properties(node, model)
    if kind not in _OF_1_5 and "fallback" not in node:
        yield f"{kind} is newer than 1.5 and has no fallback"
    if kind == "Table" and "fallback" not in node:
        yield "Table has no fallback for phones"
    yield from _looks(kind, node)


def _properties(node: Node, model: type[BaseModel]) -> Iterator[str]:
    for key in node.keys() - _names(model):
        yield f"{node['type']} has no property {key!r}"
    try:
        model.model_validate({k: v for k, v in node.items() if not isinstance(v, dict | list)})
    except ValidationError as error:
        for wrong in error.errors():
            where = ".".join(str(part) for part in wrong["loc"])
            yield f"{node['type']}.{where}: {wrong['msg']}"


def _looks(kind: str, node: Node) -> Iterator[str]:
    if kind == "TextBlock" and not node.get("wrap"):
        yield "TextBlock without wrap"
    if kind in {"TextBlock", "TextRun"} and not str(node.get("text", "")).strip():
        yield f"{kind} without text"
    if kind == "Image" and not node.get("altText"):
        yield "Image without altText"
    # A box without a label is called by its title.
    called = node.get("label") or (kind == "Input.Toggle" and node.get("title"))
    if kind.startswith("Input.") and not called:
        yield f"{kind} without label"
    if kind == "Input.ChoiceSet" and node.get("style") != "filtered" and not node.get("wrap"):
        yield "Input.ChoiceSet without wrap"
    if node.get("isRequired") and not node.get("errorMessage"):
        yield f"{kind} is required and does not say so"
    if len(node.get("actions") or ()) > MOST_ACTIONS:
        yield f"{len(node['actions'])} actions, more than {MOST_ACTIONS}"
    if kind.startswith("Action.") and not str(node.get("title", "")).strip():
        yield f"{kind} without title"
    if kind == "Action.Execute":
        yield from _execute(node)


def _execute(node: Node) -> Iterator[str]:
    fallback = node.get("fallback")
    if not isinstance(fallback, Mapping) or fallback.get("type") != "Action.Submit":
        yield "Action.Execute without Action.Submit as fallback"
        return
    for key in ("data", "title", "tooltip", "style", "associatedInputs"):
        if fallback.get(key) != node.get(key):
            yield f"Action.Execute and its fallback differ in {key}"


def _models() -> Iterator[tuple[str, type[BaseModel]]]:
    for model in vars(models).values():
        if isinstance(model, type) and issubclass(model, BaseModel):
            kind = model.model_fields.get("type")
            if kind is not None and isinstance(kind.default, str):
                yield kind.default, model


def _names(model: type[BaseModel]) -> set[str]:
    return {*_aliases(model.model_fields), "$schema"}


def _aliases(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield models.SerializableObject.serialization_alias_generator(name)


_MODELS = dict(reversed(list(_models())))
