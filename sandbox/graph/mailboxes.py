"""GET …/mailboxSettings: the purpose of a mailbox.

A person may read their own; only the app may read those of others, by its own permission
(https://learn.microsoft.com/graph/api/user-get-mailboxsettings).
"""

from aiohttp import web

from sandbox.data import MAILBOX
from sandbox.graph.callers import caller, me
from sandbox.graph.errors import json_answer
from sandbox.graph.odata.listing import context
from sandbox.graph.odata.options import read_options
from sandbox.refusal import Refusal
from sandbox.state import TENANT

_NOT_THERE = {"held", "deleted"}
_SETTINGS = {
    "archiveFolder": None,
    "timeZone": "UTC",
    "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
    "dateFormat": "yyyy-MM-dd",
    "timeFormat": "HH:mm",
}


async def mailbox_settings(request: web.Request) -> web.Response:
    """Return the settings of one mailbox."""
    tenant = request.config_dict[TENANT]
    key = request.match_info.get("user")
    account = tenant.person(me(request) if key is None else key)
    person = caller(request).person
    if person is not None and person != account.id:
        raise Refusal(
            "Access is denied. Check credentials and try again.", "ErrorAccessDenied", 403
        )
    own = account.mailbox == "user"
    if account.mail is None or (own and tenant.data_of(account.id)[MAILBOX].state in _NOT_THERE):
        raise Refusal(
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
            "MailboxNotEnabledForRESTAPI",
            404,
        )
    settings = {**_SETTINGS, "userPurpose": account.mailbox}
    wanted = read_options(request).select
    shown = {k: v for k, v in settings.items() if wanted is None or k in wanted}
    named = context(request, f"users('{account.id}')/mailboxSettings", wanted)
    return json_answer({"@odata.context": named, **shown})
