"""Search boxes: people by the first letters of a name or an address."""

from collections.abc import Iterable

from cards.kit.actions import Dataset
from cards.kit.escaping import plain
from dialogs.model.context import Context
from dialogs.model.events import Searched
from dialogs.model.results import Choice
from licensing.tenant.people import Person, PersonRef
from licensing.tenant.spelling import composed

#: Teams shows no more (Microsoft Teams, "Typeahead search in Adaptive Cards").
MOST_CHOICES = 15
#: Longer than any name; a longer text finds no one.
LONGEST_SEARCH = 256


async def search(context: Context, searched: Searched) -> tuple[Choice, ...]:
    """Find people for a search box.

    The data set is `people`, or `holders/TOKEN` for the holders of the products chosen in the draft
    of that button, or `restorable/TOKEN` for people to whom that draft can restore something; a
    token of someone else finds no one.
    """
    text = " ".join(composed(searched.text).split())
    name, _, token = searched.dataset.partition("/")
    if name not in set(Dataset) or len(text) > LONGEST_SEARCH:
        return ()
    limit = max(1, min(searched.limit, MOST_CHOICES))
    if name == Dataset.PEOPLE:
        return _choices(context, await context.directory.search_people(text, limit=limit))
    found = await context.queries.by_token(token)
    if found is None or found[0].owner != context.who.person:
        return ()
    draft, _ = found
    if name == Dataset.RESTORABLE:
        people = await context.queries.search_removed(draft.undoes or "", text, limit)
        return _choices(context, people)
    holding = draft.products
    return _choices(
        context, await context.directory.search_people(text, holding=holding, limit=limit)
    )


def _choices(context: Context, people: Iterable[Person | PersonRef]) -> tuple[Choice, ...]:
    return tuple(
        Choice(context.texts.choose.person_choice(plain(p.name), plain(p.address)), p.id)
        for p in people
    )
