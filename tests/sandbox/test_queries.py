from typing import Any

import pytest

from sandbox.organization.personas import ADELE, ALEX, MEGAN
from sandbox.search_tokens import tokens
from tests.sandbox.conftest import E3, Rehearsal

_NOT_ADVANCED: tuple[tuple[bool, dict[str, Any]], ...] = (
    (False, {}),
    (False, {"count": "true"}),
    (True, {}),
)


async def all_pages(
    rehearsal: Rehearsal, eventual: bool = False, **query: str
) -> list[dict[str, Any]]:
    status, body = await rehearsal.get("/users", eventual=eventual, **query)
    assert status == 200, body
    people: list[dict[str, Any]] = body["value"]
    while "@odata.nextLink" in body:
        assert body["@odata.nextLink"].startswith(rehearsal.graph)
        status, body = await rehearsal.get(body["@odata.nextLink"], eventual=eventual)
        assert status == 200, body
        assert "@odata.count" not in body
        people += body["value"]
    return people


@pytest.mark.parametrize("top", ["1000", "0", "-1", "x"])
async def test_a_page_has_1_to_999_people(rehearsal: Rehearsal, top: str) -> None:
    status, body = await rehearsal.get("/users", top=top)
    assert (status, body["error"]["code"]) == (400, "Request_UnsupportedQuery")


@pytest.mark.parametrize("query", [{}, {"top": "999"}, {"top": "7", "orderby": "displayName desc"}])
async def test_pages_together_hold_everyone_once(
    rehearsal: Rehearsal, query: dict[str, Any]
) -> None:
    people = await all_pages(rehearsal, select="id,displayName", **query)
    assert len(people) == len(rehearsal.tenant.people)
    assert len({p["id"] for p in people}) == len(people)


async def test_a_page_has_100_people_unless_asked(rehearsal: Rehearsal) -> None:
    _, body = await rehearsal.get("/users")
    assert len(body["value"]) == 100


async def test_no_one_is_missed_when_licenses_go_between_pages(rehearsal: Rehearsal) -> None:
    holding = f"assignedLicenses/any(x:x/skuId eq {E3})"
    held = {p["id"] for p in await all_pages(rehearsal, filter=holding, select="id")}
    _, first = await rehearsal.get("/users", filter=holding, select="id", top="20")
    for person in first["value"]:
        await rehearsal.assign(person["id"], [E3])
    _, rest = await rehearsal.get(first["@odata.nextLink"].replace("top=20", "top=999"))
    assert {p["id"] for p in first["value"] + rest["value"]} == held


async def test_holders_of_a_product_are_found_without_an_advanced_query(
    rehearsal: Rehearsal,
) -> None:
    found = await all_pages(
        rehearsal, filter=f"assignedLicenses/any(u:u/skuId eq {E3})", select="id"
    )
    held = {p.id for p in rehearsal.tenant.people if any(a.product == E3 for a in p.assignments)}
    assert {p["id"] for p in found} == held


async def test_count_comes_with_an_advanced_query_only(rehearsal: Rehearsal) -> None:
    _, plain = await rehearsal.get("/users", count="true")
    _, advanced = await rehearsal.get("/users", eventual=True, count="true")
    assert "@odata.count" not in plain
    assert advanced["@odata.count"] == len(rehearsal.tenant.people)


async def test_the_number_alone_is_plain_text(rehearsal: Rehearsal) -> None:
    headers = {"Authorization": f"Bearer {await rehearsal.token(ALEX.oid)}"}
    url = rehearsal.graph + "/users/$count"
    async with rehearsal.session.get(url, headers=headers) as answer:
        assert answer.status == 400
        assert "$count is not currently supported." in await answer.text()
    headers["ConsistencyLevel"] = "eventual"
    async with rehearsal.session.get(url, headers=headers) as answer:
        assert answer.content_type == "text/plain"
        assert int(await answer.text()) == len(rehearsal.tenant.people)


FOUND = [
    ("id eq 'AAAAAAAA-0000-4000-8000-000000000020'", ["Alex Wilber"]),
    (f"id in ('{ALEX.oid}','{MEGAN.oid}')", ["Alex Wilber", "Megan Bowen"]),
    ("userPrincipalName eq 'ALEXW@contoso.example'", ["Alex Wilber"]),
    ("userPrincipalName eq 'sean.o''brien@contoso.example'", ["Sean O'Brien"]),
    ("mail in ('lidia.holloway@contoso.example', 'nobody@x.example')", ["Lidia Holloway"]),
    (
        "mail eq 'support@contoso.example' or userPrincipalName eq 'support@contoso.example'",
        ["Chris Green", "Support (shared mailbox)"],
    ),
    ("startsWith(displayName,'Adele V')", ["Adele Vance"]),
    ("startswith(mail,'lidia.h')", ["Lidia Holloway"]),
    ("endsWith(mail,'lloway@contoso.example')", ["Lidia Holloway"]),
    ("displayName eq 'adele vance' and accountEnabled eq true", ["Adele Vance"]),
    ("displayName eq 'adele vance' and not(accountEnabled eq true)", []),
    ("displayName eq 'Adele Vance' and department ne 'Retail'", []),
    ("displayName eq 'Adele Vance' and department eq null", []),
    ("proxyAddresses/any(p:p eq 'smtp:lidiah@contoso.example')", ["Lidia Holloway"]),
    ("proxyAddresses/any(p:startsWith(p,'SMTP:lidia.ho'))", ["Lidia Holloway"]),
    ("assignedLicenses/$count eq 0 and startsWith(displayName,'Pradeep Gup')", ["Pradeep Gupta"]),
    (f"not assignedLicenses/any(x:x/skuId eq {E3}) and displayName eq 'Diego Siciliani'", []),
    (
        "(displayName eq 'Adele Vance' or displayName eq 'Alex Wilber') and department eq 'IT'",
        ["Alex Wilber"],
    ),
    ("userType eq 'Guest' and mail eq 'guest@fabrikam.example'", ["Guest of Fabrikam"]),
]


