"""A request for approval: who asks for what and why, who decided, and what the viewer can do.

The file is long because all views of this card are read side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action, ContainerStyle

from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, progress, run, runs, text
from cards.kit.card import Card, button, card, details_button, fitting, head, notice_block
from cards.kit.escaping import plain
from cards.kit.inputs import line_input
from cards.kit.notices import Notice
from cards.kit.people import Names, lines_of, names_of
from cards.kit.refresh import view_for
from cards.removal.blockers import blocker_blocks
from cards.removal.confirm import products_words
from cards.removal.ending_services import ending_services
from cards.removal.warnings import warning_blocks
from cards.runs.progress import so_far, waiting_block
from cards.runs.result import outcome_blocks
from cards.words.texts import Texts
from licensing.plans.plan import Plan
from licensing.policy.model import Stage
from licensing.policy.progress import Progress
from licensing.requests.consultation import ReplyCounts
from licensing.requests.model import GivenApproval, Request, State, short_hash
from licensing.runs.control import FINAL_STATES, PAUSED_STATES
from licensing.runs.outcome import RunProgress, RunState
from licensing.tenant.time_zones import zone_of

#: Maximum number of characters shown of what someone wrote, and of names, questions, lines.
WORDS_SHOWN = 400
NAMED = 5
QUESTIONS_SHOWN = 3
LISTED = 4

_STYLES: Mapping[State, ContainerStyle] = {
    State.OPEN: "accent",
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
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: RequestFacts, texts: Texts, limit: int) -> Card:
    request, summary = facts.request, facts.plan.summary
    title = texts.request.title(request.number, summary.licenses, summary.affected)
    return card(
        texts,
        [
            head(title, texts.request.states[request.state]),
            notice_block(facts.notice, texts),
            _state(facts, texts),
            *_run(facts, texts),
            *_facts(facts, texts, limit),
            *_losses(facts, texts, limit),
            _held_back(facts, texts),
            *_replies(facts.replies, texts),
            *_rules(facts, texts, limit),
            *_questions(facts, texts, limit),
            *_inputs(facts, texts),
        ],
        _actions(facts, texts),
        speak=texts.request.spoken(title, request.state),
        wide=True,
        refresh=view_for(facts.viewers, request.token, texts.request.my_part),
    )


def _state(facts: RequestFacts, texts: Texts) -> CardElement:
    """Its state, in the color of that state."""
    request, ending = facts.request, facts.request.ending
    items: list[CardElement] = []
    if request.is_open:
        said = (
            texts.request.approvals_missing(facts.missing, more=_several(facts.rules))
            if facts.missing
            else texts.request.role_wanted
        )
        said = texts.request.stuck if request.stuck else said
        items.append(text(said if facts.rules else texts.request.no_approver, bold=True))
        until = texts.request.ends_at(request.expires_at, facts.now, facts.zone)
        items.append(_named(texts.request.time_until, until))
        if not request.channel:
            items.append(text(texts.request.not_posted, spacing="Small"))
    elif ending is not None and ending.by is not None:
        name = facts.names.of(ending.by)
        if request.state is State.APPROVED:
            items.append(text(texts.request.approved_runs_as(name), bold=True))
        else:
            by = texts.request.ended_by(request.state, name, ending.at, facts.zone)
            items += [text(by, bold=True), text(texts.request.nothing_removed, spacing="Small")]
        if ending.comment:
            said = texts.request.quoted(plain(ending.comment, WORDS_SHOWN))
            items.append(text(said, spacing="Small"))
    else:
        items += [
            text(texts.request.expired_text, bold=True),
            text(texts.request.nothing_removed, spacing="Small"),
        ]
    return box(_STYLES[request.state], *items)


def _several(rules: Sequence[Progress]) -> bool:
    """Whether several rules wait, so that one approval may or may not count in all of them."""
    return sum(not rule.complete for rule in rules) > 1


def _run(facts: RequestFacts, texts: Texts) -> list[CardElement]:
    """How far the removal is, or how it ended."""
    tally = facts.tally
    if tally is None:
        return []
    if tally.state not in FINAL_STATES:
        return _under_way(tally, facts.plan.summary.affected, texts)
    ending, zone = facts.request.ending, zone_of(facts.request.timezone)
    removed_at = ending.at if ending else facts.now
    return outcome_blocks(tally, facts.plan.summary, removed_at.astimezone(zone).date(), texts)


def _under_way(tally: RunProgress, people: int, texts: Texts) -> list[CardElement]:
    """The state and progress of the run, and how to pause it."""
    said = so_far(tally.ends, tally.outcomes, people, texts)
    if tally.state is not RunState.RUNNING:
        said = f"{texts.progress.titles[tally.state]}. {said}"
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


def _facts(facts: RequestFacts, texts: Texts, limit: int) -> list[CardElement]:
    request = facts.request
    plan = short_hash(request.plan_hash)
    if request.revision > 1:
        plan += f" ({texts.request.revised(request.revision - 1)})"
    shown = [
        _named(texts.request.requested_by, facts.names.of(request.requester, limit)),
        _named(texts.request.requested_at, texts.common.full_moment(request.asked_at, facts.zone)),
        _named(texts.request.plan, plan),
    ]
    if request.reason:
        shown.insert(1, _named(texts.request.reason, plain(request.reason, WORDS_SHOWN)))
    return shown


def _named(what: str, said: str) -> CardElement:
    return runs(run(f"{what}: ", subtle=True), run(said), spacing="Small")


def _losses(facts: RequestFacts, texts: Texts, limit: int) -> list[CardElement]:
    """What is lost, worst first, and what stays, as long as it can still be prevented."""
    if not facts.request.is_open:
        return []
    goes = runs(run(f"{texts.preview.goes}: ", bold=True), run(products_words(facts.plan, texts)))
    day = text(texts.request.dates_for(facts.today), subtle=True, size="Small", spacing="None")
    summary, names = facts.plan.summary, facts.plan.products
    mine = facts.viewer is Viewer.REQUESTER
    # Everyone in the channel sees the card; what cases are called is for those who decide.
    knows = mine or facts.viewer is Viewer.APPROVER
    asker = "" if mine else facts.names.of(facts.request.requester, limit)
    ends = ending_services(summary, texts, limit)
    return [
        goes,
        day,
        *warning_blocks(summary, facts.today, texts, limit, asker, named=knows),
        *blocker_blocks(summary, names, texts, limit),
        *([ends] if ends else []),
    ]


def _held_back(facts: RequestFacts, texts: Texts) -> CardElement | None:
    changed = facts.request.held_back
    if not changed:
        return None
    names = facts.names.each(one.person for one in changed[:NAMED])
    said = texts.request.skipped_people(texts.common.and_more(names, len(changed)), len(changed))
    return box("warning", text(said))


def _replies(replies: ReplyCounts | None, texts: Texts) -> list[CardElement]:
    """What people say who would lose something."""
    if replies is None:
        return []
    said = text(texts.consultation.replies(replies), bold=replies.still_needed > 0)
    hint = text(texts.consultation.replies_names, subtle=True, size="Small", spacing="None")
    return [said, hint] if replies.still_needed or replies.not_needed else [said]


def _rules(facts: RequestFacts, texts: Texts, limit: int) -> list[CardElement]:
    """Each rule with how far it is, then everyone who approved."""
    shown: list[CardElement] = []
    if facts.request.is_open:
        for state in facts.rules:
            shown += _rule(state, texts, limit)
    shown += [_approval(yes, facts, texts, limit) for yes in facts.request.approvals]
    return shown


def _rule(state: Progress, texts: Texts, limit: int) -> list[CardElement]:
    stages = len(state.rule.stages)
    said = (
        texts.request.rule_done
        if state.complete
        else texts.request.rule_progress(state.have, state.need, state.stage + 1, stages)
    )
    name = plain(state.rule.ref.name, limit)
    line = runs(run(f"{name}: ", bold=True), run(said))
    stage = state.waiting
    if stage is None:
        return [line]
    who = f"{texts.request.approvers}: {_listed(stage, texts, limit)}"
    return [line, text(who, subtle=True, size="Small", spacing="None")]


def _listed(stage: Stage, texts: Texts, limit: int) -> str:
    names = lines_of(stage.approvers, texts, limit)
    return texts.common.and_more(names[:LISTED], len(names)) if names else texts.request.no_one


def _approval(yes: GivenApproval, facts: RequestFacts, texts: Texts, limit: int) -> CardElement:
    delegators = facts.names.each(yes.delegators, limit)
    instead = texts.common.listed(delegators) if delegators else ""
    said = texts.request.approved_by(facts.names.of(yes.by, limit), yes.at, facts.zone, instead)
    comment = f". {texts.request.quoted(plain(yes.comment, WORDS_SHOWN))}" if yes.comment else "."
    return text(f"✓ {said}{comment}", spacing="Small")


def _questions(facts: RequestFacts, texts: Texts, limit: int) -> list[CardElement]:
    shown: list[CardElement] = []
    questions = facts.request.questions
    earlier = len(questions) - QUESTIONS_SHOWN
    if earlier > 0:
        shown.append(text(texts.request.more_questions(earlier), subtle=True, size="Small"))
    for question in questions[-QUESTIONS_SHOWN:]:
        asks = texts.request.asks(
            facts.names.of(question.by, limit), plain(question.text, WORDS_SHOWN)
        )
        items = [text(asks, bold=question.answered_at is None)]
        if question.answered_at is not None:
            items.append(
                text(texts.request.quoted(plain(question.answer, WORDS_SHOWN)), spacing="Small")
            )
        shown.append(box("emphasis", *items))
    return shown


def _inputs(facts: RequestFacts, texts: Texts) -> list[CardElement]:
    if not facts.request.is_open:
        return []
    if facts.viewer is Viewer.APPROVER:
        hint = texts.request.comment_hint
        return [line_input(Field.COMMENT, texts.request.comment_label, placeholder=hint, many=True)]
    if facts.viewer is Viewer.REQUESTER and facts.request.open_question is not None:
        return [line_input(Field.ANSWER, texts.request.answer_label, many=True)]
    return []


def _actions(facts: RequestFacts, texts: Texts) -> list[Action]:
    request, token = facts.request, facts.request.token
    everyone = details_button(token, texts)
    why = button(Verb.WHY, token, texts.request.why_button, validate=False, secondary=True)
    if not request.is_open:
        again = facts.viewer is Viewer.REQUESTER and bool(request.held_back)
        more = (
            [button(Verb.ASK_AGAIN, token, texts.request.request_again, validate=False)]
            if again
            else []
        )
        return [*more, everyone, why]
    match facts.viewer:
        case Viewer.APPROVER:
            return [*_decisions(facts, texts), everyone, why]
        case Viewer.REQUESTER:
            return [*_requester_actions(request, texts), everyone]
        case Viewer.EVERYONE:
            mine = button(Verb.LOOK, token, texts.request.my_part, style="positive", validate=False)
            return [mine, everyone]
    return [everyone, why]


def _decisions(facts: RequestFacts, texts: Texts) -> list[Action]:
    token, summary = facts.request.token, facts.plan.summary
    # Those who changed since the preview are held back, so their licenses stay.
    changed = facts.request.held_back
    title = texts.request.approve_button(
        summary.licenses - sum(one.licenses for one in changed), summary.affected - len(changed)
    )
    approve = button(Verb.APPROVE, token, title, style="destructive")
    return [
        *([approve] if facts.may_approve else []),
        button(Verb.REJECT, token, texts.request.reject),
        button(Verb.ASK_QUESTION, token, texts.request.ask_question),
    ]


def _requester_actions(request: Request, texts: Texts) -> list[Action]:
    token = request.token
    answer = button(Verb.ANSWER_QUESTION, token, texts.request.send_answer, style="positive")
    return [
        *([answer] if request.open_question is not None else []),
        button(Verb.CHANGE, token, texts.request.change, validate=False),
        button(Verb.REMIND, token, texts.request.remind, validate=False),
        button(Verb.WITHDRAW, token, texts.request.withdraw, validate=False),
    ]
