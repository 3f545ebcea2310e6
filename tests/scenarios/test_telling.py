"""Who else is told of what is lost: the people themselves, their managers, anyone who asked."""

from pathlib import Path

from sandbox.organization import personas
from tests.scenarios.test_journal import entries
from tests.support.bot_fixture import open_bot
from tests.support.crowd import office
from tests.support.days import days_later, reminders, until_reminders
from tests.support.journeys import removed
from tests.support.requesting import decide, open_office
from tests.support.seen import text_of

SEAN = "sean.o'brien@contoso.example"
ADELE = "adelev@contoso.example"


async def test_those_who_lost_something_are_told_themselves_where_that_is_set(
    tmp_path: Path,
) -> None:
    async with open_bot(tmp_path, office(60), tell_people="person", quiet_hours="off") as env:
        alex, adele = await env.chat().open(), await env.chat(personas.ADELE).open()
        await removed(alex, f"{SEAN},{ADELE}")
        told = await adele.until(
            lambda messages: [m for m in messages if "removed from you" in m["text"]]
        )
        assert len(told) == 1
        text = told[0]["text"]
        assert text.startswith("Office 365 E3 was removed from you on")
        assert "the mailbox (deleted" in text
        assert "ask Alex Wilber by" in text
        noted = [one for one in await entries(env) if one["kind"] == "loss_notified"]
        assert [(one["subject"], one["what"]) for one in noted] == [
            (personas.ADELE.oid, {"receipt": 1})
        ]
        await days_later(env, 23.9)
        card = await until_reminders(alex, 1)
        assert "1 of 2 people could be notified in Teams." in text_of(card)
        await adele.until(
            lambda messages: len([m for m in messages if "removed from you" in m["text"]]) == 2
        )


async def test_after_a_request_its_asker_and_its_approver_are_both_reminded(
    tmp_path: Path,
) -> None:
    async with open_office(tmp_path, quiet_hours="off") as office:
        await office.request(SEAN)
        await office.posted("Waiting for approval")
        await decide(office.adele_there, "Approve")
        await office.posted("1 license removed")
        await days_later(office.env, 23.9)
        for chat in (office.megan, office.adele):
            card = await until_reminders(chat, 1)
            assert "1 mailbox is permanently deleted" in text_of(card)
        await office.adele.press("Restore for 1 person")
        await office.adele.until_card("Continue", "Sean O'Brien")
        assert await reminders(office.alex) == []


async def test_a_manager_is_told_of_all_who_report_to_them_in_one_message(tmp_path: Path) -> None:
    async with open_bot(tmp_path, office(60), tell_people="manager", quiet_hours="off") as env:
        alex, megan = await env.chat().open(), await env.chat(personas.MEGAN).open()
        for person in (SEAN, ADELE):
            await env.control(f"managers/{person}", {"manager": "megan"}, "PUT")
        await removed(alex, f"{SEAN},{ADELE}")
        [told] = await megan.until(
            lambda messages: [m for m in messages if "report to you" in m["text"]]
        )
        assert "Sean O'Brien" in told["text"]
        assert "Adele Vance" in told["text"]
        assert "ask Alex Wilber by then" in told["text"]


async def test_where_managers_can_not_be_read_the_people_are_told_all_the_same(
    tmp_path: Path,
) -> None:
    async with open_bot(tmp_path, office(60), tell_people="manager", quiet_hours="off") as env:
        alex, adele = await env.chat().open(), await env.chat(personas.ADELE).open()
        denied = {"status": 403, "code": "Authorization_RequestDenied", "times": 9}
        await env.faults({"path": "/users/*/manager", **denied})
        await removed(alex, ADELE)
        await adele.until(lambda messages: [m for m in messages if "removed from you" in m["text"]])
