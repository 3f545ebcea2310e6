"""Every forged request has one answer, never a 500, and what was begun is still there.

The file is long because it is one table, in which one sees what is missing. The bot runs as in a
real tenant: everything signed, people signed in.
"""

import base64
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives import serialization

from bot.activities.invoke_router import Invoke
from sandbox.entra.keys import new_key
from sandbox.entra.registration import SECRET
from sandbox.organization.personas import ADELE, ALEX, MEGAN, TENANT, Persona
from sandbox.state import CHANNEL
from tests.support.bot_fixture import APP_ID, BotFixture, open_bot
from tests.support.chat import Chat, said_by
from tests.support.crowd import office
from tests.support.forger import Answer, Forger, fresh_id
from tests.support.journeys import PEOPLE, to_people
from tests.support.seen import Json, find_button, press_of, text_of
from tests.support.window import answer_window, button_of, sign_in_card
from wiring.application import MAX_ACTIVITY_BYTES

pytestmark = pytest.mark.asyncio(loop_scope="module")

Deed = Callable[[Forger], Awaitable[Answer]]
#: What is sent, the status of the answer, and what must stand in it.
Row = tuple[Deed, int, str]

HOUR: Final = 3600
STRANGER: Final = "99999999-0000-4000-8000-2d7cd011db47"
NOT_PROVEN: Final = "NotAuthenticated"
UNKNOWN: Final = "This card has expired"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def env(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotFixture]:
    folder = tmp_path_factory.mktemp("ledger")
    async with open_bot(folder, office(), signed=True) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def alex(env: BotFixture) -> Chat:
    """Alex, who chose Office 365 E3 and stands before the choice of people."""
    chat = await env.chat(ALEX).open()
    await chat.until_card("Unassign licenses")
    await to_people(chat)
    return chat


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def forger(env: BotFixture, alex: Chat) -> Forger:
    return Forger(env, {}, (await alex.message())["id"])


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def newest(forger: Forger, alex: Chat) -> AsyncIterator[None]:
    """Before each row the newest button; after it the walk must stand where it stood."""
    card = await alex.until_card(PEOPLE)
    forger.button = press_of(find_button(card, "Add to the list"))
    yield
    answer = await alex.press("Add to the list")
    assert PEOPLE in text_of(answer["card"])
    assert await forger.env.writes() == []


def told(body: Any) -> str:
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)


# -- who sent it ----------------------------------------------------------------------------------


def _with(**claims: Any) -> Deed:
    return lambda f: f.send(f.press(), f.token(**claims))


def _token(make: Callable[[Forger], str]) -> Deed:
    return lambda f: f.send(f.press(), make(f))


def _header(value: str) -> Deed:
    return lambda f: f.send(f.press(), Authorization=value)


def _unsigned(f: Forger) -> str:
    def part(value: Json) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'kid': f.kid})}.{part(f.claims())}."


def _swapped_claims(f: Forger) -> str:
    head, _, signature = f.token().split(".")
    _, claims, _ = f.token(aud="somebody else").split(".")
    return f"{head}.{claims}.{signature}"


def _public_key_as_secret(f: Forger) -> str:
    """The classic one: the published key, taken for the secret of HS256."""
    public = f.env.sandbox[CHANNEL].keys.current.private.public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return f.with_secret(pem)


async def _tokens_of_entra(f: Forger, persona: Persona) -> Answer:
    return await f.send(f.press(), await f.sso(persona))


async def _token_of_the_app(f: Forger) -> Answer:
    form = {
        "grant_type": "client_credentials",
        "client_id": APP_ID,
        "client_secret": SECRET,
        "scope": "https://api.botframework.com/.default",
    }
    url = f"{f.env.sandbox_url}/entra/{TENANT}/oauth2/v2.0/token"
    async with f.env.session.post(url, data=form) as answer:
        token = (await answer.json())["access_token"]
    return await f.send(f.press(), token)


