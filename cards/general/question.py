"""The answer to a sentence that leaves something open: what is known, and answers to choose."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import text
from cards.kit.card import Card, button, card
from cards.words.texts import Texts
from licensing.plans.draft import Question


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """Facts of the card."""

    question: Question
    token: str


def question_card(facts: QuestionFacts, texts: Texts) -> Card:
    """Say what is known, and offer what can follow."""
    question, token = facts.question, facts.token
    return card(
        texts,
        [
            text(question.title, bold=True),
            *(text(line, spacing="Small") for line in question.lines),
        ],
        [
            *(
                button(Verb.SAY, token, title, arg=str(place), validate=False)
                for place, title in enumerate(_distinct(title for title, _ in question.answers))
            ),
            button(Verb.HOME, token, texts.common.home, validate=False),
        ],
        speak=" ".join((question.title, *question.lines)),
    )


def _distinct(titles: Iterable[str]) -> Iterator[str]:
    """The titles, those that repeat an earlier one with their number."""
    seen: Counter[str] = Counter()
    for title in titles:
        seen[title] += 1
        yield f"{title} · {seen[title]}" if seen[title] > 1 else title