@pytest.mark.parametrize(("text", "names"), FOUND)
async def test_a_filter_finds_whom_it_should(
    rehearsal: Rehearsal, text: str, names: list[str]
) -> None:
    assert sorted(await rehearsal.names(filter=text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "accountEnabled ne true",
        "not(accountEnabled eq true)",
        "endsWith(mail,'x')",
        "assignedLicenses/$count eq 0",
        f"not assignedLicenses/any(x:x/skuId eq {E3})",
    ],
)
async def test_some_filters_need_header_and_count(rehearsal: Rehearsal, text: str) -> None:
    for eventual, query in _NOT_ADVANCED:
        status, body = await rehearsal.get("/users", eventual=eventual, filter=text, **query)
        assert (status, body["error"]["code"]) == (400, "Request_UnsupportedQuery")
        assert body["error"]["message"] == "Unsupported Query."
    status, _ = await rehearsal.get("/users", eventual=True, filter=text, count="true")
    assert status == 200


@pytest.mark.parametrize(
    "text",
    [
        *("", "nonsense", "mail eq", "mail is 'x'", "mail eq 'x", "(mail eq 'x'", "mail eq 'x')"),
        *("unknown eq 'x'", "mail eq x", "startsWith(mail)", "(" * 300),
    ],
)
async def test_an_unreadable_filter_is_a_400(rehearsal: Rehearsal, text: str) -> None:
    status, body = await rehearsal.get("/users", filter=text)
    assert (status, body["error"]["code"]) == (400, "BadRequest")


@pytest.mark.parametrize(
    "text",
    [
        "licenseAssignmentStates eq 'x'",
        "startsWith(department,'x')",
        f"assignedLicenses/any(x:x/disabledPlans eq {E3})",
        "signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z and accountEnabled eq true",
    ],
)
async def test_what_graph_does_not_index_is_a_400(rehearsal: Rehearsal, text: str) -> None:
    status, body = await rehearsal.get("/users", eventual=True, filter=text, count="true")
    assert (status, body["error"]["code"]) == (400, "Request_UnsupportedQuery")


async def test_a_list_of_values_has_15_at_most(rehearsal: Rehearsal) -> None:
    mails = [f"'{n}@contoso.example'" for n in range(16)]
    status, _ = await rehearsal.get("/users", filter=f"mail in ({','.join(mails[:15])})")
    assert status == 200
    status, body = await rehearsal.get("/users", filter=f"mail in ({','.join(mails)})")
    assert status == 400
    assert body["error"]["message"].endswith("containing 'OR' operators: 16. Max allowed: 15.")


async def test_last_sign_in_can_be_filtered_alone(rehearsal: Rehearsal) -> None:
    status, body = await rehearsal.get(
        "/users",
        filter="signInActivity/lastSignInDateTime le 2026-06-01T00:00:00Z",
        select="id,signInActivity",
        top="999",
    )
    assert status == 200
    times = [user["signInActivity"]["lastSignInDateTime"] for user in body["value"]]
    assert times
    assert max(times) <= "2026-06-01T00:00:00Z"


SEARCHED = [
    ('"displayName:adele"', {"Adele Vance"}),
    ('"displayName:van ade"', {"Adele Vance"}),
    ('"displayName:dele"', set()),
    ('"displayName:山田"', {"山田 太郎"}),
    ('"displayName:o\'brien sea"', {"Sean O'Brien"}),
    ('"mail:lidia.hollow" OR "displayName:adele"', {"Lidia Holloway", "Adele Vance"}),
    ('"displayName:adele" AND "mail:nobody"', set()),
    ('("displayName:adele" OR "displayName:lidia") AND "mail:adele"', {"Adele Vance"}),
    ('"displayName:100 S\\\\\\"hne"', set()),
    ('"displayName:söhne 100"', {"AC/DC & Söhne \\ 100%"}),
    ('"displayName:🚀"', set()),
    ('"userPrincipalName:adelev@"', {"Adele Vance"}),
]


@pytest.mark.parametrize(("search", "names"), SEARCHED)
async def test_a_search_finds_by_the_beginnings_of_words(
    rehearsal: Rehearsal, search: str, names: set[str]
) -> None:
    assert set(await rehearsal.names(search=search)) & (names | {"Alex Wilber"}) == names


