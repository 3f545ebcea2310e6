import asyncio
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from ledger import Ledger, Unit
from ledger.errors import KeyMissing, KeyUnusable, NotInLedger
from ledger.sign_in.encryption import Encryption
from ledger.sign_in.sign_in_requests import ASKED, CODE, TRIES, SignInRequests
from ledger.sign_in.token_store import TokenStore
from tests.support.clock import SteppedClock
from tests.support.ledger import CHAT, NOW, opened

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
CACHE = '{"RefreshToken": "very secret"}'


async def _text(safe: TokenStore, person: str) -> str | None:
    kept = await safe.read("t", person)
    return kept.text if kept else None


@pytest.fixture
def safe(ledger: Ledger) -> TokenStore:
    return TokenStore(ledger, Encryption([OLD]), SteppedClock())


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def requests(ledger: Ledger, clock: SteppedClock) -> SignInRequests:
    return SignInRequests(ledger, Encryption([OLD]), clock)


async def test_only_the_newest_version_is_written_over(safe: TokenStore) -> None:
    await safe.replace("t", "alex", "1")
    kept = await safe.read("t", "alex")
    assert kept
    assert (kept.text, kept.version) == ("1", 1)
    wins = await asyncio.gather(*(safe.write("t", "alex", str(n), 1) for n in range(8)))
    assert sum(wins) == 1
    again = await safe.read("t", "alex")
    assert again
    assert again.version == 2


async def test_nothing_is_written_for_someone_who_signed_out(safe: TokenStore) -> None:
    await safe.replace("t", "alex", "1")
    assert await safe.drop("t", "alex")
    assert not await safe.write("t", "alex", "2", 1)
    assert await safe.read("t", "alex") is None


async def test_only_the_version_that_was_read_is_dropped(safe: TokenStore) -> None:
    await safe.replace("t", "alex", "1")
    await safe.replace("t", "alex", "2")
    assert not await safe.drop("t", "alex", before=1)
    assert await safe.drop("t", "alex", before=2)


async def test_keys_are_changed_without_a_loss(ledger: Ledger, safe: TokenStore) -> None:
    await safe.replace("t", "alex", CACHE)
    both = TokenStore(ledger, Encryption([NEW, OLD]), SteppedClock())
    assert await _text(both, "alex") == CACHE
    assert await both.rotate() == 1
    only_new = TokenStore(ledger, Encryption([NEW]), SteppedClock())
    assert await _text(only_new, "alex") == CACHE
    assert await _text(safe, "alex") == ""
    with pytest.raises(KeyMissing):
        await safe.rotate()
    assert await _text(only_new, "alex") == CACHE


async def test_a_row_that_was_moved_to_someone_else_opens_no_more(
    ledger: Ledger, safe: TokenStore
) -> None:
    await safe.replace("t", "alex", CACHE)
    async with ledger.begin() as unit:
        row = await unit.tokens.get("t", "alex")
        assert row
        await unit.tokens.replace("t", "megan", row.encrypted)
    assert await _text(safe, "megan") == ""


@pytest.mark.parametrize("keys", [[], ["short"], [OLD, "short"]])
def test_what_is_no_key_is_refused(keys: list[str]) -> None:
    with pytest.raises(KeyUnusable):
        Encryption(keys)


async def test_no_token_lies_in_the_file_in_clear(path: Path, clock: SteppedClock) -> None:
    async with opened(path) as ledger:
        encryption = Encryption([OLD])
        requests = SignInRequests(ledger, encryption, clock)
        await TokenStore(ledger, encryption, clock).replace("t", "alex", CACHE)
        request = await requests.ask("r1", "t", "alex", CHAT, None)
        await requests.begin(request, "state", "code_verifier")
        await requests.keep(request, "ABCD-1234", CACHE)
    stored = b"".join(file.read_bytes() for file in path.parent.glob("ledger.db*"))
    for secret in (b"very secret", b"code_verifier", b"ABCD-1234"):
        assert secret not in stored


async def test_a_request_that_can_still_be_answered_is_found(requests: SignInRequests) -> None:
    assert await requests.open_request("t", "alex", CHAT) is None
    request = await requests.ask("r1", "t", "alex", CHAT, "claims")
    assert await requests.open_request("t", "alex", CHAT) == request
    assert await requests.open_request("t", "alex", "elsewhere") is None
    await requests.exchanged("r1", good=True)
    assert await requests.open_request("t", "alex", CHAT) is None


async def test_a_request_grows_old(requests: SignInRequests, clock: SteppedClock) -> None:
    await requests.ask("r1", "t", "alex", CHAT, None)
    clock.time += ASKED
    assert await requests.find("r1") is None


async def test_a_window_answers_once(requests: SignInRequests) -> None:
    request = await requests.ask("r1", "t", "alex", CHAT, None)
    await requests.begin(request, "first", "flow 1")
    await requests.begin(request, "second", "flow 2")
    assert await requests.take("first") is None
    assert await requests.take("second") == (request, "flow 2")
    assert await requests.take("second") is None


async def test_only_the_same_person_confirms(requests: SignInRequests, safe: TokenStore) -> None:
    request = await requests.ask("r1", "t", "alex", CHAT, None)
    await requests.keep(request, "ABCD-1234", CACHE)
    assert not await requests.confirm("t", "megan", "ABCD-1234")
    assert not await requests.confirm("other", "alex", "ABCD-1234")
    assert await safe.read("t", "alex") is None
    assert await requests.confirm("t", "alex", "ABCD-1234")
    assert await _text(safe, "alex") == CACHE
    assert await requests.end("t", "alex") == [("r1", CHAT)]
    assert not await requests.confirm("t", "alex", "ABCD-1234")