NOW: Final = int(time.time())
TOKENS: dict[str, Row] = {
    "no header": (_header(""), 401, NOT_PROVEN),
    "another scheme": (_header("Basic YTpi"), 401, NOT_PROVEN),
    "a scheme without a token": (_header("Bearer"), 401, NOT_PROVEN),
    "garbage": (_token(lambda _: "garbage"), 401, NOT_PROVEN),
    "three parts of garbage": (_token(lambda _: "a.b.c"), 401, NOT_PROVEN),
    "a token of 7,000 characters": (_token(lambda _: "a" * 7_000), 401, NOT_PROVEN),
    "no signature": (_token(_unsigned), 401, NOT_PROVEN),
    "a shared secret": (_token(lambda f: f.signed_by("k" * 64, "HS256")), 401, NOT_PROVEN),
    "the public key as a secret": (_token(_public_key_as_secret), 401, NOT_PROVEN),
    "another algorithm": (
        _token(lambda f: f.signed_by(new_key().private, "RS512")),
        401,
        NOT_PROVEN,
    ),
    "an unknown key": (_token(lambda f: f.signed_by(new_key().private, kid="new")), 401, "Not"),
    "a known key's name": (_token(lambda f: f.signed_by(new_key().private)), 401, NOT_PROVEN),
    "no key's name": (_token(lambda f: f.signed_by(new_key().private, kid="")), 401, NOT_PROVEN),
    "other claims than were signed": (_token(_swapped_claims), 401, NOT_PROVEN),
    "an hour too old": (_with(exp=NOW - HOUR), 401, NOT_PROVEN),
    "an hour too early": (_with(nbf=NOW + HOUR), 401, NOT_PROVEN),
    "without an end": (_with(exp=None), 401, NOT_PROVEN),
    "for another bot": (_with(aud=STRANGER), 401, NOT_PROVEN),
    "for two bots": (_with(aud=[APP_ID, STRANGER]), 401, NOT_PROVEN),
    "for no one": (_with(aud=None), 401, NOT_PROVEN),
    "from another issuer": (_with(iss="https://login.example"), 401, NOT_PROVEN),
    "from the emulator": (_with(iss=f"https://sts.windows.net/{TENANT}/"), 401, NOT_PROVEN),
    "without a service URL": (_with(serviceurl=None), 401, NOT_PROVEN),
    "for another service URL": (_with(serviceurl="https://evil.example/"), 401, NOT_PROVEN),
    "a person's own token": (lambda f: _tokens_of_entra(f, ALEX), 401, NOT_PROVEN),
    "the app's own token": (_token_of_the_app, 401, NOT_PROVEN),
}


# -- where it comes from --------------------------------------------------------------------------


def _from_tenant(tenant: Any) -> Deed:
    return lambda f: f.send(f.press(channelData={"tenant": {"id": tenant}}))


def _both_say(url: str) -> Deed:
    """Token and activity agree on an address that is not Teams."""
    return lambda f: f.send(f.press(serviceUrl=url), f.token(serviceurl=url))


async def _hidden_tenant(f: Forger) -> Answer:
    """Only the conversation names a tenant, and it is another one."""
    activity = f.press(channelData={})
    activity["conversation"] = {**activity["conversation"], "tenantId": STRANGER}
    return await f.send(activity)


PLACES: dict[str, Row] = {
    "another tenant": (_from_tenant(STRANGER), 403, "NotPermitted"),
    "another tenant in the conversation": (_hidden_tenant, 403, "NotPermitted"),
    "a tenant that is a list": (_from_tenant([TENANT]), 400, "BadActivity"),
    "a tenant that is no id": (_from_tenant("contoso.example"), 400, "BadActivity"),
    "another host": (_both_say("https://evil.example/"), 403, "NotPermitted"),
    "the metadata of a cloud": (_both_say("http://169.254.169.254/latest"), 403, "NotPermitted"),
    "a host behind a name": (
        _both_say("https://smba.trafficmanager.net@evil.example/"),
        403,
        "NotPermitted",
    ),
    "a neighbor of Teams": (_both_say("https://evil.trafficmanager.net/"), 403, "NotPermitted"),
    "Teams without TLS": (_both_say("http://smba.trafficmanager.net/teams"), 403, "NotPermitted"),
    "a file": (_both_say("file:///etc/passwd"), 403, "NotPermitted"),
    "another service URL than the token's": (
        lambda f: f.send(f.press(serviceUrl="https://smba.trafficmanager.net/emea/")),
        401,
        NOT_PROVEN,
    ),
    "another channel": (lambda f: f.send(f.press(channelId="webchat")), 401, NOT_PROVEN),
}


# -- what it looks like ---------------------------------------------------------------------------


def _body(body: bytes, **headers: str) -> Deed:
    return lambda f: f.post(body, Authorization=f"Bearer {f.token()}", **headers)


def _large(f: Forger) -> Awaitable[Answer]:
    return f.send(f.said("x" * MAX_ACTIVITY_BYTES))


