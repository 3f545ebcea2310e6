"""Everything that can go wrong, in one tree.

    UnassignError
    ├── TenantError                what the tenant's directory answered
    │   ├── SignInNeeded           no one is signed in on whose behalf to act
    │   │   └── FreshSignInNeeded  signed in, but too long ago for this
    │   ├── WrongPerson            someone else signed in
    │   ├── SignInTimeMissing      the tenant does not tell when someone signed in
    │   ├── NotAllowed             the tenant does not permit it
    │   │   └── RoleMissing        the person's role does not permit it, the bot says
    │   ├── RestrictedUnit         only administrators of the person's unit may
    │   ├── UnknownPerson          no one has this id any longer
    │   ├── InheritedFromGroup     a group gives the license
    │   ├── LicenseNotHeld         the person does not have it
    │   ├── DependentPlan          another product needs the removed plan
    │   ├── MissingPlan            it needs a plan that the person would not have
    │   ├── ConflictingPlans       two plans exclude each other
    │   ├── NoFreeSeat             only for an undo
    │   ├── NoUsageLocation        only for an undo
    │   ├── NotForUsers            a product that people can't hold
    │   ├── NothingToChange        an empty change
    │   ├── ChangedMeanwhile       someone else writes at the same time
    │   ├── SlowDown               too many calls; wait
    │   ├── TenantUnavailable      no answer, or not a useful one
    │   └── UnreadAnswer           an answer this version does not know
    ├── SendPrevented              a call that was delayed too long to be made
    ├── StaleDraft                 another click was faster
    ├── PlanMissing                a plan or run that does not exist
    └── RequestMissing             a request that does not exist

The docstring of a class is its message. The texts for people are in `cards/words/`, one for each
class.
"""

from dataclasses import dataclass
from typing import Final


class UnassignError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


@dataclass(frozen=True, slots=True)
class Answer:
    """Graph's answer, for the receipt: HTTP status, error code, message and request id."""

    status: int | None = None
    code: str = ""
    message: str = ""
    request_id: str = ""


class TenantError(UnassignError):
    """The tenant refused."""

    #: Whether the same call may succeed later.
    passing = False
    #: Whether it may concern one product only, so that a call for the others may succeed.
    of_product = False

    def __init__(self, answer: Answer | None = None) -> None:
        self.answer = answer or Answer()
        super().__init__()


class SignInNeeded(TenantError):
    """The person has to sign in before the app can act on their behalf."""

    def __init__(self, answer: Answer | None = None, claims: str | None = None) -> None:
        #: The claims challenge for the next sign-in; None for none
        #: (https://learn.microsoft.com/entra/identity-platform/claims-challenge).
        self.claims = claims
        super().__init__(answer)


#: Requests the time of the last sign-in (OpenID Connect Core, 5.5, "Requesting Claims using the
#: claims Request Parameter").
AUTH_TIME_CLAIMS: Final = '{"id_token":{"auth_time":{"essential":true}}}'


class FreshSignInNeeded(SignInNeeded):
    """The person has to sign in again."""

    def __init__(self, answer: Answer | None = None) -> None:
        super().__init__(answer, AUTH_TIME_CLAIMS)


class WrongPerson(TenantError):
    """Someone else signed in instead of the person who was asked to."""


class SignInTimeMissing(TenantError):
    """The tenant does not say when the person signed in, so it proves nothing."""


class NotAllowed(TenantError):
    """The tenant does not permit this; only its error message has the reason."""


class RoleMissing(NotAllowed):
    """The person's role does not permit this; the tenant was not asked."""


class RestrictedUnit(TenantError):
    """The person is in a restricted management administrative unit of other administrators.

    https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management
    """


class UnknownPerson(TenantError):
    """No one in the tenant has this id."""


class InheritedFromGroup(TenantError):
    """The license comes from a group and can't be removed from the person."""

    of_product = True


class LicenseNotHeld(TenantError):
    """The person does not have this license."""

    of_product = True


class DependentPlan(TenantError):
    """Another product of the person depends on a service plan that would be removed."""

    of_product = True

    def __init__(self, answer: Answer | None = None, plan: str = "", needs: str = "") -> None:
        self.plan = plan
        self.needs = needs
        super().__init__(answer)


class MissingPlan(TenantError):
    """A product to assign needs a service plan that the person would not have."""

    of_product = True


class ConflictingPlans(TenantError):
    """Two service plans exclude each other."""

    of_product = True


class NoFreeSeat(TenantError):
    """No license of this product is free."""

    of_product = True


class NoUsageLocation(TenantError):
    """The person has no valid usage location."""


class NotForUsers(TenantError):
    """This product can't be assigned to people."""

    of_product = True


class NothingToChange(TenantError):
    """There was nothing to add or remove."""


class ChangedMeanwhile(TenantError):
    """Someone else is changing the same licenses."""

    passing = True


class SlowDown(TenantError):
    """The tenant asks for fewer calls."""

    passing = True

    def __init__(self, answer: Answer | None = None, seconds: float | None = None) -> None:
        #: Seconds to wait, possibly fractional (Graph throttling guidance).
        self.seconds = seconds
        super().__init__(answer)


class TenantUnavailable(TenantError):
    """The tenant did not answer."""

    passing = True


class UnreadAnswer(TenantError):
    """The tenant refused with an error that this version does not know."""

    def __init__(self, answer: Answer | None = None) -> None:
        super().__init__(answer)
        #: A self-service purchase, for example, but not an error of the tenant itself.
        self.of_product = 400 <= (self.answer.status or 0) < 500


class SendPrevented(UnassignError):
    """A call was delayed for so long that another process may be making it."""


class StaleDraft(UnassignError):
    """Another click was faster."""


class PlanMissing(UnassignError):
    """This plan or run is not in the ledger."""


class RequestMissing(UnassignError):
    """This request is not in the ledger."""
