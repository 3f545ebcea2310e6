"""Random people, the same for the same seed."""

import unicodedata
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from sandbox.organization.accounts import direct, inherited
from sandbox.organization.groups import BY_NAME
from sandbox.organization.names import COUNTRIES, DEPARTMENTS, FAMILY, GIVEN, OTHER_SCRIPTS
from sandbox.organization.organization import Account, Assignment, Group, graph_time
from sandbox.organization.personas import DOMAIN

#: Suites of people without group-based licenses.
_SUITES = (
    *("ENTERPRISEPACK", "SPE_E3", "STANDARDPACK") * 2,
    *("ENTERPRISEPREMIUM", "SPE_E5", "SPE_F1", "EXCHANGESTANDARD"),
    *("SPB", "O365_BUSINESS_PREMIUM", "O365_BUSINESS_ESSENTIALS"),
)

#: The group that licenses a department, and its share of the department.
_DEPARTMENT_GROUP = {
    "Sales": ("Sales E3", 0.7),
    "Engineering": ("Engineering E5", 1.0),
    "Retail": ("Frontline F3", 0.9),
    "Marketing": ("Marketing E3 without Teams", 1.0),
}

#: Products held besides a suite, and how often.
_EXTRAS = (
    ("FLOW_FREE", 0.18),
    ("POWER_BI_PRO", 0.07),
    ("VISIOCLIENT", 0.03),
    ("MCOEV", 0.04),
    ("AAD_PREMIUM_P2", 0.03),
    ("CPC_E_2C_4GB_128GB", 0.015),
    ("CRMSTANDARD", 0.01),
)

#: Suites whose SharePoint works with Project Plan 3.
_WITH_SHAREPOINT_2 = frozenset({"ENTERPRISEPACK", "ENTERPRISEPREMIUM", "SPE_E3", "SPE_E5"})

_ALL_COMPANY = (BY_NAME["All company"],)


class PersonGenerator:
    """Generates random accounts."""

    def __init__(self, chance: Random, today: datetime, taken: Iterable[str]) -> None:
        self._chance = chance
        self._taken = {address.casefold() for address in taken}
        self._numbers: dict[str, int] = {}
        self._days = [graph_time(today - timedelta(days=n, minutes=7 * n)) for n in range(900)]
        self._cache: dict[tuple[Assignment, ...], tuple[Assignment, ...]] = {}

    def next(self) -> Account:
        """Return another person."""
        chance = self._chance.random
        guest = chance() < 0.03
        name, given, surname, local = self._name()
        address = self._address(local, guest=guest)
        department = None if guest else self._chance.choice(DEPARTMENTS)
        groups = () if guest else self._groups(department or "")
        return Account(
            id=str(uuid.UUID(int=self._chance.getrandbits(128), version=4)),
            name=name,
            address=address,
            mail=self._mail(address, local, guest=guest),
            given_name=given,
            surname=surname,
            enabled=chance() >= 0.04,
            guest=guest,
            department=department,
            usage_location=None if guest and chance() < 0.5 else self._chance.choice(COUNTRIES),
            synced=any(group.synced for group in groups),
            created=self._days[300 + int(chance() * 600)],
            signed_in=self._last_sign_in(),
            groups=tuple(group.id for group in groups),
            assignments=self._assignments(groups, guest=guest),
        )

    def _name(self) -> tuple[str, str | None, str | None, str]:
        if self._chance.random() < 0.03:
            shown, local = self._chance.choice(OTHER_SCRIPTS)
            return shown, None, None, local
        given = self._chance.choice(GIVEN)
        surname = self._chance.choice(FAMILY).replace("-", " ")
        middle = (
            f" {self._chance.choice('ABCDEFGHJKLMNPRSTW')}." if self._chance.random() < 0.4 else ""
        )
        return f"{given}{middle} {surname}", given, surname, f"{_plain(given)}.{_plain(surname)}"

    def _address(self, local: str, *, guest: bool) -> str:
        """Return an unused address."""
        while True:
            number = self._numbers.get(local, 0) + 1
            self._numbers[local] = number
            unique = local if number == 1 else f"{local}{number}"
            address = f"{unique}_fabrikam.example#EXT#@{DOMAIN}" if guest else f"{unique}@{DOMAIN}"
            if address not in self._taken:
                self._taken.add(address)
                return address

    def _mail(self, address: str, local: str, *, guest: bool) -> str | None:
        if guest:
            return address.split("#")[0].replace("_fabrikam", "@fabrikam")
        draw = self._chance.random()
        if draw < 0.03:
            return None
        if draw < 0.06:
            return address.replace(local, f"{local}.mail", 1)
        return address

    def _groups(self, department: str) -> tuple[Group, ...]:
        chance = self._chance.random
        name, share = _DEPARTMENT_GROUP.get(department, ("", 0.0))
        names = [name] if chance() < share else []
        if department == "Sales" and chance() < 0.5:
            names.append("Sales phones")
        if department == "Finance" and chance() < 0.6:
            names.append("Finance Power BI")
        if chance() < 0.04:
            names.append("Copilot pilot")
        if department == "Research & Development" and chance() < 0.2:
            names.append("Project office")
        return (*(BY_NAME[name] for name in names), *_ALL_COMPANY)

    def _assignments(self, groups: tuple[Group, ...], *, guest: bool) -> tuple[Assignment, ...]:
        chance = self._chance.random
        since = self._days[30 * int(chance() * 20)]
        from_groups = inherited(groups, since)
        parts = self._direct(groups)
        if guest:
            parts = ["POWER_BI_PRO"] if chance() < 0.1 else []
        held = direct(parts, since) + from_groups
        return self._cache.setdefault(held, held)

    def _direct(self, groups: tuple[Group, ...]) -> list[str]:
        """Return part numbers of direct assignments: a suite if no group gives one, and extras."""
        chance = self._chance.random
        names = {group.name for group in groups}
        with_suite = any(name in names for name, _ in _DEPARTMENT_GROUP.values())
        parts: list[str] = []
        if "Sales E3" in names and chance() < 0.08:
            parts.append("ENTERPRISEPACK")
        if "Project office" in names:
            parts.append("ENTERPRISEPACK")
        elif not with_suite and chance() < 0.93:
            parts.append(self._chance.choice(_SUITES))
        parts.extend(part for part, share in _EXTRAS if chance() < share)
        if _WITH_SHAREPOINT_2 & set(parts) and "Project office" not in names and chance() < 0.03:
            parts.append("PROJECTPROFESSIONAL")
        return parts

    def _last_sign_in(self) -> str | None:
        """Return the last sign-in: mostly this month, some long ago, a few never."""
        draw = self._chance.random()
        if draw < 0.02:
            return None
        if draw < 0.10:
            return self._days[90 + int(self._chance.random() * 600)]
        return self._days[int(self._chance.random() * 30)]


def _plain(name: str) -> str:
    """Return a name in the spelling of an address."""
    name = name.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L")
    kept = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(c for c in kept.casefold() if c.isalnum() or c == "-")
