"""A request for approval: what is asked, by whom, why, how far it is, and what a viewer can do.

Everything else stands in its details (`cards/approvals/request_details.py`). The file is long
because all views of this card are read side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from itertools import accumulate
from typing import Final

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action, ContainerStyle

from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, progress, run, runs, text
from cards.kit.card import Card, button, card, details_button, head, notice_block
from cards.kit.escaping import plain, plains
from cards.kit.height import in_one_look
from cards.kit.inputs import line_input
from cards.kit.notices import Notice
from cards.kit.people import Names, lines_of, names_of
from cards.kit.refresh import view_for
from cards.removal.decision import (
    LOSSES_SHOWN,
    labeled,
    loss_block,
    people_named,
    products_line,
    removal_title,
)
from cards.runs.progress import so_far, waiting_block
from cards.runs.result import result_title
from cards.words.texts import Texts
from licensing.losses.losses import last_good_day
from licensing.losses.services import Data
from licensing.plans.case_findings import is_pending
from licensing.plans.plan import Plan
from licensing.policy.progress import Progress
from licensing.requests.consultation import ReplyCounts
from licensing.requests.model import Question, Request, State
from licensing.runs.control import FINAL_STATES, PAUSED_STATES
from licensing.runs.counts import REMOVED_OUTCOMES
from licensing.runs.lost_things import DELETED
from licensing.runs.outcome import RunProgress, RunState
from licensing.runs.removal_days import RemovalDays
from licensing.tenant.time_zones import zone_of

#: Maximum length of a name in the headline, and in a line with several names.
TITLE_NAME: Final = 36
LINE_NAME: Final = 24
#: Maximum number named of people who approved, were skipped or changed, and of changed products.
NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class Room:
    """How much a card shows. What it leaves out is in the details."""

    #: Maximum number of people and of approvers named, of losses in separate lines, and of
    #: characters shown of what someone wrote. Both statements stand in any case.
    people: int = 5
    approvers: int = 2
    losses: int = LOSSES_SHOWN
    words: int = 70
    #: Maximum length of the names of people and of the requester.
    name: int = LINE_NAME
    #: Whether these have lines: licenses that stay, how to choose a channel, products, replies of
    #: people who were asked, skipped people, what changed, the reason.
    kept: bool = True
    not_posted: bool = True
    products: bool = True
    replies: bool = True
    skipped: bool = True
    changed: bool = True
    reason: bool = True
    #: Whether a question that has been answered has a line.
    answered: bool = True
    #: Whether people who were skipped, added or left out, and approvers, have names.
    names: bool = True
    #: Whether only the buttons that decide stand outside the menu.
    menu: bool = False
    #: Whether approvers see the question, and requesters who asked and how far the approvals are.
    known: bool = True
    #: Whether a notice has a box. It goes before the reason does: a decision needs the reason.
    boxed: bool = True
    #: Whether the requester and the approvals have a line each.
    apart: bool = True


#: What a card leaves out step by step, until it is read in one look.
_STEPS: Final[Sequence[Mapping[str, int | bool]]] = (
    {"kept": False},
    {"words": 45},
    {"approvers": 1},
    {"answered": False},
    {"not_posted": False},
    {"people": 3},
    {"products": False},
    {"people": 2},
    {"menu": True},
    {"losses": 2},
    {"boxed": False},
    {"words": 25},
    {"names": False},
    {"replies": False},
    {"skipped": False},
    {"changed": False},
    {"people": 1},
    {"known": False},
    {"reason": False},
    {"apart": False, "words": 12},
    {"name": 12},
)
#: From the whole card to the one that leaves out most.
_ROOMS: Final = tuple(
    accumulate(_STEPS, lambda room, step: replace(room, **step), initial=Room())  # type: ignore[arg-type]
)

_STYLES: Mapping[State, ContainerStyle] = {
    State.APPROVED: "good",
    State.REJECTED: "attention",
    State.WITHDRAWN: "emphasis",
    State.EXPIRED: "warning",
}


class Viewer(StrEnum):
    """Who looks at the card, hence what it offers."""

    #: Everyone in the channel who has no separate card.
    EVERYONE = "everyone"
    APPROVER = "approver"
    REQUESTER = "requester"
    #: Someone who can do nothing here, or has done it.
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """Facts of the card."""

    request: Request
    #: Its people may be left out: only the head is read.
    plan: Plan
    #: The rules of the policy that apply, and how far each is.
    rules: tuple[Progress, ...]
    viewer: Viewer
    now: datetime
    #: The day that dates are reckoned for, and the viewer's time zone.
    today: date
    zone: str = "UTC"
    #: Whether the viewer's yes would count now; else they can only reject or ask.
    may_approve: bool = True
    #: How many approvals are missing.
    missing: int = 0
    #: Of the run, once there is one.
    tally: RunProgress | None = None
    #: Teams user ids of people who get a separate view; empty in a personal chat.
    viewers: Sequence[str] = ()
    notice: Notice | None = None
    #: What those answered who were asked; None where no one is.
    replies: ReplyCounts | None = None
    #: Addresses by id of people who may have the same name as someone else here.
    addresses: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """What the card calls people."""
        return names_of(self.request.participants, self.addresses)


def request_card(facts: RequestFacts, texts: Texts) -> Card:
    """Show the current state of a request, for one viewer."""
    return in_one_look([partial(_draw, facts, texts, room) for room in _ROOMS])


def _draw(facts: RequestFacts, texts: Texts, room: Room) -> Card:
    request = facts.request
    title = removal_title(facts.plan, texts, TITLE_NAME)
    return card(
        texts,
        [
            head(title, _where(facts, texts)),
            _notice(facts, texts, room),
            *_state(facts, texts, room),
            *_run(facts, texts),
            _changed(facts, texts, room) if room.changed else None,
            _asked(facts, texts, room),
            *_who_and_what(facts.plan, texts, room),
            *_losses(facts, texts, room),
            _case_check(facts, texts),
            _skipped(facts, texts, room) if room.skipped else None,
            _approvals(facts, texts, room) if room.apart else None,
            _replies(facts.replies, texts) if room.replies else None,
            _question(facts, texts, room),
            _not_posted(facts, texts) if room.not_posted else None,
            *_inputs(facts, texts),
        ],
        _actions(facts, texts, room),
        speak=texts.request.spoken(title, request.state),
        refresh=view_for(facts.viewers, request.token, texts.request.my_part),
    )


def _who_and_what(plan: Plan, texts: Texts, room: Room) -> list[CardElement]:
    """People and products as far as the headline does not name them; what stays."""
    summary, words = plan.summary, texts.decision
    found: list[CardElement] = []
    if summary.affected > 1:
        names = plains(people_named(summary, room.people), room.name)
        said = texts.common.and_more(names, summary.affected)
        found.append(labeled(texts, words.people_label, said))
    if room.products and (len(summary.going) > 1 or summary.affected > 1):
        found.append(labeled(texts, words.licenses_label, products_line(plan, texts, LINE_NAME)))
    if room.kept and (kept := summary.inherited + summary.still_assigned):
        found.append(labeled(texts, words.kept_label, words.kept(kept)))
    return found


def _where(facts: RequestFacts, texts: Texts) -> str:
    """The number, the state and the day on which it expires: "in 2 days" would not stay true."""
    request = facts.request
    until = request.expires_at.astimezone(zone_of(facts.zone)).date() if request.is_open else None
    return texts.request.state_line(request.number, request.state, until)


def _state(facts: RequestFacts, texts: Texts, room: Room) -> list[CardElement]:
    """Why an open request can't be approved now; how another one ended."""
    request = facts.request
    if request.is_open:
        return _obstacle(facts, texts)
    if request.state is State.APPROVED:
        return []
    items = [text(_ending(facts, texts, room), bold=True)]
    items.append(text(texts.request.nothing_removed, spacing="Small"))
    return [box(_STYLES[request.state], *items)]


