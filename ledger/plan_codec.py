"""The people of a plan and its summary as JSON, and back without loss."""

from typing import Any

from licensing.people import Group
from licensing.plan import Fate, Line, PlannedPerson, Summary
from licensing.services import Data


def encode_person(person: PlannedPerson) -> dict[str, Any]:
    """Turn one person of a plan into JSON."""
    return {
        "id": person.id,
        "name": person.name,
        "address": person.address,
        "enabled": person.enabled,
        "lines": [_line(line) for line in person.lines],
        "losses": sorted(person.losses),
    }


def decode_person(body: dict[str, Any]) -> PlannedPerson:
    """Read one person of a plan back."""
    return PlannedPerson(
        id=body["id"],
        name=body["name"],
        address=body["address"],
        enabled=body["enabled"],
        lines=tuple(_read_line(line) for line in body["lines"]),
        losses=frozenset(Data(data) for data in body["losses"]),
    )


def encode_summary(summary: Summary) -> dict[str, Any]:
    """Turn the counts of a plan into JSON."""
    return {
        "people": summary.people,
        "affected": summary.affected,
        "licenses": summary.licenses,
        "inherited": summary.inherited,
        "not_held": summary.not_held,
        "going": dict(summary.going),
        "losing": dict(summary.losing),
        "names": {data: list(names) for data, names in summary.names.items()},
        "groups": encode_groups(summary.groups),
        "left_out": dict(summary.left_out),
    }


def decode_summary(body: dict[str, Any]) -> Summary:
    """Read the counts of a plan back."""
    return Summary(
        people=body["people"],
        affected=body["affected"],
        licenses=body["licenses"],
        inherited=body["inherited"],
        not_held=body["not_held"],
        going=body.get("going", {}),
        losing={Data(data): count for data, count in body["losing"].items()},
        names={Data(data): tuple(names) for data, names in body["names"].items()},
        groups=decode_groups(body["groups"]),
        left_out={Fate(fate): count for fate, count in body.get("left_out", {}).items()},
    )


def encode_groups(groups: tuple[Group, ...]) -> list[list[str]]:
    """Turn groups into JSON, in their order."""
    return [[group.id, group.name] for group in groups]


def decode_groups(body: list[list[str]]) -> tuple[Group, ...]:
    """Read groups back."""
    return tuple(Group(group, name) for group, name in body)


def _line(line: Line) -> dict[str, Any]:
    body: dict[str, Any] = {"product": line.product, "fate": line.fate}
    if line.groups:
        body["groups"] = encode_groups(line.groups)
    if line.disabled_plans:
        body["disabled"] = sorted(line.disabled_plans)
    return body


def _read_line(body: dict[str, Any]) -> Line:
    return Line(
        product=body["product"],
        fate=Fate(body["fate"]),
        groups=decode_groups(body.get("groups", [])),
        disabled_plans=frozenset(body.get("disabled", ())),
    )
