"""Whether whoever acts may give back what a run took, by their role and by the policy."""

from cards.kit.escaping import plain
from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.permissions import decide
from dialogs.policy.approver_lookup import look_up_approver
from licensing.policy.undo_permission import may_give_back
from licensing.policy.verdicts import Verdict, Why
from licensing.runs.receipt import Receipt


async def refusal(scene: Context, receipt: Receipt) -> Notice | None:
    """Say why the person may not undo this receipt; None when they may.

    Asked where an undo begins and again where it is confirmed. It is always carried out as the
    person who confirms it, so nobody uses the rights of whoever approved the removal.
    """
    decision = await decide(scene.directory)
    if not decision.allowed:
        return Notice(NoticeKind.NOT_ALLOWED, why=decision.why)
    if scene.policy.giving_back is None:
        return None
    who = scene.who
    verdict = may_give_back(
        scene.policy,
        await look_up_approver(scene, who.person),
        asked=await scene.requests.asked(who.tenant, who.person, receipt.plan),
    )
    if verdict.allowed:
        return None
    return Notice(NoticeKind.GIVING_BACK, verdict=verdict, said=_said(scene, verdict, receipt))


def _said(scene: Context, verdict: Verdict, receipt: Receipt) -> str:
    words, lines = scene.words, scene.policy.giving_back or ()
    if verdict.why is Why.EMPTY_LIST:
        return words.no_giver
    names = [words.listed_line(line, plain(line.name)) for line in lines]
    return f"{words.verdict(verdict)} {words.ask_giver(names, receipt.number)}"
