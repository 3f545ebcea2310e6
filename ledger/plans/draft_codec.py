"""A draft as JSON, without its people. What an older version wrote can always be read.

A field that an older version did not know is missing there and gets its default. A change that
needs more than that raises VERSION and translates in `decode`.
"""

from datetime import date
from typing import Any

from licensing.plans.draft import Consent, Draft, Journey, Problem, Step, Trouble
from licensing.tenant.people import PersonRef

VERSION = 1


def encode(draft: Draft) -> dict[str, Any]:
    """Turn a draft into JSON. What most walks have not got is left out."""
    asking = {"request": draft.request, "reason": draft.reason}
    return {key: value for key, value in asking.items() if value} | {
        "v": VERSION,
        "id": draft.id,
        "tenant": draft.tenant,
        "owner": draft.owner,
        "conversation": draft.conversation,
        "journey": draft.journey,
        "step": draft.step,
        "token": draft.token,
        "revision": draft.revision,
        "products": list(draft.products),
        "all_products": draft.all_products,
        "problems": [_problem(problem) for problem in draft.problems],
        "duplicates": draft.duplicates,
        "page": draft.page,
        "accepted": sorted(draft.accepted),
        "plan": draft.plan,
        "run": draft.run,
        **({"undoes": draft.undoes} if draft.undoes else {}),
        **({"reminds": draft.reminds.isoformat()} if draft.reminds else {}),
    }


def decode(body: dict[str, Any], people: tuple[PersonRef, ...]) -> Draft:
    """Read a draft back and put its people in."""
    return Draft(
        id=body["id"],
        tenant=body["tenant"],
        owner=body["owner"],
        conversation=body["conversation"],
        journey=Journey(body["journey"]) if body["journey"] else None,
        step=Step(body["step"]),
        token=body["token"],
        revision=body["revision"],
        products=tuple(body.get("products", ())),
        all_products=body.get("all_products", False),
        people=people,
        problems=tuple(_read_problem(problem) for problem in body.get("problems", ())),
        duplicates=body.get("duplicates", 0),
        page=body.get("page", 0),
        accepted=frozenset(Consent(box) for box in body.get("accepted", ())),
        plan=body.get("plan"),
        run=body.get("run"),
        request=body.get("request"),
        reason=body.get("reason", ""),
        undoes=body.get("undoes"),
        reminds=date.fromisoformat(body["reminds"]) if body.get("reminds") else None,
    )


def _problem(problem: Problem) -> dict[str, Any]:
    candidates = [[c.id, c.name, c.address] for c in problem.candidates]
    return {"entry": problem.entry, "trouble": problem.trouble, "candidates": candidates}


def _read_problem(body: dict[str, Any]) -> Problem:
    candidates = tuple(PersonRef(*candidate) for candidate in body.get("candidates", ()))
    return Problem(body["entry"], Trouble(body["trouble"]), candidates)
