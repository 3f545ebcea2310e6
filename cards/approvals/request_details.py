"""What the details of a request show about it, besides its people and losses."""

from collections.abc import Iterator, Sequence
from typing import Final

from microsoft_teams.cards import CardElement

from cards.approvals.request import RequestFacts, approvers_of, question_line
from cards.kit.blocks import run, runs, text
from cards.kit.escaping import plain
from cards.words.texts import Texts
from licensing.requests.model import GivenApproval, short_hash

#: Maximum number of characters shown of what someone wrote, and of rules, approvals, questions.
WORDS_SHOWN: Final = 1_000
LISTED: Final = 20


def request_blocks(facts: RequestFacts, texts: Texts, limit: int) -> list[CardElement]:
    """Who asks and why, rules, approvals, questions, times and the hash of the plan."""
    request, words = facts.request, texts.request
    who = facts.names.of(request.requester, limit)
    return [
        _named(texts, words.requester_label, who),
        *(
            [_named(texts, words.reason, plain(request.reason, WORDS_SHOWN))]
            if request.reason
            else []
        ),
        *(_rules(facts, texts, limit) if request.is_open else ()),
        *[_approval(one, facts, texts, limit) for one in request.approvals[:LISTED]],
        *[
            text(question_line(one, facts.names, texts, limit, WORDS_SHOWN), spacing="Small")
            for one in request.questions[-LISTED:]
        ],
        *_skipped(facts, texts, limit),
        *_times(facts, texts),
        _named(texts, words.plan, short_hash(request.plan_hash)),
    ]


def _named(texts: Texts, what: str, said: str) -> CardElement:
    return runs(run(texts.common.label(what), subtle=True), run(said), spacing="Small")


def _rules(facts: RequestFacts, texts: Texts, limit: int) -> Iterator[CardElement]:
    for one in facts.rules[:LISTED]:
        names = approvers_of([one], texts, limit)
        approvers = texts.common.listed(names) if names else texts.request.no_one
        name = plain(one.rule.ref.name, limit)
        yield text(texts.request.rule(name, one, approvers), spacing="Small")


def _approval(yes: GivenApproval, facts: RequestFacts, texts: Texts, limit: int) -> CardElement:
    delegators: Sequence[str] = facts.names.each(yes.delegators, limit)
    instead = texts.common.listed(delegators) if delegators else ""
    said = texts.request.approved_by(facts.names.of(yes.by, limit), yes.at, facts.zone, instead)
    if yes.comment:
        comment = texts.request.quoted(plain(yes.comment, WORDS_SHOWN))
        said = texts.common.label(said) + comment
    return text(f"✓ {said}", spacing="Small")


def _skipped(facts: RequestFacts, texts: Texts, limit: int) -> list[CardElement]:
    changed = facts.request.held_back
    names = facts.names.each((one.person for one in changed[:LISTED]), limit)
    said = texts.common.and_more(names, len(changed))
    return (
        [_named(texts, texts.request.skipped_label, texts.request.skipped_people(said))]
        if names
        else []
    )


def _times(facts: RequestFacts, texts: Texts) -> list[CardElement]:
    request, words = facts.request, texts.request
    times = [(words.opened_on, request.opened_at)]
    if request.asked_at != request.opened_at:
        times.append((words.changed_on, request.asked_at))
    if request.is_open:
        times.append((words.expires_on, request.expires_at))
    return [_named(texts, what, texts.common.full_moment(at, facts.zone)) for what, at in times]