BODIES: dict[str, Row] = {
    "nothing": (_body(b""), 400, "BadActivity"),
    "half an object": (_body(b'{"type": "invoke"'), 400, "BadActivity"),
    "an array": (_body(b"[]"), 400, "BadActivity"),
    "not UTF-8": (_body(b'{"type": "\xff"}'), 400, "BadActivity"),
    "not a number": (_body(b'{"type": NaN}'), 400, "BadActivity"),
    "100,000 brackets": (_body(b"[" * 100_000), 400, "BadActivity"),
    "a form": (_body(b"type=invoke", Content_Type="application/x-www-form-urlencoded"), 415, ""),
    "packed, and not": (_body(b"{}", Content_Encoding="gzip"), 400, ""),
    "larger than allowed": (_large, 413, "TooLarge"),
    "small until unpacked": (lambda f: f.squeezed(b" " * 40_000_000), 413, "TooLarge"),
    "no sender": (lambda f: f.send(f.press(**{"from": None})), 400, "BadActivity"),
    "a sender's id that is none": (
        lambda f: f.send(f.press(**{"from": {"id": "29:x", "aadObjectId": "../alex"}})),
        400,
        "BadActivity",
    ),
    "no conversation": (lambda f: f.send(f.press(conversation=None)), 400, "BadActivity"),
    "no name": (lambda f: f.send(f.press(name=None)), 400, "BadActivity"),
}


# -- sent again -----------------------------------------------------------------------------------


async def _press_again(f: Forger) -> Answer:
    activity = f.press()
    first = await f.send(activity)
    second = await f.send(activity)
    assert first == second
    return second


async def _press_again_with_another_deed(f: Forger) -> Answer:
    """The id of a press that was answered, with another button inside."""
    id_ = fresh_id()
    first = await f.send(f.press(id=id_))
    forged = f.press(id=id_)
    forged["value"]["action"]["data"]["unassign"] = {**f.button, "verb": "cancel"}
    second = await f.send(forged)
    assert second == first
    return second


async def _said_again(f: Forger) -> Answer:
    megan = f.env.chat(MEGAN)
    activity = f.said("who am i", MEGAN)
    before = len(await megan.messages())
    for _ in range(4):
        assert (await f.send(activity))[0] == 202
    answer = await f.send(activity)
    await megan.until(lambda messages: len(messages) > before)
    return answer


async def _another_chat(f: Forger) -> Answer:
    """Alex's button, in the chat of someone else."""
    activity = f.press(conversation={"id": "a:elsewhere", "conversationType": "personal"})
    return await f.send(activity)


async def _another_person(f: Forger) -> Answer:
    """Alex's button, pressed by Adele in his chat."""
    sender = {"id": ADELE.teams_id, "aadObjectId": ADELE.oid, "name": ADELE.name}
    return await f.send(f.press(**{"from": sender}))


AGAIN: dict[str, Row] = {
    "a press, twice": (_press_again, 200, PEOPLE),
    "a press, with another deed": (_press_again_with_another_deed, 200, PEOPLE),
    "a message, five times": (_said_again, 202, ""),
    "a button in another chat": (_another_chat, 200, UNKNOWN),
    "a button by another person": (_another_person, 200, "This card belongs to someone else"),
}


# -- other people's proofs ------------------------------------------------------------------------


async def _request_of(f: Forger, persona: Persona) -> Json:
    """The card by which a person is asked to sign in."""
    chat = f.env.chat(persona)
    if not await chat.messages():
        await chat.open()
    await f.send(f.said("who am i", persona))
    return dict(await chat.until(sign_in_card))


def _request_id(card: Json) -> str:
    return str(card["tokenExchangeResource"]["id"])


def _exchange(f: Forger, request: Any, token: Any, persona: Persona) -> Awaitable[Answer]:
    value = {"id": request, "connectionName": "self", "token": token}
    return f.send(f.invoked("signin/tokenExchange", value, persona))


async def _adeles_token_for_megan(f: Forger) -> Answer:
    card = await _request_of(f, MEGAN)
    return await _exchange(f, _request_id(card), await f.sso(ADELE), MEGAN)


async def _adele_answers_megans_request(f: Forger) -> Answer:
    card = await _request_of(f, MEGAN)
    return await _exchange(f, _request_id(card), await f.sso(ADELE), ADELE)