def _obstacle(facts: RequestFacts, texts: Texts) -> list[CardElement]:
    words = texts.request
    if facts.request.stuck:
        return [text(f"⚠️ {words.stuck}", bold=True, spacing="Small")]
    if not facts.rules:
        return [text(f"⚠️ {words.no_approver}", bold=True, spacing="Small")]
    missing = facts.missing
    return [] if missing else [text(f"⚠️ {words.role_wanted}", bold=True, spacing="Small")]


def _ending(facts: RequestFacts, texts: Texts, room: Room) -> str:
    request, ending = facts.request, facts.request.ending
    if ending is None or ending.by is None:
        return texts.request.expired_text
    day = ending.at.astimezone(zone_of(facts.zone)).date()
    comment = plain(ending.comment, room.words) if ending.comment else ""
    return texts.request.ended_by(request.state, facts.names.of(ending.by, LINE_NAME), day, comment)


def _run(facts: RequestFacts, texts: Texts) -> list[CardElement]:
    """In whose name it runs, how far it is, or how it ended."""
    tally, ending = facts.tally, facts.request.ending
    if facts.request.state is not State.APPROVED:
        return []
    if tally is None or tally.state not in FINAL_STATES:
        by = facts.names.of(ending.by, LINE_NAME) if ending and ending.by else ""
        runs_as = text(texts.request.runs_as(by), spacing="Small")
        return [
            *(_under_way(tally, facts.plan.summary.affected, texts) if tally else []),
            *([runs_as] if by else []),
        ]
    title = text(result_title(tally.outcomes, texts), bold=True)
    receipt = text(texts.progress.receipt_number(tally.receipt), subtle=True, spacing="None")
    day = _first_deletion(facts, tally)
    lost = [text(texts.request.deleted_after(day), spacing="Small")] if day else []
    return [box("good" if not day else "warning", title, receipt, *lost)]


