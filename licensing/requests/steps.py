"""The result of a step: the new request, and its events."""

from dataclasses import dataclass, replace
from enum import StrEnum

from licensing.policy.verdicts import Verdict
from licensing.requests.events import Event
from licensing.requests.model import Request


class StepProblem(StrEnum):
    """Why something can't be done, apart from what the policy says. Texts: the catalogue."""

    #: It was decided already.
    ENDED = "ended"
    #: The button is of an earlier revision; what is asked has changed.
    CHANGED = "changed"
    #: Only the requester may do this.
    NOT_REQUESTER = "not_requester"
    #: A no and a question need some words.
    NO_WORDS = "no_words"
    NO_QUESTION = "no_question"
    #: More people changed since the preview than the approver was shown.
    DRIFTED = "drifted"
    #: Its cards did not state what is lost; they are drawn again first.
    NOT_STATED = "not_stated"
    #: Everyone changed, so there is nothing left to approve.
    NO_ONE_LEFT = "no_one_left"
    #: The sign-in is not fresh enough.
    SIGN_IN = "sign_in"
    #: Reminded a moment ago.
    TOO_SOON = "too_soon"


@dataclass(frozen=True, slots=True)
class Step:
    """The result of a step. If it was refused, the request is unchanged or shows why."""

    request: Request
    #: For the trail, in order.
    events: tuple[Event, ...] = ()
    problem: StepProblem | None = None
    #: What the policy says to it, if it has a say.
    verdict: Verdict | None = None

    @property
    def done(self) -> bool:
        """Whether what was wanted was done."""
        return self.problem is None and (self.verdict is None or self.verdict.allowed)


def updated(request: Request, *events: Event, **changed: object) -> Step:
    """The request with these fields changed, one version higher."""
    newer = replace(request, version=request.version + 1, **changed)  # type: ignore[arg-type]
    return Step(newer, events)


def unchanged(request: Request, trouble: StepProblem) -> Step:
    """Nothing was done."""
    return Step(request, problem=trouble)