async def _press_with_adeles_token(f: Forger) -> Answer:
    card = await _request_of(f, MEGAN)
    activity = f.invoked(Invoke.CARD_ACTION, {"action": {"data": {}}}, MEGAN)
    proof = {"id": _request_id(card), "connectionName": "self", "token": await f.sso(ADELE)}
    activity["value"]["authentication"] = proof
    return await f.send(activity)


async def _forged_token(f: Forger) -> Answer:
    card = await _request_of(f, MEGAN)
    head, claims, _ = (await f.sso(MEGAN)).split(".")
    return await _exchange(f, _request_id(card), f"{head}.{claims}.forged", MEGAN)


async def _made_up_request(f: Forger) -> Answer:
    return await _exchange(f, "made-up", await f.sso(ADELE), ADELE)


async def _megans_code(f: Forger) -> str:
    card = await _request_of(f, MEGAN)
    _, _, code = await answer_window(f.env.session, button_of(card), MEGAN)
    return code


async def _adele_gives_megans_code(f: Forger) -> Answer:
    code = await _megans_code(f)
    return await f.send(f.invoked("signin/verifyState", {"state": code}, ADELE))


async def _adele_presses_with_megans_code(f: Forger) -> Answer:
    activity = f.invoked(Invoke.CARD_ACTION, {"action": {"data": {}}}, ADELE)
    activity["value"]["state"] = await _megans_code(f)
    return await f.send(activity)


async def _adele_types_megans_code(f: Forger) -> Answer:
    code = await _megans_code(f)
    # A code is read as one only while a sign-in of the person herself is pending.
    await f.env.control("entra/people/adele", {"silent": False}, "PATCH")
    adele = await f.env.chat(ADELE).open()
    await adele.until(sign_in_card)
    await adele.write(code)
    # What the opened chat is greeted with is not the answer to the code, whenever it comes.
    answers = await adele.until(
        lambda messages: [m for m in messages if "invalid or has expired" in said_by(m)] or None
    )
    return 202, said_by(answers[-1])


def _made_up_code(f: Forger) -> Awaitable[Answer]:
    return f.send(f.invoked("signin/verifyState", {"state": "ABCD-2345"}, MEGAN))


PROOFS: dict[str, Row] = {
    "another person's token": (_adeles_token_for_megan, 412, "failureDetail"),
    "another person's request": (_adele_answers_megans_request, 412, "failureDetail"),
    "a press with another person's token": (_press_with_adeles_token, 200, "preconditionFailed"),
    "a token that was tampered with": (_forged_token, 412, "failureDetail"),
    "a request that no one made": (_made_up_request, 412, "failureDetail"),
    "another person's code": (_adele_gives_megans_code, 412, ""),
    "a press with another person's code": (
        _adele_presses_with_megans_code,
        200,
        "incorrectAuthCode",
    ),
    "another person's code, typed": (_adele_types_megans_code, 202, "invalid or has expired"),
    "a code that no one got": (_made_up_code, 412, ""),
}


# -- the window -----------------------------------------------------------------------------------


async def _opened(f: Forger, persona: Persona) -> str:
    """Open a person's window as far as Entra; returns the state that its answer must repeat."""
    card = await _request_of(f, persona)
    async with f.env.session.get(button_of(card), allow_redirects=False) as answer:
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    return asked["state"][0]


async def _a_code_of_another_window(f: Forger) -> Answer:
    state = await _opened(f, MEGAN)
    return await f.page("/auth/callback", {"state": state, "code": "stolen"})


async def _a_state_used_twice(f: Forger) -> Answer:
    state = await _opened(f, MEGAN)
    denied = {"state": state, "error": "access_denied"}
    assert (await f.page("/auth/callback", denied))[0] == 403
    return await f.page("/auth/callback", denied)


async def _script_in_an_error(f: Forger) -> Answer:
    state = await _opened(f, MEGAN)
    script = "<script>alert(1)</script>"
    form = {"state": state, "error": "x", "error_description": script}
    status, page = await f.page("/auth/callback", form)
    assert script not in page
    return status, page


