"""What is told of a call: its words, and never whom it is about."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.client.instrumented import place

ROOT = "https://graph.microsoft.com/v1.0"
ELIGIBLE = "roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser"
WORDS = st.sampled_from(["users", "groups", "subscribedSkus", "assignLicense", "$count", "me"])
KEYS = st.one_of(
    st.uuids().map(str),
    st.emails(),
    st.from_regex(r"[a-z]+\.[a-z]+@contoso\.example", fullmatch=True),
)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/users", "users"),
        ("/users/$count", "users/$count"),
        ("/users/alexw@contoso.example/assignLicense", "users/{id}/assignLicense"),
        ("/users/alexw", "users/{id}"),
        ("/groups/1e138f35-e1af-4000-8e77-2082209a8b9e/members", "groups/{id}/members"),
        (
            "/me/transitiveMemberOf/graph.directoryRole?$select=id",
            "me/transitiveMemberOf/graph.directoryRole",
        ),
        (f"/{ELIGIBLE}(on='principal')", ELIGIBLE),
        ("/subscribedSkus/48a80680_c7df2760", "subscribedSkus/{id}"),
    ],
)
def test_keys_are_left_out(path: str, said: str) -> None:
    assert place(httpx.URL(f"{ROOT}{path}")) == said


@given(st.lists(st.tuples(WORDS, KEYS), min_size=1, max_size=4))
def test_no_key_is_ever_told(parts: list[tuple[str, str]]) -> None:
    path = "/".join(f"{word}/{key}" for word, key in parts)
    said = place(httpx.URL(f"{ROOT}/{path}"))
    assert not any(key in said for _, key in parts)
    assert "@" not in said
