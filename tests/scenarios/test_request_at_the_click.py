"""What changes between a request and its approval is read at the click of the approval."""

from datetime import timedelta
from pathlib import Path

from sandbox.organization.accounts import id_of
from sandbox.organization.personas import ADELE, ALEX
from tests.scenarios.test_request_rights import USERS, member
from tests.support.crowd import address
from tests.support.requesting import APPROVERS, HELPDESK, ONE, decide, open_office

EXECUTIVES = "bbbbbbbb-0000-4000-8000-000000000012"
LICENSES = "License Administrator"
EVERY_REQUEST = f"""
requesters:
  - group: {HELPDESK}
    name: License helpdesk
rules:
  - name: Every request
    when: always
    stages:
      - approvers:
          - group: {APPROVERS}
            name: License approvers
"""
FOR_EXECUTIVES = f"""
  - name: Executives
    when:
      groups:
        - group: {EXECUTIVES}
          name: Executives
    stages:
      - approvers:
          - group: {APPROVERS}
            name: License approvers
        need: 2
"""
THEN_AN_ADMIN = f"""
requesters:
  - group: {HELPDESK}
    name: License helpdesk
rules:
  - name: First and second
    when: always
    stages:
      - approvers:
          - person: {ADELE.address}
      - approvers:
          - person: {ALEX.address}
          - role: Helpdesk Administrator
"""


async def test_anyone_who_joins_a_watched_group_after_the_request_needs_two_approvals(
    tmp_path: Path,
) -> None:
    async with open_office(tmp_path, policy=EVERY_REQUEST + FOR_EXECUTIVES) as office:
        await office.request(address(1))
        await office.posted("0 of 1 approval")
        await member(office, EXECUTIVES, id_of(address(1)), is_one=True)
        await decide(office.adele_there, "Approve")
        await office.posted("1 of 2 approvals (Adele Vance)")
        await office.megan.until_text("Another policy rule now applies to request 1: “Executives”.")
        assert await office.env.writes() == []
        await decide(office.alex_there, "Approve")
        await office.posted("1 license removed")


async def test_a_new_rule_about_a_watched_group_reaches_a_request_that_waits(
    tmp_path: Path,
) -> None:
    async with open_office(tmp_path, policy=EVERY_REQUEST) as office:
        await member(office, EXECUTIVES, id_of(address(1)), is_one=True)
        await office.request(address(1))
        await office.posted("0 of 1 approval")
        file = office.env.settings.policy_file
        assert file is not None
        file.write_text(EVERY_REQUEST + FOR_EXECUTIVES, encoding="utf-8")
        await office.env.restart_bot()
        await decide(office.adele_there, "Approve")
        await office.posted("1 of 2 approvals (Adele Vance)")
        assert await office.env.writes() == []
        await decide(office.alex_there, "Approve")
        await office.posted("1 license removed")


async def test_no_removal_begins_as_an_earlier_approver_who_has_lost_the_role(
    tmp_path: Path,
) -> None:
    async with open_office(tmp_path, policy=THEN_AN_ADMIN) as office:
        await office.request(ONE)
        await decide(office.adele_there, "Approve")
        await office.posted("(Adele Vance)")
        await office.env.role(ADELE, USERS, "none")
        await office.env.role(ALEX, LICENSES, "none")
        await decide(office.alex_there, "Approve")
        await office.posted("Alex Wilber)", "Someone who can remove licenses still has to approve.")
        assert await office.env.writes() == []
        # The same person carries it out, once the role is active again.
        await office.env.role(ADELE, USERS)
        await decide(office.adele_there, "Approve")
        await office.posted("1 license removed")
        assert [write["actor"] for write in await office.env.writes()] == [ADELE.oid]


BY_ROLE = f"""
requesters:
  - group: {HELPDESK}
    name: License helpdesk
rules:
  - name: By role
    when: always
    stages:
      - approvers:
          - role: License Administrator
        escalation:
          after: 8h
          approvers:
            - role: User Administrator
"""


async def test_approvers_named_by_role_are_mentioned_and_told_also_at_escalation(
    tmp_path: Path,
) -> None:
    async with open_office(tmp_path, policy=BY_ROLE) as office:
        await office.request(ONE)
        text = await office.megan_there.until_text("to approve request 1.")
        assert ALEX.name in text
        assert ADELE.name not in text
        office.env.clock.ahead += timedelta(hours=8, minutes=1)
        await office.env.restart_bot()
        text = await office.megan_there.until_text("can now approve request 1 too")
        assert ADELE.name in text
        await office.adele.until_card("Waiting for approval", "Comment")