def _first_deletion(facts: RequestFacts, tally: RunProgress) -> date | None:
    """The first day after which lost data is permanently deleted; None where nothing is."""
    if not any(tally.outcomes.get(outcome) for outcome in REMOVED_OUTCOMES):
        return None
    request, summary = facts.request, facts.plan.summary
    approved = request.ending.at if request.ending else facts.now
    day = approved.astimezone(zone_of(request.timezone)).date()
    # Days count from when the licenses went, not from when the request was approved.
    went = (tally.removal or RemovalDays(day, day)).first
    lost = {kind: summary.losing.get(kind, 0) for kind in DELETED} | {Data.MAILBOX: tally.mailboxes}
    days = [last_good_day(kind, went, summary.terms) for kind, people in lost.items() if people]
    return min(days, default=None)


def _under_way(tally: RunProgress, people: int, texts: Texts) -> list[CardElement]:
    """The state and progress of the run, and how to pause it."""
    said = so_far(tally.ends, tally.outcomes, people, texts)
    if tally.state is not RunState.RUNNING:
        state = texts.common.sentence(texts.progress.titles[tally.state])
        said = texts.common.sentences([state, said])
    waits = waiting_block(tally, texts)
    found = [waits] if waits else []
    found += [progress(tally.ends.processed, people), text(said, bold=True, spacing="Small")]
    if tally.receipt:
        held = tally.state in PAUSED_STATES
        hint = (
            texts.request.waiting_run(tally.receipt)
            if held
            else texts.request.watch_run(tally.receipt)
        )
        found.append(text(hint, subtle=True, size="Small", spacing="Small"))
    return found


def _changed(facts: RequestFacts, texts: Texts, room: Room) -> CardElement | None:
    """What the last change changed, for those who knew the request before."""
    change = facts.request.change
    if change is None or not facts.request.is_open:
        return None
    most = NAMED if room.names else 0
    said = texts.request.changes(
        change,
        facts.names.each(change.added[:most], LINE_NAME),
        facts.names.each(change.left_out[:most], LINE_NAME),
        plains(change.products_added[:NAMED], LINE_NAME),
        plains(change.products_left_out[:NAMED], LINE_NAME),
    )
    return runs(
        run(texts.common.label(texts.request.changed_label), bold=True), run(said), spacing="Small"
    )


def _notice(facts: RequestFacts, texts: Texts, room: Room) -> CardElement | None:
    if facts.notice is None or room.boxed:
        return notice_block(facts.notice, texts)
    return text(f"⚠️ {texts.notice(facts.notice)}", spacing="Small")


