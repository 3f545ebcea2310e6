"""Outcomes as JSON, and what becomes of the lines that a run does not touch."""

from typing import Any

from ledger.plans.plan_codec import decode_groups, encode_groups
from licensing.errors import Answer
from licensing.plans.plan import LEFT_OUT, Line, PlannedAction
from licensing.runs.outcome import LineOutcome, Outcome


def encode_lines(lines: tuple[LineOutcome, ...]) -> list[dict[str, Any]]:
    """Turn the outcomes of one person into JSON."""
    return [_line(line) for line in lines]


def decode_lines(body: list[dict[str, Any]]) -> tuple[LineOutcome, ...]:
    """Read the outcomes of one person back."""
    return tuple(_read_line(line) for line in body)


def encode_answer(answer: Answer) -> dict[str, Any]:
    """Turn what Graph said into JSON."""
    return {
        "status": answer.status,
        "code": answer.code,
        "message": answer.message,
        "request_id": answer.request_id,
    }


def decode_answer(body: dict[str, Any] | None) -> Answer | None:
    """Read back what Graph said."""
    return Answer(**body) if body else None


def untouched(line: Line) -> LineOutcome:
    """The outcome of a line for which nothing is asked.

    A group keeps it, nobody had it, or it can't be given back.
    """
    if line.action in LEFT_OUT:
        return LineOutcome(line.product, Outcome.LEFT_OUT, line.groups, line.action)
    outcome = Outcome.KEPT if line.action is PlannedAction.INHERITED else Outcome.NOT_HELD
    return LineOutcome(line.product, outcome, line.groups)


def _line(line: LineOutcome) -> dict[str, Any]:
    body: dict[str, Any] = {"product": line.product, "outcome": line.outcome}
    if line.groups:
        body["groups"] = encode_groups(line.groups)
    if line.reason:
        body["reason"] = line.reason
    if line.answer:
        body["answer"] = encode_answer(line.answer)
    if line.needed_by:
        body["needed_by"] = list(line.needed_by)
    return body


def _read_line(body: dict[str, Any]) -> LineOutcome:
    return LineOutcome(
        product=body["product"],
        outcome=Outcome(body["outcome"]),
        groups=decode_groups(body.get("groups", [])),
        reason=body.get("reason", ""),
        answer=decode_answer(body.get("answer")),
        needed_by=tuple(body.get("needed_by", ())),
    )
