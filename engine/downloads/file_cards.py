"""Files in a personal chat: the card that offers one, its answer, and the card of a saved one.

Shapes: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

from dataclasses import dataclass, field
from typing import Any

from bot.activities.parsing import optional, part
from bot.errors import BadActivity
from bot.http.json_body import JsonObject

CONSENT_TYPE = "application/vnd.microsoft.teams.card.file.consent"
INFO_TYPE = "application/vnd.microsoft.teams.card.file.info"

#: Addresses of upload sessions carry long tokens.
_ADDRESS_LENGTH = 8_000
_CONTEXT_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class UploadInfo:
    """Where an accepted file goes, and what it will be there, as the client says."""

    #: Anyone with this address may write there, so it stays out of `repr`.
    upload_url: str = field(repr=False)
    content_url: str = field(repr=False)
    unique_id: str
    file_type: str


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """The answer to an offered file."""

    #: What the offering card carried, signed by us.
    context: str
    #: None when it was declined.
    upload: UploadInfo | None


def consent_activity(name: str, description: str, size: int, context: str) -> JsonObject:
    """Offer a file of `size` bytes; Teams asks the person and says where to put it."""
    carried = {"unassign": context}
    content = {
        "description": description,
        "sizeInBytes": size,
        "acceptContext": carried,
        "declineContext": carried,
    }
    attachment = {"contentType": CONSENT_TYPE, "name": name, "content": content}
    return {"type": "message", "attachments": [attachment]}


def info_activity(name: str, upload: UploadInfo) -> JsonObject:
    """Show a file that was saved."""
    content = {"uniqueId": upload.unique_id, "fileType": upload.file_type}
    attachment = {
        "contentType": INFO_TYPE,
        "contentUrl": upload.content_url,
        "name": name,
        "content": content,
    }
    return {"type": "message", "attachments": [attachment]}


def read_file_answer(value: JsonObject) -> FileAnswer | None:
    """Read the value of a `fileConsent/invoke`; None when it is not one of ours."""
    try:
        context = _context(value)
        if not context or optional(value, "action") not in {"accept", "decline"}:
            return None
        accepted = value["action"] == "accept"
        return FileAnswer(context, _upload(part(value, "uploadInfo")) if accepted else None)
    except BadActivity:
        return None


def _context(value: JsonObject) -> str:
    carried: Any = value.get("context")
    return optional(carried, "unassign", _CONTEXT_LENGTH) if isinstance(carried, dict) else ""


def _upload(info: JsonObject) -> UploadInfo:
    return UploadInfo(
        upload_url=optional(info, "uploadUrl", _ADDRESS_LENGTH),
        content_url=optional(info, "contentUrl", _ADDRESS_LENGTH),
        unique_id=optional(info, "uniqueId"),
        file_type=optional(info, "fileType"),
    )
