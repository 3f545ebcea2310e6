"""Every text, drawn with real values: no method, object or placeholder stands in a sentence."""

import inspect
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_type_hints

import pytest

from cards.kit.notices import Notice, NoticeKind
from cards.words.catalog import Group, Language
from cards.words.groups.results import Headline
from cards.words.languages import ALL_LANGUAGES, english, texts_in
from licensing.errors import Answer, NotAllowed, UnassignError
from licensing.losses.rules import RULES, DataEvent, DatedEvent, Terms
from licensing.losses.services import Data
from licensing.plans.plan import UndoneRun
from licensing.plans.planned_person import BLOCKED_ACTIONS, PlannedAction
from licensing.plans.savings import SavedCost
from licensing.policy.lists import ListEntry, PrincipalType
from licensing.policy.model import Reminders, Rule, RuleRef, Stage, When
from licensing.policy.progress import Progress
from licensing.policy.verdicts import Verdict, deny
from licensing.policy.verdicts import Why as PolicyWhy
from licensing.requests.consultation import ReplyCounts
from licensing.requests.model import PlanChange
from licensing.runs.counts import RunCounts
from licensing.runs.outcome import LineOutcome, Outcome, PeopleEnds
from licensing.tenant.cases import Hold
from licensing.tenant.checks import Check, NotChecked
from licensing.tenant.mailboxes import Mailbox

DAY = date(2026, 12, 24)
AT = datetime(2026, 12, 24, 9, 30, tzinfo=UTC)
#: What must never be read: a method or an object in place of its value, or an unfilled placeholder.
WRONG = re.compile(r"<bound method|<function|<class|object at 0x|\{\w*\}|\bNone\b")

#: What each group has beside its texts.
SHARED = {*dir(Group), "words"}

#: Kinds of data that are deleted for good.
DELETED = [kind for kind, rule in RULES.items() if rule.stages]

#: Values for each type that a text takes.
VALUES: Mapping[object, Sequence[Any]] = {
    int: [1, 2, 12_000],
    float: [30.0, 600.0, 7200.0],
    bool: [True, False],
    str: ["Adele Vance"],
    date: [DAY],
    datetime: [AT],
    timedelta: [timedelta(hours=5)],
    Sequence[str]: [["A"], ["A", "B"]],
    Sequence[int]: [[41], [41, 42]],
    Sequence[tuple[int, date]]: [[(41, DAY)]],
    Sequence[tuple[Mailbox, int]]: [
        [(Mailbox.SHARED, 1)],
        [(Mailbox.ROOM, 2), (Mailbox.SHARED, 1)],
    ],
    Sequence[Data]: [[], [Data.MAILBOX], [Data.MAILBOX, Data.OFFICE]],
    Sequence[tuple[Data, int, date]]: [[(kind, 1, DAY)] for kind in DELETED],
    Sequence[tuple[Data, int, date | None]]: [
        [(kind, 2, day)] for kind in DELETED for day in (None, DAY)
    ],
    Sequence[DatedEvent]: [[], [DatedEvent(DAY, Data.MAILBOX, DataEvent.DELETED)]],
    Mapping[str, Decimal]: [{"USD": Decimal("12.50")}],
    Check: [Check(at=AT), Check(at=AT, own_view=True), Check(why=NotChecked.NO_ROLE)],
    SavedCost: [SavedCost(3, {"USD": Decimal(30)}, 1)],
    UndoneRun: [UndoneRun("r", 41, DAY, Terms())],
    Verdict: [deny(PolicyWhy.NOT_LISTED)],
    ListEntry: [ListEntry(kind, "value", "Helpdesk", 7) for kind in PrincipalType],
    Notice: [Notice(NoticeKind.ADDED, 3), Notice(NoticeKind.ERROR, error=NotAllowed())],
    PeopleEnds: [PeopleEnds(), PeopleEnds(dict.fromkeys(Outcome, 2))],
    RunCounts: [RunCounts(), RunCounts(2, 1, 2, 1, 1, 1, 1)],
    Headline: [Headline(1, "A", 1, "Adele"), Headline(2, "A", 1, "Adele"), Headline(2, "A", 3, "")],
    Sequence[PlannedAction]: [[one] for one in BLOCKED_ACTIONS] + [list(BLOCKED_ACTIONS)],
    Reminders: [Reminders()],
    When: [When(), When(people_from=5, mailboxes_from=2)],
    ReplyCounts: [ReplyCounts(0, 0, 0, 2), ReplyCounts(3, 1, 1, 4)],
    Mapping[Hold, int]: [{next(iter(Hold)): 1}, dict.fromkeys(Hold, 2)],
    LineOutcome: [LineOutcome("p", outcome) for outcome in Outcome],
    UnassignError: [NotAllowed()],
    PlanChange: [
        PlanChange(),
        PlanChange(2, 1, products_added=("Visio",), products_left_out=("E3",), new_reason=True),
        PlanChange(licenses=3),
        PlanChange(licenses=-1),
    ],
    Progress: [
        Progress(Rule(RuleRef("r", 1), When(), (Stage(()), Stage(()))), 0, 1, 2),
        Progress(Rule(RuleRef("r", 1), When(), (Stage(()),)), 1, 0, 0),
    ],
    Answer: [Answer(400, "x", "Quota reached")],
}


def values(kind: object) -> list[Any]:
    """Some values of a type, all members of an enumeration."""
    if kind in VALUES:
        return list(VALUES[kind])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)
    found = [
        value
        for part in get_args(kind)
        for value in ([None] if part is type(None) else values(part))
    ]
    assert found, f"no value for {kind}"
    return found


def drawn(text: object) -> Iterator[str]:
    """Every sentence of one entry of a group."""
    if isinstance(text, str):
        yield text
    elif isinstance(text, Mapping):
        for inner in text.values():
            yield from drawn(inner)
    elif isinstance(text, Sequence):
        for inner in text:
            yield from drawn(inner)
    elif inspect.ismethod(text):
        yield from called(text)


def called(text: Callable[..., str]) -> Iterator[str]:
    hints = get_type_hints(text)
    names = list(inspect.signature(text).parameters)
    for chosen in itertools.product(*(values(hints[name]) for name in names)):
        given = dict(zip(names, chosen, strict=True))
        try:
            yield text(**given)
        except KeyError:  # not every action, failure, tab, or pair of data and event has a text
            assert given.keys() & {"action", "data", "failure", "tab"}, given


@pytest.mark.parametrize("language", ALL_LANGUAGES, ids=lambda it: it.tag)
@pytest.mark.parametrize("name", sorted(field.name for field in fields(english())))
def test_every_text_is_drawn_whole(language: Language, name: str) -> None:
    group = getattr(texts_in(language), name)
    for entry in (entry for entry in dir(group) if not entry.startswith("_")):
        if entry in SHARED:
            continue
        for said in drawn(getattr(group, entry)):
            assert not WRONG.search(said), f"{entry}: {said}"
