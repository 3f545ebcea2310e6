"""While a plan runs, and when it has ended: who lost what, who kept what, and why."""

from dataclasses import replace

from cards.kit import Card
from cards.notices import Notice
from cards.result import ResultFacts, result_card
from cards.running import RunningFacts, running_card
from cards.verbs import Verb
from dialogs.events import Pressed
from dialogs.pages import ROWS, page_of, pages
from dialogs.scene import Move, Scene
from licensing.draft import Draft, Step
from licensing.outcome import RunState


async def show(scene: Scene, draft: Draft, notice: Notice | None) -> Card:
    """Draw the progress, or the result once the run has ended."""
    plan = await scene.plan(draft.plan or "")
    if draft.step is Step.RUNNING:
        tally = None if scene.starting else await scene.shelf.tally(draft.run or "")
        return running_card(RunningFacts(plan, tally, draft.token, notice), scene.words)
    tally = await scene.shelf.tally(draft.run or "")
    page = page_of(str(draft.page), tally.people)
    facts = ResultFacts(
        plan=plan,
        tally=tally,
        rows=await scene.shelf.outcomes(tally.run, page * ROWS, ROWS),
        page=page,
        pages=pages(tally.people),
        csv_url=scene.links.run_csv(tally.run),
        token=draft.token,
        notice=notice,
    )
    return result_card(facts, scene.words)


async def press(scene: Scene, draft: Draft, pressed: Pressed) -> Move:
    """Turn a page of the result; while it runs, look again."""
    tally = await scene.shelf.tally(draft.run or "")
    if draft.step is Step.RUNNING:
        return Move(ended(draft) if tally.state is RunState.DONE else draft)
    if pressed.verb == Verb.PAGE:
        return Move(replace(draft, page=page_of(pressed.arg, tally.people)))
    return Move(draft)


async def say(scene: Scene, draft: Draft, text: str) -> Move | None:
    """Typed text means nothing of its own while a plan runs."""
    del scene, draft, text
    return None


def ended(draft: Draft) -> Draft:
    """The same walk with its result."""
    return replace(draft, step=Step.DONE, page=0)
