"""Plans, receipts and grace periods as rows of a file, for people with a spreadsheet.

Dates are as in a database. Moments are in UTC, so that they can be compared with Microsoft's logs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TypeAlias

from cards.runs.evidence import Evidence
from cards.words.texts import Texts
from licensing.findings.unused import FoundPerson, UnusedKind
from licensing.losses.rules import DataEvent, Terms, day_of, events
from licensing.losses.services import Data
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedAction, PlannedPerson
from licensing.reminders.upcoming import Forecast
from licensing.requests.model import GivenApproval, Request
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome
from licensing.runs.receipt import Receipt
from licensing.runs.severity import SEVERITY
from licensing.tenant.catalog import Catalog
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import PersonRef

Row: TypeAlias = tuple[str, ...]


def plan_header(texts: Texts) -> Row:
    """The first row of a plan."""
    return tuple(texts.tables.plan_columns.values())


def plan_rows(people: Iterable[PlannedPerson], plan: Plan, texts: Texts) -> Iterator[Row]:
    """One row for each person and product. Of the plan, its people may be left out."""
    products = plan.products
    for person in people:
        for line in person.lines:
            yield (
                person.name,
                person.address,
                person.id,
                products.get(line.product, line.product),
                line.product,
                texts.tables.action(line.action),
                "; ".join(group.name for group in line.groups),
                texts.tables.yes_no(
                    Data.MAILBOX in person.losses and line.action is PlannedAction.REMOVE
                ),
                *_means(person, plan, texts),
            )


def _means(person: PlannedPerson, plan: Plan, texts: Texts) -> Row:
    """What the removal means for the person, the same on each row."""
    day, terms, products = person.removed_on or plan.day, plan.terms, plan.products
    gone = day_of(Data.MAILBOX, DataEvent.DELETED, day, terms)
    lost = [kind for kind in Data if kind in person.losses]
    return (
        gone.isoformat() if gone and Data.MAILBOX in person.losses else "",
        "; ".join(_dated(kind, texts, day, terms) for kind in lost),
        "; ".join(
            texts.losses.one_kept([one.data], products.get(one.product, one.product))
            for one in person.kept
        ),
        "; ".join(
            texts.losses.addon_of(products.get(one.product, one.product), one.effect)
            for one in person.addons
        ),
        "" if person.mailbox is Mailbox.UNKNOWN else texts.losses.mailbox_kinds[person.mailbox],
        texts.tables.yes_no(person.last_license),
        "; ".join(texts.losses.one_case(case.name, case.hold) for case in person.cases),
    )


def _dated(kind: Data, texts: Texts, day: date, terms: Terms) -> str:
    days = [
        f"{texts.losses.event_name(kind, one.event)} {one.day.isoformat()}"
        for one in events(kind, day, terms)
    ]
    return (
        f"{texts.losses.data_names[kind]} ({', '.join(days)})"
        if days
        else texts.losses.data_names[kind]
    )


def evidence_header(texts: Texts) -> Row:
    """The first row of what is known of a run as a whole."""
    return tuple(texts.tables.evidence_columns.values())


def evidence_rows(evidence: Evidence, texts: Texts) -> Iterator[Row]:
    """When, by whom, approved by whom under which rule: two cells each, one row for each fact."""
    names = texts.tables.facts
    for name, value in _facts(evidence.receipt, texts):
        yield names[name], value
    if evidence.request is not None:
        for name, value in _request_facts(evidence.request, texts):
            yield names[name], value
    else:
        yield names["approval"], texts.tables.no_approval


def _facts(receipt: Receipt, texts: Texts) -> Iterator[tuple[str, str]]:
    yield "receipt", str(receipt.number)
    if receipt.undoes is not None:
        yield "undoes", str(receipt.undoes)
    if receipt.undone_by:
        yield "undone_by", "; ".join(map(str, receipt.undone_by))
    yield "state", texts.history.states[receipt.state]
    yield "started", _time(receipt.started_at)
    yield "ended", _time(receipt.ended_at)
    yield "by", receipt.owner_name
    yield "by_id", receipt.owner
    yield "acting_as", texts.tables.acting[receipt.acting_as]
    yield "people", str(receipt.people)
    for outcome in SEVERITY:
        if count := receipt.outcomes.get(outcome):
            yield "licenses", f"{texts.results.outcomes[outcome]}: {count}"
    yield "run", receipt.run
    yield "plan", receipt.plan
    yield "plan_hash", receipt.plan_hash


def _request_facts(request: Request, texts: Texts) -> Iterator[tuple[str, str]]:
    yield "request", str(request.number)
    yield "requester", request.requester.name
    yield "requester_id", request.requester.id
    yield "requested_at", _time(request.asked_at)
    yield "reason", request.reason
    for approval in request.approvals:
        yield "approver", approval.by.name
        yield "approver_id", approval.by.id
        yield "approved_at", _time(approval.at)
        yield "rule", "; ".join(_rules(approval, texts))
        if approval.delegators:
            yield "delegator", "; ".join(f"{one.name} ({one.id})" for one in approval.delegators)
        if approval.comment:
            yield "comment", approval.comment
    yield "policy_hash", request.policy


def _rules(approval: GivenApproval, texts: Texts) -> list[str]:
    """The rules that an approval counts in, each with the line that names the approver."""
    scopes = approval.approval.scopes
    return list(dict.fromkeys(texts.tables.rule_line(one.rule, one.line) for one in scopes))


def run_header(texts: Texts) -> Row:
    """The first row of what became of the people of a run."""
    return tuple(texts.tables.run_columns.values())


def run_rows(
    people: Iterable[PersonOutcome], products: Mapping[str, str], texts: Texts
) -> Iterator[Row]:
    """One row for each person and product of a run."""
    for person in people:
        for line in person.lines:
            answer = line.answer
            yield (
                person.name,
                person.address,
                person.id,
                products.get(line.product, line.product),
                line.product,
                _outcome(line, texts),
                texts.results.reason(line),
                "; ".join(group.name for group in line.groups),
                "; ".join(group.id for group in line.groups),
                " ".join(str(part) for part in (answer.status, answer.code) if part)
                if answer
                else "",
                answer.request_id if answer else "",
                _time(person.at),
            )


def _outcome(line: LineOutcome, texts: Texts) -> str:
    if line.outcome is Outcome.STILL_ASSIGNED and line.groups:
        groups = [group.name or group.id for group in line.groups]
        return texts.tables.still_assigned(texts.results.listed(groups))
    return texts.results.outcomes[line.outcome]


def upcoming_header(texts: Texts) -> Row:
    """The first row of what is ahead."""
    return tuple(texts.tables.upcoming_columns.values())


def upcoming_rows(
    forecast: Forecast, names: Mapping[int, PersonRef], today: date, texts: Texts
) -> Iterator[Row]:
    """One row for each person and each thing that happens from today on."""
    for one in forecast.people:
        for event in forecast.events(one, today):
            yield (
                event.day.isoformat(),
                names[one.position].name,
                names[one.position].address,
                one.person,
                texts.losses.data_names[event.data],
                texts.losses.event_name(event.data, event.event),
                str(forecast.calendar.receipt),
                forecast.day_of(one).isoformat(),
                one.checked_at.isoformat(timespec="seconds") if one.checked_at else "",
            )


def findings_header(texts: Texts) -> Row:
    """The first row of what a search for unused licenses has found."""
    return tuple(texts.tables.findings_columns.values())


def findings_rows(
    found: Mapping[tuple[UnusedKind, str], Sequence[FoundPerson]], read_by: datetime, texts: Texts
) -> Iterator[Row]:
    """One row for each person and license, with why it can go, and from where that is known."""
    names = Catalog.bundled()
    for (kind, product), people in found.items():
        for one in people:
            yield (
                one.person.name,
                one.person.address,
                one.person.id,
                names.name(product, ""),
                product,
                texts.findings.kinds[kind],
                "; ".join(names.name(id_, "") for id_ in one.kept_by),
                "; ".join(one.kept_by),
                texts.tables.findings_source,
                _time(read_by),
            )


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else ""