WINDOWS: dict[str, Row] = {
    "a request that no one made": (lambda f: f.page("/auth/start?t=made-up"), 404, "has expired"),
    "no request": (lambda f: f.page("/auth/start"), 404, "has expired"),
    "a long request": (lambda f: f.page(f"/auth/start?t={'x' * 5_000}"), 404, "has expired"),
    "a state that no one has": (
        lambda f: f.page("/auth/callback", {"state": "made-up", "code": "x"}),
        404,
        "has expired",
    ),
    "no state": (lambda f: f.page("/auth/callback", {}), 404, "has expired"),
    "a state in the address": (
        lambda f: f.page("/auth/callback?state=x&code=y"),
        404,
        "has expired",
    ),
    "a code of another window": (_a_code_of_another_window, 403, "signed in. Close this window"),
    "a state used twice": (_a_state_used_twice, 404, "has expired"),
    "a script in the error": (_script_in_an_error, 403, ""),
}


TABLES: dict[str, dict[str, Row]] = {
    "token": TOKENS,
    "place": PLACES,
    "body": BODIES,
    "again": AGAIN,
    "proof": PROOFS,
    "window": WINDOWS,
}
ROWS = [(table, name) for table, rows in TABLES.items() for name in rows]


@pytest.mark.parametrize(("table", "name"), ROWS, ids=[f"{t}: {n}" for t, n in ROWS])
async def test_a_forged_request_gets_its_answer(forger: Forger, table: str, name: str) -> None:
    deed, status, says = TABLES[table][name]
    got, body = await deed(forger)
    assert got == status, body
    assert says in told(body)
    assert not (isinstance(body, dict) and body.get("statusCode") == 500)


# -- every invoke, with what it must not hold -----------------------------------------------------

#: What every part of a value may be instead of what it should be.
HOSTILE: dict[str, Any] = {
    "nothing": {},
    "numbers": 7,
    "texts": "x' or '1'='1",
    "lists": [[], {}],
    "objects": {"$ne": None},
    "half a surrogate pair": "\ud800",
    "a NUL": "a\x00b",
    "a long text": "x" * 30_000,
    "deep": json.loads('{"a":' * 30 + "1" + "}" * 30),
}
PARTS: Final = (
    "action",
    "authentication",
    "code",
    "commandId",
    "connectionName",
    "context",
    "data",
    "dataset",
    "id",
    "message",
    "queryOptions",
    "queryText",
    "state",
    "token",
    "trigger",
    "uploadInfo",
)
#: Name: status, and what stands in the answer.
INVOKES: dict[str, tuple[int, str]] = {
    Invoke.CARD_ACTION: (200, "without its details"),
    Invoke.SEARCH: (200, "searchResponse"),
    Invoke.TASK_FETCH: (200, "This dialog isn't from Unassign"),
    Invoke.TASK_SUBMIT: (200, "This dialog isn't from Unassign"),
    Invoke.TOKEN_EXCHANGE: (412, "failureDetail"),
    Invoke.VERIFY_STATE: (412, ""),
    Invoke.SIGN_IN_FAILURE: (200, ""),
    Invoke.FILE_CONSENT: (200, ""),
    Invoke.FEEDBACK: (200, ""),
    Invoke.FEEDBACK_FORM: (200, "This dialog isn't from Unassign"),
    "composeExtension/query": (501, "NotImplemented"),
    "config/fetch": (501, "NotImplemented"),
    "../adaptiveCard/action": (501, "NotImplemented"),
}
#: A press that carries something like a proof is first of all a sign-in.
PROOF_SHAPED: Final = {"texts", "half a surrogate pair", "a NUL"}


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", INVOKES)
async def test_an_invoke_with_hostile_values_gets_its_answer(
    forger: Forger, name: str, hostile: str
) -> None:
    status, says = INVOKES[name]
    value = dict.fromkeys(PARTS, HOSTILE[hostile]) if hostile != "nothing" else {}
    if name == Invoke.CARD_ACTION and hostile in PROOF_SHAPED:
        says = "incorrectAuthCode"
    got, body = await forger.send(forger.invoked(name, value))
    assert (got, says in told(body)) == (status, True), body


@pytest.mark.parametrize("value", ["text", 7, True, [], [{}]], ids=repr)
@pytest.mark.parametrize("name", INVOKES)
async def test_an_invoke_whose_value_is_no_object_is_refused(
    forger: Forger, name: str, value: Any
) -> None:
    status, body = await forger.send(forger.invoked(name, value))
    assert (status, body["error"]["code"]) == (400, "BadActivity")


async def test_no_answer_of_the_tables_is_a_500() -> None:
    statuses = {status for rows in TABLES.values() for _, status, _ in rows.values()}
    assert statuses | {status for status, _ in INVOKES.values()} <= {
        200, 202, 400, 401, 403, 404, 412, 413, 415, 501,
    }  # fmt: skip
