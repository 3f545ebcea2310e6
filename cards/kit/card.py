"""The frame of every card: its head, its buttons, and how it becomes JSON.

Cards are of version 1.5, which every Teams client draws (Microsoft Teams, "Universal Actions for
Adaptive Cards"). Whatever is newer carries a fallback.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from microsoft_teams.cards import (
    AdaptiveCard,
    CardElement,
    Container,
    ExecuteAction,
    OpenUrlAction,
    RefreshDefinition,
    ShowCardAction,
    SubmitAction,
    TeamsCardProperties,
    TextBlock,
)
from microsoft_teams.cards.core import (
    Action,
    ActionMode,
    ActionStyle,
    AssociatedInputs,
    ContainerStyle,
)

from cards.kit.actions import Field, Verb
from cards.kit.blocks import link, run, runs, text
from cards.kit.escaping import LONGEST_NAME
from cards.kit.notices import Notice, NoticeKind
from cards.words.failures import BY_HAND, class_with_text
from cards.words.texts import Texts
from licensing.errors import UnassignError

#: A card as JSON, ready to be an attachment.
Card = dict[str, object]
#: Teams refuses messages over about 100 KB, counted in UTF-16 (Microsoft Teams, "Format your bot
#: messages"); the rest is left for what surrounds a card.
LARGEST = 80 * 1024
#: Names are cut to the first of these lengths with which a card is not too large.
_LENGTHS = (LONGEST_NAME, 40, 20, 12)

_NOTICE_STYLES: Mapping[NoticeKind, ContainerStyle] = {
    NoticeKind.ADDED: "good",
    NoticeKind.ERROR: "attention",
    NoticeKind.NOT_ALLOWED: "attention",
    NoticeKind.MOVED_ON: "accent",
    NoticeKind.UNDERSTOOD: "accent",
    NoticeKind.POLICY: "attention",
    NoticeKind.UNDO_DENIED: "attention",
    NoticeKind.DONE: "good",
}


#: Placeholder for the token in the buttons of a cached piece.
SLOT: Final = "{token}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A piece of a card that is JSON already, so that it can be kept and used again.

    No one changes it: many cards share it.
    """

    json: Card

    @classmethod
    def of(cls, piece: CardElement | Action) -> "Drawn":
        """Draw a piece; one that is kept knows no token, or has `SLOT` in its place."""
        return cls(piece.model_dump(by_alias=True, exclude_none=True, mode="json"))

    def with_token(self, token: str) -> "Drawn":
        """The same piece with a token in its buttons."""
        return Drawn({name: _filled(it, token) for name, it in self.json.items()})


def _filled(it: object, token: str) -> object:
    if isinstance(it, dict):
        return {name: _filled(inner, token) for name, inner in it.items()}
    if isinstance(it, list):
        return [_filled(inner, token) for inner in it]
    return token if it == SLOT else it


def card(
    texts: Texts,
    body: Iterable[CardElement | Drawn | None],
    actions: Iterable[Action | Drawn | None] = (),
    *,
    speak: str,
    wide: bool = False,
    refresh: RefreshDefinition | None = None,
) -> Card:
    """Put a card together. Nones are left out, so that a part can be absent.

    `speak` is the card in one or two sentences: for screen readers, and for clients that can't draw
    it. `wide` lets a card with a table use the whole width of the chat. `refresh` says how each
    viewer gets a separate card.
    """
    whole = AdaptiveCard(
        version="1.5",
        lang=texts.common.language,
        speak=speak,
        msteams=TeamsCardProperties(width="full") if wide else None,
        fallback_text=speak,
        refresh=refresh,
        body=[],
        actions=[],
    )
    made = as_json(whole)
    made["body"] = _pieces(body)
    made["actions"] = _pieces(actions)
    return made


def _pieces(pieces: Iterable[CardElement | Action | Drawn | None]) -> list[Card]:
    drawn = (it if isinstance(it, Drawn) else Drawn.of(it) for it in pieces if it is not None)
    return [it.json for it in drawn]


def as_json(whole: AdaptiveCard) -> Card:
    """Write Microsoft's typed model as the JSON that Teams reads."""
    return whole.model_dump(by_alias=True, exclude_none=True, mode="json")


