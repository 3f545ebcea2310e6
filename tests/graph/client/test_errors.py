from typing import Any

import pytest

from licensing import errors
from licensing.errors import TenantError
from tests.graph.conftest import ASSIGN, E3, Bench

BAD = (400, "Request_BadRequest")
INHERITED = (
    "User license is inherited from a group membership and it cannot be removed directly "
    "from the user."
)
#: https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management
RESTRICTED = (
    "Insufficient privileges to complete the operation. Target object is a member of a restricted "
    "management administrative unit and can only be modified by administrators scoped to that "
    "administrative unit. Check that you are assigned a role that has permission to perform the "
    "operation for this restricted management administrative unit."
)
UNKNOWN = (
    "Resource 'x' does not exist or one of its queried reference-property objects are not present."
)
ROWS: list[tuple[type[TenantError], int, str, str]] = [
    (
        errors.InheritedFromGroup,
        *BAD,
        INHERITED,
    ),
    (errors.LicenseNotHeld, *BAD, "User does not have a corresponding license"),
    (errors.LicenseNotHeld, *BAD, "user does not have a corresponding license."),
    (
        errors.DependentPlan,
        *BAD,
        "License assignment failed because service plan A depends on the service plan(s) B, C",
    ),
    (
        errors.ConflictingPlans,
        *BAD,
        "License assignment failed because service plans A,B are mutually exclusive",
    ),
    (errors.ConflictingPlans, *BAD, "service plan A conflicts with service plan B"),
    (errors.NoFreeSeat, *BAD, f"Subscription with SKU {E3} does not have any available licenses."),
    (
        errors.NoUsageLocation,
        *BAD,
        "License assignment cannot be done for user with invalid usage location.",
    ),
    (errors.NotForUsers, 400, "", f"License {E3} cannot be assigned to a user."),
    (
        errors.NothingToChange,
        *BAD,
        "No license changes provided. At least one license to add or remove must be specified.",
    ),
    (
        errors.ChangedMeanwhile,
        409,
        "Directory_ConcurrencyViolation",
        "Error due to concurrent requests being made to the tenant. Please wait briefly and retry.",
    ),
    (
        errors.NotAllowed,
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
    ),
    (
        errors.RestrictedUnit,
        403,
        "Authorization_RequestDenied",
        RESTRICTED,
    ),
    (
        errors.UnknownPerson,
        404,
        "Request_ResourceNotFound",
        UNKNOWN,
    ),
    (errors.SlowDown, 429, "TooManyRequests", "Please retry again later."),
    (
        errors.SlowDown,
        503,
        "Request_ThrottledTemporarily",
        "Your request is throttled temporarily.",
    ),
    (errors.TenantUnavailable, 503, "ServiceUnavailable", "The service is unavailable."),
    (errors.TenantUnavailable, 500, "InternalServerError", "Oops"),
    (errors.UnreadAnswer, *BAD, "Something that nobody has seen before."),
    (
        errors.UnreadAnswer,
        *BAD,
        f"License {E3} does not correspond to a valid company License.",
    ),
    (errors.UnreadAnswer, 403, "AccessBlocked", "Access has been blocked by policy."),
]


async def test_every_refusal_is_read(bench: Bench) -> None:
    for error, status, code, message in ROWS:
        bench.fault(**ASSIGN, status=status, code=code, message=message)
        raised = await _refused(bench)
        assert type(raised) is error, message
        answer = raised.answer
        assert (answer.status, answer.code, answer.message) == (status, code, message)
        assert answer.request_id


async def test_words_are_read_whatever_their_case_and_punctuation(bench: Bench) -> None:
    for error, status, code, message in ROWS:
        changed = message.upper().replace(".", " !").replace("'", "\u2019").replace(" ", "  ")
        bench.fault(**ASSIGN, status=status, code=code, message=changed)
        assert type(await _refused(bench)) is error, message


BODIES: list[Any] = [
    "",
    "<html><title>Bad gateway</title></html>",
    "not json {",
    [],
    ["x"],
    "null",
    7,
    {},
    {"error": None},
    {"error": "x"},
    {"error": []},
    {"error": {"code": 5, "message": {"a": 1}, "innerError": "x"}},
    {"error": {"innerError": {"request-id": 5}}},
    "[" * 100_000,
    "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"),
]


@pytest.mark.parametrize("status", [302, 400, 418, 502])
async def test_no_body_is_too_odd(bench: Bench, status: int) -> None:
    expected = errors.TenantUnavailable if status == 502 else errors.UnreadAnswer
    for body in BODIES:
        bench.fault(**ASSIGN, status=status, body=body)
        raised = await _refused(bench)
        assert type(raised) is expected, body
        assert raised.answer.status == status
        assert raised.answer.request_id
        assert len(raised.answer.message) <= 500


async def test_a_success_without_sense_is_an_unread_answer(bench: Bench) -> None:
    bodies: list[Any] = ["", "<html>", [], {}, {"value": None}, {"value": {"a": 1}}]
    for body in bodies:
        bench.fault(path="/users", status=200, body=body)
        with pytest.raises(errors.UnreadAnswer):
            await bench.tenant.holders([E3])


async def test_a_count_that_is_no_number_is_an_unread_answer(bench: Bench) -> None:
    bench.fault(path="/users/$count", status=200, body="many")
    with pytest.raises(errors.UnreadAnswer):
        await bench.tenant.count_people()
    bench.fault(path="/users/$count", status=200, body="\ufeff17")
    assert await bench.tenant.count_people() == 17


async def test_a_wait_is_read_from_the_answer(bench: Bench) -> None:
    bench.fault(**ASSIGN, status=429, code="TooManyRequests", retryAfter="2.128")
    assert getattr(await _refused(bench), "seconds", None) == 2.128
    date = "Tue, 24 Nov 2026 09:00:30 GMT"
    bench.fault(**ASSIGN, status=429, code="TooManyRequests", retryAfter=date)
    assert getattr(await _refused(bench), "seconds", None) == 30
    for nonsense in ("soon", "nan", "inf", "-", "Mon, 99 Foo 2026 00:00:00 GMT"):
        bench.fault(**ASSIGN, status=429, code="TooManyRequests", retryAfter=nonsense)
        assert getattr(await _refused(bench), "seconds", 0) is None


async def test_the_plans_of_a_dependency_are_kept_apart(bench: Bench) -> None:
    bench.fault(
        **ASSIGN,
        status=400,
        code="Request_BadRequest",
        message="... because service plan A depends on the service plan(s) B, C.",
    )
    raised = await _refused(bench)
    assert isinstance(raised, errors.DependentPlan)
    assert (raised.plan, raised.needs) == ("A", "B, C")


async def _refused(bench: Bench) -> TenantError:
    with pytest.raises(TenantError) as raised:
        await bench.tenant.remove(bench.account("isaiahl").id, [E3])
    return raised.value
