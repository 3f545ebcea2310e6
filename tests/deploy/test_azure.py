"""The template for Azure, as far as it can be held without Azure's own compiler."""

import re
from pathlib import Path

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
    assert secret == {"UNASSIGN_DATABASE_URL", "UNASSIGN_TOKEN_KEYS", "UNASSIGN_LINK_KEY"}
    assert BICEP.count("keyVaultUrl: ") == len(secret)


def test_what_is_secret_is_declared_so_and_never_told() -> None:
    for name in ("tokenKeys", "linkKey", "databasePassword"):
        assert re.search(rf"@secure\(\)\n@description\([^\n]+\)\nparam {name} string", BICEP)
    outputs = re.findall(r"^output .+$", BICEP, re.MULTILINE)
    assert not any("secret" in line.lower() or "password" in line.lower() for line in outputs)


def test_it_is_probed_where_the_bot_answers() -> None:
    assert re.findall(r"type: '(\w+)'\n\s+httpGet: \{\n\s+path: '([^']+)'", BICEP) == [
        ("Startup", "/healthz"),
        ("Liveness", "/healthz"),
        ("Readiness", "/readyz"),
    ]
    assert "'migrate'" in BICEP