async def test_search_and_filter_go_together(rehearsal: Rehearsal) -> None:
    found = await rehearsal.names(search='"displayName:maria garcía"', filter="department eq 'HR'")
    assert "Maria García" in found


async def test_search_needs_the_header(rehearsal: Rehearsal) -> None:
    status, body = await rehearsal.get("/users", search='"displayName:a"')
    assert (status, body["error"]["code"]) == (400, "Request_UnsupportedQuery")
    assert "'ConsistencyLevel: eventual'" in body["error"]["message"]


@pytest.mark.parametrize(
    "search",
    ["displayName:a", '"displayName:a', '"displayName:a" or "mail:b"', '"a" "b"', "", '("mail:a"'],
)
async def test_an_unreadable_search_is_a_400(rehearsal: Rehearsal, search: str) -> None:
    status, body = await rehearsal.get("/users", eventual=True, search=search)
    assert status == 400, body


async def test_sorting_with_a_filter_is_an_advanced_query(rehearsal: Rehearsal) -> None:
    query: dict[str, Any] = {
        "filter": "accountEnabled eq true",
        "orderby": "displayName",
        "top": "999",
    }
    status, body = await rehearsal.get("/users", **query)
    assert (status, body["error"]["code"]) == (400, "Request_UnsupportedQuery")
    names = await rehearsal.names(**query)
    assert names == sorted(names, key=str.casefold)


async def test_an_unknown_property_or_page_is_a_400(rehearsal: Rehearsal) -> None:
    status, body = await rehearsal.get("/users", select="id,shoeSize")
    assert status == 400
    assert "'shoeSize' on type 'microsoft.graph.user'" in body["error"]["message"]
    status, body = await rehearsal.get("/users", skiptoken="no-token")
    assert (status, body["error"]["code"]) == (400, "Directory_ExpiredPageToken")


async def test_an_unknown_path_is_a_400_and_an_unknown_person_a_404(rehearsal: Rehearsal) -> None:
    status, body = await rehearsal.get("/toasters")
    assert (status, body["error"]["code"]) == (400, "BadRequest")
    assert body["error"]["message"] == "Resource not found for the segment 'toasters'."
    for path in ("/users/nobody", "/groups/nobody", "/subscribedSkus/nobody"):
        status, body = await rehearsal.get(path)
        assert (status, body["error"]["code"]) == (404, "Request_ResourceNotFound")


async def test_groups_are_found_by_id_and_name_and_tell_their_members(rehearsal: Rehearsal) -> None:
    ids = ",".join(f"'{g.id}'" for g in rehearsal.tenant.organization.groups[:3])
    _, body = await rehearsal.get("/groups", filter=f"id in ({ids})", select="id,displayName")
    assert [g["displayName"] for g in body["value"]] == [
        "Sales E3",
        "Engineering E5",
        "Frontline F3",
    ]
    _, body = await rehearsal.get("/groups", filter="startsWith(displayName,'Sales')")
    sales = body["value"][0]["id"]
    _, body = await rehearsal.get(f"/groups/{sales}/members", top="999", select="id,displayName")
    members = {p.id for p in rehearsal.tenant.people if sales in p.groups}
    assert {m["id"] for m in body["value"]} == members
    assert {m["@odata.type"] for m in body["value"]} == {"#microsoft.graph.user"}


async def test_the_callers_roles_need_an_advanced_query(rehearsal: Rehearsal) -> None:
    for cast in ("microsoft.graph.directoryRole", "graph.directoryRole"):
        path = f"/me/transitiveMemberOf/{cast}"
        status, _ = await rehearsal.get(path)
        assert status == 400
        _, body = await rehearsal.get(path, eventual=True, who=ADELE.oid, count="true")
        assert [role["displayName"] for role in body["value"]] == ["User Administrator"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Anne-Marie O'Neil", {"anne", "marie", "o", "neil"}),
        ("MacDonald2Go", {"mac", "donald", "2", "go"}),
        ("  ", set()),
        ("山田 太郎", {"山田", "太郎"}),
    ],
)
def test_words_are_cut_where_graph_cuts_them(text: str, parts: set[str]) -> None:
    assert tokens(text) == parts


@pytest.mark.parametrize(("eventual", "query"), _NOT_ADVANCED)
async def test_several_conditions_on_one_collection_are_an_advanced_query(
    rehearsal: Rehearsal, eventual: bool, query: dict[str, Any]
) -> None:
    one = f"assignedLicenses/any(x:x/skuId eq {E3})"
    both = f"{one} or {one}"
    status, body = await rehearsal.get("/users", eventual=eventual, filter=both, **query)
    assert (status, body["error"]["code"]) == (400, "Request_UnsupportedQuery")
    assert body["error"]["message"] == (
        "Complex query on property assignedLicenses is not supported."
    )
    assert (await rehearsal.get("/users", filter=one))[0] == 200
    assert (await rehearsal.get("/users", eventual=True, count="true", filter=both))[0] == 200
