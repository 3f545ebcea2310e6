"""What those who lost something are told themselves: what went, what is ahead, and whom to ask."""

from collections.abc import Mapping

from cards.plain import plain, plains
from dialogs.scene import Scene
from licensing.calendar import Calendar
from licensing.services import Data


async def letters(scene: Scene, calendar: Calendar) -> Mapping[str, str]:
    """A message for everybody who still misses something and has it ahead, by person."""
    outlook = await scene.shelf.outlook(calendar.run)
    concerned = outlook.concerned(scene.today) if outlook else ()
    if outlook is None or not concerned:
        return {}
    receipt = await scene.shelf.receipt_of(calendar.run)
    names = (await scene.shelf.plan(calendar.plan)).products
    graces = {one.person: one for one in concerned}
    words = scene.words
    whom = plain(receipt.owner_name) if receipt.owner_name else words.whom_to_ask
    found: dict[str, str] = {}
    for one in await scene.shelf.taken(calendar.run, list(graces)):
        grace = graces[one.person.id]
        ahead = outlook.events(grace, scene.today)
        kinds = [kind for kind in Data if any(event.data is kind for event in ahead)]
        found[grace.person] = words.letter(
            plains(names.get(line.product, line.product) for line in one.lines),
            calendar.day,
            [words.one_loss(kind, [e for e in ahead if e.data is kind]) for kind in kinds],
            min(event.day for event in ahead),
            whom,
        )
    return found
