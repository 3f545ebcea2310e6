"""The manifest against Microsoft's own schema, and against what that schema does not see."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from cards.words.languages import Languages
from cards.words.texts import Texts
from dialogs.commands import Command, Phrase, TypedCommand, read_command, says
from manifest.checks import faults
from manifest.content import manifest, translation
from manifest.package import HERE, language_files
from tests.support.png import pixels

APP = "11111111-2222-4333-8444-555555555555"
HOST = "unassign.contoso.example"
SCHEMAS = Path(__file__).parent / "schema"
TEXTS = Languages().all
ICONS = {name: (HERE / "icons" / name).read_bytes() for name in ("color.png", "outline.png")}
FILES = ICONS | {name: text.encode() for name, text in language_files().items()}
#: What makes sense on a card that is at hand only, or with a receipt's number.
UNLISTED = {
    Command.FINDINGS,
    Command.JOURNAL,
    Command.NEXT,
    Command.BACK,
    Command.REMOVE,
    Command.START_OVER,
    Command.RECEIPT,
    Command.DETAILS,
    Command.REQUEST_DETAILS,
    Command.PAUSE,
    Command.RESUME,
    Command.STOP,
    Command.UNDO,
    Command.RESTORE,
    # Teams offers ten commands at most. Help names this one.
    Command.LANGUAGE,
    # Every card of a walk has a button for it.
    Command.CANCEL,
    # The help card names it, and reminders come by themselves.
    Command.UPCOMING,
}
#: Understood before all other commands (`dialogs.approvals.typed`).
ABOUT_REQUESTS = (Phrase.REQUESTS, Phrase.APPROVALS_HERE)

Json = dict[str, Any]


def schema(name: str) -> Draft4Validator:
    return Draft4Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8")))


def errors(name: str, content: Json) -> list[str]:
    return [error.message for error in schema(name).iter_errors(content)]


def good(*, people_sign_in: bool = True) -> Json:
    return manifest(APP, HOST, TEXTS, people_sign_in=people_sign_in)


@pytest.mark.parametrize("people_sign_in", [True, False])
def test_microsofts_schema_takes_it(*, people_sign_in: bool) -> None:
    content = good(people_sign_in=people_sign_in)
    assert errors("MicrosoftTeams", content) == []
    assert faults(content, FILES) == []


def test_the_schema_is_that_of_the_version_that_the_manifest_names() -> None:
    content = good()
    assert content["$schema"].endswith(f"/v{content['manifestVersion']}/MicrosoftTeams.schema.json")
    assert content["manifestVersion"] in (SCHEMAS / "README.md").read_text("utf-8")


@pytest.mark.parametrize("texts", TEXTS, ids=lambda texts: texts.common.language)
def test_each_language_says_everything_that_the_first_one_says(texts: Texts) -> None:
    translated = translation(texts)
    assert errors("MicrosoftTeams.Localization", translated) == []
    content = manifest(APP, HOST, [texts])
    for path, text in translated.items():
        if path != "$schema":
            found: Any = content
            for part in path.replace("[", ".").replace("]", "").split("."):
                found = found[int(part)] if isinstance(found, list) else found[part]
            assert found == text


@pytest.mark.parametrize("texts", TEXTS, ids=lambda texts: texts.common.language)
def test_the_bot_understands_each_command_that_it_offers(texts: Texts) -> None:
    def read(title: str) -> TypedCommand | Phrase | None:
        about = (phrase for phrase in ABOUT_REQUESTS if says(title, phrase, Languages()))
        return next(about, None) or read_command(title, Languages())

    personal = {read(title) for title, _ in texts.app_listing.personal_commands}
    group = {read(title) for title, _ in texts.app_listing.group_commands}
    listed = {TypedCommand(command) for command in set(Command) - UNLISTED}
    assert personal == {*listed, Phrase.REQUESTS}
    assert group == {*listed, Phrase.APPROVALS_HERE} - {TypedCommand(Command.SIGN_OUT)}


def test_microsofts_schema_sees_what_it_should() -> None:
    spoilers: list[Callable[[Json], object]] = [
        lambda m: m.update(id="no id"),
        lambda m: m["name"].update(short="x" * 31),
        lambda m: m["bots"][0]["scopes"].append("everywhere"),
        lambda m: m.update(surprise=1),
    ]
    for spoil in spoilers:
        content = copy.deepcopy(good())
        spoil(content)
        assert errors("MicrosoftTeams", content)


def other_side(png: bytes) -> bytes:
    return png[:16] + (64).to_bytes(4, "big") + png[20:]


def without_alpha(png: bytes) -> bytes:
    return png[:25] + b"\x02" + png[26:]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda m, _: m.update(id="x", webApplicationInfo=None), "The app id x is no id."),
        (lambda m, _: m["bots"][0].update(botId=APP[::-1]), "id of the app"),
        (lambda m, _: m["webApplicationInfo"].update(resource="api://other"), "api://botid-"),
        (lambda m, _: m.update(validDomains=[f"https://{HOST}"]), "public host name"),
        (lambda m, _: m.update(validDomains=["unassign.contoso.example/bot"]), "public host name"),
        (lambda m, _: m.update(validDomains=["127.0.0.1"]), "public host name"),
        (lambda m, _: m["bots"][0]["commandLists"][0]["scopes"].append("team"), "two lists"),
        (lambda m, _: m["bots"][0]["scopes"].remove("team"), "where the bot is not: team"),
        (
            lambda m, _: m["bots"][0]["commandLists"][0].update(
                commands=[{"title": f"c{n}"} for n in range(13)]
            ),
            "Teams shows 12 commands, and 13 are listed.",
        ),
        (
            lambda m, _: m["bots"][0]["commandLists"][0]["commands"].append({"title": "hi"}),
            "listed twice",
        ),
        (lambda _, f: f.pop("color.png"), "color.png is no PNG."),
        (lambda _, f: f.update({"color.png": other_side(f["color.png"])}), "not 64 by 192"),
        (lambda _, f: f.update({"outline.png": without_alpha(f["outline.png"])}), "transparency"),
        (lambda _, f: f.update({"color.png": f["color.png"] + bytes(600_000)}), "too large"),
        (
            lambda m, _: m["localizationInfo"].update(
                additionalLanguages=[{"languageTag": "eo", "file": "languages/eo.json"}]
            ),
            "languages/eo.json is missing.",
        ),
    ],
)
def test_what_the_schema_does_not_see_is_seen_here(
    spoil: Callable[[Json, dict[str, bytes]], object], said: str
) -> None:
    content, files = copy.deepcopy(good()), dict(FILES)
    spoil(content, files)
    assert said in " ".join(faults(content, files))


def test_the_outline_is_white_on_nothing_and_the_colour_fills_its_square() -> None:
    outline = {pixel for row in pixels(ICONS["outline.png"]) for pixel in row}
    assert {pixel[:3] for pixel in outline if pixel[3]} == {(255, 255, 255)}
    assert (0, 0, 0, 0) in outline
    assert {pixel[3:] for row in pixels(ICONS["color.png"]) for pixel in row} <= {(), (255,)}
