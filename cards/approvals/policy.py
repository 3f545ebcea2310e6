"""The policy in words: who may ask, when approval is needed, and whose; each with its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Verb
from cards.kit.blocks import box, run, runs, subheading, text
from cards.kit.card import Card, button, card, fitting, head
from cards.kit.escaping import plain
from cards.words.english import English
from licensing.policy.lists import Listed
from licensing.policy.model import Policy, Rule, RuleRef, Stage

#: So many rules, and lines of a list, are shown; the file has them all.
RULES = 20
LINES = 8


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """Facts of the card."""

    policy: Policy
    #: Whether a channel for requests was chosen.
    channel: bool
    token: str


def policy_card(facts: PolicyFacts, words: English) -> Card:
    """Show the policy as the bot read it."""
    if not facts.policy.source:
        return _none(facts, words)
    return fitting(lambda limit: _draw(facts, words, limit))


def _none(facts: PolicyFacts, words: English) -> Card:
    return card(
        words,
        [head(words.policy_title), text(words.policy_none), text(words.policy_none_hint)],
        [button(Verb.HOME, facts.token, words.home, validate=False)],
        speak=f"{words.policy_title}. {words.policy_none}",
    )


def _draw(facts: PolicyFacts, words: English, limit: int) -> Card:
    policy = facts.policy
    rules = [part for rule in policy.rules[:RULES] for part in _rule(rule, words, limit)]
    rest = len(policy.rules) - RULES
    return card(
        words,
        [
            head(words.policy_title),
            text(words.policy_from(policy.source), subtle=True),
            *_general(facts, words, limit),
            subheading(words.policy_rules),
            *(rules or [text(words.policy_no_rules)]),
            text(words.more(rest), subtle=True) if rest > 0 else None,
        ],
        [button(Verb.HOME, facts.token, words.home, validate=False)],
        speak=f"{words.policy_title}. {words.policy_from(policy.source)}",
        wide=True,
    )


def _general(facts: PolicyFacts, words: English, limit: int) -> list[CardElement]:
    policy = facts.policy
    reason, fresh = policy.justification, policy.fresh_sign_in
    said = words.reason_words(reason.hint, required=reason.required)
    shown = [
        _fact(words.policy_ask, _who(policy.ask, words, limit), policy.ask_ref, words),
        _fact(
            words.policy_giving, giving_back(policy, words, limit), policy.giving_back_ref, words
        ),
        _fact(
            words.policy_self,
            words.policy_self_words[policy.self_approval],
            policy.self_ref,
            words,
        ),
        _fact(words.policy_expires, words.span(policy.expires_after), None, words),
        _fact(words.policy_reminders, words.reminders(policy.reminders), None, words),
        _fact(words.policy_reason, said, reason.ref, words),
    ]
    if fresh is not None:
        fresh_said = words.fresh_words(fresh.people_from, fresh.within)
        shown.append(_fact(words.policy_fresh, fresh_said, fresh.ref, words))
    channel = words.policy_channel_words[facts.channel]
    return [*shown, _fact(words.policy_channel, channel, None, words)]


def giving_back(policy: Policy, words: English, limit: int) -> str:
    """Who may give back, in words."""
    if policy.giving_back is None:
        return words.giving_free
    if not policy.giving_back:
        return words.giving_nobody
    return words.giving_only(_who(policy.giving_back, words, limit))


def _fact(what: str, said: str, ref: RuleRef | None, words: English) -> CardElement:
    where = f" ({words.line_of(ref.line)})" if ref is not None and ref.line else ""
    parts = [run(f"{what}: ", bold=True), run(said)]
    if where:
        parts.append(run(where, subtle=True, size="Small"))
    return runs(*parts, spacing="Small")


def _rule(rule: Rule, words: English, limit: int) -> list[CardElement]:
    groups = words.listed([plain(group.name, limit) for group in rule.when.groups])
    name = plain(rule.ref.name, limit)
    title = runs(
        run(name, bold=True),
        run(f": {words.when(rule.when, groups)} "),
        run(words.line_of(rule.ref.line), subtle=True, size="Small"),
    )
    stages = len(rule.stages)
    lines = [
        text(said, spacing="Small")
        for number, stage in enumerate(rule.stages, 1)
        for said in _stage(number, stages, stage, words, limit)
    ]
    return [box("emphasis", title, *lines)]


def _stage(number: int, stages: int, stage: Stage, words: English, limit: int) -> list[str]:
    who = _who(stage.approvers, words, limit)
    if stage.need.all:
        need = words.need_all
    else:
        need = words.listed(
            [words.need_from(step.people, step.approvals) for step in stage.need.steps]
        )
    said = [words.stage(number, stages, need, who)]
    if stage.escalation is not None:
        second = _who(stage.escalation.approvers, words, limit)
        said.append(words.then_also(stage.escalation.after, second))
    return said


def _who(lines: Sequence[Listed], words: English, limit: int) -> str:
    names = [words.listed_line(line, plain(line.name, limit)) for line in lines]
    return words.and_more(names[:LINES], len(names)) if names else words.nobody_listed
