"""Whether the person who acts may undo a run, by their role and by the policy."""

from cards.kit.notices import Notice, NoticeKind
from cards.kit.people import lines_of
from dialogs.model.context import Context
from dialogs.model.permissions import decide
from dialogs.policy.approver_lookup import look_up_approver
from licensing.errors import UnassignError
from licensing.policy.undo_permission import may_undo
from licensing.policy.verdicts import Verdict, Why
from licensing.runs.receipt import Receipt


async def offered(context: Context, receipt: Receipt) -> bool:
    """Whether to offer the undo of a receipt on a card; each press decides again.

    Not to those who surely may not undo it. Where the tenant does not say, it is offered.
    """
    own = receipt.owner == context.who.person
    if own and context.settings.policy.undo is None:
        # Anyone who removed the licenses had the role, and nothing else is asked.
        return True
    try:
        return await refusal(context, receipt) is None
    except UnassignError:
        return True


async def refusal(context: Context, receipt: Receipt) -> Notice | None:
    """Say why the person may not undo this receipt; None when they may.

    Asked where an undo begins and again where it is confirmed. It is always carried out as the
    person who confirms it, so no one uses the rights of the person who approved the removal.
    """
    decision = await decide(context.directory)
    if not decision.allowed:
        return Notice(NoticeKind.NOT_ALLOWED, why=decision.why)
    if context.settings.policy.undo is None:
        return None
    who = context.who
    verdict = may_undo(
        context.settings.policy,
        await look_up_approver(context, who.person),
        asked=await context.requests.was_approved(who.tenant, who.person, receipt.plan),
    )
    if verdict.allowed:
        return None
    return Notice(NoticeKind.UNDO_DENIED, verdict=verdict, said=_said(context, verdict, receipt))


def _said(context: Context, verdict: Verdict, receipt: Receipt) -> str:
    texts, lines = context.texts, context.settings.policy.undo or ()
    if verdict.why is Why.EMPTY_LIST:
        return texts.request_messages.no_undo_approver
    names, messages = lines_of(lines, texts), texts.request_messages
    whom = messages.ask_someone_else(names, receipt.number)
    return messages.sentences([messages.verdict(verdict), whom])
