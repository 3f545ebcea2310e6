"""What stands in the app package: the manifest, and a file for each further language.

https://learn.microsoft.com/microsoft-365/extensibility/schema/
"""

from collections.abc import Sequence
from typing import Any, Final

from cards.words.english import English
from settings.version import VERSION

SCHEMA: Final = "1.30"
_SCHEMAS: Final = "https://developer.microsoft.com/json-schemas/teams"
#: The icons, by the names that the manifest calls them.
ICONS: Final = {"color": "color.png", "outline": "outline.png"}

Json = dict[str, Any]


def manifest(
    app_id: str,
    host: str,
    languages: Sequence[English],
    *,
    people_sign_in: bool = True,
) -> Json:
    """Describe the app to Teams, in the first of these languages.

    Nothing is asked of a team or a chat (no resource-specific permission): the bot reads only what
    is sent to it, and knows who sent it. Where nobody signs in, Teams needs no token for the app.
    """
    words, *further = languages
    page = f"https://{host}"
    return {
        "$schema": f"{_SCHEMAS}/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": VERSION,
        "id": app_id,
        "localizationInfo": {
            "defaultLanguageTag": words.language,
            "additionalLanguages": [
                {"languageTag": other.language, "file": language_file(other)} for other in further
            ],
        },
        "developer": {
            "name": words.app_name,
            "websiteUrl": page,
            "privacyUrl": f"{page}/privacy",
            "termsOfUseUrl": f"{page}/terms",
        },
        "name": {"short": words.app_name, "full": words.app_full_name},
        "description": {
            "short": words.app_in_short,
            "full": words.app_in_full,
            "features": [
                {"title": title, "description": text} for title, text in words.app_features
            ],
        },
        "icons": {**ICONS},
        "accentColor": "#4F46BA",
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "isNotificationOnly": False,
                "supportsFiles": True,
                "commandLists": [
                    {"scopes": scopes, "commands": _commands(commands)}
                    for scopes, commands in _command_lists(words)
                ],
            }
        ],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [host],
        **(_signing_in(app_id) if people_sign_in else {}),
    }


def translation(words: English) -> Json:
    """Say in another language what the manifest says in its own, text by text."""
    texts = {
        "$schema": f"{_SCHEMAS}/v{SCHEMA}/MicrosoftTeams.Localization.schema.json",
        "name.short": words.app_name,
        "name.full": words.app_full_name,
        "description.short": words.app_in_short,
        "description.full": words.app_in_full,
    }
    for number, (title, text) in enumerate(words.app_features):
        path = f"description.features[{number}]"
        texts |= {f"{path}.title": title, f"{path}.description": text}
    for number, (_, commands) in enumerate(_command_lists(words)):
        for place, command in enumerate(_commands(commands)):
            path = f"bots[0].commandLists[{number}].commands[{place}]"
            texts |= {f"{path}.{name}": text for name, text in command.items()}
    return texts


def language_file(words: English) -> str:
    """Where a further language lies in the package."""
    return f"languages/{words.language}.json"


def _command_lists(words: English) -> list[tuple[list[str], Sequence[tuple[str, str]]]]:
    return [
        (["personal"], words.personal_commands),
        (["team", "groupChat"], words.group_commands),
    ]


def _commands(commands: Sequence[tuple[str, str]]) -> list[Json]:
    return [{"title": title, "description": text} for title, text in commands]


def _signing_in(app_id: str) -> Json:
    """By this name Teams asks for a token of the person who uses the app."""
    return {"webApplicationInfo": {"id": app_id, "resource": f"api://botid-{app_id}"}}
