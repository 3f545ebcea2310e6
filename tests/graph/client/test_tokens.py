import asyncio
import logging
import traceback

import pytest

from graph.client.tokens import RehearsalTokens
from licensing import errors
from sandbox.organization.personas import ALEX, DOMAIN, MEGAN, TENANT
from tests.graph.conftest import ASSIGN, E3, Bench


def _asked(bench: Bench) -> int:
    return sum(request.path.startswith("/entra") for request in bench.requests)


async def test_a_token_is_asked_for_once(bench: Bench) -> None:
    await asyncio.gather(*(bench.tenant.my_roles() for _ in range(5)))
    assert _asked(bench) == 1
    await bench.tenants.acting_as(TENANT, MEGAN.oid).my_roles()
    assert _asked(bench) == 2


async def test_a_token_is_renewed_before_it_ends(bench: Bench) -> None:
    await bench.tenant.my_roles()
    bench.clock.forward(minutes=54)
    await bench.tenant.my_roles()
    assert _asked(bench) == 1
    bench.clock.forward(minutes=2)
    await bench.tenant.my_roles()
    assert _asked(bench) == 2


async def test_a_token_that_is_refused_is_replaced_also_for_a_write(bench: Bench) -> None:
    await bench.tenant.my_roles()
    bench.sign_out()
    await bench.tenant.remove(bench.account("isaiahl").id, [E3])
    assert _asked(bench) == 2
    assert [write.status for write in bench.directory.writes] == [200]
    bench.sign_out()
    assert await bench.tenant.my_roles()


async def test_after_a_403_the_next_write_has_a_new_token(bench: Bench) -> None:
    """A role that was activated a moment ago may stand in the next token only."""
    await bench.tenant.my_roles()
    bench.fault(**ASSIGN, status=403, code="Authorization_RequestDenied", message="no")
    with pytest.raises(errors.NotAllowed):
        await bench.tenant.remove(bench.account("isaiahl").id, [E3])
    assert _asked(bench) == 1
    await bench.tenant.remove(bench.account("isaiahl").id, [E3])
    assert _asked(bench) == 2


async def test_a_challenge_for_another_token_is_met(bench: Bench) -> None:
    await bench.tenant.my_roles()
    bench.fault(
        path="/me/*/*",
        status=401,
        code="InvalidAuthenticationToken",
        headers={"WWW-Authenticate": 'Bearer error="insufficient_claims", claims="e30="'},
    )
    assert await bench.tenant.my_roles()
    assert _asked(bench) == 2


async def test_a_token_is_replaced_only_once(bench: Bench) -> None:
    bench.fault(times=2, status=401, code="InvalidAuthenticationToken", message="no")
    with pytest.raises(errors.UnreadAnswer) as raised:
        await bench.tenant.products()
    assert raised.value.answer.code == "InvalidAuthenticationToken"


@pytest.mark.parametrize(
    ("tenant", "person", "error"),
    [
        (TENANT, "00000000-0000-4000-8000-000000000000", errors.NotAllowed),
        ("elsewhere", ALEX.oid, errors.UnreadAnswer),
        ("no/where", ALEX.oid, errors.UnreadAnswer),
    ],
)
async def test_anyone_who_is_unknown_gets_no_token(
    bench: Bench, tenant: str, person: str, error: type[errors.TenantError]
) -> None:
    with pytest.raises(error):
        await bench.tenants.acting_as(tenant, person).products()


async def test_no_token_endpoint_is_no_answer(bench: Bench) -> None:
    tokens = RehearsalTokens("http://127.0.0.1:9/entra", bench.clock)
    with pytest.raises(errors.TenantUnavailable):
        await tokens.token(TENANT, ALEX.oid)
    await tokens.close()


async def test_tokens_names_and_addresses_stay_out_of_logs_and_errors(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = await bench.tokens.token(TENANT, ALEX.oid)
    caught: list[Exception] = []
    for fault in ({"way": "drop"}, {"status": 400}, {"status": 429, "retryAfter": "99"}):
        bench.fault(times=9, **fault)
        for call in (
            bench.tenant.find_people([f"adelev@{DOMAIN}"]),
            bench.tenant.search_people("Adele Vance"),
            bench.tenant.remove(bench.account("adelev").id, [E3]),
        ):
            try:
                await call
            except errors.TenantError as error:
                caught.append(error)
        bench.fair()
    assert caught
    # The stand-in's own log of requests is not ours.
    logged = (r.getMessage() for r in caplog.records if r.name != "aiohttp.access")
    said = "".join(logged) + "".join("".join(traceback.format_exception(e)) for e in caught)
    for secret in (token, "adelev", "Adele", "Vance"):
        assert secret not in said
