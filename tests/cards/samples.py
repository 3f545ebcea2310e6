"""Cards with made-up facts: one or more of each kind. Long, because it is a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cards.general.error import ErrorFacts, error_card
from cards.general.help import HelpFacts, help_card
from cards.general.not_understood import NotUnderstoodFacts, not_understood_card
from cards.general.question import QuestionFacts, question_card
from cards.general.whoami import WhoAmIFacts, whoami_card
from cards.kit.card import Card
from cards.kit.escaping import plain
from cards.kit.notices import Notice, NoticeKind
from cards.removal.confirm import ConfirmFacts, confirm_card
from cards.removal.holders import HoldersFacts, holders_card
from cards.removal.home import HomeFacts, home_card
from cards.removal.licenses import LicenseLine, LicensesFacts, licenses_card
from cards.removal.people import PeopleFacts, people_card
from cards.removal.person import PersonFacts, person_card
from cards.removal.preview import PreviewFacts, preview_card
from cards.removal.products import ProductsFacts, products_card
from cards.runs.ahead import Restored
from cards.runs.ended import End, EndedFacts, ended_card
from cards.runs.evidence import Evidence
from cards.runs.history import HistoryFacts, Row, history_card
from cards.runs.journal import JournalFacts, JournalRow, journal_card
from cards.runs.progress import ProgressFacts, progress_card
from cards.runs.result import ResultFacts, result_card
from cards.undo.confirm import undo_confirm_card
from cards.undo.preview import UndoPreviewFacts, undo_preview_card
from cards.undo.start import UndoFacts, undo_card
from cards.words.languages import english
from cards.words.links import Links
from licensing.errors import Answer, TenantUnavailable, UnreadAnswer
from licensing.journal import EntryKind, Head, Note, next_entry
from licensing.losses.consequences import Addon, KeptData
from licensing.losses.dependencies import Effect
from licensing.losses.lookup_results import LookupResults, Mailboxes
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.plans.draft import BLANK, Consent, Journey, Question
from licensing.plans.drift import Drift
from licensing.plans.plan import Plan, UndoneRun
from licensing.plans.planned_person import BLOCKED_ACTIONS, Line, PlannedAction, PlannedPerson
from licensing.plans.receipt_search import ReceiptSearch, SearchField
from licensing.plans.statements import needed_consents
from licensing.plans.summary import DataReturns, PeopleCount, Returns, summarize
from licensing.runs.control import WaitReason
from licensing.runs.outcome import (
    LineOutcome,
    Outcome,
    PeopleEnds,
    PersonOutcome,
    RunProgress,
    RunState,
)
from licensing.runs.receipt import Receipt
from licensing.tenant.cases import Case, CaseView, Hold
from licensing.tenant.checks import Check, NotChecked
from licensing.tenant.clouds import ADDRESSES, Cloud
from licensing.tenant.groups import GroupDeparture, MembershipType
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.matching import UnmatchedEntry, UnmatchedReason
from licensing.tenant.people import Group, PersonRef
from licensing.tenant.prices import Price
from licensing.tenant.products import Product
from licensing.tenant.roles import ActingMode, RoleDecision, Why
from licensing.tenant.subscriptions import Subscription, Subscriptions
from tests.cards.coming_samples import coming_cards
from tests.cards.details_samples import details_cards
from tests.cards.findings_samples import findings_cards
from tests.cards.request_samples import approved_request, request_cards

TEXTS = english()
TOKEN = "t-3f9a"
DAY = date(2026, 11, 24)
FILE = "https://bot.contoso.example/downloads/p1"
PRODUCTS = {
    "m365-e3": "Microsoft 365 E3",
    "o365-e1": "Office 365 E1",
    "power-bi": "Power BI Pro",
    "visio": "Visio Plan 2",
    "ems": "Enterprise Mobility + Security E3",
    "copilot": "Microsoft 365 Copilot",
    "f3": "Microsoft 365 F3",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that someone else wrote."""

    people: tuple[str, ...]
    group: str
    products: Mapping[str, str]
    typed: str


TAME = Names(
    people=(
        "Adele Vance",
        "Megan Bowen",
        "Diego Siciliani",
        "יעל כהן",
        "Nestor Wilke",
        "Grady Archie",
        "Lynne Robbins",
        "Miriam Graham",
    ),
    group="Sales Europe",
    products=PRODUCTS,
    typed="what is the weather",
)


