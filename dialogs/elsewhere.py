"""Questions typed in a channel whose answers name people: answered in the personal chat.

In the channel everyone reads where the answer is, and no names.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from cards.kit.actions import Verb
from dialogs import sentence_replies
from dialogs.commands import Command, Phrase, number_after, read_command, read_delegation, says
from dialogs.model.context import Context
from dialogs.model.effects import Effect, Post, ShowCard, StoreDraft
from dialogs.model.events import Who
from dialogs.model.request_update import UpdateRequest
from dialogs.model.results import Reply
from dialogs.sentences.understanding import Remove, RunCommand, Undo, WhoHas

_ABOUT_PEOPLE: Final = frozenset(
    {
        Command.HISTORY,
        Command.JOURNAL,
        Command.RECEIPT,
        Command.STATUS,
        Command.UPCOMING,
        Command.FINDINGS,
        Command.UNDO,
        Command.DETAILS,
        Command.REQUEST_DETAILS,
    }
)
#: Buttons that ask for a list of what people did, and what asks for the same when typed.
LISTS: Final[Mapping[str, str]] = {
    Verb.HISTORY: Command.HISTORY,
    Verb.STATUS: Command.STATUS,
    Verb.UPCOMING: Command.UPCOMING,
    Verb.JOURNAL: Command.JOURNAL,
    Verb.FINDINGS: Command.FINDINGS,
    Verb.REQUESTS: Phrase.REQUESTS,
}
#: Effects that bring a card of their own into the chat.
_SHOWN: Final = (StoreDraft, ShowCard, UpdateRequest)


def is_about_people(context: Context, text: str) -> bool:
    """Whether typed text asks for something that names people, where others read the answer."""
    if context.who.personal:
        return False
    languages = context.languages
    command = read_command(text, languages)
    if command is not None and command.command in _ABOUT_PEOPLE:
        return True
    match sentence_replies.read_without_products(context, text):
        case Remove() as meant if meant != Remove():
            return True
        case WhoHas() | Undo():
            return True
        case RunCommand(command=said) if said.command in _ABOUT_PEOPLE:
            return True
    phrases = (Phrase.REQUEST, Phrase.WHY)
    return (
        says(text, Phrase.REQUESTS, languages)
        or says(text, Phrase.WHY, languages)
        or any(number_after(text, phrase, languages) is not None for phrase in phrases)
        or read_delegation(text, languages) is not None
    )


async def answer_elsewhere(context: Context, answer: Callable[[Who], Awaitable[Reply]]) -> Reply:
    """Answer in the person's own chat; without one, say in the channel how to open it."""
    who, texts = context.who, context.texts
    home = await context.requests.personal_chat(who.tenant, who.person)
    if home is None:
        return Reply(text=texts.channel.open_own_chat)
    reply = await answer(replace(who, conversation=home, personal=True, team=""))
    effects: tuple[Effect, ...] = reply.effects
    if not any(isinstance(effect, _SHOWN) for effect in effects) and (reply.card or reply.text):
        effects = (*effects, Post(home, reply.card, "" if reply.card else reply.text))
    elif reply.text and reply.card is None:
        effects = (*effects, Post(home, None, reply.text))
    return Reply(text=texts.channel.answered_elsewhere, effects=effects)
