"""Texts with a few wrong letters: which commands and sentences they resemble. Only offered."""

import re
from collections.abc import Iterator
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cards.words.catalog import key_of
from cards.words.languages import Languages
from dialogs.commands import Command, Phrase
from dialogs.sentences.vocabulary import Vocabulary, tokens_of
from licensing.tenant.spelling import folded

#: Texts that are offered at most.
MOST_OFFERED: Final = 3
#: How much of a word has to be right.
_LIKENESS: Final = 0.7
#: Commands and their misspellings are no longer.
_LONGEST: Final = 50
#: Letters of a shorter word resemble too many others; a character of Chinese is half a word.
_SHORTEST: Final = 4
_SHORTEST_UNSPACED: Final = 3
_UNSPACED: Final = "\u2e80"
_NUMBER: Final = re.compile(r"(?P<word>.*?\D)\s*(?P<number>[0-9]{1,9})")
#: Commands that remove or restore something when they are typed at a confirmation.
_ACTING: Final = frozenset({Command.REMOVE, Command.RESTORE})
#: Phrases that are commands by themselves.
_ALONE: Final = (Phrase.REQUESTS, Phrase.WHY, Phrase.POLICY, Phrase.DELEGATE, Phrase.REQUEST)
_WITH_NUMBER: Final = frozenset(
    {Command.RECEIPT, Command.UNDO, Command.HISTORY, Command.DETAILS, Command.STOP, Command.PAUSE}
)


def near_commands(text: str, languages: Languages) -> tuple[str, ...]:
    """Commands that a text nearly is, the likeliest first."""
    said = folded(text).strip(" .!?。！？")  # noqa: RUF001
    if not said or len(said) > _LONGEST:
        return ()
    words = _words(languages)
    if (found := _NUMBER.fullmatch(said)) and (near := _near(found["word"].strip(), words)):
        return tuple(f"{word} {found['number']}" for word in near)
    if near := _near(said, words):
        return near
    first, _, rest = said.partition(" ")
    history = [w for t in languages.all for w in t.commands.commands[key_of(Command.HISTORY)]]
    if rest and (near := _near(first, tuple(history))):
        return (f"{near[0]} {rest}",)
    return ()


def respelled(text: str, known: Vocabulary) -> Iterator[str]:
    """A sentence with one of its first or last words spelled as in the vocabulary."""
    tokens = [token for token in tokens_of(text[: 4 * 200]) if not token.is_mark]
    for token in (*tokens[:3], *tokens[3:][-2:]):
        if len(token.text) < _SHORTEST - 1 or token.text in known.telling:
            continue
        for word in _near(token.text, known.telling, shortest=_SHORTEST - 1, likeness=0.66):
            yield f"{text[: token.start]}{word}{text[token.end :]}"


def _words(languages: Languages) -> tuple[str, ...]:
    words: dict[str, None] = {}
    for texts in languages.all:
        for command in Command:
            if command not in _ACTING:
                words |= dict.fromkeys(texts.commands.commands[key_of(command)])
        for phrase in _ALONE:
            words |= dict.fromkeys(texts.commands.phrases[key_of(phrase)])
    return tuple(words)


def _near(
    said: str,
    words: tuple[str, ...],
    *,
    shortest: int = _SHORTEST,
    likeness: float = _LIKENESS,
) -> tuple[str, ...]:
    limit = _SHORTEST_UNSPACED if any(letter >= _UNSPACED for letter in said) else shortest
    if len(said) < limit:
        return ()
    similarity = OSA.normalized_similarity
    found = process.extract(said, words, scorer=similarity, score_cutoff=likeness, limit=20)
    fitting = [(word, score) for word, score, _ in found if len(word) >= limit]
    best = max((score for _, score in fitting), default=0.0)
    chosen = [word for word, score in fitting if score > best - 0.05]
    return tuple(dict.fromkeys(chosen))[:MOST_OFFERED]