def every_card(names: Names = TAME) -> dict[str, Card]:
    """All samples by name."""
    makers: list[Callable[[Names], dict[str, Card]]] = [
        _beginning,
        _choosing,
        _licenses,
        _previews,
        _live,
        _ends,
        _lists,
        _undoing,
        lambda names: coming_cards(names.people),
        lambda names: findings_cards(names.products),
        lambda names: request_cards(
            names,
            plan(32, names, mixed(names)),
            _full(names),
            partial_plans(names),
        ),
        lambda names: details_cards(
            plan(32, names, mixed(names)),
            _full(names),
            partial_plans(names),
            _partly_restored(names),
            outcomes(names),
            PRICES,
        ),
    ]
    return {name: card for make in makers for name, card in make(names).items()}


def ref(number: int, names: Names) -> PersonRef:
    name = names.people[number % len(names.people)]
    return PersonRef(f"u{number}", name, f"person{number}@contoso.example")


def refs(count: int, names: Names) -> tuple[PersonRef, ...]:
    return tuple(ref(number, names) for number in range(count))


def products(names: Names) -> tuple[Product, ...]:
    counts = [(300, 274), (120, 118), (60, 21), (25, 25), (100, 64), (20, 3), (80, 41)]
    return tuple(
        Product(id_, id_.upper(), name, total, assigned)
        for (id_, name), (total, assigned) in zip(names.products.items(), counts, strict=True)
    )


def plan(count: int, names: Names, lines: Callable[[int], tuple[Line, ...]]) -> Plan:
    people = tuple(
        PlannedPerson(
            id=f"u{number}",
            name=ref(number, names).name,
            address=ref(number, names).address,
            enabled=True,
            lines=lines(number),
            losses=_losses(lines(number)),
        )
        for number in range(count)
    )
    return Plan(
        id="p1",
        tenant="t",
        owner="o",
        made_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        day=DAY,
        products=names.products,
        people=people,
        summary=summarize(people),
        hash="0" * 64,
    )


def _losses(lines: tuple[Line, ...]) -> frozenset[Data]:
    gone = {line.product for line in lines if line.action is PlannedAction.REMOVE}
    return E3_LOSES if "m365-e3" in gone else frozenset()


E3_LOSES = frozenset({Data.MAILBOX, Data.ONEDRIVE, Data.TEAMS, Data.OFFICE})
PRICES = {
    "m365-e3": Price(Decimal("36.20"), "EUR"),
    "visio": Price(Decimal("14.10"), "USD"),
}


def _without_rule(person: PlannedPerson) -> PlannedPerson:
    return replace(person, losses=person.losses - {Data.ONEDRIVE} | {Data.ONEDRIVE_STAYS})


def _full(names: Names) -> Plan:
    """A plan with everything that a preview can have to say."""
    small = plan(8, names, mixed(names))
    cases = (
        Case("c1", names.typed, Hold.APPLIED),
        Case("c2", "Project Osprey", Hold.NONE),
        Case("c3", "Falcon", Hold.UNKNOWN),
    )
    means = (
        {
            "losses": frozenset(Data) - {Data.ONEDRIVE_STAYS, Data.ARCHIVE, Data.MAILBOX_SPACE},
            "cases": cases,
            "last_license": True,
            "holdable": True,
        },
        {
            "losses": frozenset({Data.ARCHIVE, Data.MAILBOX_SPACE, Data.ONEDRIVE_STAYS}),
            "kept": (KeptData(Data.MAILBOX, "f3"), KeptData(Data.TEAMS, "f3", by_group=True)),
            "addons": (
                Addon("copilot", Effect.BLOCKS, "x"),
                Addon("visio", Effect.STOPS, "y", direct=False),
            ),
            "mailbox": Mailbox.SHARED,
        },
        {"losses": frozenset({Data.MAILBOX}), "last_license": True, "enabled": False},
        {"mailbox": Mailbox.ROOM, "lines": (Line("f3", PlannedAction.UNEXPLAINED),)},
    )
    people = tuple(
        replace(person, **means[number % 4]) for number, person in enumerate(small.people)
    )
    known = LookupResults(
        subscriptions=Subscriptions(
            Check(at=small.made_at),
            {"m365-e3": (Subscription("m365-e3", 300, renews=date(2027, 3, 1)),)},
        ),
        mailboxes=Mailboxes(Check(NotChecked.NO_PERMISSION)),
        cases=CaseView(Check(at=small.made_at, own_view=True)),
    )
    gone = GroupDeparture(
        Group("g1", names.group), MembershipType.DYNAMIC, 4, (("copilot", 3), ("ems", 1))
    )
    owned = {one.id: one for one in products(names)}
    return replace(small, people=people, summary=summarize(people, known, owned, (gone,)))


