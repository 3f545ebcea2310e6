"""What the journal is told of an answer: the plan that was shown, the decision, or the no."""

from datetime import datetime

from bot.ports import Unit
from dialogs.answers import Turn
from licensing.journal import Kind, Note
from licensing.roles import Acting


async def tell(unit: Unit, turn: Turn, acting: Acting, now: datetime) -> None:
    """Write into the journal, in the caller's transaction; most answers decide nothing."""
    await _previewed(unit, turn, acting, now)
    await _confirmed(unit, turn, acting, now)
    await _refused(unit, turn, acting, now)


async def _previewed(unit: Unit, turn: Turn, acting: Acting, now: datetime) -> None:
    plan = turn.plan
    if plan is None:
        return
    what = {
        "plan": plan.id,
        "products": sorted(plan.products),
        "people": plan.summary.people,
        "licenses": plan.summary.licenses,
        "in_cases": plan.summary.held.people,
        "cases": sorted(case.id for case in plan.summary.cases),
        "cases_checked": plan.summary.case_check.why or "yes",
    }
    note = Note(Kind.PREVIEWED, plan.owner, acting, plan_hash=plan.hash, what=what)
    await unit.journal.append(plan.tenant, now, note)


async def _confirmed(unit: Unit, turn: Turn, acting: Acting, now: datetime) -> None:
    draft = turn.start
    if draft is None or not draft.plan:
        return
    plan = await unit.plans.header(draft.plan)
    what = {
        "plan": plan.id,
        "accepted": sorted(draft.accepted),
        "people": plan.summary.people,
        "licenses": plan.summary.licenses,
    }
    note = Note(Kind.CONFIRMED, draft.owner, acting, run=draft.run, plan_hash=plan.hash, what=what)
    await unit.journal.append(draft.tenant, now, note)


async def _refused(unit: Unit, turn: Turn, acting: Acting, now: datetime) -> None:
    if turn.refused is None or not turn.stored:
        return
    draft = turn.stored[0].draft
    plan_hash = (await unit.plans.header(draft.plan)).hash if draft.plan else None
    what = {"why": turn.refused, "step": draft.step}
    note = Note(Kind.REFUSED, draft.owner, acting, plan_hash=plan_hash, what=what)
    await unit.journal.append(draft.tenant, now, note)
