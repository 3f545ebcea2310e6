"""Which column of a pasted table names the people, and the ways to change that."""

from microsoft_teams.cards import CardElement

from cards.kit.actions import Verb
from cards.kit.blocks import box, buttons, text
from cards.kit.card import button
from cards.kit.escaping import plain
from cards.words.texts import Texts
from licensing.plans.draft import PastedTable
from licensing.tenant.lists.reading import Column

#: Characters of a heading that are shown.
_LONGEST_HEADING = 60


def columns_block(table: PastedTable | None, token: str, texts: Texts) -> CardElement | None:
    """The column in use, and a button for each that could be used instead."""
    if table is None:
        return None
    columns = table.columns
    if columns.used is None:
        return box("attention", text(texts.choose.no_column))
    items = [text(texts.choose.column_used(_name(columns.used, texts), columns.ignored))]
    if columns.others and table.text:
        changes = [
            button(
                Verb.USE_COLUMN,
                token,
                texts.choose.use_column(_name(column, texts)),
                arg=str(column.place),
                validate=False,
            )
            for column in columns.others
        ]
        items.append(buttons(*changes))
    elif columns.others:
        items.append(text(texts.choose.long_table, subtle=True))
    return box("emphasis", *items)


def _name(column: Column, texts: Texts) -> str:
    heading = plain(column.heading, _LONGEST_HEADING)
    return heading or texts.choose.column_number(column.place + 1)
