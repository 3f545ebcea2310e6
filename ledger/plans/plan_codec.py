"""The people of a plan as JSON, and back without loss.

What a first version did not know stands under names of its own, so that such a version still reads
what is written here, and what it wrote is still read.
"""

from typing import Any

from licensing.losses.consequences import Addon, Kept
from licensing.losses.dependencies import Effect
from licensing.losses.services import Data
from licensing.plans.planned_person import FIRST_KINDS, Line, PlannedAction, PlannedPerson
from licensing.tenant.cases import Case, Hold
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Group


def encode_person(person: PlannedPerson) -> dict[str, Any]:
    """Turn one person of a plan into JSON."""
    body: dict[str, Any] = {
        "id": person.id,
        "name": person.name,
        "address": person.address,
        "enabled": person.enabled,
        "lines": [_line(line) for line in person.lines],
        "losses": sorted(person.losses & FIRST_KINDS),
        "version": person.version,
    }
    more: dict[str, Any] = {
        "losses": sorted(person.losses - FIRST_KINDS),
        "kept": [[one.data, one.product, one.by_group] for one in person.kept],
        "addons": [[one.product, one.effect, one.need, one.direct] for one in person.addons],
        "last": person.last_license,
        "holdable": person.holdable,
        "mailbox": "" if person.mailbox is Mailbox.UNKNOWN else person.mailbox,
        "cases": [[case.id, case.name, case.hold] for case in person.cases],
    }
    return body | {"more": kept} if (kept := {k: v for k, v in more.items() if v}) else body


def decode_person(body: dict[str, Any]) -> PlannedPerson:
    """Read one person of a plan back."""
    more: dict[str, Any] = body.get("more", {})
    return PlannedPerson(
        id=body["id"],
        name=body["name"],
        address=body["address"],
        enabled=body["enabled"],
        lines=tuple(_read_line(line) for line in body["lines"]),
        losses=frozenset(Data(data) for data in [*body["losses"], *more.get("losses", ())]),
        kept=tuple(Kept(Data(data), *rest) for data, *rest in more.get("kept", ())),
        addons=tuple(
            Addon(product, Effect(effect), need, direct)
            for product, effect, need, direct in more.get("addons", ())
        ),
        last_license=more.get("last", False),
        holdable=more.get("holdable", False),
        mailbox=Mailbox(more.get("mailbox", Mailbox.UNKNOWN)),
        cases=tuple(Case(id_, name, Hold(hold)) for id_, name, hold in more.get("cases", ())),
        version=body.get("version", 1),
    )


def encode_groups(groups: tuple[Group, ...]) -> list[list[str]]:
    """Turn groups into JSON, in their order."""
    return [[group.id, group.name] for group in groups]


def decode_groups(body: list[list[str]]) -> tuple[Group, ...]:
    """Read groups back."""
    return tuple(Group(group, name) for group, name in body)


def _line(line: Line) -> dict[str, Any]:
    body: dict[str, Any] = {"product": line.product, "fate": line.action}
    if line.action is PlannedAction.SELF_BOUGHT:
        # A first version does nothing here either, as it must be.
        body |= {"fate": PlannedAction.INHERITED, "why": line.action}
    if line.groups:
        body["groups"] = encode_groups(line.groups)
    if line.disabled_plans:
        body["disabled"] = sorted(line.disabled_plans)
    return body


def _read_line(body: dict[str, Any]) -> Line:
    return Line(
        product=body["product"],
        action=PlannedAction(body.get("why", body["fate"])),
        groups=decode_groups(body.get("groups", [])),
        disabled_plans=frozenset(body.get("disabled", ())),
    )
