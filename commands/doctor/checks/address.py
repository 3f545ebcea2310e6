"""The public address of the bot, as seen from this machine."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp

from commands.doctor.findings import Check, Code, Finding
from commands.doctor.world import World
from settings import SignIn
from wiring.identity import public_url

#: In the content security policy of the bot's answers, and in hardly any other server's.
_OURS = "frame-ancestors 'none'"


async def look_at_address(world: World) -> Sequence[Finding]:
    """Call the bot from outside, and if that fails from inside, to find out which side fails."""
    settings = world.settings
    inside = f"http://{settings.host}:{settings.port}"
    if settings.host in {"0.0.0.0", "::"}:  # noqa: S104 - compared only
        inside = f"http://127.0.0.1:{settings.port}"
    outside = public_url(settings)
    if not (settings.public_url or settings.rehearsal_url):
        found = [] if await _alive(world, inside) else [_finding(Code.BOT_STOPPED, inside)]
        return [*found, _finding(Code.ADDRESS_UNSET, inside)]
    try:
        ours = await _alive(world, outside)
    except aiohttp.ClientConnectorCertificateError:
        return [_finding(Code.ADDRESS_CERTIFICATE, outside)]
    if not ours:
        return [await _behind(world, outside, inside)]
    return await _ways(world, outside) or [_finding(Code.ADDRESS_GOOD, outside)]


async def _behind(world: World, outside: str, inside: str) -> Finding:
    """Why the bot does not answer from outside."""
    if not await _alive(world, inside):
        return _finding(Code.BOT_STOPPED, inside)
    reached = await _status(world, "GET", f"{outside}/healthz") is not None
    return _finding(Code.ADDRESS_ANOTHER_SERVER if reached else Code.ADDRESS_UNREACHABLE, outside)


async def _ways(world: World, outside: str) -> Sequence[Finding]:
    """Whether the proxy forwards all paths, and the bot refuses unsigned requests."""
    settings = world.settings
    found = []
    paths = ["/downloads/none"]
    if settings.signs_in is SignIn.DELEGATED:
        paths.append("/auth/start")
    lost = [path for path in paths if not await _ours(world, "GET", f"{outside}{path}")]
    if not await _ours(world, "POST", f"{outside}/api/messages"):
        lost.append("/api/messages")
    elif settings.app_id and await _status(world, "POST", f"{outside}/api/messages") != 401:
        found.append(_finding(Code.BOT_UNSIGNED, outside))
    if lost:
        found.append(_finding(Code.ADDRESS_PATHS, outside, paths=", ".join(lost)))
    failing = await _not_ready(world, outside)
    if failing:
        found.append(_finding(Code.BOT_NOT_READY, outside, failing=failing))
    return found


async def _alive(world: World, address: str) -> bool:
    try:
        async with world.session.get(f"{address}/healthz", allow_redirects=False) as answer:
            body = await answer.json(content_type=None)
    except aiohttp.ClientConnectorCertificateError:
        raise
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False
    return isinstance(body, dict) and body.get("alive") is True


async def _ours(world: World, method: str, url: str) -> bool:
    """Whether the bot answers, and not a proxy or another server."""
    try:
        async with world.session.request(method, url, json={}, allow_redirects=False) as answer:
            return _OURS in answer.headers.get("Content-Security-Policy", "")
    except (aiohttp.ClientError, TimeoutError):
        return False


async def _status(world: World, method: str, url: str) -> int | None:
    try:
        async with world.session.request(method, url, json={}, allow_redirects=False) as answer:
            return answer.status
    except (aiohttp.ClientError, TimeoutError):
        return None


async def _not_ready(world: World, outside: str) -> str:
    """The parts that are not ready; a proxy need not forward /readyz."""
    try:
        async with world.session.get(f"{outside}/readyz", allow_redirects=False) as answer:
            body = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return ""
    failing = body.get("failing") if isinstance(body, dict) else None
    return ", ".join(map(str, failing)) if isinstance(failing, list) else ""


def _finding(code: Code, address: str, **facts: str) -> Finding:
    return Finding(
        Check.ADDRESS, code, {"address": address, "host": urlsplit(address).netloc, **facts}
    )
