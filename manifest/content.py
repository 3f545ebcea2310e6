"""The content of the app package: the manifest, and a file for each further language.

https://learn.microsoft.com/microsoft-365/extensibility/schema/
"""

from collections.abc import Sequence
from typing import Any, Final

from cards.words.texts import Texts
from licensing.plans.draft import Journey
from settings.version import TEAMS_VERSION

SCHEMA: Final = "1.30"
_SCHEMAS: Final = "https://developer.microsoft.com/json-schemas/teams"
#: The icons, by the names that the manifest calls them.
ICONS: Final = {"color": "color.png", "outline": "outline.png"}

Json = dict[str, Any]


def manifest(
    app_id: str,
    host: str,
    languages: Sequence[Texts],
    *,
    people_sign_in: bool = True,
) -> Json:
    """Describe the app to Teams, in the first of these languages.

    Nothing is asked of a team or a chat (no resource-specific permission): the bot reads only what
    is sent to it, and knows who sent it. If no one signs in, Teams needs no token for the app.
    """
    texts, *further = languages
    page = f"https://{host}"
    return {
        "$schema": f"{_SCHEMAS}/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": TEAMS_VERSION,
        "id": app_id,
        "localizationInfo": {
            "defaultLanguageTag": teams_tag(texts),
            "additionalLanguages": [
                {"languageTag": teams_tag(other), "file": language_file(other)} for other in further
            ],
        },
        "developer": {
            "name": texts.app_listing.name,
            "websiteUrl": page,
            "privacyUrl": f"{page}/privacy",
            "termsOfUseUrl": f"{page}/terms",
        },
        "name": {"short": texts.app_listing.name, "full": texts.app_listing.full_name},
        "description": {
            "short": texts.app_listing.short_description,
            "full": texts.app_listing.description,
            "features": [{"title": title, "description": text} for title, text in _features(texts)],
        },
        "icons": {**ICONS},
        "accentColor": "#4F46BA",
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "isNotificationOnly": False,
                "supportsFiles": False,
                "commandLists": [
                    {"scopes": scopes, "commands": _commands(commands)}
                    for scopes, commands in _command_lists(texts)
                ],
            }
        ],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [host],
        **(_signing_in(app_id) if people_sign_in else {}),
    }


def translation(texts: Texts) -> Json:
    """Say in another language what the manifest says in its own, text by text."""
    translated: Json = {
        "$schema": f"{_SCHEMAS}/v{SCHEMA}/MicrosoftTeams.Localization.schema.json",
        "name.short": texts.app_listing.name,
        "name.full": texts.app_listing.full_name,
        "description.short": texts.app_listing.short_description,
        "description.full": texts.app_listing.description,
    }
    for number, (title, text) in enumerate(_features(texts)):
        path = f"description.features[{number}]"
        translated |= {f"{path}.title": title, f"{path}.description": text}
    for number, (_, commands) in enumerate(_command_lists(texts)):
        for place, command in enumerate(_commands(commands)):
            path = f"bots[0].commandLists[{number}].commands[{place}]"
            translated |= {f"{path}.{name}": text for name, text in command.items()}
    return translated


def teams_tag(texts: Texts) -> str:
    """Return the tag that Teams has for a language: zh-cn for zh-Hans, and de for de.

    The client's own tags have a region in place of a script, and "zh" would include zh-tw
    (https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-localization).
    """
    language = texts.common.words
    if "-" not in language.tag:
        return language.tag
    name, *_, region = language.locale.split("_")
    return f"{name}-{region}".lower()


def language_file(texts: Texts) -> str:
    """Return the path of a further language in the package."""
    return f"languages/{teams_tag(texts)}.json"


def _features(texts: Texts) -> list[tuple[str, str]]:
    """Up to three things that the app does, each with a sentence."""
    home = texts.home
    return [(home.journeys[journey], home.journeys_explained[journey]) for journey in Journey]


def _command_lists(texts: Texts) -> list[tuple[list[str], Sequence[tuple[str, str]]]]:
    return [
        (["personal"], texts.app_listing.personal_commands),
        (["team", "groupChat"], texts.app_listing.group_commands),
    ]


def _commands(commands: Sequence[tuple[str, str]]) -> list[Json]:
    return [{"title": title, "description": text} for title, text in commands]


def _signing_in(app_id: str) -> Json:
    """By this name Teams asks for a token of the person who uses the app."""
    return {"webApplicationInfo": {"id": app_id, "resource": f"api://botid-{app_id}"}}
