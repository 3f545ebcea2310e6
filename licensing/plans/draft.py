"""A draft: one person's flow, from the first choice to the result, stored on the server.

One draft is one card in the chat. When the conversation continues in a new card, it continues in a
new draft with the same choices, and the old one is marked as replaced.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from licensing.plans.receipt_search import ReceiptSearch
from licensing.tenant.lists.reading import Columns
from licensing.tenant.matching import UnmatchedEntry
from licensing.tenant.people import PersonRef


class Journey(StrEnum):
    """The three ways to choose products and people."""

    BY_PRODUCT = "by_product"
    BY_USER = "by_user"
    MANY_USERS = "many_users"


class Step(StrEnum):
    """The step of a draft."""

    #: Nothing chosen yet: the home card.
    HOME = "home"
    PRODUCTS = "products"
    PEOPLE = "people"
    HOLDERS = "holders"
    PERSON = "person"
    LICENSES = "licenses"
    PREVIEW = "preview"
    CONFIRM = "confirm"
    #: The same if approval is needed: justification and check boxes.
    REQUEST = "request"
    #: Requested; the card shows the request from now on.
    REQUESTED = "requested"
    #: Undo of a run: people, preview, confirmation.
    UNDO = "undo"
    UNDO_PREVIEW = "undo_preview"
    UNDO_CONFIRM = "undo_confirm"
    #: A list of receipts, or of active runs.
    HISTORY = "history"
    STATUS = "status"
    JOURNAL = "journal"
    #: What a search for unused licenses has found.
    FINDINGS = "findings"
    #: Upcoming losses, and a reminder of some of them.
    UPCOMING = "upcoming"
    REMINDER = "reminder"
    #: A message with the details of a plan, a run or a request.
    DETAILS = "details"
    #: A question about a typed sentence, with answers to choose.
    QUESTION = "question"
    RUNNING = "running"
    DONE = "done"
    CANCELED = "canceled"
    REPLACED = "replaced"


#: Final steps, without buttons.
FINAL_STEPS = frozenset({Step.REQUESTED, Step.DONE, Step.CANCELED, Step.REPLACED})
#: Steps in which a person selects or enters something that is looked up.
CHOOSING = frozenset(
    {Step.PRODUCTS, Step.PEOPLE, Step.HOLDERS, Step.PERSON, Step.LICENSES, Step.UNDO}
)
#: Steps of drafts that can't be continued: ended, not started, or a view.
NOT_RESUMABLE = FINAL_STEPS | {
    Step.HOME,
    Step.HISTORY,
    Step.STATUS,
    Step.JOURNAL,
    Step.FINDINGS,
    Step.RUNNING,
    Step.UPCOMING,
    Step.REMINDER,
    Step.DETAILS,
    Step.QUESTION,
}


@dataclass(frozen=True, slots=True)
class PastedTable:
    """The last table that was pasted, and which of its columns names the person of each row."""

    columns: Columns
    #: Kept so that another column can be used; empty where the table is too long for that.
    text: str = ""
    #: Ids of those it added to the list.
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadInputs:
    """A press that could not be answered, with what was entered; kept to be tried again."""

    #: The verb of the button and its argument, and the inputs of the card by their ids.
    verb: str
    arg: str = ""
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question about what someone typed, in their language, and the answers offered."""

    title: str
    lines: tuple[str, ...] = ()
    #: The titles of the answers, and what is said with each.
    answers: tuple[tuple[str, str], ...] = ()
    #: A sentence in which what is said stands for `BLANK`; empty: it is the whole sentence.
    sentence: str = ""

    def said(self, place: int) -> str:
        """The text that stands for an answer."""
        answer = self.answers[place][1]
        return self.sentence.replace(BLANK, answer) if self.sentence else answer


#: Stands for the answer in the sentence of a question.
BLANK: Final = "\ufffc"


class Consent(StrEnum):
    """A check box that must be selected at the confirmation."""

    DELETION = "deletion"
    EDISCOVERY = "ediscovery"
    #: Someone is in an open eDiscovery case.
    CASES = "cases"
    #: The contents of a product are unknown.
    UNKNOWN = "unknown"
    #: Of an undo: data was deleted meanwhile and stays deleted.
    DATA_GONE = "data_gone"


@dataclass(frozen=True, slots=True)
class Draft:
    """The state of one flow. Frozen: a step returns a new one, one revision higher."""

    id: str
    #: Tenant, Entra object id and conversation of the owner.
    tenant: str
    owner: str
    conversation: str
    #: None while the home card is shown.
    journey: Journey | None
    step: Step
    #: The one-time token in the buttons of this revision's card.
    token: str
    revision: int = 0
    #: Ids of the chosen products, in the order chosen.
    products: tuple[str, ...] = ()
    #: True: all direct licenses of these people ("all products").
    all_products: bool = False
    people: tuple[PersonRef, ...] = ()
    problems: tuple[UnmatchedEntry, ...] = ()
    #: Number of entries that could not be matched either and are not kept for correction.
    unkept: int = 0
    #: Number of duplicates in the last list.
    duplicates: int = 0
    table: PastedTable | None = None
    unread: UnreadInputs | None = None
    #: The page shown, from 0.
    page: int = 0
    accepted: frozenset[Consent] = field(default=frozenset())
    #: The frozen plan that the preview shows and the confirmation applies to.
    plan: str | None = None
    #: The hash of the plan whose two statements the card of this token shows; else empty.
    stated: str = ""
    run: str | None = None
    #: The request that this draft became, or that it changes.
    request: str | None = None
    #: At the preview: whether it is known that approval is needed.
    asks: bool = False
    #: The justification typed so far.
    reason: str = ""
    #: The run to undo; then empty `people` means everyone.
    undoes: str | None = None
    #: Of a message with details: which part of them it shows, as its buttons say it.
    place: str = ""
    question: Question | None = None
    #: What the history that the card shows is searched by; None for all of it.
    search: ReceiptSearch | None = None
    #: Whether the card shows a run to someone who may not pause, stop or undo it.
    reads_only: bool = False
    #: The day of the reminder that the card shows, for the calendar of `run`.
    reminder_day: date | None = None

    @property
    def unmatched(self) -> int:
        """Number of entries that have to be corrected or left out before the next step."""
        return len(self.problems) + self.unkept