def partial_plans(names: Names) -> dict[str, Plan]:
    """Plans that lose something, but not all that a warning can be about."""
    losses = {
        "nothing-lost": frozenset({Data.POWER_BI}),
        "cloud-pc": frozenset({Data.CLOUD_PC, Data.TEAMS}),
        "archive": frozenset({Data.ARCHIVE}),
        "delayed": frozenset({Data.MAILBOX, Data.CLOUD_PC}),
        "onedrive": frozenset({Data.ONEDRIVE}),
        "unknown": frozenset({Data.UNKNOWN}),
        "unknown-cloud-pc": frozenset({Data.UNKNOWN, Data.CLOUD_PC}),
        "new-service": frozenset({Data.POWER_BI}),
    }
    found = {
        name: losing(names, kinds, Terms(mailbox_delay=name == "delayed"))
        for name, kinds in losses.items()
    }
    what: dict[str, dict[str, Any]] = {
        "unknown": {"unknown_products": (names.products["visio"],)},
        "new-service": {"new_services": ("NEW_SERVICE",)},
    }
    return found | {
        name: replace(found[name], summary=replace(found[name].summary, **more))
        for name, more in what.items()
    }


def losing(names: Names, kinds: frozenset[Data], terms: Terms | None = None) -> Plan:
    """A plan by which two people lose something."""
    two = plan(2, names, small)
    people = tuple(replace(person, losses=kinds) for person in two.people)
    summary = summarize(people, LookupResults(terms or Terms()))
    return replace(two, people=people, summary=summary)


def everything_goes(_: int) -> tuple[Line, ...]:
    return (Line("m365-e3", PlannedAction.REMOVE),)


def small(_: int) -> tuple[Line, ...]:
    return (Line("visio", PlannedAction.REMOVE), Line("power-bi", PlannedAction.REMOVE))


def mixed(names: Names) -> Callable[[int], tuple[Line, ...]]:
    groups = (Group("g1", names.group), Group("g2", "Visio people"))

    def lines(number: int) -> tuple[Line, ...]:
        kinds = (
            (
                Line("m365-e3", PlannedAction.REMOVE),
                Line("power-bi", PlannedAction.INHERITED, groups[:1]),
            ),
            (Line("m365-e3", PlannedAction.REMOVE), Line("power-bi", PlannedAction.NOT_HELD)),
            (
                Line("m365-e3", PlannedAction.STAYS_BY_GROUP, groups),
                Line("power-bi", PlannedAction.REMOVE),
            ),
            (
                Line("m365-e3", PlannedAction.NOT_HELD),
                Line("power-bi", PlannedAction.INHERITED, groups),
            ),
        )
        return kinds[number % 4]

    return lines


def nothing(names: Names) -> Callable[[int], tuple[Line, ...]]:
    group = (Group("g1", names.group),)
    return lambda _: (Line("m365-e3", PlannedAction.INHERITED, group),)


def _alex(name: str, why: Why, acting: ActingMode = ActingMode.PERSON) -> WhoAmIFacts:
    allowed = why is Why.ROLE_ALLOWS
    held, other = ("License Administrator",), ("User Administrator",)
    roles, eligible = (held, other) if allowed else ((), held)
    return WhoAmIFacts(name, roles, eligible, RoleDecision(allowed, why), acting, TOKEN)


