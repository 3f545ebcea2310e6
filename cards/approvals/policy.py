"""The policy in words: who may ask, when approval is needed, and whose; each with its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Verb
from cards.kit.blocks import box, run, runs, subheading, text
from cards.kit.card import Card, button, card, fitting, head
from cards.kit.escaping import plain
from cards.kit.people import lines_of
from cards.words.texts import Texts
from licensing.policy.lists import ListEntry
from licensing.policy.model import Policy, Rule, RuleRef, Stage

#: Maximum number of rules, and of lines of a list, shown; the file has them all.
RULES = 20
LINES = 8


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """Facts of the card."""

    policy: Policy
    #: Whether a channel for requests was chosen.
    channel: bool
    token: str


def policy_card(facts: PolicyFacts, texts: Texts) -> Card:
    """Show the policy as the bot read it."""
    if not facts.policy.source:
        return _none(facts, texts)
    return fitting(lambda limit: _draw(facts, texts, limit))


def _none(facts: PolicyFacts, texts: Texts) -> Card:
    return card(
        texts,
        [head(texts.policy.title), text(texts.policy.none), text(texts.policy.none_hint)],
        [button(Verb.HOME, facts.token, texts.common.home, validate=False)],
        speak=f"{texts.policy.title}. {texts.policy.none}",
    )


def _draw(facts: PolicyFacts, texts: Texts, limit: int) -> Card:
    policy = facts.policy
    rules = [part for rule in policy.rules[:RULES] for part in _rule(rule, texts, limit)]
    rest = len(policy.rules) - RULES
    return card(
        texts,
        [
            head(texts.policy.title),
            text(texts.policy.source(policy.source), subtle=True),
            *_general(facts, texts, limit),
            subheading(texts.policy.rules),
            *(rules or [text(texts.policy.no_rules)]),
            text(texts.common.more(rest), subtle=True) if rest > 0 else None,
        ],
        [button(Verb.HOME, facts.token, texts.common.home, validate=False)],
        speak=f"{texts.policy.title}. {texts.policy.source(policy.source)}",
        wide=True,
    )


def _general(facts: PolicyFacts, texts: Texts, limit: int) -> list[CardElement]:
    policy = facts.policy
    reason, fresh = policy.justification, policy.fresh_sign_in
    said = texts.policy.reason_words(reason.hint, required=reason.required)
    shown = [
        _fact(
            texts.policy.may_request,
            _who(policy.requesters, texts, limit),
            policy.requesters_ref,
            texts,
        ),
        _fact(texts.policy.undo, undo_permission(policy, texts, limit), policy.undo_ref, texts),
        _fact(texts.policy.readers, _who(policy.readers, texts, limit), policy.readers_ref, texts),
        _fact(
            texts.policy.self_approval,
            texts.policy.self_approval_value(allowed=policy.self_approval),
            policy.self_approval_ref,
            texts,
        ),
        _fact(texts.policy.expires, texts.common.span(policy.expires_after), None, texts),
        _fact(
            texts.policy.reminders, texts.policy.reminder_schedule(policy.reminders), None, texts
        ),
        _fact(texts.policy.reason, said, reason.ref, texts),
    ]
    if fresh is not None:
        fresh_said = texts.policy.fresh_words(fresh.people_from, fresh.within)
        shown.append(_fact(texts.policy.fresh, fresh_said, fresh.ref, texts))
    channel = texts.policy.channel_words(chosen=facts.channel)
    return [*shown, _fact(texts.policy.channel, channel, None, texts)]


def undo_permission(policy: Policy, texts: Texts, limit: int) -> str:
    """Who may undo removals, as text."""
    if policy.undo is None:
        return texts.policy.undo_by_anyone
    if not policy.undo:
        return texts.policy.undo_by_no_one
    return texts.policy.undo_only(_who(policy.undo, texts, limit))


def _fact(what: str, said: str, ref: RuleRef | None, texts: Texts) -> CardElement:
    where = f" ({texts.policy.line_of(ref.line)})" if ref is not None and ref.line else ""
    parts = [run(texts.common.label(what), bold=True), run(said)]
    if where:
        parts.append(run(where, subtle=True, size="Small"))
    return runs(*parts, spacing="Small")


def _rule(rule: Rule, texts: Texts, limit: int) -> list[CardElement]:
    groups = texts.common.listed([plain(group.name, limit) for group in rule.when.groups])
    name = plain(rule.ref.name, limit)
    title = runs(
        run(texts.common.label(name), bold=True),
        run(f"{texts.policy.when(rule.when, groups)} "),
        run(texts.policy.line_of(rule.ref.line), subtle=True, size="Small"),
    )
    stages = len(rule.stages)
    lines = [
        text(said, spacing="Small")
        for number, stage in enumerate(rule.stages, 1)
        for said in _stage(number, stages, stage, texts, limit)
    ]
    return [box("emphasis", title, *lines)]


def _stage(number: int, stages: int, stage: Stage, texts: Texts, limit: int) -> list[str]:
    who = _who(stage.approvers, texts, limit)
    first, *later = stage.need.steps
    if stage.need.all:
        need, later = texts.policy.need_all, []
    else:
        need = texts.policy.need_from(first.people, first.approvals)
    steps = [texts.policy.more_from(one.people, one.approvals) for one in later]
    said = [texts.policy.stage(number, stages, need, who, steps)]
    if stage.escalation is not None:
        second = _who(stage.escalation.approvers, texts, limit)
        said.append(texts.policy.then_also(stage.escalation.after, second))
    return said


def _who(lines: Sequence[ListEntry], texts: Texts, limit: int) -> str:
    names = lines_of(lines, texts, limit)
    return texts.common.and_more(names[:LINES], len(names)) if names else texts.request.no_one
