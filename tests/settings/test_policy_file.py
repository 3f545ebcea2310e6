"""The policy file is read, and each mistake in it is named with its line in plain words."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.lists import ManagerOf, PrincipalType
from licensing.policy.model import ApprovalThreshold, Policy, RuleRef, When
from licensing.tenant.roles import LICENSE_ADMINISTRATOR
from settings import Settings, SettingsError
from settings.policy import read_policy
from settings.policy.file import KEYS, parse_policy
from tests.settings.samples import PRODUCTION, without

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "policy.example.yaml"
GROUP = "11111111-1111-4111-8111-111111111111"
MINIMAL = """\
requesters: [everyone]
rules:
  - name: All
    when: always
    stages:
      - approvers:
          - person: adele@contoso.com
"""


def complaints(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        parse_policy(text)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def with_stage(stage: str) -> str:
    return MINIMAL.replace("          - person: adele@contoso.com\n", "") + stage


def test_the_file_that_is_shipped_can_be_used_and_shows_every_key() -> None:
    policy = read_policy(EXAMPLE)
    assert policy.source == "policy.example.yaml"
    text = EXAMPLE.read_text(encoding="utf-8")
    assert all(f"\n{key}:" in text or f"\n# {key}:" in text for key in KEYS)
    for word in (*When.__slots__, *ManagerOf, "escalation", "need: all", "everyone"):
        assert word in text


def test_what_is_commented_out_in_it_can_be_used_too() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    text = text.replace("# undo:\n#   - role", "undo:\n  - role")
    readers = text[text.index("# readers:") : text.index("\n\n# No one approves")]
    text = text.replace(readers, readers.replace("# ", ""))
    head, _, rules = text.partition("\nrules:")
    lines = [line.replace("  # ", "  ", 1) for line in rules.splitlines()]
    shown = [line for line in lines if not line.lstrip("-").strip()[:1].isupper()]
    policy = parse_policy(f"{head}\nrules:" + "\n".join(shown))
    assert [rule.ref.name for rule in policy.rules][2:] == ["Mailboxes", "Legal hold", "Executives"]
    assert policy.undo is not None
    assert [line.name for line in policy.undo] == ["Global Administrator"]
    assert [line.name for line in policy.readers] == [
        "Global Reader",
        "Compliance Administrator",
        "Audit",
    ]


def test_readers_are_people_groups_and_roles_and_never_everyone_or_managers() -> None:
    assert parse_policy(MINIMAL).readers == ()
    policy = parse_policy(f"{MINIMAL}readers:\n  - group: {GROUP}\n")
    assert policy.readers_ref == RuleRef("readers", 8)
    assert policy.groups == {GROUP}
    for wrong in ("everyone", "manager: requester"):
        said, *_ = complaints(f"{MINIMAL}readers:\n  - {wrong}\n")
        assert said.startswith("line 9: readers[1]"), said


def test_everyone_with_a_role_no_one_or_a_list_without_managers_may_undo() -> None:
    assert parse_policy(MINIMAL).undo is None
    assert parse_policy(f"{MINIMAL}undo: []\n").undo == ()
    policy = parse_policy(f"{MINIMAL}undo:\n  - group: {GROUP}\n")
    assert policy.undo_ref == RuleRef("undo", 8)
    assert policy.groups == {GROUP}
    said, *_ = complaints(f"{MINIMAL}undo:\n  - manager: requester\n")
    assert said.startswith("line 9: undo[1]:")


def test_what_is_left_out_has_the_default_of_no_policy() -> None:
    policy = parse_policy(MINIMAL)
    default = Policy()
    assert policy.reminders == default.reminders
    assert policy.expires_after == default.expires_after
    assert not policy.self_approval
    assert policy.fresh_sign_in is None
    assert policy.requesters[0].type is PrincipalType.EVERYONE


def test_a_whole_rule_is_read_with_its_lines() -> None:
    policy = read_policy(EXAMPLE)
    helpdesk, many = policy.rules
    assert helpdesk.ref == RuleRef("Helpdesk", line_of("- name: Helpdesk"))
    assert helpdesk.when == When(without_role=True)
    role = helpdesk.stages[0].approvers[0]
    assert (role.type, role.value) == (PrincipalType.ROLE, LICENSE_ADMINISTRATOR)
    assert many.stages[0].need.steps == (ApprovalThreshold(50, 2), ApprovalThreshold(500, 3))
    escalation = many.stages[0].escalation
    assert escalation is not None
    assert escalation.after == timedelta(hours=8)
    assert policy.requesters_ref.line == line_of("requesters:")
    assert policy.justification.ref.line == line_of("justification:")
    assert policy.justification.pattern is not None
    assert policy.fresh_sign_in is not None
    assert policy.fresh_sign_in.people_from == 100


def line_of(beginning: str) -> int:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.strip().startswith(beginning))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n- b", "line 1: expected: keys with values (requesters, undo, "),
        ("requester: []", 'line 1: "requester" is unknown here; did you mean "requesters"?'),
        ("requesters: []\nrequesters: []", 'line 2: "requesters" is here twice'),
        ("self_approval: maybe", 'line 1: self_approval: "maybe" is unknown here. Expected: '),
        ("\nexpires_after: soon", "line 2: expires_after: expected: a duration such as 30m, 8h or"),
        ("expires_after: 0h", "line 1: expires_after: expected: a duration"),
        ("expires_after: 61d", "line 1: expires_after: 61d is too long: the maximum is 60d"),
        ("reminders: {factor: 0}", "line 1: reminders.factor: expected: a whole number from 1"),
        ("reminders: {at_most: many}", "line 1: reminders.at_most: expected: a whole number"),
        ("reminders: 5", "line 1: reminders: expected: keys with values"),
        ("justification:\n  pattern: '(['\n  hint: x", "line 2: justification.pattern: not a reg"),
        ("justification: {pattern: a}", "line 1: justification: a pattern needs a hint"),
        ("justification: {required: 3}", "line 1: justification.required: expected: true or false"),
        ("fresh_sign_in: {within: 5m}", "line 1: fresh_sign_in: expected: people_from and within"),
        ("requesters: Helpdesk", "line 1: requesters: expected: a list"),
        (
            "requesters:\n  - Helpdesk",
            "line 2: requesters[1]: expected: keys with values (person, group",
        ),
        (
            "requesters:\n  - {}",
            "line 2: requesters[1]: expected in each line: one of person, group, role",
        ),
        (
            f"requesters:\n  - {{group: {GROUP}, role: x}}",
            "line 2: requesters[1]: expected in each line",
        ),
        (
            "requesters:\n  - group: Helpdesk",
            "line 2: requesters[1].group: expected: the object id of a gro",
        ),
        ("requesters:\n  - person: Megan", "line 2: requesters[1].person: expected: an address"),
        ("requesters:\n  - manager: requester", 'line 2: requesters[1]: "manager" is unknown here'),
        (
            "requesters:\n  - role: Licence Administrator",
            'line 2: requesters[1].role: "Licence Administrator" is unknown here; did you mean "Li',
        ),
        ("rules: [{}]", "line 1: rules[1].name: expected: a text"),
        ("rules:\n  - name: A", "line 2: rules[1].when: expected: when the rule applies (always"),
        ("rules:\n  - name: A\n    when: sometimes", "line 3: rules[1].when: expected: always, or"),
        ("rules:\n  - name: A\n    when: {}", "line 3: rules[1].when: expected: always, or one"),
        (
            "rules:\n  - name: A\n    when: always",
            "line 2: rules[1].stages: expected: at least one st",
        ),
        (
            "rules:\n  - name: A\n    when: {people_from: 0}",
            "line 3: rules[1].when.people_from: expected: a whole number from 1 to",
        ),
        (
            "rules:\n  - name: A\n    when: {groups: []}",
            "line 3: rules[1].when.groups: expected: at least one group",
        ),
        (
            "rules:\n  - name: A\n    when: {groups: [{person: a@b}]}",
            'line 3: rules[1].when.groups[1]: "person" is unknown here; expected: group or',
        ),
        (
            MINIMAL + MINIMAL.partition("rules:\n")[2],
            'line 8: rules[2].name: there are two rules "All"',
        ),
        (with_stage("        need: 1"), ""),
        (
            MINIMAL + "        need: 2",
            "line 8: rules[1].stages[1].need: 2 approvals are required, but only 1 person is",
        ),
        (
            MINIMAL + "        need: any",
            "line 8: rules[1].stages[1].need: expected: a whole number from 1 to 20",
        ),
        (
            MINIMAL + "        need: [{people_from: 1}]",
            "line 8: rules[1].stages[1].need[1]: expected in each line: people_from and app",
        ),
        (
            MINIMAL.replace("person: adele@contoso.com", "role: User Administrator")
            + "        need:\n"
            "          - {people_from: 50, approvals: 2}\n"
            "          - {people_from: 100, approvals: 1}",
            "line 10: rules[1].stages[1].need[2]: more people can't need fewer approvals",
        ),
        (
            MINIMAL + "        escalation: {after: 1h}",
            "line 8: rules[1].stages[1].escalation.approvers: expected: at least one person, group",
        ),
        (
            MINIMAL
            + """      - approvers:
          - group: 11111111-1111-4111-8111-111111111111
      - approvers:
          - person: Adele@contoso.com