def _beginning(names: Names) -> dict[str, Card]:
    free = Product("flow", "FLOW_FREE", "Power Automate Free", 10_000, 1_204)
    mine, name = (*products(names), free), names.people[0]
    why = TEXTS.errors.error(TenantUnavailable())
    denied = Notice(NoticeKind.NOT_ALLOWED, why=Why.BILLING_ONLY)
    return {
        "home": home_card(HomeFacts(name, mine, TOKEN), TEXTS),
        "home-resume": home_card(
            HomeFacts(name, mine, TOKEN, resume=True, running=2, requests=True), TEXTS
        ),
        "home-unavailable": home_card(HomeFacts(name, (), TOKEN, unavailable=why), TEXTS),
        "home-requests-only": home_card(
            HomeFacts(name, mine, TOKEN, requests=True, requests_only=True), TEXTS
        ),
        "home-reader": home_card(
            HomeFacts(name, mine, TOKEN, requests=True, denied=denied, reader=True), TEXTS
        ),
        "home-not-allowed": home_card(
            HomeFacts(name, mine[:3], TOKEN, denied=denied, notice=denied), TEXTS
        ),
        "home-empty": home_card(HomeFacts("", (), TOKEN, sandbox=True), TEXTS),
        "whoami": whoami_card(_alex(name, Why.ROLE_ALLOWS), TEXTS),
        "whoami-not-active": whoami_card(_alex(name, Why.NOT_ACTIVE, ActingMode.APP), TEXTS),
        "help": help_card(HelpFacts(TOKEN), TEXTS),
        "not-understood-nothing": not_understood_card(NotUnderstoodFacts(" ", TOKEN), TEXTS),
        "not-understood": not_understood_card(NotUnderstoodFacts(names.typed, TOKEN), TEXTS),
        "question": question_card(
            QuestionFacts(
                Question(
                    TEXTS.sentences.which_product("E3"),
                    (TEXTS.sentences.not_read(plain(names.typed)),),
                    tuple((plain(one.name), one.id) for one in mine[:5]),
                    f"remove {BLANK} from Adele Vance",
                ),
                TOKEN,
            ),
            TEXTS,
        ),
        "question-available": question_card(
            QuestionFacts(
                Question(
                    TEXTS.sentences.available_title,
                    tuple(
                        TEXTS.sentences.available(plain(one.name), one.available, one.total)
                        for one in mine
                    ),
                ),
                TOKEN,
            ),
            TEXTS,
        ),
        "products": products_card(ProductsFacts(mine, ("m365-e3", "visio"), TOKEN), TEXTS),
        "products-none": products_card(
            ProductsFacts((), (), TOKEN, Notice(NoticeKind.CHOOSE_PRODUCT)), TEXTS
        ),
    }


def _choosing(names: Names) -> dict[str, Card]:
    some = refs(3, names)
    wrong = (
        UnmatchedEntry(names.typed, UnmatchedReason.UNKNOWN),
        UnmatchedEntry(names.people[0], UnmatchedReason.AMBIGUOUS, some),
    )
    two = (names.products["m365-e3"], names.products["visio"])
    many, by_product = Journey.MANY_USERS, Journey.BY_PRODUCT
    return {
        "people-first": people_card(PeopleFacts(many, (), TOKEN), TEXTS),
        "people": people_card(PeopleFacts(by_product, some, TOKEN, two[:1], 274), TEXTS),
        "people-problems": people_card(
            PeopleFacts(
                by_product,
                refs(12, names),
                TOKEN,
                two,
                problems=wrong,
                problems_total=12,
                duplicates=2,
                notice=Notice(NoticeKind.ADDED, 12),
            ),
            TEXTS,
        ),
        "people-no-one-added": people_card(
            PeopleFacts(
                by_product,
                (),
                TOKEN,
                two[:1],
                problems=wrong[:1],
                problems_total=1,
                notice=Notice(NoticeKind.NONE_ADDED),
            ),
            TEXTS,
        ),
        "people-10000": people_card(PeopleFacts(many, refs(10_000, names), TOKEN), TEXTS),
        "holders": holders_card(
            HoldersFacts(
                two, refs(15, names), 2301, 1000, frozenset({"u1", "u3"}), 2, 1, 67, TOKEN
            ),
            TEXTS,
        ),
        "person": person_card(PersonFacts(None, TOKEN), TEXTS),
        "person-ambiguous": person_card(
            PersonFacts(some[1], TOKEN, wrong[1:], Notice(NoticeKind.PROBLEMS, 1)), TEXTS
        ),
    }


def _licenses(names: Names) -> dict[str, Card]:
    name = names.products
    mail = frozenset({Data.MAILBOX, Data.ONEDRIVE})
    lines = (
        LicenseLine("m365-e3", name["m365-e3"], 1, 0, selected=True, cost=E3_LOSES),
        LicenseLine("o365-e1", name["o365-e1"], 1, 1, (names.group,), cost=mail),
        LicenseLine("visio", name["visio"], 1, 0),
        LicenseLine("power-bi", name["power-bi"], 0, 1, (names.group, "Analysts")),
    )
    many = tuple(
        LicenseLine(line.product, line.name, line.direct * 17, line.inherited * 5, line.groups)
        for line in lines
    )
    return {
        "licenses": licenses_card(LicensesFacts(ref(1, names), 1, lines, TOKEN), TEXTS),
        "licenses-many": licenses_card(
            LicensesFacts(None, 30, many, TOKEN, notice=Notice(NoticeKind.CHOOSE_LICENSE)), TEXTS
        ),
        "licenses-inherited": licenses_card(
            LicensesFacts(ref(1, names), 1, lines[3:], TOKEN), TEXTS
        ),
        "licenses-none": licenses_card(LicensesFacts(ref(1, names), 1, (), TOKEN), TEXTS),
    }


