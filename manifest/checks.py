"""Checks of what Teams rejects or mishandles although Microsoft's schema of the manifest allows it.

https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package
"""

import ipaddress
import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any, Final

from licensing.guid import is_guid

#: Pixels of each side.
SIZES: Final = {"color": 192, "outline": 32}
#: Longer icons are refused when the package is uploaded.
_MOST_BYTES: Final = 500 * 1024
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_RGBA: Final = 6
#: Commands that Teams shows in one scope.
MOST_COMMANDS: Final = 12
#: What Teams accepts in validDomains: a host name of at least two parts, alone.
_HOST: Final = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def faults(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> list[str]:
    """Say what is wrong with a package, one sentence each; nothing when it is good.

    `files` are those next to the manifest, by the names that it uses.
    """
    return [
        *_ids(manifest),
        *_domains(manifest),
        *_commands(manifest),
        *_icons(manifest, files),
        *_languages(manifest, files),
    ]


def _ids(manifest: Mapping[str, Any]) -> Iterator[str]:
    app_id = str(manifest["id"])
    if not is_guid(app_id.lower()):
        yield f"The app id {app_id} is no id."
    if any(bot["botId"] != app_id for bot in manifest["bots"]):
        yield "The bot must have the id of the app."
    web = manifest.get("webApplicationInfo")
    if web and (web["id"] != app_id or web["resource"] != f"api://botid-{app_id}"):
        yield f"Teams signs people in for api://botid-{app_id} only."


def _domains(manifest: Mapping[str, Any]) -> Iterator[str]:
    for domain in manifest["validDomains"]:
        if _is_address(domain) or not _HOST.fullmatch(domain):
            yield (
                f"Teams opens pages of a public host name only, and {domain} is none: it wants a "
                "name such as unassign.contoso.com, without https://, port or path."
            )


def _is_address(domain: str) -> bool:
    try:
        ipaddress.ip_address(domain)
    except ValueError:
        return False
    return True


def _commands(manifest: Mapping[str, Any]) -> Iterator[str]:
    for bot in manifest["bots"]:
        listed = [scope for one in bot["commandLists"] for scope in one["scopes"]]
        if len(listed) != len(set(listed)):
            yield "A scope has two lists of commands; Teams shows one of them."
        if missing := set(listed) - set(bot["scopes"]):
            yield f"Commands are listed where the bot is not: {', '.join(sorted(missing))}."
        for one in bot["commandLists"]:
            titles = [command["title"] for command in one["commands"]]
            if len(titles) > MOST_COMMANDS:
                yield f"Teams shows {MOST_COMMANDS} commands, and {len(titles)} are listed."
            if len(titles) != len(set(titles)):
                yield "A command is listed twice."


def _icons(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    for name, side in SIZES.items():
        file = manifest["icons"][name]
        content = files.get(file, b"")
        if content[:8] != _PNG or len(content) < 33:
            yield f"{file} is no PNG."
            continue
        width, height, _, kind = struct.unpack(">IIBB", content[16:26])
        if (width, height) != (side, side):
            yield f"{file} must have {side} by {side} pixels, not {width} by {height}."
        if name == "outline" and kind != _RGBA:
            yield f"{file} must be white lines on nothing, and can't be: it has no transparency."
        if len(content) > _MOST_BYTES:
            yield f"{file} is too large."


def _languages(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    for other in manifest["localizationInfo"]["additionalLanguages"]:
        if other["file"] not in files:
            yield f"{other['file']} is missing."
