"""Results of look-ups that a plan needs besides people and products."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from licensing.losses.rules import Terms
from licensing.tenant.cases import CaseView
from licensing.tenant.checks import Check, NotChecked
from licensing.tenant.groups import GroupFacts
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.subscriptions import Subscriptions

_NO_PERMISSION = Check(NotChecked.NO_PERMISSION)


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """Kinds of mailboxes by person id; people who are missing were not checked."""

    check: Check = _NO_PERMISSION
    by_person: Mapping[str, Mailbox] = field(default_factory=dict)

    def of(self, person: str) -> Mailbox:
        """What someone's mailbox is for."""
        return self.by_person.get(person, Mailbox.UNKNOWN)


@dataclass(frozen=True, slots=True)
class LookupResults:
    """All results. A failed look-up is a value with its reason."""

    terms: Terms = field(default_factory=Terms)
    subscriptions: Subscriptions = field(default_factory=Subscriptions)
    groups: Mapping[str, GroupFacts] = field(default_factory=dict)
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    cases: CaseView = field(default_factory=CaseView)