def _previews(names: Names) -> dict[str, Card]:
    one = plan(1, names, everything_goes)
    tools = plan(2, names, small)
    long = plan(32, names, mixed(names))
    held = plan(3, names, nothing(names))
    stays = replace(one, people=tuple(map(_without_rule, one.people)))
    stays = replace(
        stays, summary=summarize(stays.people, LookupResults(Terms(onedrive_rule=False)))
    )
    full = _full(names)

    def confirming(of: Plan, notice: Notice | None = None) -> Card:
        needed = needed_consents(of.summary, of.day)
        return confirm_card(ConfirmFacts(of, needed, frozenset(), TOKEN, notice), TEXTS)

    partial = partial_plans(names)
    return {
        **{f"confirm-{name}": confirming(of) for name, of in partial.items()},
        **{
            f"preview-{name}": preview_card(PreviewFacts(of, TOKEN), TEXTS)
            for name, of in partial.items()
        },
        "preview-one": preview_card(PreviewFacts(one, TOKEN), TEXTS),
        "preview-dod": preview_card(
            PreviewFacts(stays, TOKEN),
            replace(TEXTS, links=Links(ADDRESSES[Cloud.DOD])),
        ),
        "preview-no-mailbox": preview_card(PreviewFacts(tools, TOKEN), TEXTS),
        "preview": preview_card(PreviewFacts(long, TOKEN), TEXTS),
        "preview-asks": preview_card(
            PreviewFacts(long, TOKEN, Notice(NoticeKind.GONE, 2), asks=True), TEXTS
        ),
        "preview-full": preview_card(PreviewFacts(full, TOKEN), TEXTS),
        "confirm-full": confirming(full),
        "preview-nothing": preview_card(PreviewFacts(held, TOKEN), TEXTS),
        "confirm": confirming(long),
        "confirm-not-stated": confirming(long, Notice(NoticeKind.NOT_STATED)),
    }


def outcomes(names: Names) -> tuple[PersonOutcome, ...]:
    groups = (Group("g1", names.group),)
    needed_by = (names.products["copilot"],)
    kinds = (
        (LineOutcome("m365-e3", Outcome.REMOVED), LineOutcome("visio", Outcome.NOT_HELD)),
        (
            LineOutcome("m365-e3", Outcome.REMOVED),
            LineOutcome("power-bi", Outcome.KEPT, groups),
        ),
        (
            LineOutcome("m365-e3", Outcome.FAILED, reason="DependentPlan", needed_by=needed_by),
            LineOutcome("visio", Outcome.REMOVED),
        ),
        (LineOutcome("m365-e3", Outcome.HELD_BACK, reason=Drift.REGROUPED),),
        (LineOutcome("m365-e3", Outcome.ACCEPTED),),
        (LineOutcome("m365-e3", Outcome.NEEDS_ATTENTION, reason="TenantUnavailable"),),
    )
    return tuple(
        PersonOutcome(p.id, p.name, p.address, kinds[number % 6], lost_mailbox=number % 6 < 2)
        for number, p in enumerate(refs(15, names))
    )


def _who(names: Names) -> tuple[str, str, str]:
    one = ref(1, names)
    return one.id, one.name, one.address


def _live(names: Names) -> dict[str, Card]:
    long = plan(32, names, mixed(names))
    bad = tuple(p for p in outcomes(names) if p.lines[0].outcome is not Outcome.REMOVED)
    going = RunProgress(
        "r1", "p1", RunState.RUNNING, 32, 12, {Outcome.REMOVED: 9}, receipt=42, ends=_ends_of(8)
    )
    troubled = replace(
        going,
        outcomes={Outcome.REMOVED: 9, Outcome.FAILED: 2},
        ends=_ends_of(8, Outcome.FAILED, Outcome.HELD_BACK, Outcome.ACCEPTED),
        problem=3,
    )
    first = replace(going, finished=2, outcomes={}, ends=PeopleEnds(), canary=5)
    asked = replace(first, finished=5, state=RunState.WAITING, wait_reason=WaitReason.ASKED)
    wrong = replace(asked, wait_reason=WaitReason.NOT_AS_PLANNED, problem=3)
    return {
        "progress-start": progress_card(ProgressFacts(long, None, TOKEN), TEXTS),
        "progress": progress_card(ProgressFacts(long, going, TOKEN, left=250.0), TEXTS),
        "progress-trouble": progress_card(
            ProgressFacts(long, troubled, TOKEN, 40.0, bad[:1]), TEXTS
        ),
        "progress-first": progress_card(ProgressFacts(long, first, TOKEN), TEXTS),
        "progress-asks": progress_card(ProgressFacts(long, asked, TOKEN), TEXTS),
        "progress-waits": progress_card(ProgressFacts(long, wrong, TOKEN, troubled=bad[:6]), TEXTS),
        "progress-paused": progress_card(
            ProgressFacts(long, replace(going, state=RunState.PAUSED), TOKEN), TEXTS
        ),
        "progress-pausing": progress_card(
            ProgressFacts(long, replace(going, state=RunState.PAUSED, under_way=4), TOKEN), TEXTS
        ),
        "progress-pressed": progress_card(
            ProgressFacts(long, replace(going, state=RunState.PAUSED, under_way=None), TOKEN), TEXTS
        ),
        "progress-stopping": progress_card(
            ProgressFacts(
                long,
                replace(going, state=RunState.STOPPING, under_way=1),
                TOKEN,
                notice=Notice(NoticeKind.STOPPING_ALREADY),
            ),
            TEXTS,
        ),
    }


