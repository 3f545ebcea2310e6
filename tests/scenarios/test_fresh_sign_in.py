"""For large plans the approver proves again who they are, in a window."""

from datetime import timedelta
from pathlib import Path

from sandbox.organization.personas import ADELE, ALEX
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat, card_of
from tests.support.requesting import APPROVERS, LOOK, ONE, ask
from tests.support.seen import Json, find_button, text_of
from tests.support.window import answer_window

POLICY = f"""\
fresh_sign_in:
  people_from: 1
  within: 15m
rules:
  - name: Everything
    when: always
    stages:
      - approvers:
          - group: {APPROVERS}
            name: License approvers
"""


async def test_a_sign_in_after_the_rehearsals_clock_was_advanced_is_fresh(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(POLICY, encoding="utf-8")
    async with open_bot(tmp_path, signed=True, policy_file=path, bot=False) as env:
        env.follows = True
        await env.control("clock", {"days": 2})
        await env.start_bot()
        _, there = await _waiting(env)
        message = await there.message()
        approve = find_button(card_of(message), "Approve")
        asked = await there.send(message, approve)
        _, _, code = await answer_window(env.session, asked["url"], ADELE)
        answer: Json = await there.send(message, approve, state=code)
        assert "Your decision is recorded." in text_of(answer["card"])


async def _waiting(env: BotFixture) -> tuple[Chat, Chat]:
    """Request a removal; returns the requester's chat, and the channel as an approver sees it."""
    alex = await env.chat(ALEX).open()
    await alex.until_card("Unassign licenses")
    there = env.chat(ADELE, "channel")
    await there.visit()
    await there.replies(1)
    await env.chat(ALEX, "channel").say("@Unassign approvals here")
    await ask(alex, ONE, "")
    await there.until_card("Waiting for approval")
    await there.press(LOOK)
    return alex, there


async def test_an_approval_of_many_waits_for_a_sign_in_of_just_now(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(POLICY, encoding="utf-8")
    async with open_bot(tmp_path, signed=True, policy_file=path) as env:
        alex, there = await _waiting(env)
        message = await there.message()
        approve = find_button(card_of(message), "Approve")
        asked = await there.send(message, approve)
        assert asked["kind"] == "sign-in"
        assert await env.writes() == []
        _, _, code = await answer_window(env.session, asked["url"], ADELE)
        answer: Json = await there.send(message, approve, state=code)
        assert "Your decision is recorded." in text_of(answer["card"])
        await alex.until_card("1 license removed")
        # Later the same proof is too old.
        env.clock.ahead += timedelta(minutes=16)
        await ask(alex, "diegos@contoso.example", "")
        await there.until_card("Waiting for approval")
        await there.press(LOOK)
        assert (await there.press("Approve"))["kind"] == "sign-in"


async def test_an_entra_that_does_not_tell_when_is_named_and_asks_once(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(POLICY, encoding="utf-8")
    async with open_bot(tmp_path, signed=True, policy_file=path) as env:
        await env.control("entra", {"authTime": False}, "PATCH")
        _, there = await _waiting(env)
        message = await there.message()
        asked = await there.send(message, find_button(card_of(message), "Approve"))
        status, page, code = await answer_window(env.session, asked["url"], ADELE)
        assert (status, code) == (403, "")
        assert "auth_time" in page