async def test_a_code_can_not_be_guessed_for_long(requests: SignInRequests) -> None:
    request = await requests.ask("r1", "t", "alex", CHAT, None)
    await requests.keep(request, "ABCD-1234", CACHE)
    for _ in range(TRIES):
        assert not await requests.confirm("t", "alex", "WXYZ-0000")
    assert not await requests.confirm("t", "alex", "ABCD-1234")


async def test_the_hash_of_a_code_needs_a_key_and_survives_a_new_one(
    ledger: Ledger, clock: SteppedClock
) -> None:
    kept = SignInRequests(ledger, Encryption([OLD]), clock)
    request = await kept.ask("r1", "t", "alex", CHAT, None)
    await kept.keep(request, "ABCD-1234", CACHE)
    async with ledger.read() as unit:
        (row,) = await unit.sign_ins.with_code("t", "alex", clock.now())
    assert row.code_hash != sha256(b"ABCD-1234").hexdigest()
    assert not await SignInRequests(ledger, Encryption([NEW]), clock).confirm(
        "t", "alex", "ABCD-1234"
    )
    both = SignInRequests(ledger, Encryption([NEW, OLD]), clock)
    assert await both.confirm("t", "alex", "ABCD-1234")


async def test_a_code_grows_old(requests: SignInRequests, clock: SteppedClock) -> None:
    request = await requests.ask("r1", "t", "alex", CHAT, None)
    await requests.keep(request, "ABCD-1234", CACHE)
    clock.time += CODE
    assert not await requests.confirm("t", "alex", "ABCD-1234")


async def test_what_waits_for_a_sign_in_is_found_by_the_person(ledger: Ledger) -> None:
    async def claimed(unit: Unit) -> list[str]:
        found = await unit.inbox.claim("h", NOW, timedelta(), 10)
        return [one.activity_id for one in found]

    async def resumed(unit: Unit) -> list[str]:
        found = await unit.inbox.resume("t/alex", "h", NOW, timedelta())
        return [one.activity_id for one in found]

    async with ledger.begin() as unit:
        for name in ("a", "b", "c"):
            await unit.inbox.arrive(name, CHAT, NOW, {"name": name})
        await unit.inbox.wait_for("a", CHAT, "t/alex")
        await unit.inbox.wait_for("b", CHAT, "t/megan")
        with pytest.raises(NotInLedger):
            await unit.inbox.wait_for("nobody's", CHAT, "t/alex")
        assert await claimed(unit) == ["c"]
        assert set(await unit.inbox.awaited()) == {("t/alex", CHAT), ("t/megan", CHAT)}
        assert await resumed(unit) == ["a"]
        assert await resumed(unit) == []
        assert await claimed(unit) == ["a", "c"]
        await unit.inbox.end("a", CHAT, "", None)
        assert await unit.inbox.awaited() == (("t/megan", CHAT),)


async def test_replicas_that_ask_at_once_ask_once(ledger: Ledger, requests: SignInRequests) -> None:
    async with ledger.begin() as unit:
        await unit.conversations.keep(
            tenant="t",
            conversation=CHAT,
            person="alex",
            service_url="",
            type="personal",
            bot_id="",
            channel_id="",
            seen_at=NOW,
        )
    asks = (requests.ask_once(f"r{n}", "t", "alex", CHAT, None) for n in range(8))
    first, *others = {request.id for request in await asyncio.gather(*asks)}
    assert others == []
    await requests.exchanged(first, good=True)
    assert (await requests.ask_once("r9", "t", "alex", CHAT, None)).id == "r9"


async def test_a_bad_token_after_a_good_one_changes_nothing(requests: SignInRequests) -> None:
    request = await requests.ask("r1", "t", "alex", CHAT, None)
    await requests.exchanged("r1", good=False)
    await requests.accept(request, CACHE)
    await requests.exchanged("r1", good=False)
    found = await requests.find("r1")
    assert found
    assert found.exchanged


async def test_what_the_client_brought_and_its_answer_are_kept_together(
    requests: SignInRequests, safe: TokenStore
) -> None:
    request = await requests.ask("r1", "t", "alex", CHAT, None)
    await requests.accept(request, CACHE)
    assert await _text(safe, "alex") == CACHE
    assert await requests.open_request("t", "alex", CHAT) is None


async def test_signing_in_and_out_is_written_into_the_journal(
    ledger: Ledger, safe: TokenStore, requests: SignInRequests
) -> None:
    await safe.replace("t", "alex", "1")
    assert not await safe.drop("t", "alex", before=7)
    assert await safe.drop("t", "alex", before=1)
    await requests.keep(await requests.ask("r1", "t", "alex", CHAT, None), "ABCD-1234", CACHE)
    assert not await requests.confirm("t", "alex", "wrong")
    assert await requests.confirm("t", "alex", "ABCD-1234")
    assert await safe.drop("t", "alex")
    assert not await safe.drop("t", "alex")
    async with ledger.read() as unit:
        told = [(e.note.kind, e.note.actor) async for e in unit.journal.entries("t")]
    assert told == [
        ("signed_in", "alex"),
        ("sign_in_ended", "alex"),
        ("signed_in", "alex"),
        ("signed_out", "alex"),
    ]
