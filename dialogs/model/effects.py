"""Effects: what a step decides, besides the card, for the engine to store in one transaction.

A new effect is a class in the union below and a case in `engine/turns/store.py`.
"""

from dataclasses import dataclass

from cards.kit.card import Card
from dialogs.model.request_update import (
    AnswerConsultation,
    ChooseChannel,
    UpdateDelegation,
    UpdateRequest,
)
from licensing.plans.draft import Draft
from licensing.plans.plan import Plan
from licensing.policy.verdicts import Why as PolicyWhy
from licensing.reminders.calendar import GracePeriod
from licensing.runs.control import Control
from licensing.runs.outcome import RunState
from licensing.tenant.roles import Why


@dataclass(frozen=True, slots=True)
class ControlRun:
    """Pause, resume or stop a run."""

    run: str
    control: Control
    #: The run's state afterwards, as the card shows it. If another change leads to a different
    #: state, the whole reply is computed again.
    to: RunState


@dataclass(frozen=True, slots=True)
class StoreDraft:
    """Store a draft, and show its card from now on."""

    draft: Draft
    card: Card
    #: The revision to replace, compared before it is written; None for a new draft.
    before: int | None = None


@dataclass(frozen=True, slots=True)
class StorePlan:
    """Store a frozen plan; the journal notes that it was previewed."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class StartRun:
    """Start the run of a draft's plan; the journal notes that it was confirmed."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class JournalRefusal:
    """Note in the journal that a person wanted something and is not allowed: why, and where."""

    why: Why | PolicyWhy
    draft: Draft


@dataclass(frozen=True, slots=True)
class StoreGracePeriods:
    """Store what was looked up, for this reply, about people who lost something in a run."""

    run: str
    people: tuple[GracePeriod, ...]


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Store the language that the person chose, by its tag; empty for that of their client."""

    tag: str


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Draw the card of a draft again; the draft itself stays as it is."""

    draft: Draft
    card: Card


@dataclass(frozen=True, slots=True)
class Post:
    """Post a card or a text in another conversation than the one in which someone asked."""

    conversation: str
    card: Card | None
    text: str = ""


#: Effects are stored in this order. First comes what can turn out to be stale, before anything else
#: is written; cards come last, after the journal, so that all transactions take their locks in the
#: same order.
Effect = (
    ControlRun
    | UpdateRequest
    | StoreDraft
    | StorePlan
    | JournalRefusal
    | StartRun
    | StoreGracePeriods
    | AnswerConsultation
    | UpdateDelegation
    | ChooseChannel
    | ChooseLanguage
    | ShowCard
    | Post
)