def _asked(facts: RequestFacts, texts: Texts, room: Room) -> CardElement | None:
    request = facts.request
    if facts.viewer is Viewer.REQUESTER and not room.known:
        return None
    name = facts.names.of(request.requester, room.name)
    if not room.apart and request.is_open:
        return text(f"{name} · {_progress(facts, texts)}", spacing="Small")
    reason = plain(request.reason, room.words) if request.reason and room.reason else ""
    return labeled(texts, texts.request.requester_label, texts.request.asked_by(name, reason))


def _losses(facts: RequestFacts, texts: Texts, room: Room) -> list[CardElement]:
    """What is lost, worst first, as long as it can still be prevented."""
    if not facts.request.is_open:
        return []
    mine = facts.viewer is Viewer.REQUESTER
    # Everyone in the channel sees the card; what cases are called is for those who decide.
    knows = mine or facts.viewer is Viewer.APPROVER
    owner = "" if mine else facts.names.of(facts.request.requester, LINE_NAME)
    lines = loss_block(
        facts.plan,
        facts.today,
        texts,
        LINE_NAME,
        named=knows,
        owner=owner,
        most=room.losses,
    )
    return [lines]


def _case_check(facts: RequestFacts, texts: Texts) -> CardElement | None:
    """That the look at the open cases is not over."""
    if not facts.request.is_open or not is_pending(facts.plan):
        return None
    label = run(texts.common.label(f"🔍 {texts.decision.case}"), bold=True)
    return runs(label, run(texts.request.cases_pending), spacing="Small")


def _skipped(facts: RequestFacts, texts: Texts, room: Room) -> CardElement | None:
    changed = facts.request.held_back
    if not changed:
        return None
    most = NAMED if room.names else 0
    names = facts.names.each((one.person for one in changed[:most]), LINE_NAME)
    shown = (
        texts.common.and_more(names, len(changed)) if names else texts.common.people(len(changed))
    )
    said = texts.request.skipped_people(shown)
    return runs(
        run(texts.common.label(f"⚠️ {texts.request.skipped_label}"), bold=True),
        run(said),
        spacing="Small",
    )


def _approvals(facts: RequestFacts, texts: Texts, room: Room) -> CardElement | None:
    """How far the approvals are and who can give the next; who gave them, once it has ended."""
    request = facts.request
    if not request.is_open:
        gave = facts.names.each((yes.by for yes in request.approvals[:NAMED]), LINE_NAME)
        by = texts.common.and_more(gave, len(request.approvals))
        return text(texts.request.approvals_line(by), spacing="Small") if gave else None
    if not facts.rules or (facts.viewer is Viewer.REQUESTER and not room.known):
        return None
    gave = facts.names.each((yes.by for yes in request.approvals[:NAMED]), LINE_NAME)
    by = texts.common.and_more(gave, len(request.approvals)) if gave and room.names else ""
    said = _progress(facts, texts, by)
    approvers = approvers_of(facts.rules, texts, LINE_NAME)
    if not approvers or not room.names:
        return text(said, spacing="Small")
    shown = texts.common.and_more(approvers[: room.approvers], len(approvers))
    return text(texts.request.progress_line(said, shown), spacing="Small")


def _progress(facts: RequestFacts, texts: Texts, by: str = "") -> str:
    have = len(facts.request.approvals)
    several = sum(not rule.complete for rule in facts.rules) > 1
    return texts.request.progress(have, have + facts.missing, by, more=several)


def approvers_of(rules: Sequence[Progress], texts: Texts, limit: int) -> list[str]:
    """The lists that can give the approvals for which rules wait now, each line once."""
    lines = [line for rule in rules if rule.waiting is not None for line in rule.waiting.approvers]
    alike = {(line.type, line.value): line for line in reversed(lines)}
    return lines_of(list(reversed(alike.values())), texts, limit)


def _replies(replies: ReplyCounts | None, texts: Texts) -> CardElement | None:
    """What people say who would lose something."""
    if replies is None:
        return None
    said = texts.consultation.replies(replies)
    return text(said, bold=replies.still_needed > 0, spacing="Small")


