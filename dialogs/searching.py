"""Search boxes: people by the first letters of a name or an address."""

from cards.plain import plain
from cards.verbs import Dataset
from dialogs.answers import Choice
from dialogs.events import Searched
from dialogs.scene import Scene

#: Teams shows no more (Microsoft Teams, "Typeahead search in Adaptive Cards").
MOST_CHOICES = 15
#: Longer than any name; a longer text finds nobody.
LONGEST_SEARCH = 256


async def search(scene: Scene, searched: Searched) -> tuple[Choice, ...]:
    """Find people for a search box.

    The data set is `people`, or `holders/TOKEN` for the holders of the products chosen in the draft
    of that button; a token of somebody else finds nobody.
    """
    text = searched.text.strip()
    name, _, token = searched.dataset.partition("/")
    if name not in {Dataset.PEOPLE, Dataset.HOLDERS} or len(text) > LONGEST_SEARCH:
        return ()
    holding: tuple[str, ...] = ()
    if name == Dataset.HOLDERS:
        found = await scene.shelf.by_token(token)
        if found is None or found[0].owner != scene.who.person:
            return ()
        holding = found[0].products
    limit = max(1, min(searched.limit, MOST_CHOICES))
    people = await scene.directory.search_people(text, holding=holding, limit=limit)
    return tuple(
        Choice(scene.words.person_choice(plain(p.name), plain(p.address)), p.id) for p in people
    )