def _ends_of(done: int, *others: Outcome) -> PeopleEnds:
    return PeopleEnds({Outcome.REMOVED: done, **dict.fromkeys(others, 1)})


def _lists(names: Names) -> dict[str, Card]:
    began = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    states = [*RunState, RunState.DONE, RunState.DONE]
    counts = {Outcome.REMOVED: 120, Outcome.FAILED: 2, Outcome.KEPT: 1}
    rows = tuple(
        Row(
            receipt_of(
                names,
                number=42 - n,
                owner_name=ref(n, names).name if n else "",
                state=state,
                finished=60,
                outcomes=counts,
                undoes=7 if n == 5 else None,
                undone_by=(44, 45) if n == 4 else (),
            ),
            began,
            own=n == 1,
        )
        for n, state in enumerate(states)
    )
    wrong = Notice(NoticeKind.OWN_ONLY, error=TenantUnavailable())
    lost = Notice(NoticeKind.NO_SUCH_RECEIPT)
    return {
        "history": history_card(
            HistoryFacts(rows, 42, 1, 6, TOKEN, everyone=True, notice=lost), TEXTS
        ),
        "history-own": history_card(HistoryFacts(rows[1:2], 1, 0, 1, TOKEN, notice=wrong), TEXTS),
        "history-searched": history_card(
            HistoryFacts(
                *(rows[:1], 1, 0, 1, TOKEN),
                everyone=True,
                search=ReceiptSearch(names.typed, SearchField.PERSON, DAY),
                journal=True,
            ),
            TEXTS,
        ),
        "journal": journal_card(_journal(names), TEXTS),
        "journal-refused": journal_card(
            JournalFacts(
                (), 0, 0, 1, TOKEN, notice=Notice(NoticeKind.NOT_ALLOWED, why=Why.NO_ROLE)
            ),
            TEXTS,
        ),
        "history-empty": history_card(HistoryFacts((), 0, 0, 1, TOKEN), TEXTS),
        "status": history_card(
            HistoryFacts(
                rows[:3], 3, 0, 1, TOKEN, running=True, notice=Notice(NoticeKind.WHICH_RUN)
            ),
            TEXTS,
        ),
        "status-empty": history_card(HistoryFacts((), 0, 0, 1, TOKEN, running=True), TEXTS),
    }


def _journal(names: Names) -> JournalFacts:
    """An entry of each kind, and one of a newer version; the last person was forgotten."""
    at = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
    people = {one.id: one for one in refs(3, names)}
    ids = [*people, "00000000-0000-4000-8000-00000000ffff"]
    notes = [
        Note(kind, ids[n % 4], subject=ids[1 + n % 3], what={"receipt": 42})
        for n, kind in enumerate([EntryKind.PERSON, EntryKind.RUN_STARTED])
    ]
    notes += [
        Note(EntryKind.REQUEST_APPROVED, ids[0], what={"request": "x", "number": 7}),
        Note(EntryKind.REQUEST_EXPIRED, ""),
        Note("of_a_newer_version", ids[3], subject=ids[3]),
    ]
    chain = Head()
    rows = []
    for note in notes:
        entry = next_entry(chain, "t", at, note)
        chain = Head(entry.number, entry.hash)
        rows.append(JournalRow(entry, at))
    return JournalFacts(tuple(rows[::-1]), 1_234, 1, 124, TOKEN, people)


