"""GUIDs as Microsoft writes ids of tenants, people, groups and products."""

import re
from typing import Final

_GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_guid(text: str) -> bool:
    """Whether a text is a GUID, in lower case."""
    return _GUID.fullmatch(text) is not None
