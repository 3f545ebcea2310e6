"""Lookups where nothing is looked up in the background."""

from collections.abc import Sequence
from dataclasses import dataclass

from licensing.losses.lookup_results import Mailboxes
from licensing.tenant.cases import CaseView


@dataclass(frozen=True, slots=True)
class NoLookups:
    """Says of everything that nobody looked."""

    async def begin(self, tenant: str, person: str) -> None:
        """Have nothing looked up."""

    async def cases(self, tenant: str, person: str) -> CaseView:
        """Know no cases."""
        del tenant, person
        return CaseView()

    async def mailboxes(self, tenant: str, people: Sequence[str]) -> Mailboxes:
        """Know no mailboxes."""
        del tenant, people
        return Mailboxes()
