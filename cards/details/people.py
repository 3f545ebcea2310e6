"""The table of people in the details: what is planned for each, or how each ended."""

from collections.abc import Mapping, Sequence
from datetime import date

from microsoft_teams.cards import CardElement

from cards.kit.blocks import table, text, who
from cards.removal.person_losses import person_losses
from cards.removal.planned_lines import planned_lines
from cards.runs.outcomes import person_lines
from cards.undo.restored_lines import restored_lines
from cards.words.texts import Texts
from licensing.plans.plan import Plan, PlanKind
from licensing.plans.planned_person import PlannedPerson
from licensing.requests.consultation import Reply
from licensing.runs.outcome import PersonOutcome

#: Answers by person; None for one that is missing.
Replies = Mapping[str, Reply | None]


def people_table(
    planned: Sequence[PlannedPerson],
    ended: Sequence[PersonOutcome],
    plan: Plan,
    day: date,
    answers: Replies,
    texts: Texts,
    limit: int,
) -> list[CardElement]:
    """A page of people; empty where there is no one. Names are cut to `limit`."""
    rows = [
        (
            who(one.name, one.address, limit),
            [*_planned(one, plan, day, texts, limit), *_answer(one.id, answers, texts)],
        )
        for one in planned
    ]
    rows += [
        (
            who(one.name, one.address, limit),
            [*person_lines(one, plan.products, texts, limit), *_answer(one.id, answers, texts)],
        )
        for one in ended
    ]
    titles = (texts.preview.person, texts.results.lines if ended else texts.preview.action_lines)
    return [table((5, 6), titles, rows, texts)] if rows else []


def _planned(
    person: PlannedPerson, plan: Plan, day: date, texts: Texts, limit: int
) -> list[CardElement]:
    if plan.kind is PlanKind.UNDO:
        return restored_lines(person, plan.products, texts, limit)
    return [
        *planned_lines(person, plan.products, texts, limit),
        *person_losses(person, plan.products, day, plan.terms, texts, limit),
    ]


def _answer(person: str, answers: Replies, texts: Texts) -> list[CardElement]:
    """What this person said, where people were asked."""
    if not answers:
        return []
    if person not in answers:
        return [text(texts.consultation.not_asked, subtle=True, size="Small", spacing="Small")]
    reply = answers[person]
    said = texts.consultation.their_answer(reply)
    return [text(said, bold=reply is Reply.STILL_NEEDED, size="Small", spacing="Small")]
