"""The invokes of a sign-in in a chat: the client's own token, the window's code, and a failure.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-code
"""

from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bot.activities import invoke_response as answers
from bot.activities.inbound import Inbound
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.invoke_router import Invoke, Invokes
from bot.sign_in.credentials import SignInCredential, WindowCode, read_token
from cards.words.languages import Languages
from engine.events import texts_of
from licensing.errors import TenantError

#: The codes of Teams. Anything else is untrusted text and stays out of the log.
_FAILURES: Final = frozenset(
    {
        "resourcematchfailed",
        "installedappnotfound",
        "tokenmissing",
        "oauthcardnotvalid",
        "invokeerror",
        "authrequestfailed",
        "installappfailed",
    }
)

#: Verifies a credential within the time limit of an invoke; False for a wrong code.
Verify = Callable[[Inbound, SignInCredential], Awaitable[bool]]

_log = structlog.get_logger(__name__)


def answer_sign_ins(invokes: Invokes, verify: Verify, languages: Languages) -> None:
    """Register the three invokes."""

    @invokes.on(Invoke.TOKEN_EXCHANGE)
    async def exchange(inbound: Inbound) -> InvokeAnswer:
        credential = read_token(inbound.value)
        try:
            if credential is not None and await verify(inbound, credential):
                return answers.empty()
        except (TenantError, TimeoutError) as error:
            _log.info("token_not_exchanged", reason=type(error).__name__)
        request, connection = inbound.value.get("id"), inbound.value.get("connectionName")
        texts = texts_of(inbound, languages)
        return answers.token_refused(
            _short(request), _short(connection), texts.account.sign_in_to_continue
        )

    @invokes.on(Invoke.VERIFY_STATE)
    async def verify_state(inbound: Inbound) -> InvokeAnswer:
        state = inbound.value.get("state")
        try:
            good = isinstance(state, str) and await verify(inbound, WindowCode(state))
        except TimeoutError:
            good = False
        return answers.empty() if good else InvokeAnswer(412)

    @invokes.on(Invoke.SIGN_IN_FAILURE)
    async def failed(inbound: Inbound) -> InvokeAnswer:
        code = str(inbound.value.get("code", ""))
        _log.warning("client_sign_in_failed", code=code if code in _FAILURES else "other")
        return answers.empty()


def _short(raw: object) -> str:
    return raw[:200] if isinstance(raw, str) else ""
