"""The calls for one person as JSON."""

from collections.abc import Sequence
from typing import Any

from ledger.runs.outcome_codec import decode_answer, encode_answer
from licensing.runs.calls import Call, CallState


def encode_calls(calls: Sequence[Call]) -> list[dict[str, Any]]:
    """Turn the calls of one person into JSON."""
    return [_call(call) for call in calls]


def decode_calls(body: list[dict[str, Any]]) -> tuple[Call, ...]:
    """Read the calls of one person back."""
    return tuple(
        Call(
            products=tuple(call["products"]),
            state=CallState(call["heard"]),
            answer=decode_answer(call.get("answer")),
            reason=call.get("reason", ""),
            blamed=tuple(call.get("blamed", ())),
            needed_by=tuple(call.get("needed_by", ())),
        )
        for call in body
    )


def _call(call: Call) -> dict[str, Any]:
    body: dict[str, Any] = {"products": list(call.products), "heard": call.state}
    if call.answer:
        body["answer"] = encode_answer(call.answer)
    if call.reason:
        body["reason"] = call.reason
    if call.blamed:
        body["blamed"] = list(call.blamed)
    if call.needed_by:
        body["needed_by"] = list(call.needed_by)
    return body