def restoration(count: int, names: Names) -> Plan:
    fates = [PlannedAction.RESTORE, PlannedAction.RESTORE, *sorted(BLOCKED_ACTIONS)]

    def lines(number: int) -> tuple[Line, ...]:
        back = Line("m365-e3", fates[number % len(fates)], disabled_plans=frozenset({"plan"}))
        return (back, Line("visio", PlannedAction.RESTORE)) if number % 3 == 0 else (back,)

    made = plan(count, names, lines)
    lost = tuple(replace(p, losses=frozenset({Data.MAILBOX})) for p in made.people[:3])
    people = (*lost, *made.people[3:])
    undoes = UndoneRun("r1", 42, DAY, Terms())
    return replace(made, people=people, summary=summarize(people), undoes=undoes)


def receipt_of(names: Names, **more: Any) -> Receipt:
    began = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    fields: dict[str, Any] = {
        "number": 42,
        "run": "r1",
        "plan": "p1",
        "tenant": "t",
        "owner": "u1",
        "owner_name": ref(1, names).name,
        "state": RunState.DONE,
        "started_at": began,
        "ended_at": began,
        "day": DAY,
        "people": 100,
        "finished": 100,
        "outcomes": {Outcome.REMOVED: 120},
        "affected": 100,
        "ends": _ends_of(58, Outcome.FAILED),
    }
    return Receipt(**{**fields, **more})


def _returning(people: int) -> Returns:
    back = PeopleCount(people)
    return Returns(
        {
            Data.MAILBOX: DataReturns(back, DAY + timedelta(days=30)),
            Data.ONEDRIVE: DataReturns(back, DAY + timedelta(days=364)),
        }
    )


def _partly_restored(names: Names) -> Plan:
    """The plan of an undo after which not all data comes back."""
    long = restoration(32, names)
    one, several = PeopleCount(1, (names.people[0],)), PeopleCount(5, (names.people[0],) * 5)
    month, year = DAY + timedelta(days=30), DAY + timedelta(days=364)
    some = Returns(
        {
            Data.MAILBOX: DataReturns(
                *(PeopleCount(21, (names.people[0],) * 5), month),
                without=several,
                without_until=month,
            ),
            Data.ONEDRIVE: DataReturns(
                doubtful=one, doubtful_until=year, without=several, without_until=year
            ),
            Data.ARCHIVE: DataReturns(one, month),
        },
        numbers=several,
        unknown=one,
    )
    return replace(long, summary=replace(long.summary, returns=some))


def _undoing(names: Names) -> dict[str, Card]:
    few = restoration(2, names)
    one, several = PeopleCount(1, (names.people[0],)), PeopleCount(5, (names.people[0],) * 5)
    month, year = DAY + timedelta(days=30), DAY + timedelta(days=364)
    late = Returns(
        {
            Data.MAILBOX: DataReturns(gone=one, gone_after=month),
            Data.CLOUD_PC: DataReturns(gone=several, gone_after=DAY + timedelta(days=6)),
            Data.CLOUD_PC_BUSINESS: DataReturns(doubtful=one, doubtful_until=DAY),
            Data.ONEDRIVE: DataReturns(gone=several, gone_after=year),
        },
        numbers=one,
    )
    long = _partly_restored(names)
    few = replace(few, summary=replace(few.summary, returns=late))
    no_one = restoration(0, names)
    none = replace(restoration(3, names), people=(), summary=replace(few.summary, licenses=0))
    receipt = receipt_of(names)
    part = receipt_of(names, undone_by=(45, 46))
    wrong = (UnmatchedEntry(names.typed, UnmatchedReason.UNKNOWN),)
    going = RunProgress(
        "r2", "p2", RunState.RUNNING, 32, 12, {Outcome.RESTORED: 9}, receipt=45, ends=_ends_of(9)
    )
    counts = {Outcome.RESTORED: 21, Outcome.LEFT_OUT: 5, Outcome.FAILED: 1}
    ends = PeopleEnds({Outcome.RESTORED: 17, Outcome.FAILED: 1})
    done = RunProgress("r2", "p2", RunState.DONE, 32, 32, counts, receipt=45, ends=ends)
    worst = PersonOutcome(
        *_who(names), (LineOutcome("m365-e3", Outcome.FAILED, reason="NoFreeSeat"),)
    )
    gone = frozenset({Consent.DATA_GONE})
    return {
        "undo": undo_card(UndoFacts(receipt, 100, 120, _returning(97), TOKEN), TEXTS),
        "undo-choosing": undo_card(
            UndoFacts(part, 60, 71, late, TOKEN, refs(12, names), wrong, 1), TEXTS
        ),
        "undo-nothing": undo_card(UndoFacts(part, 0, 0, Returns(), TOKEN), TEXTS),
        "undo-preview": undo_preview_card(UndoPreviewFacts(long, TOKEN), TEXTS),
        "undo-preview-late": undo_preview_card(UndoPreviewFacts(few, TOKEN), TEXTS),
        "undo-preview-nothing": undo_preview_card(UndoPreviewFacts(none, TOKEN), TEXTS),
        "undo-preview-no-one": undo_preview_card(UndoPreviewFacts(no_one, TOKEN), TEXTS),
        "undo-confirm": undo_confirm_card(
            ConfirmFacts(long, frozenset(), frozenset(), TOKEN), TEXTS
        ),
        "undo-confirm-late": undo_confirm_card(
            ConfirmFacts(few, gone, frozenset(), TOKEN, Notice(NoticeKind.TICK_GONE)), TEXTS
        ),
        "undo-progress": progress_card(ProgressFacts(long, going, TOKEN, left=30.0), TEXTS),
        "undo-result": result_card(
            ResultFacts(long, done, TOKEN, year, worst, FILE, ended_on=month + timedelta(days=1)),
            TEXTS,
        ),
    }


