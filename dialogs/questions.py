"""A question about a typed sentence: its card, and the text that stands for a chosen answer."""

from dataclasses import replace

from cards.general.question import QuestionFacts, question_card
from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.events import Pressed
from dialogs.model.results import Reply, posted
from licensing.plans.draft import Draft, Question, Step


def ask(context: Context, question: Question) -> Reply:
    """Post the question in a card of its own; an open flow stays as it is."""
    draft = replace(fresh_home(context), step=Step.QUESTION, question=question)
    return posted(draft, _card(context, draft))


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the question again."""
    del notice
    return _card(context, draft)


def chosen(draft: Draft, pressed: Pressed) -> str | None:
    """The text that stands for the chosen answer; None where there is none."""
    question, place = draft.question, pressed.arg
    if pressed.verb != Verb.SAY or question is None or not place.isdecimal() or len(place) > 2:
        return None
    return question.said(int(place)) if int(place) < len(question.answers) else None


def _card(context: Context, draft: Draft) -> Card:
    return question_card(QuestionFacts(draft.question or Question(""), draft.token), context.texts)
