"""The people chosen so far: who they are, the ways to add more, and the way to remove some."""

from collections.abc import Sequence

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, text
from cards.kit.card import button, fold
from cards.kit.escaping import plain, plains
from cards.kit.inputs import choose_many, paste_input, search_box
from cards.words.texts import Texts
from licensing.tenant.people import PersonRef
from licensing.tenant.same_names import told_apart

#: Maximum number of selected people shown, and of people removed from the list in one step.
NAMED = 5
REMOVABLE = 100


def chosen_block(
    people: Sequence[PersonRef], texts: Texts, duplicates: int = 0, *, own: bool = False
) -> CardElement:
    """Who is chosen, and how many of the last list were there already."""
    count = len(people)
    names = plains(told_apart(people[:NAMED]))
    items = [
        text(texts.choose.selected(count), bold=True),
        text(texts.common.and_more(names, count), spacing="Small"),
    ]
    if own:
        items.append(text(texts.choose.on_list, spacing="Small"))
    if duplicates:
        items.append(text(texts.choose.duplicates(duplicates), subtle=True, spacing="Small"))
    return box("emphasis", *items)


def adding_inputs(dataset: str, texts: Texts) -> list[CardElement]:
    """A search box in this dataset, and a box for a pasted list."""
    return [
        search_box(
            Field.PEOPLE, texts.choose.search_label, texts.choose.search_hint, dataset, many=True
        ),
        paste_input(Field.PASTE, texts.choose.paste_label, texts.choose.paste_hint),
    ]


def removing_fold(people: Sequence[PersonRef], token: str, texts: Texts, limit: int) -> Action:
    """A button that unfolds the list, to remove some from it."""
    choices = [
        (texts.choose.person_choice(plain(p.name, limit), plain(p.address, limit)), p.id)
        for p in people[:REMOVABLE]
    ]
    items = [
        choose_many(
            Field.TAKE_OFF,
            texts.choose.remove_label,
            choices,
            placeholder=texts.choose.products_hint,
        )
    ]
    if len(people) > REMOVABLE:
        cut = texts.choose.remove_first(REMOVABLE, len(people))
        items.append(text(cut, subtle=True))
    off = button(Verb.TAKE_OFF, token, texts.common.remove_people)
    return fold(texts.choose.edit_list, items, [off])