""",
            "line 10: rules[1].stages[3].approvers: 1 approval is required, but those listed in",
        ),
        (
            MINIMAL.replace("person: adele@contoso.com", "manager: requester") + "        need: 2",
            "line 8: rules[1].stages[1].need: 2 approvals are required, but only 1 person is",
        ),
        (
            "expires_after: 8h\n"
            + MINIMAL.replace("approvers:\n          - person: adele@contoso.com", "approvers: []")
            + "        escalation: {approvers: [{role: Global Administrator}]}",
            "line 8: rules[1].stages[1].escalation: 1 approval is required, but the second list",
        ),
        (
            MINIMAL.replace("person: adele@contoso.com", "manager: someone"),
            'line 7: rules[1].stages[1].approvers[1].manager: "someone" is unknown here',
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_its_key(text: str, said: str) -> None:
    if not said:
        assert parse_policy(text).rules[0].stages[0].approvers == ()
        return
    found = complaints(text)
    assert any(line.startswith(said) for line in found), found


@pytest.mark.parametrize(
    "text",
    [
        "requesters:\n  - persn: megan@contoso.com",
        "requesters:\n  - {person: a@b, groop: x}",
        "rules:\n  - name: A\n    when: sometimes\n    stages: [{approvers: []}]",
        "rules:\n  - name: A\n    when: always\n    stages: [{aprovers: []}]",
    ],
)
def test_a_mistake_is_named_once(text: str) -> None:
    assert len(complaints(text)) == 1


def test_all_mistakes_are_named_together_in_the_order_of_the_file() -> None:
    found = complaints("rules: [{}]\nexpires_after: soon\nrequesters: Helpdesk")
    lines = [int(line.split()[1].rstrip(":")) for line in found]
    assert lines == sorted(lines)
    assert set(lines) == {1, 2, 3}


def test_an_empty_list_of_approvers_can_be_written() -> None:
    text = MINIMAL.replace("\n          - person: adele@contoso.com", " []")
    assert parse_policy(text).rules[0].stages[0].approvers == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "policy.yaml is empty."),
        ("a: 1\nb: [", "policy.yaml is not YAML. Look at line 2, or the line before it."),
        ("a: b: c", "Look at line 1, or the line before it."),
        ("\x00", "Look for a character that does not belong in the file."),
        ("a: 1\n" * 300_000, "policy.yaml is too large."),
    ],
)
def test_a_file_that_is_not_a_policy_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_policy(text)
    assert str(caught.value).startswith("UNASSIGN_POLICY_FILE: ")
    assert str(caught.value).endswith(said)


@given(st.text(max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        parse_policy(text)
    except SettingsError:
        return


@pytest.mark.parametrize("text", ["&a [*a]", "requesters: &a\n  - *a", "rules: &r [{stages: *r}]"])
def test_a_text_that_contains_itself_is_refused(text: str) -> None:
    assert complaints(text)


def test_without_the_setting_there_is_no_policy() -> None:
    assert Settings(**PRODUCTION).policy() == Policy()


def test_the_bot_does_not_start_with_a_policy_that_can_not_be_used(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("requester: []")
    with pytest.raises(SettingsError, match=r"mine\.yaml can't be used\.\n  line 1"):
        Settings(**without(policy_file=file))
    with pytest.raises(SettingsError, match="names a file that can't be read"):
        Settings(**without(policy_file=tmp_path / "none.yaml"))


def test_a_fresh_sign_in_needs_people_who_sign_in(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text("\nfresh_sign_in: {people_from: 100, within: 15m}")
    assert Settings(**without(policy_file=file)).policy().fresh_sign_in
    with pytest.raises(SettingsError, match=r"fresh sign-in \(line 2\)"):
        Settings(**without("token_keys", policy_file=file, sign_in="app"))
