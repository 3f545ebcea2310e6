"""The counts of a plan as JSON, and back without loss; old and new as `ledger.plan_codec` says."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from ledger.plans.plan_codec import decode_groups, encode_groups
from licensing.losses.dependencies import Effect
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.plans.planned_person import FIRST_KINDS, PlannedAction
from licensing.plans.summary import AddonCount, CaseCount, Counted, Seats, Summary
from licensing.tenant.cases import Hold
from licensing.tenant.checks import Check, Unchecked
from licensing.tenant.groups import Joining, Leaving
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Group

T = TypeVar("T")


def encode_summary(summary: Summary) -> dict[str, Any]:
    """Turn the counts of a plan into JSON."""
    return {
        "people": summary.people,
        "affected": summary.affected,
        "licenses": summary.licenses,
        "inherited": summary.inherited,
        "not_held": summary.not_held,
        "going": dict(summary.going),
        "losing": _first(summary.losing),
        "names": {data: list(names) for data, names in _first(summary.names).items()},
        "groups": encode_groups(summary.groups),
        "more": _more(summary),
    }


def decode_summary(body: dict[str, Any]) -> Summary:
    """Read the counts of a plan back."""
    more: dict[str, Any] = body.get("more", {})
    losing = body["losing"] | more.get("losing", {})
    names = body["names"] | more.get("names", {})
    return Summary(
        people=body["people"],
        affected=body["affected"],
        licenses=body["licenses"],
        inherited=body["inherited"],
        not_held=body["not_held"],
        going=body.get("going", {}),
        losing={Data(data): count for data, count in losing.items()},
        names={Data(data): tuple(said) for data, said in names.items()},
        groups=decode_groups(body["groups"]),
        **_read_more(more),
    )


def _more(summary: Summary) -> dict[str, Any]:
    return {
        "losing": {d: n for d, n in summary.losing.items() if d not in FIRST_KINDS},
        "names": {d: list(n) for d, n in summary.names.items() if d not in FIRST_KINDS},
        "terms": [summary.terms.onedrive_rule, summary.terms.mailbox_delay],
        "keeping": dict(summary.keeping),
        "last": _counted(summary.last_license),
        "last_enabled": summary.last_enabled,
        "holdable": summary.holdable,
        "self_bought": summary.self_bought,
        "partly_self_bought": list(summary.partly_self_bought),
        "subscriptions": _check(summary.subscriptions),
        "addons": [[one.product, one.effect, one.people, one.direct] for one in summary.addons],
        "mailboxes": {kind: _counted(found) for kind, found in summary.mailboxes.items()},
        "unknown_mailboxes": summary.unknown_mailboxes,
        "mailbox_check": _check(summary.mailbox_check),
        "held": _counted(summary.held),
        "cases": [[one.id, one.name, one.hold, one.people] for one in summary.cases],
        "case_check": _check(summary.case_check),
        "leaving": [_leaving(one) for one in summary.leaving],
        "seats": {product: _seats(seats) for product, seats in summary.seats.items()},
        "left_out": dict(summary.left_out),
    }


def _read_more(more: dict[str, Any]) -> dict[str, Any]:
    """Nothing for a summary of a first version: the defaults stand for it."""
    if not more:
        return {}
    return {
        "terms": Terms(*more["terms"]),
        "keeping": {Data(data): count for data, count in more["keeping"].items()},
        "last_license": _read_counted(more["last"]),
        "last_enabled": more["last_enabled"],
        "holdable": more["holdable"],
        "self_bought": more["self_bought"],
        "partly_self_bought": tuple(more["partly_self_bought"]),
        "subscriptions": _read_check(more["subscriptions"]),
        "addons": tuple(
            AddonCount(product, Effect(effect), people, direct)
            for product, effect, people, direct in more["addons"]
        ),
        "mailboxes": {Mailbox(k): _read_counted(found) for k, found in more["mailboxes"].items()},
        "unknown_mailboxes": more["unknown_mailboxes"],
        "mailbox_check": _read_check(more["mailbox_check"]),
        "held": _read_counted(more["held"]),
        "cases": tuple(
            CaseCount(id_, name, Hold(hold), people) for id_, name, hold, people in more["cases"]
        ),
        "case_check": _read_check(more["case_check"]),
        "leaving": tuple(_read_leaving(one) for one in more["leaving"]),
        "seats": {product: _read_seats(seats) for product, seats in more["seats"].items()},
        "left_out": {
            PlannedAction(action): count for action, count in more.get("left_out", {}).items()
        },
    }


def _first(by_kind: Mapping[Data, T]) -> dict[Data, T]:
    return {data: value for data, value in by_kind.items() if data in FIRST_KINDS}


def _counted(found: Counted) -> list[Any]:
    return [found.people, list(found.names)]


def _read_counted(body: list[Any]) -> Counted:
    people, names = body
    return Counted(people, tuple(names))


def _check(check: Check) -> list[Any]:
    return [check.why, check.at.isoformat() if check.at else None, check.own_view]


def _read_check(body: list[Any]) -> Check:
    why, at, own_view = body
    return Check(
        Unchecked(why) if why else None, datetime.fromisoformat(at) if at else None, own_view
    )


def _leaving(one: Leaving) -> list[Any]:
    return [one.group.id, one.group.name, one.joining, one.people, list(map(list, one.also))]


def _read_leaving(body: list[Any]) -> Leaving:
    id_, name, joining, people, also = body
    return Leaving(
        Group(id_, name),
        Joining(joining) if joining else None,
        people,
        tuple((product, count) for product, count in also),
    )


def _seats(seats: Seats) -> list[Any]:
    renews = seats.renews.isoformat() if seats.renews else None
    return [seats.freed, seats.idle, seats.available, seats.paid, renews]


def _read_seats(body: list[Any]) -> Seats:
    freed, idle, available, paid, renews = body
    return Seats(freed, idle, available, paid, date.fromisoformat(renews) if renews else None)
