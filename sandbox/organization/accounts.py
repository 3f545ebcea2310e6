"""Accounts of the personas and the fixtures: ids, groups and licenses."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sandbox.organization.catalog import PLANS
from sandbox.organization.fixtures import Person
from sandbox.organization.groups import BY_NAME
from sandbox.organization.organization import Account, Assignment, Group, graph_time
from sandbox.organization.personas import ADELE, ALEX, MEGAN, Persona
from sandbox.organization.products import CATALOG

#: UUID namespace of ids derived from an address.
_IDS = uuid.UUID("aaaaaaaa-0000-4000-8000-000000000000")

#: The personas' products, by part number.
_PERSONAS_HOLD = {
    ALEX.oid: ("SPE_E5", "POWER_BI_PRO"),
    MEGAN.oid: ("SPB",),
    ADELE.oid: ("ENTERPRISEPACK", "VISIOCLIENT", "FLOW_FREE"),
}

#: The personas' groups and managers.
_PERSONAS_IN = {
    ALEX.oid: ("License approvers",),
    MEGAN.oid: ("License helpdesk",),
    ADELE.oid: ("License approvers",),
}
_PERSONAS_LED = {MEGAN.oid: ADELE.oid}


#: Managers of fixtures, by the first part of the address.
MANAGERS = {"adelev": ADELE.oid, "meganb": MEGAN.oid}


def id_of(address: str) -> str:
    """Return an id that depends on the address only."""
    return str(uuid.uuid5(_IDS, address.casefold()))


def inherited(groups: Iterable[Group], since: str) -> tuple[Assignment, ...]:
    """Return the assignments inherited from these groups."""
    return tuple(
        Assignment(product, group.id, disabled, since)
        for group in groups
        for product, disabled in group.licenses.items()
    )


def direct(
    parts: Iterable[str], since: str, disabled: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Assignment, ...]:
    """Return direct assignments, by part number."""
    return tuple(
        Assignment(
            CATALOG[part].id,
            None,
            tuple(sorted(PLANS[plan] for plan in (disabled or {}).get(part, ()))),
            since,
        )
        for part in parts
    )


def persona_account(persona: Persona, today: datetime) -> Account:
    """Return the account of one of the three personas."""
    given, surname = persona.name.split()
    return Account(
        id=persona.oid,
        name=persona.name,
        address=persona.address,
        mail=persona.address,
        given_name=given,
        surname=surname,
        department=persona.department,
        job=persona.job,
        signed_in=graph_time(today),
        groups=tuple(BY_NAME[n].id for n in ("All company", *_PERSONAS_IN.get(persona.oid, ()))),
        manager=_PERSONAS_LED.get(persona.oid),
        assignments=direct(_PERSONAS_HOLD.get(persona.oid, ()), "2025-02-03T10:00:00Z"),
    )


def fixture_account(part: Person, today: datetime) -> Account:
    """Return the account of a fixture."""
    address = part.user_principal_name
    words = part.name.split()
    groups = tuple(BY_NAME[name] for name in (*part.groups, "All company"))
    since = "2025-06-16T09:30:00Z"
    return Account(
        id=id_of(address),
        name=part.name,
        address=address,
        mail=address if part.mail == "" else part.mail,
        given_name=words[0],
        surname=words[-1] if len(words) > 1 else None,
        enabled=part.enabled,
        guest=part.guest,
        department=part.department,
        usage_location=part.usage_location,
        synced=any(group.synced for group in groups),
        signed_in=graph_time(today - timedelta(days=3)) if part.ever_signed_in else None,
        groups=tuple(group.id for group in groups),
        manager=MANAGERS.get(part.manager),
        assignments=direct(part.direct, since, part.disabled) + inherited(groups, since),
        mailbox=part.mailbox,
    )
