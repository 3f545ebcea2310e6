"""The template for Azure, as far as it can be tested without Azure's own compiler."""

import base64
import re
from pathlib import Path

import pytest

from deploy import encode
from ledger.database.postgres import CONNECTIONS
from settings import Settings
from settings.read import names

BICEP = (Path(__file__).parents[2] / "deploy" / "azure" / "main.bicep").read_text("utf-8")
DECLARED = re.findall(r"^(?:resource|param|var|output) (\w+)", BICEP, re.MULTILINE)


def test_brackets_and_quotes_are_closed() -> None:
    code = re.sub(r"^\s*//.*$", "", BICEP, flags=re.MULTILINE)
    for opening, closing in ("{}", "[]", "()"):
        assert code.count(opening) == code.count(closing)
    assert code.count("'") % 2 == 0


def test_each_name_is_declared_once_and_used() -> None:
    inner = [name for name in DECLARED if not re.search(rf"^output {name} ", BICEP, re.MULTILINE)]
    assert len(inner) == len(set(inner))
    for name in re.findall(r"^(?:param|var) (\w+)", BICEP, re.MULTILINE):
        assert len(re.findall(rf"\b{name}\b", BICEP)) > 1, name


def test_settings_that_are_given_exist_and_secrets_come_from_the_vault() -> None:
    known = {name for field in Settings.model_fields for name in names(field)}
    given = re.findall(r"name: '(UNASSIGN_\w+)'\n\s+(\w+): ", BICEP)
    assert {name for name, _ in given} <= known
    secret = {name for name, how in given if how == "secretRef"}
    kept = {"UNASSIGN_DATABASE_URL", "UNASSIGN_TOKEN_KEYS", "UNASSIGN_LINK_KEY"}
    assert secret == kept | {"UNASSIGN_METRICS_TOKEN", "UNASSIGN_DATABASE_OWNER_URL"}
    assert BICEP.count("keyVaultUrl: ") == len(kept)


def test_what_is_secret_is_declared_so_and_never_told() -> None:
    for name in ("tokenKeys", "linkKey", "databasePassword", "botDatabasePassword", "metricsToken"):
        assert re.search(rf"@secure\(\)\n(?:@\w+\([^\n]+\)\n)+param {name} string", BICEP)
    outputs = re.findall(r"^output .+$", BICEP, re.MULTILINE)
    assert not any("secret" in line.lower() or "password" in line.lower() for line in outputs)


def test_the_bot_gets_no_password_of_the_owner_of_the_tables() -> None:
    vault = re.findall(r"'Microsoft.KeyVault/vaults/secrets@.+?^}", BICEP, re.MULTILINE | re.DOTALL)
    assert len(vault) == 3
    # The identity of the bot can read all of the vault.
    assert not any("databasePassword" in secret for secret in vault)
    uses = re.findall(r"^.*\bdatabasePassword\b.*$", BICEP, re.MULTILINE)
    assert [use.split()[0] for use in uses] == ["param", "administratorLoginPassword:", "value:"]
    migrate, bot = re.findall(r"name: '(?:migrate|bot)'\n.+?env: ([^\n]+)", BICEP, re.DOTALL)
    assert (migrate, bot) == ("concat(variables, ownerVariable)", "variables")
    assert BICEP.count("ownerVariable") == 2
    assert "administratorLogin: databaseOwner" in BICEP


def test_it_is_probed_where_the_bot_answers() -> None:
    assert re.findall(r"type: '(\w+)'\n\s+httpGet: \{\n\s+path: '([^']+)'", BICEP) == [
        ("Startup", "/healthz"),
        ("Liveness", "/healthz"),
        ("Readiness", "/readyz"),
    ]
    assert "'migrate'" in BICEP


#: What Azure gives to users of each size
#: (https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-limits).
USER_CONNECTIONS = {"Standard_B1ms": 35, "Standard_B2s": 414, "Standard_B2ms": 844}


def test_the_database_has_connections_for_an_update_of_all_replicas() -> None:
    size = re.findall(r"name: '(Standard_\w+)'\n\s+tier: 'Burstable'", BICEP)[0]
    most = int(re.findall(r"@maxValue\((\d+)\)\nparam replicas int", BICEP)[0])
    migrate = 1
    assert 2 * most * CONNECTIONS + migrate <= USER_CONNECTIONS[size]


def test_names_that_are_unique_in_the_world_are_made_unique() -> None:
    for kind in ("KeyVault/vaults@", "DBforPostgreSQL/flexibleServers@", "BotService/botServices@"):
        name = re.findall(rf"{kind}[\d-]+' = \{{\n(?:\s+//[^\n]*\n)*\s+name: (.+)", BICEP)[0]
        assert "${unique}" in name, kind


def test_the_database_gets_one_change_at_a_time() -> None:
    children = re.findall(
        r"^resource \w+ 'Microsoft\.DBforPostgreSQL/\w+/.+?^}", BICEP, re.MULTILINE | re.DOTALL
    )
    assert len(children) == 2
    assert sum("dependsOn: [\n    ledger\n  ]" in child for child in children) == 1


def test_a_host_name_of_ones_own_survives_a_deployment() -> None:
    assert "customDomains: customDomains" in BICEP
    assert re.search(r"certificateId: certificateId", BICEP)


def test_policy_and_prices_are_mounted_where_their_settings_look() -> None:
    for part, setting in (("policy.yaml", "POLICY_FILE"), ("prices.toml", "PRICES")):
        assert f"path: '{part}'" in BICEP
        assert re.search(rf"'UNASSIGN_{setting}'\n\s+value: '/etc/unassign/{part}'", BICEP)
    assert BICEP.count("volumeMounts: volumeMounts") == 2
    assert "mountPath: '/etc/unassign'" in BICEP


def test_a_policy_is_encoded_only_if_the_bot_can_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, prices = tmp_path / "policy.yaml", tmp_path / "prices.toml"
    example = (Path(__file__).parents[2] / "policy.example.yaml").read_bytes()
    policy.write_bytes(example)
    prices.write_text('currency = "EUR"\n[prices]\nENTERPRISEPACK = 20.10\n')
    for file in (policy, prices):
        monkeypatch.setattr("sys.argv", ["encode", str(file)])
        assert encode.main() == 0
        assert base64.b64decode(capsys.readouterr().out) == file.read_bytes()
    policy.write_bytes(example + b"\nnonsense: true\n")
    monkeypatch.setattr("sys.argv", ["encode", str(policy)])
    assert encode.main() == 1
    said = capsys.readouterr()
    assert not said.out
    assert "nonsense" in said.err
    monkeypatch.setattr("sys.argv", ["encode"])
    assert encode.main() == 2
