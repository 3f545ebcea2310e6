"""Kinds of mailboxes, one at a time and with the app's own rights.

https://learn.microsoft.com/graph/api/user-get-mailboxsettings: the permission MailboxSettings.Read
lets a person read only their own.
"""

from collections.abc import Mapping
from typing import Final

from graph.client.errors import not_allowed
from graph.client.parsing import Json, text
from graph.client.requests import request_config
from graph.client.sdk import MailboxQuery
from graph.client.session import Session
from licensing.errors import NotAllowed, UnknownPerson, UnreadAnswer
from licensing.tenant.mailboxes import Mailbox

_KINDS: Final = {
    "shared": Mailbox.SHARED,
    "room": Mailbox.ROOM,
    "equipment": Mailbox.EQUIPMENT,
}
#: There is no mailbox, or it is kept on premises.
_NONE_HERE: Final = "MailboxNotEnabledForRESTAPI"


class MailboxReader:
    """All mailboxes of a tenant."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def kind(self, person: str) -> Mailbox:
        """The kind of a person's mailbox; raises `TenantError`.

        What Graph adds one day counts as a person's own, so that nothing is called free of charge
        that is not.
        """
        settings = self._session.client.users.by_user_id(person).mailbox_settings
        query = MailboxQuery(select=["userPurpose"])
        try:
            body = await self._session.read_object(settings.get, request_config(query))
        except (UnknownPerson, UnreadAnswer) as error:
            if error.answer.code == _NONE_HERE:
                return Mailbox.USER
            if not_allowed(error):
                raise NotAllowed(error.answer) from error
            raise
        return _KINDS.get(_purpose(body).lower(), Mailbox.USER)


def _purpose(body: Json) -> str:
    """A text in Microsoft's reference, and an object with the text in an older sample of it."""
    purpose = body.get("userPurpose")
    return text(purpose if isinstance(purpose, Mapping) else {"value": purpose}, "value") or ""
