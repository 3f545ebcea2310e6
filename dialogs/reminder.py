"""A reminder of what is about to be lost: posted by a timer, drawn from what was looked up last."""

from cards.kit import Card
from cards.notices import Notice
from cards.reminder import NAMED, ReminderFacts, reminder_card
from dialogs.events import Pressed
from dialogs.scene import Move, Scene
from licensing.coming import Coming, Outlook, coming
from licensing.draft import Draft
from licensing.errors import PlanMissing
from licensing.zones import zone_of


async def show(scene: Scene, draft: Draft, notice: Notice | None) -> Card:
    """Draw what is ahead by the calendar of one run."""
    outlook = await scene.shelf.outlook(draft.run or "")
    if outlook is None:
        raise PlanMissing
    ahead = coming([outlook], scene.today)
    facts = ReminderFacts(
        taken=outlook.calendar.day,
        today=scene.today,
        coming=ahead,
        names=await _names(scene, outlook, ahead),
        people=len(outlook.concerned(scene.today)),
        back=outlook.back,
        gone=outlook.gone,
        terms=outlook.terms,
        token=draft.token,
        as_of=outlook.as_of if _stale(scene, draft, outlook) else None,
        csv_url=scene.links.calendar_csv(outlook.calendar.run),
        notice=notice,
    )
    return reminder_card(facts, scene.words)


async def press(scene: Scene, draft: Draft, pressed: Pressed) -> Move:
    """Nothing changes."""
    del scene, pressed
    return Move(draft)


async def say(scene: Scene, draft: Draft, text: str) -> Move | None:
    """Typed text means nothing of its own here."""
    del scene, draft, text
    return None


async def _names(scene: Scene, outlook: Outlook, ahead: tuple[Coming, ...]) -> tuple[str, ...]:
    """The first people whom the first of it concerns."""
    if not ahead:
        return ()
    event = ahead[0].event
    places = [one.position for one in outlook.people if event.data in one.left][:NAMED]
    found = await scene.shelf.names(outlook.calendar.plan, places)
    return tuple(found[place].name for place in places if place in found)


def _stale(scene: Scene, draft: Draft, outlook: Outlook) -> bool:
    """Whether somebody was not looked at again for this reminder."""
    looked = outlook.as_of.astimezone(zone_of(scene.who.timezone)).date()
    return draft.reminds is not None and looked < draft.reminds
