"""Receipts by number: who may see which, and opening one in a separate card."""

from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.permissions import decide_for
from dialogs.policy.readers import sees_everything
from licensing.errors import SignInNeeded, TenantError
from licensing.plans.draft import Draft, Step
from licensing.runs.control import FINAL_STATES
from licensing.runs.receipt import Receipt

#: The longest number that is read.
_DIGITS = 9


async def sees_all(context: Context) -> tuple[bool, Notice | None]:
    """Whether the person sees the whole tenant's receipts, by a role or as a reader.

    Where the tenant does not say, only their own, and why.
    """
    try:
        return await sees_everything(context), None
    except SignInNeeded:
        raise
    except TenantError as error:
        return False, Notice(NoticeKind.OWN_ONLY, error=error)


async def find(context: Context, number: str) -> Receipt | None:
    """Find a receipt that the person may see; None for all others, whatever the reason."""
    if not number.isdecimal() or len(number) > _DIGITS:
        return None
    receipt = await context.queries.receipt(context.who.tenant, int(number))
    who = context.who
    if receipt is None or receipt.owner == who.person:
        return receipt
    if await context.requests.was_approved(who.tenant, who.person, receipt.plan):
        return receipt
    return receipt if (await sees_all(context))[0] else None


async def acts_on(context: Context, owner: str) -> bool:
    """Whether to offer someone the buttons that pause, stop or undo a run of `owner`.

    Each press is decided again. Where the tenant does not answer, the buttons are offered.
    """
    try:
        return (await decide_for(context, owner)).allowed
    except SignInNeeded:
        raise
    except TenantError:
        return True


def opened(context: Context, receipt: Receipt, *, acts: bool = True) -> Draft:
    """A separate card for a receipt: progress while the run is open, then the result.

    `acts` is whether it offers the buttons that pause, stop or undo the run.
    """
    who = context.who
    return Draft(
        id=context.ids.new(),
        tenant=who.tenant,
        owner=who.person,
        conversation=who.conversation,
        journey=None,
        step=Step.DONE if receipt.state in FINAL_STATES else Step.RUNNING,
        token=context.ids.token(),
        plan=receipt.plan,
        run=receipt.run,
        reads_only=not acts,
    )
