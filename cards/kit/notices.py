"""What a step has to say on its own card: something is missing, was added, or did not work."""

from dataclasses import dataclass
from enum import StrEnum

from licensing.errors import UnassignError
from licensing.policy.verdicts import Verdict
from licensing.policy.verdicts import Why as PolicyWhy
from licensing.requests.steps import StepProblem
from licensing.tenant.roles import Why


class NoticeKind(StrEnum):
    """What happened. The texts are in the catalog."""

    CHOOSE_PRODUCT = "choose_product"
    CHOOSE_PEOPLE = "choose_people"
    CHOOSE_PERSON = "choose_person"
    CHOOSE_LICENSE = "choose_license"
    #: More than one where only one can be.
    ONE_PERSON = "one_person"
    #: `number` people were added.
    ADDED = "added"
    #: All who were named were there already, or no one was found.
    NONE_ADDED = "none_added"
    #: `number` people are no longer in the directory and were left out.
    GONE = "gone"
    #: `number` entries were pasted, and `limit` are allowed.
    TOO_MANY = "too_many"
    #: `number` characters were pasted, and `limit` are read.
    TOO_LONG = "too_long"
    #: `number` people were added from a table, by a column that should be looked at.
    CHECK_COLUMN = "check_column"
    #: `number` entries wait for correction.
    PROBLEMS = "problems"
    TICK_BOXES = "tick_boxes"
    #: The pressed card did not state what is lost; the card below does.
    NOT_STATED = "not_stated"
    #: The preview is of another day, so its dates are wrong by now.
    NEW_DAY = "new_day"
    #: Someone is in an open eDiscovery case that the preview did not show.
    NEW_CASES = "new_cases"
    #: The person's role does not permit it; `why` says more.
    NOT_ALLOWED = "not_allowed"
    #: Only Graph can decide whether the person's role permits it; `why` says more.
    ROLE_UNSURE = "role_unsure"
    #: The button was of an older state of this card; the card shows the current state.
    MOVED_ON = "moved_on"
    #: Someone wanted to hold a run that has ended, or that is being stopped.
    OVER_ALREADY = "over_already"
    STOPPING_ALREADY = "stopping_already"
    #: A number of a receipt that is not there, or not for this person.
    NO_SUCH_RECEIPT = "no_such_receipt"
    #: Teams asks where to save a file.
    #: A receipt that gave back can't be undone itself; the number is of the one that it undid.
    UNDOES_ALREADY = "undoes_already"
    #: A run that has not ended can't be undone yet; the number is its receipt's.
    NOT_OVER_YET = "not_over_yet"
    #: The checkbox about deleted data is not selected.
    TICK_GONE = "tick_gone"
    #: Several runs could be meant.
    WHICH_RUN = "which_run"
    #: Because of `error` it is not known whether the person may see everyone's.
    OWN_ONLY = "own_only"
    #: `error` happened; the choices are still there.
    ERROR = "error"
    #: The policy says no; `verdict` has its reason.
    POLICY = "policy"
    #: The policy lets only others undo; `verdict` has its reason, `said` whom to ask.
    UNDO_DENIED = "undo_denied"
    #: The policy has asked for approval since the preview.
    NEEDS_APPROVAL = "needs_approval"
    #: Something can't be done with a request; `trouble` says why.
    TROUBLE = "trouble"
    #: The action succeeded; `said` has the text.
    DONE = "done"
    #: What a typed sentence was understood to be; `said` has the text.
    UNDERSTOOD = "understood"
    #: Something has to be corrected first; `said` has the text.
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say, with its numbers."""

    kind: NoticeKind
    number: int = 0
    limit: int = 0
    why: Why | None = None
    error: UnassignError | None = None
    verdict: Verdict | None = None
    trouble: StepProblem | None = None
    said: str = ""

    @property
    def refused(self) -> Why | PolicyWhy | None:
        """Why someone may not do what they wanted, for the journal; None for all else."""
        if self.kind is NoticeKind.UNDO_DENIED and self.verdict:
            return self.verdict.why
        return self.why if self.kind is NoticeKind.NOT_ALLOWED else None
