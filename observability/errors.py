"""What the log may contain about an error: its class and where it was raised, never its message.

The message of an exception can contain names, addresses or tokens.
"""

import traceback
from pathlib import Path
from typing import Any


def error_fields(error: Exception) -> dict[str, Any]:
    """The class of an error as `error`, and the last frames of its traceback as `at`."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    at = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "at": at}
