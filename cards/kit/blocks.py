"""Small pieces of a card's body.

`text` and `runs` show everything literally; only headings and links are text blocks, which read
markdown, and those hold nothing but our own words.
"""

from collections.abc import Iterable, Sequence

from microsoft_teams.cards import (
    ActionSet,
    CardElement,
    ColumnDefinition,
    Container,
    Fact,
    FactSet,
    ProgressBar,
    RichTextBlock,
    Table,
    TableCell,
    TableRow,
    TextBlock,
    TextRun,
    VerticalBarChart,
    VerticalBarChartDataValue,
)
from microsoft_teams.cards.core import Action, ContainerStyle, Spacing, TextColor, TextSize

from cards.kit.escaping import plain
from cards.words.texts import Texts


def run(
    words: str,
    *,
    bold: bool = False,
    subtle: bool = False,
    color: TextColor | None = None,
    size: TextSize | None = None,
) -> TextRun:
    """A stretch of text, shown literally."""
    return TextRun(
        text=words,
        weight="Bolder" if bold else None,
        is_subtle=True if subtle else None,
        color=color,
        size=size,
    )


def runs(*parts: TextRun, spacing: Spacing | None = None) -> CardElement:
    """A paragraph of several stretches."""
    inlines: list[CardElement] = list(parts)
    return RichTextBlock(inlines=inlines, spacing=spacing)


def text(
    words: str,
    *,
    bold: bool = False,
    subtle: bool = False,
    color: TextColor | None = None,
    size: TextSize | None = None,
    spacing: Spacing | None = None,
) -> CardElement:
    """A paragraph, shown literally, with automatic wrapping."""
    return runs(run(words, bold=bold, subtle=subtle, color=color, size=size), spacing=spacing)


def marked_line(icon: str, label: str, said: str, *, small: bool = False) -> CardElement:
    """A line that an icon and a label begin, so that it needs no color. `said` is literal."""
    size: TextSize | None = "Small" if small else None
    spacing: Spacing = "None" if small else "Small"
    return runs(run(f"{icon} {label}", bold=True, size=size), run(said, size=size), spacing=spacing)


def subheading(words: str) -> CardElement:
    """A small heading within a card. Our own words only."""
    return TextBlock(
        text=words, wrap=True, style="heading", size="Medium", weight="Bolder", spacing="Medium"
    )


def link(words: str, url: str, *, spacing: Spacing = "Small") -> CardElement:
    """A line that leads to a page. Our own words only."""
    return TextBlock(text=f"[{words}]({url})", wrap=True, spacing=spacing)


def box(style: ContainerStyle, *items: CardElement) -> CardElement:
    """A warning or another thing that stands out: one sentence, one date, one link."""
    return Container(style=style, items=list(items), spacing="Medium")


def facts(*pairs: tuple[str, str]) -> CardElement:
    """Counts and dates next to what they count. Our own texts only."""
    return FactSet(facts=[Fact(title=title, value=value) for title, value in pairs])


def buttons(*actions: Action) -> CardElement:
    """Buttons within the body."""
    return ActionSet(actions=list(actions))


def table(
    widths: Sequence[int],
    titles: Sequence[str],
    rows: Iterable[Sequence[Sequence[CardElement]]],
    texts: Texts,
) -> CardElement:
    """A table whose first row is its head. A cell is one or more elements, under each other.

    Phones may know Adaptive Cards up to 1.2 only, hence no tables
    (https://github.com/MicrosoftDocs/msteams-docs/issues/13646). A loss is never in a
    table alone, and the rows a second time would not fit into a message.
    """
    head = [[TextBlock(text=title, wrap=True, weight="Bolder")] for title in titles]
    return Table(
        columns=[ColumnDefinition(width=float(width)) for width in widths],
        show_grid_lines=True,
        rows=[_row(cells) for cells in (head, *rows)],
        fallback=text(texts.common.no_table, subtle=True),
    )


def _row(cells: Sequence[Sequence[CardElement]]) -> TableRow:
    return TableRow(cells=[TableCell(items=list(items)) for items in cells])


def who(name: str, address: str, limit: int) -> list[CardElement]:
    """A cell with a person: names repeat in a tenant, addresses don't."""
    return [
        text(plain(name, limit)),
        text(plain(address, limit), subtle=True, size="Small", spacing="None"),
    ]


def progress(done: int, total: int, *, spacing: Spacing | None = None) -> CardElement:
    """A bar that fills. Say the same in words next to it: clients without the bar leave it out."""
    value = 100 * done / total if total else 0
    return ProgressBar(value=round(value, 1), max=100, spacing=spacing, fallback="drop")


def columns(title: str, bars: Sequence[tuple[str, int]]) -> CardElement:
    """Upright bars, each with a name. Say the same in words next to it: the chart may be absent."""
    return VerticalBarChart(
        title=title,
        data=[
            VerticalBarChartDataValue(x=name, y=float(value), color="categoricalBlue")
            for name, value in bars
        ],
        show_bar_values=True,
        fallback="drop",
    )
