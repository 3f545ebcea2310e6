"""A request and what was said about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from licensing.plans.case_findings import CaseFindings
from licensing.plans.drift import Drift
from licensing.policy.progress import Approval
from licensing.policy.rule_input import Impact, RuleInput


class State(StrEnum):
    """The state of a request. All but `OPEN` are terminal."""

    OPEN = "open"
    #: Approved and handed over to its run.
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in a request: the object id, and the name as Teams or the directory showed it."""

    id: str
    name: str
    #: The user principal name, where it was at hand.
    address: str = ""


@dataclass(frozen=True, slots=True)
class GivenApproval:
    """One approval, with who gave it and when."""

    by: Participant
    at: datetime
    approval: Approval
    comment: str = ""
    #: People whose delegated approval right was used.
    delegators: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True)
class Drifted:
    """A person of the plan who changed since the preview and will be skipped."""

    person: Participant
    drift: Drift
    #: Licenses of this person that will therefore stay.
    licenses: int = 0
    #: The place among those from whom something would be removed, from 0; None where not noted.
    place: int | None = None


@dataclass(frozen=True, slots=True)
class PlanChange:
    """The difference between two versions of a request.

    People and products are the first few; the numbers count all of them.
    """

    people_added: int = 0
    people_left_out: int = 0
    added: tuple[Participant, ...] = ()
    left_out: tuple[Participant, ...] = ()
    #: Display names.
    products_added: tuple[str, ...] = ()
    products_left_out: tuple[str, ...] = ()
    #: Licenses more, or fewer if negative.
    licenses: int = 0
    new_reason: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Something that an approver wants to know, and what the requester says to it."""

    by: Participant
    at: datetime
    text: str
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a request ended."""

    at: datetime
    #: None when time ended it.
    by: Participant | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class PersonalCopy:
    """The card of a request in someone's personal chat."""

    person: str
    conversation: str
    #: Whether the person could not decide when it was opened: then it offers no decision.
    reads_only: bool = False


@dataclass(frozen=True, slots=True)
class Managers:
    """The managers to notify of a request, as of when it was sent; None if there is none."""

    requester: Participant | None = None
    #: The one manager of all affected people.
    affected: Participant | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Those who are told of a request, as its lists named them when it was sent.

    Not everyone who may decide: some of each list, and of a role those who had it active.
    """

    first: tuple[Participant, ...] = ()
    #: Of the second lists.
    second: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request. Frozen: each step makes a new one, one version higher."""

    id: str
    #: Counts up within the tenant; what people call it by.
    number: int
    tenant: str
    requester: Participant
    state: State
    #: How often it was changed in any way; anyone who writes names the version that was read.
    version: int
    #: How often what is asked was changed, from 1. Approvals are for one revision only.
    revision: int
    #: The token in its buttons; another one with each revision.
    token: str
    #: The frozen plan, and its hash, to which all approvals are bound.
    plan: str
    plan_hash: str
    #: The draft whose card shows it to the requester, and the requester's conversation.
    draft: str
    home_conversation: str
    #: The justification.
    reason: str
    impact: Impact
    #: Whether the requester has no role that may remove licenses.
    without_role: bool
    #: The hash of the policy under which the approvals were given.
    policy: str
    opened_at: datetime
    #: When this revision was asked; `opened_at` is when it was first.
    asked_at: datetime
    expires_at: datetime
    #: IANA name of where the requester is.
    timezone: str = "UTC"
    #: Everyone who sent or changed it, also the requester of the removal that an undo undoes.
    authors: frozenset[str] = frozenset()
    managers: Managers = Managers()
    audience: Audience = Audience()
    approvals: tuple[GivenApproval, ...] = ()
    questions: tuple[Question, ...] = ()
    #: People who changed since the preview, as the approvers were shown: they are skipped.
    held_back: tuple[Drifted, ...] = ()
    #: Number of scheduled reminders, and the time of the last reminder of any kind.
    reminders: int = 0
    reminded_at: datetime | None = None
    #: The conversation in which its card is posted; empty where none has been chosen.
    channel: str = ""
    #: The conversation with its card, even if that is no longer its channel.
    posted_in: str = ""
    #: How often in a row its channel could not be reached; 0 when all is well.
    failed_posts: int = 0
    #: Whether the requester is notified when its card arrives in the channel.
    announce_posting: bool = False
    copies: tuple[PersonalCopy, ...] = ()
    ending: Ending | None = None
    run: str | None = None
    #: The rule that available people can no longer satisfy; empty if there is none.
    stuck: str = ""
    #: The hash of the plan whose two statements its cards show; empty as long as none was drawn.
    stated: str = ""
    #: What the last change changed; None before the first.
    change: PlanChange | None = None
    #: What a look at the eDiscovery cases found that was not over at the preview.
    findings: CaseFindings | None = None
    #: Whether people were notified of the end of its run.
    outcome_announced: bool = False
    #: Whether they were notified that it waits after its canary.
    wait_announced: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided."""
        return self.state is State.OPEN

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Everyone whom its card names, each as often as it does."""
        ended_by = self.ending.by if self.ending else None
        return (
            self.requester,
            *(one for yes in self.approvals for one in (yes.by, *yes.delegators)),
            *(question.by for question in self.questions),
            *(drifted.person for drifted in self.held_back),
            *((*self.change.added, *self.change.left_out) if self.change else ()),
            *((ended_by,) if ended_by else ()),
        )

    @property
    def rule_input(self) -> RuleInput:
        """The input of the policy."""
        return RuleInput(
            self.impact, self.without_role, self.authors | {self.requester.id}, self.asked_at
        )

    @property
    def counted_approvals(self) -> tuple[Approval, ...]:
        """The approvals as the policy counts them."""
        return tuple(yes.approval for yes in self.approvals)

    @property
    def open_question(self) -> Question | None:
        """The first question without an answer."""
        return next((q for q in self.questions if q.answered_at is None), None)


#: Number of characters of the plan's hash to show.
SHORT_HASH = 8


def short_hash(plan_hash: str) -> str:
    """The beginning of a plan's hash."""
    return plan_hash[:SHORT_HASH]
