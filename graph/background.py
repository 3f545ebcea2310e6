"""Tenants as they are read in the background: one try for each read; no one waits for it."""

from typing import Final

from graph.client.retry import Retry
from graph.client.session import Session
from graph.client.tokens import TokenSource
from graph.directory.cases import CaseReader
from graph.directory.mailboxes import MailboxReader
from graph.tenant import Tenant
from graph.tenants import Tenants

#: Shorter than the time that a timer's work may take.
_ONE_TRY: Final = Retry(answer=7.0, within=7.0, tries=1)


class BackgroundReaders:
    """Readers for the look-ups. `app` are the app's own tokens, also in delegated mode."""

    def __init__(self, tenants: Tenants, app: TokenSource) -> None:
        self._tenants = tenants
        self._app = app

    def cases_as(self, tenant: str, viewer: str) -> CaseReader:
        """The cases as a person sees them; as the app does where `viewer` is empty."""
        return CaseReader(self._session(tenant, viewer))

    def mailboxes(self, tenant: str) -> MailboxReader:
        """All mailboxes, with the app's own rights."""
        return MailboxReader(self._session(tenant, ""))

    def people_as(self, tenant: str, person: str) -> Tenant:
        """The people of a tenant as one of them sees them, by what that one signed in with."""
        return self._tenants.with_retry(tenant, person, _ONE_TRY)

    def _session(self, tenant: str, viewer: str) -> Session:
        tokens = None if viewer else self._app
        return self._tenants.session(tenant, viewer, tokens=tokens, retry=_ONE_TRY)
