"""What a card shows on which someone decides about a plan: the headline, who, what, worst losses.

Everything else is in the details (`cards.removal.details`). A loss is one line with an icon and a
word, so that it needs no color. The order is: what is permanently deleted, what eDiscovery loses,
the rest. Both statements are among the lines, or a sentence says that nothing is lost.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Spacing, TextSize

from cards.kit.blocks import box, run, runs, text
from cards.kit.escaping import LONGEST_NAME, plain, plains
from cards.removal.statements import Statement, marked, rest_statement, unknown_products
from cards.words.texts import Texts
from licensing.losses.dependencies import Effect
from licensing.losses.services import Data
from licensing.plans.plan import Plan
from licensing.plans.statements import deleted_kinds, unsearchable_kinds
from licensing.plans.summary import MAX_NAMES, Summary

Day = TypeVar("Day")

#: Maximum number of losses in separate lines.
LOSSES_SHOWN: Final = 3
#: Maximum number of products and open cases named in one line.
PRODUCTS_NAMED: Final = 3
CASES_NAMED: Final = 1
#: Names are cut to this length, so that the buttons stay in sight; the details have them whole.
CUT: Final = 48
#: A card whose losses have more characters than this is crowded: it is set smaller, with fewer
#: names and without what stays, for the same reason.
_CROWDED: Final = 160
_FEW_NAMED: Final = 3
#: Icons of the lines: deletions, eDiscovery and open cases, other losses.
_DELETED, _SEARCHED, _OTHER = "⛔", "🔍", "⚠️"
#: Kinds that have lines of their own.
_IN_LINES: Final = frozenset({Data.UNKNOWN, Data.PHONE, Data.MAILBOX_SPACE})


@dataclass(frozen=True, slots=True)
class Loss:
    """One line: its icon and word, and what is lost."""

    icon: str
    word: str
    said: str
    statement: Statement | None = None


def removal_title(plan: Plan, texts: Texts, limit: int = LONGEST_NAME) -> str:
    """The headline of a removal, with the name of its only product and of its only person."""
    return texts.decision.remove(*only_ones(plan, min(limit, CUT)))


def undo_title(plan: Plan, texts: Texts, limit: int = LONGEST_NAME) -> str:
    """The headline of an undo."""
    return texts.decision.restore(*only_ones(plan, min(limit, CUT)))


def only_ones(plan: Plan, limit: int = LONGEST_NAME) -> tuple[int, str, int, str]:
    """How many products and people a plan has, each with the name of the first for a headline."""
    summary = plan.summary
    product = next(iter(summary.going), "")
    person = summary.affected_names[0] if summary.affected_names else ""
    return (
        len(summary.going),
        plain(plan.products.get(product, product), limit),
        summary.affected,
        plain(person, limit),
    )


def who_and_what(
    plan: Plan,
    texts: Texts,
    limit: int = LONGEST_NAME,
    *,
    kept: bool = True,
    crowded: bool = False,
) -> list[CardElement]:
    """The people and the products, as far as the headline does not name them; what stays if `kept`.

    Names are cut to `CUT`. `crowded` is whether the card has more to say than its losses.
    """
    summary, found, limit = plan.summary, list[CardElement](), min(limit, CUT)
    crowded = crowded or is_crowded(plan, texts)
    size: TextSize | None = "Small" if crowded else None
    if summary.affected > 1:
        some = people_named(summary, _FEW_NAMED if crowded else MAX_NAMES)
        names = texts.common.and_more(plains(some, limit), summary.affected)
        found.append(labeled(texts, texts.decision.people_label, names, size))
    if len(summary.going) > 1 or summary.affected > 1:
        products = products_line(plan, texts, limit)
        found.append(labeled(texts, texts.decision.licenses_label, products, size))
    stays = summary.inherited + summary.still_assigned
    if kept and stays and not crowded:
        found.append(labeled(texts, texts.decision.kept_label, texts.decision.kept(stays)))
    return found


def people_named(summary: Summary, most: int) -> Sequence[str]:
    """The names of the first `most` people; one more instead of "and 1 other"."""
    return summary.affected_names[: most + (summary.affected == most + 1)]


def is_crowded(plan: Plan, texts: Texts) -> bool:
    """Whether a card about this plan has so much to say that it is set smaller."""
    shown = list(losses(plan, plan.day, texts, CUT))[:LOSSES_SHOWN]
    return sum(len(one.said) for one in shown) > _CROWDED


def products_line(plan: Plan, texts: Texts, limit: int = LONGEST_NAME) -> str:
    """The products that go or come back, the most frequent first, each with how many."""
    going = sorted(plan.summary.going.items(), key=lambda one: (-one[1], one[0]))
    named = [
        texts.decision.product(plain(plan.products.get(product, product), limit), count)
        for product, count in going[:PRODUCTS_NAMED]
    ]
    return texts.common.and_more(named, len(going))


def labeled(texts: Texts, label: str, said: str, size: TextSize | None = None) -> CardElement:
    """A line with a label in front."""
    spacing: Spacing = "None" if size else "Small"
    return runs(
        run(texts.common.label(label), subtle=True, size=size),
        run(said, size=size),
        spacing=spacing,
    )


def loss_block(
    plan: Plan,
    day: date,
    texts: Texts,
    limit: int = LONGEST_NAME,
    *,
    named: bool = True,
    owner: str = "",
    most: int = LOSSES_SHOWN,
    crowded: bool = False,
) -> CardElement:
    """The worst losses of a removal on `day`, at most `most` lines, and both statements.

    `named` is whether the reader may know what open cases are called. `owner` is the name of the
    person whose plan it is, where others read it. `most` is at least 2: the statements are first.
    `crowded` is whether the card has more to say than its losses. Names are cut to `limit`.
    """
    summary = plan.summary
    found = list(losses(plan, day, texts, limit, named=named, owner=owner))
    shown = found[:most]
    crowded = crowded or is_crowded(plan, texts)
    items: list[CardElement] = [_line(one, texts, crowded=crowded) for one in shown]
    rest = rest_statement(summary, day, texts, limit)
    if rest is not None:
        items.append(rest)
    hidden = len(found) - len(shown) + len(_others(summary, day))
    if hidden:
        more = texts.decision.more(hidden, day)
        items.append(text(more, subtle=True, size="Small", spacing="Small"))
    return box("attention" if found else "emphasis", *items)


def _line(one: Loss, texts: Texts, *, crowded: bool = False) -> CardElement:
    size: TextSize | None = "Small" if crowded else None
    word = run(texts.common.label(f"{one.icon} {one.word}"), bold=True, size=size)
    line = runs(word, run(one.said, size=size), spacing="None" if crowded else "Small")
    return marked(line, one.statement) if one.statement else line


def losses(
    plan: Plan,
    day: date,
    texts: Texts,
    limit: int = LONGEST_NAME,
    *,
    named: bool = True,
    owner: str = "",
) -> Iterator[Loss]:
    """Everything that has a line, worst first."""
    summary, words, limit = plan.summary, texts.decision, min(limit, CUT)
    single = summary.affected == 1
    if deleted_kinds(summary, day):
        said = deleted_words(plan, day, texts)
        yield Loss(_DELETED, words.deletion, said, Statement.DELETION)
    if unsearchable_kinds(summary, day):
        said = unsearchable_words(plan, day, texts)
        yield Loss(_SEARCHED, words.ediscovery, said, Statement.EDISCOVERY)
    if summary.in_cases.people:
        yield Loss(_SEARCHED, words.case, cases_words(plan, texts, limit, named=named))
    if summary.losing.get(Data.UNKNOWN):
        yield Loss(_OTHER, words.unknown, unknown_words(plan, texts, limit))
    if summary.own:
        yield _own(summary, texts, owner)
    yield from _refusals(plan, texts, limit)
    if phones := summary.losing.get(Data.PHONE, 0):
        yield Loss(_OTHER, words.phone, words.numbers(phones, single=single))
    if smaller := summary.losing.get(Data.MAILBOX_SPACE, 0):
        yield Loss(_OTHER, words.smaller, words.smaller_mailboxes(smaller, single=single))


def deleted_words(plan: Plan, day: date, texts: Texts) -> str:
    """What is permanently deleted, each kind with how many and its day."""
    lost = _counted(deleted_kinds(plan.summary, day), plan.summary)
    return texts.decision.deleted(lost, single=plan.summary.affected == 1)


def unsearchable_words(plan: Plan, day: date, texts: Texts) -> str:
    """What eDiscovery no longer finds, each kind with how many and its day."""
    lost = _counted(unsearchable_kinds(plan.summary, day), plan.summary)
    return texts.decision.unsearchable(lost, single=plan.summary.affected == 1)


def _counted(kinds: Iterable[tuple[Data, Day]], summary: Summary) -> list[tuple[Data, int, Day]]:
    """Each kind with the number of people who lose it."""
    return [(kind, summary.losing[kind], day) for kind, day in kinds]


def unknown_words(plan: Plan, texts: Texts, limit: int = LONGEST_NAME) -> str:
    """Which products have unknown contents."""
    return texts.decision.unknown_product(unknown_products(plan.summary, texts, limit))


def own_line(summary: Summary, texts: Texts) -> CardElement | None:
    """That the person who acts is among those who lose something."""
    return _line(_own(summary, texts), texts) if summary.own else None


def _own(summary: Summary, texts: Texts, owner: str = "") -> Loss:
    word = texts.decision.owners if owner else texts.decision.own
    return Loss(_OTHER, word, texts.decision.own_licenses(summary.own, owner))


def cases_words(plan: Plan, texts: Texts, limit: int = LONGEST_NAME, *, named: bool = True) -> str:
    """Who is in which open cases; no case is named where the reader may not know it."""
    summary = plan.summary
    # A case that the reader may not know has no name.
    cases = [case.name for case in summary.cases if case.name] if named else []
    return texts.decision.in_cases(
        summary.in_cases.people,
        plains(cases[:CASES_NAMED], limit),
        len(summary.cases),
        single=summary.affected == 1,
    )


def _refusals(plan: Plan, texts: Texts, limit: int) -> Iterator[Loss]:
    summary, words = plan.summary, texts.decision
    for addon in summary.addons:
        if addon.effect in {Effect.BLOCKS, Effect.MAY_BLOCK}:
            name = plain(plan.products.get(addon.product, addon.product), limit)
            yield Loss(_OTHER, words.refused, words.refused_for(addon.people, name))
    if summary.self_bought or summary.partly_self_bought:
        yield Loss(_OTHER, words.bought, words.bought_themselves(summary.self_bought))


def _others(summary: Summary, day: date) -> list[Data]:
    """Kinds that end or change and are in no line."""
    lines = _IN_LINES | {kind for kind, _ in deleted_kinds(summary, day)}
    return [kind for kind, people in summary.losing.items() if people and kind not in lines]