def _ends(names: Names) -> dict[str, Card]:
    long, one = plan(32, names, mixed(names)), plan(1, names, everything_goes)
    mixed_bag = dict.fromkeys(Outcome, 3) | {Outcome.REMOVED: 21}
    bad = (Outcome.FAILED, Outcome.HELD_BACK, Outcome.ACCEPTED, Outcome.NOT_TOUCHED)
    ends = PeopleEnds({Outcome.REMOVED: 16, **dict.fromkeys(bad, 2)}, {Outcome.FAILED: 1})
    done = RunProgress("r1", "p1", RunState.DONE, 32, 32, mixed_bag, 16, receipt=42, ends=ends)
    clean = RunProgress(
        "r1", "p1", RunState.DONE, 1, 1, {Outcome.REMOVED: 1}, 1, receipt=43, ends=_ends_of(1)
    )
    rest = {Outcome.REMOVED: 12, Outcome.NOT_TOUCHED: 20}
    half = PeopleEnds({Outcome.REMOVED: 9, Outcome.NOT_TOUCHED: 15})
    stopped = RunProgress("r1", "p1", RunState.STOPPED, 32, 32, rest, 3, receipt=44, ends=half)
    nothing = replace(
        clean, outcomes={Outcome.FAILED: 1}, mailboxes=0, ends=PeopleEnds({Outcome.FAILED: 1})
    )
    agreed = replace(
        nothing, outcomes={Outcome.ACCEPTED: 1}, ends=PeopleEnds({Outcome.ACCEPTED: 1})
    )
    worst, later = outcomes(names)[2], DAY + timedelta(days=40)
    some = ResultFacts(long, stopped, TOKEN, later, undone_by=(45,), restored=Restored(5, later))
    refused = UnreadAnswer(Answer(400, "x", f"{names.typed} <b>*no*</b>", "r"))
    approved = Evidence(receipt_of(names), approved_request(names))
    at = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
    cards = {
        "result": result_card(ResultFacts(long, done, TOKEN, DAY, worst, FILE), TEXTS),
        "result-approved": result_card(
            ResultFacts(long, done, TOKEN, DAY, worst, FILE, evidence=approved, at=at), TEXTS
        ),
        "result-stopped": result_card(ResultFacts(long, stopped, TOKEN, DAY), TEXTS),
        "result-clean": result_card(ResultFacts(one, clean, TOKEN, DAY), TEXTS),
        "result-nothing": result_card(ResultFacts(one, nothing, TOKEN, DAY, worst), TEXTS),
        "result-agreed": result_card(ResultFacts(one, agreed, TOKEN, DAY), TEXTS),
        "result-past": result_card(ResultFacts(one, clean, TOKEN, later), TEXTS),
        "result-undone-part": result_card(some, TEXTS),
        "result-undone": result_card(
            ResultFacts(one, clean, TOKEN, later, undone_by=(45, 46), restored=Restored(1, DAY)),
            TEXTS,
        ),
        "result-reader": result_card(
            ResultFacts(long, stopped, TOKEN, DAY, may_act=False, may_undo=False), TEXTS
        ),
        "error": error_card(ErrorFacts(refused, TOKEN), TEXTS),
    }
    over = {
        f"ended-{end}": ended_card(EndedFacts(end, Journey.BY_PRODUCT, 12), TEXTS) for end in End
    }
    return cards | over
