"""Controls of the stand-in for Entra, for tests and people.

A person is given by first name ("alex"), object id or address.

GET   /_sandbox/entra                            the current state
PATCH /_sandbox/entra                            times in seconds: access, refresh, code, silent,
                                                 delay; consent for everyone: true or false;
                                                 app, its own permissions: true, false
                                                 or a list of permissions;
                                                 authTime: whether it is returned on request
PATCH /_sandbox/entra/people/{person}            consent: true, false or a list of permissions;
                                                 factor, silent: true or false
POST  /_sandbox/entra/people/{person}/revoke     end all sessions; Graph challenges immediately
POST  /_sandbox/entra/people/{person}/challenge  Graph challenges; the session continues
POST  /_sandbox/entra/people/{person}/expire     expire tokens: {"what": "access" | "refresh"}
GET   /_sandbox/entra/people/{person}/token      the Teams client's token for the app
POST  /_sandbox/entra/keys                       sign with a new key; {"forget": true}: only
"""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from aiohttp import web

from sandbox.entra.directory import DIRECTORY, Directory
from sandbox.entra.silent import silent_token
from sandbox.organization.personas import PERSONAS
from sandbox.refusal import Refusal

Json = dict[str, Any]

_TIMES = frozenset({"access", "refresh", "code", "silent", "delay"})


async def shown(request: web.Request) -> web.Response:
    """Return the current state."""
    directory = request.app[DIRECTORY]
    people = {p.name.partition(" ")[0].lower(): _account_state(directory, p.oid) for p in PERSONAS}
    times = {name: value.total_seconds() for name, value in asdict(directory.lifetimes).items()}
    app_id = directory.registration.app_id if directory.registration else ""
    may = True if directory.app_may is None else sorted(directory.app_may)
    organization = {"appId": app_id, "consent": directory.account_states.for_all, "app": may}
    return web.json_response({**times, **organization, "people": people})


async def change(request: web.Request) -> web.Response:
    """Change lifetimes, or consent for the organization."""
    directory = request.app[DIRECTORY]
    body = await _body(request)
    unknown = sorted(set(body) - _TIMES - {"consent", "app", "authTime"})
    if unknown:
        raise _wrong(f"there is no setting {', '.join(unknown)}")
    times = {name: _seconds(body[name]) for name in _TIMES & set(body)}
    for name, value in times.items():
        setattr(directory.lifetimes, name, value)
    if "app" in body:
        directory.app_may = _permissions("app", body["app"])
    if "consent" in body:
        directory.account_states.for_all = bool(body["consent"])
    if "authTime" in body:
        directory.tells_when = bool(body["authTime"])
    return await shown(request)


async def change_person(request: web.Request) -> web.Response:
    """Change the state of one person's account."""
    directory, person = request.app[DIRECTORY], _person(request)
    body = await _body(request)
    changed: Json = {}
    for name, value in body.items():
        if name == "consent":
            changed["consented"] = _permissions(name, value)
        elif name == "factor":
            changed |= {"factor_asked": bool(value), "factor_shown": False}
        elif name == "silent":
            changed["silent"] = bool(value)
        else:
            raise _wrong(f"there is no setting {name}")
    directory.account_states.change(person, **changed)
    return web.json_response(_account_state(directory, person))


async def revoke(request: web.Request) -> web.Response:
    """Revoke a person's sessions, with their refresh tokens and client tokens."""
    directory, person = request.app[DIRECTORY], _person(request)
    directory.account_states.revoke(person)
    directory.callers.withdraw(person)
    return web.Response(status=204)


async def challenge(request: web.Request) -> web.Response:
    """Make Graph ask for a newer token, as after a policy change; the session continues."""
    request.app[DIRECTORY].callers.withdraw(_person(request))
    return web.Response(status=204)


async def expire(request: web.Request) -> web.Response:
    """Expire a person's access or refresh tokens."""
    directory, person = request.app[DIRECTORY], _person(request)
    what = (await _body(request)).get("what", "access")
    if what == "access":
        directory.callers.expire(person)
    elif what == "refresh":
        directory.refreshes.expire(person)
    else:
        raise _wrong("what: access or refresh")
    return web.Response(status=204)


async def token(request: web.Request) -> web.Response:
    """Return the token that the Teams client would send, or null."""
    directory = request.app[DIRECTORY]
    return web.json_response({"token": silent_token(directory, _person(request))})


async def rotate(request: web.Request) -> web.Response:
    """Sign with a new key from now on."""
    body = await _body(request)
    request.app[DIRECTORY].keys.rotate(forget=bool(body.get("forget")))
    return web.Response(status=204)


def _account_state(directory: Directory, person: str) -> Json:
    state = directory.account_states.of(person)
    agreed = state.consented
    return {
        "consent": True if agreed is None else sorted(agreed),
        "factor": state.factor_asked,
        "factorShown": state.factor_shown,
        "silent": state.silent,
        "session": state.session,
    }


def _permissions(name: str, value: Any) -> frozenset[str] | None:
    if isinstance(value, bool):
        return None if value else frozenset()
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return frozenset(value)
    raise _wrong(f"{name}: true, false or a list of permissions")


def _seconds(value: Any) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise _wrong("times are numbers of seconds")
    return timedelta(seconds=value)


def _person(request: web.Request) -> str:
    key = request.match_info["person"]
    for persona in PERSONAS:
        if key == persona.name.partition(" ")[0].lower():
            return persona.oid
    try:
        return request.app[DIRECTORY].tenant.person(key).id
    except Refusal:
        raise web.HTTPNotFound(text="No such person in this rehearsal.") from None


async def _body(request: web.Request) -> Json:
    if not request.can_read_body:
        return {}
    try:
        body = await request.json()
    except ValueError as error:
        raise _wrong("the body is not JSON") from error
    if not isinstance(body, dict):
        raise _wrong("an object is expected")
    return body


def _wrong(message: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"error": message}), content_type="application/json")


def routes() -> list[web.RouteDef]:
    """Return the routes."""
    person = "/_sandbox/entra/people/{person}"
    return [
        web.get("/_sandbox/entra", shown),
        web.patch("/_sandbox/entra", change),
        web.patch(person, change_person),
        web.post(f"{person}/revoke", revoke),
        web.post(f"{person}/challenge", challenge),
        web.post(f"{person}/expire", expire),
        web.get(f"{person}/token", token),
        web.post("/_sandbox/entra/keys", rotate),
    ]