def _question(facts: RequestFacts, texts: Texts, room: Room) -> CardElement | None:
    """The question that waits for an answer, else the last one; the others are counted."""
    request = facts.request
    if not request.questions or not request.is_open:
        return None
    if facts.viewer is not Viewer.REQUESTER and not room.known:
        return None
    shown = request.open_question or request.questions[-1]
    if shown.answered_at is not None and not room.answered:
        return None
    said = question_line(shown, facts.names, texts, room.name, room.words)
    found = [run(said, bold=shown.answered_at is None)]
    others = len(request.questions) - 1
    if others and room.names:
        found.append(run(f" ({texts.request.more_questions(others)})", subtle=True))
    return runs(*found, spacing="Small")


def question_line(question: Question, names: Names, texts: Texts, limit: int, longest: int) -> str:
    """A question and its answer, each cut to `longest` characters."""
    answered = question.answered_at is not None
    return texts.request.question(
        names.of(question.by, limit),
        plain(question.text, longest),
        plain(question.answer, longest) if answered else None,
    )


def _not_posted(facts: RequestFacts, texts: Texts) -> CardElement | None:
    request = facts.request
    if request.channel or not request.is_open or facts.viewer is not Viewer.REQUESTER:
        return None
    return text(texts.request.not_posted, subtle=True, size="Small", spacing="Small")


def _inputs(facts: RequestFacts, texts: Texts) -> list[CardElement]:
    if not facts.request.is_open:
        return []
    if facts.viewer is Viewer.APPROVER:
        hint = texts.request.comment_hint
        return [line_input(Field.COMMENT, texts.request.comment_label, placeholder=hint)]
    if facts.viewer is Viewer.REQUESTER and facts.request.open_question is not None:
        return [line_input(Field.ANSWER, texts.request.answer_label)]
    return []


def _actions(facts: RequestFacts, texts: Texts, room: Room) -> list[Action]:
    request, token = facts.request, facts.request.token
    details = details_button(token, texts, secondary=room.menu)
    why = button(Verb.WHY, token, texts.request.why_button, validate=False, secondary=True)
    if not request.is_open:
        again = facts.viewer is Viewer.REQUESTER and bool(request.held_back)
        more = (
            [button(Verb.ASK_AGAIN, token, texts.request.request_again, validate=False)]
            if again
            else []
        )
        return [*more, details, why]
    match facts.viewer:
        case Viewer.APPROVER:
            return [*_decisions(facts, texts, room), details, *_questions(facts, texts, room), why]
        case Viewer.REQUESTER:
            return [*_requester_actions(request, texts, room), details, why]
        case Viewer.EVERYONE:
            mine = button(Verb.LOOK, token, texts.request.my_part, style="positive", validate=False)
            return [mine, details]
    return [details, why]


def _decisions(facts: RequestFacts, texts: Texts, room: Room) -> list[Action]:
    token = facts.request.token
    # Those who changed since the preview are skipped, so they are not among the people approved.
    skipped = len(facts.request.held_back)
    title = (
        texts.request.approve_rest(facts.plan.summary.affected - skipped, short=room.menu)
        if skipped
        else texts.request.approve
    )
    approve = button(Verb.APPROVE, token, title, style="positive")
    reject = button(Verb.REJECT, token, texts.request.reject)
    return [approve, reject] if facts.may_approve else [reject]


def _questions(facts: RequestFacts, texts: Texts, room: Room) -> list[Action]:
    token, title = facts.request.token, texts.request.ask_question
    return [button(Verb.ASK_QUESTION, token, title, secondary=room.menu)]


def _requester_actions(request: Request, texts: Texts, room: Room) -> list[Action]:
    token, menu = request.token, room.menu
    answer = button(Verb.ANSWER_QUESTION, token, texts.request.send_answer, style="positive")
    change = button(Verb.CHANGE, token, texts.request.change, validate=False, secondary=menu)
    remind = button(Verb.REMIND, token, texts.request.remind, validate=False, secondary=True)
    withdraw = button(Verb.WITHDRAW, token, texts.request.withdraw, validate=False, secondary=menu)
    asked = request.open_question is not None
    return [*([answer] if asked else []), change, withdraw, remind]
