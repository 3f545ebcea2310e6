"""What the journal is told of an answer: the plan that was shown, the decision, or the no."""

from datetime import datetime

from dialogs.model.results import Answer, CardReply, Refused
from ledger import Unit
from licensing.journal import Kind, Note
from licensing.plans.plan import Plan
from licensing.tenant.roles import Acting


async def tell(unit: Unit, answer: Answer, actor: str, acting: Acting, now: datetime) -> None:
    """Write into the journal, in the caller's transaction; most answers decide nothing.

    `actor` is the Entra object id of whoever did what is answered.
    """
    if isinstance(answer, CardReply):
        await _previewed(unit, answer, acting, now)
        await _confirmed(unit, answer, acting, now)
    if answer.refused is not None:
        await _refused(unit, answer.refused, actor, acting, now)


async def _previewed(unit: Unit, turn: CardReply, acting: Acting, now: datetime) -> None:
    plan = turn.plan
    if plan is None:
        return
    what = {
        "plan": plan.id,
        "products": sorted(plan.products),
        "people": plan.summary.people,
        "licenses": plan.summary.licenses,
        **(_undoes(plan) or _cases(plan)),
    }
    note = Note(Kind.PREVIEWED, plan.owner, acting, plan_hash=plan.hash, what=what)
    await unit.journal.append(plan.tenant, now, note)


async def _confirmed(unit: Unit, turn: CardReply, acting: Acting, now: datetime) -> None:
    draft = turn.start
    if draft is None or not draft.plan:
        return
    plan = await unit.plans.header(draft.plan)
    what = {
        "plan": plan.id,
        "accepted": sorted(draft.accepted),
        "people": plan.summary.people,
        "licenses": plan.summary.licenses,
        **_undoes(plan),
    }
    kind = Kind.RESTORATION_CONFIRMED if plan.undoes else Kind.CONFIRMED
    note = Note(kind, draft.owner, acting, run=draft.run, plan_hash=plan.hash, what=what)
    await unit.journal.append(draft.tenant, now, note)


def _undoes(plan: Plan) -> dict[str, object]:
    """Of a plan that gives back: the run and the receipt that it undoes."""
    undone = plan.undoes
    return {"undoes": undone.run, "undoes_receipt": undone.receipt} if undone else {}


def _cases(plan: Plan) -> dict[str, object]:
    """Of a plan that removes: the open eDiscovery cases, and whether they could be looked up."""
    return {
        "in_cases": plan.summary.held.people,
        "cases": sorted(case.id for case in plan.summary.cases),
        "cases_checked": plan.summary.case_check.why or "yes",
    }


async def _refused(unit: Unit, refused: Refused, actor: str, acting: Acting, now: datetime) -> None:
    draft = refused.draft
    plan_hash = (await unit.plans.header(draft.plan)).hash if draft.plan else None
    what = {"why": refused.why, "step": draft.step}
    note = Note(Kind.REFUSED, actor, acting, run=draft.run, plan_hash=plan_hash, what=what)
    await unit.journal.append(draft.tenant, now, note)