def size(made: Card) -> int:
    """The size of a card as Teams counts it, in bytes of UTF-16."""
    return len(json.dumps(made, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def fitting(draw: Callable[[int], Card]) -> Card:
    """Draw a card with names in full, or with shorter ones where it would be too large to send."""
    made = draw(_LENGTHS[0])
    for length in _LENGTHS[1:]:
        if size(made) <= LARGEST:
            break
        made = draw(length)
    return made


def head(title: str, where: str | None = None) -> CardElement:
    """The title of the card and the step of the flow. Both are texts of the catalog."""
    items: list[CardElement] = []
    if where:
        items.append(text(where, subtle=True, size="Small"))
    heading = TextBlock(text=title, wrap=True, style="heading", size="Large", weight="Bolder")
    items.append(heading.with_spacing("None") if where else heading)
    return Container(items=items)


def named_head(title: str, where: str | None) -> CardElement:
    """The same for a title with names, which is shown literally: a heading reads markdown."""
    if not where:
        return Container(items=[runs(run(title, bold=True, size="Large"))])
    step = TextBlock(text=where, wrap=True, style="heading", size="Small", is_subtle=True)
    said = runs(run(title, bold=True, size="Large"), spacing="None")
    return Container(items=[step.with_weight("Default"), said])


def notice_block(notice: Notice | None, texts: Texts) -> CardElement | None:
    """What a step has to say, above everything else on the card."""
    if notice is None:
        return None
    style = _NOTICE_STYLES.get(notice.kind, "warning")
    said = text(texts.notice(notice))
    return Container(style=style, items=[said, *users_link(notice.error, texts)])


def users_link(error: UnassignError | None, texts: Texts) -> list[CardElement]:
    """The page of the admin center to which the next step of an error leads."""
    if error is None or class_with_text(error) not in BY_HAND:
        return []
    return [link(texts.common.users_page, texts.links.users_page)]


def button(
    verb: Verb,
    token: str,
    title: str,
    *,
    arg: str | None = None,
    style: ActionStyle | None = None,
    secondary: bool = False,
    validate: bool = True,
    shown: Sequence[str] = (),
    about: str | None = None,
) -> ExecuteAction:
    """A button that asks the bot for something.

    Clients without `Action.Execute` send the same data with `Action.Submit`. `validate=False`
    leaves the inputs of the card out: for buttons that work while a required box is empty. `shown`
    are the ids of what the card lists, where that may change until the press. `about` is what a
    screen reader adds to the title, where several buttons of the card have the same.
    """
    data: dict[str, Any] = {
        "unassign": {"verb": verb.value, "token": token} | ({"arg": arg} if arg else {})
    }
    if shown:
        data[Field.SHOWN] = ",".join(shown)
    inputs: AssociatedInputs | None = None if validate else "none"
    mode: ActionMode | None = "secondary" if secondary else None
    same = SubmitAction(
        title=title, data=data, style=style, mode=mode, associated_inputs=inputs, tooltip=about
    )
    return ExecuteAction(
        title=title,
        tooltip=about,
        verb=verb.value,
        data=data,
        style=style,
        mode=mode,
        associated_inputs=inputs,
        fallback=same,
    )


def details_button(
    token: str, texts: Texts, arg: str = "", *, secondary: bool = False
) -> SubmitAction:
    """A button that opens the details, in a dialog (`task/fetch`) where the client has one."""
    ours = {"verb": Verb.DETAILS.value, "token": token} | ({"arg": arg} if arg else {})
    data = {"msteams": {"type": "task/fetch"}, "unassign": ours}
    mode: ActionMode | None = "secondary" if secondary else None
    return SubmitAction(
        title=texts.decision.details, data=data, mode=mode, associated_inputs="none"
    )


def in_dialog(
    verb: Verb,
    token: str,
    title: str,
    *,
    arg: str,
    style: ActionStyle | None = None,
    validate: bool = True,
) -> SubmitAction:
    """A button within a dialog, which continues in it (`task/submit`)."""
    data = {"unassign": {"verb": verb.value, "token": token, "arg": arg}}
    inputs: AssociatedInputs | None = None if validate else "none"
    return SubmitAction(title=title, data=data, style=style, associated_inputs=inputs)


def link_button(title: str, url: str) -> OpenUrlAction:
    """A button that opens a page."""
    return OpenUrlAction(title=title, url=url)


def fold(title: str, items: Sequence[CardElement], actions: Sequence[Action] = ()) -> Action:
    """A button that unfolds more below the card."""
    inner = AdaptiveCard(version="1.5", body=list(items), actions=list(actions) or None)
    return ShowCardAction(title=title, card=inner)


def back(token: str, texts: Texts) -> Action:
    """One step back. What was sent before stays."""
    return button(Verb.BACK, token, texts.common.back, validate=False)


def cancel(token: str, texts: Texts) -> Action:
    """End the flow."""
    return button(Verb.CANCEL, token, texts.common.cancel, validate=False)


def page_buttons(
    page: int, pages: int, token: str, texts: Texts, *, shown: Sequence[str] = ()
) -> list[Action]:
    """Buttons to the pages before and after; none where there is one page."""
    turn = partial(button, Verb.PAGE, token, shown=shown)
    found: list[Action] = []
    if page > 0:
        found.append(turn(texts.common.previous_page, arg=str(page - 1)))
    if page < pages - 1:
        found.append(turn(texts.common.next_page, arg=str(page + 1)))
    return found
