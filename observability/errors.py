"""An error as the log may hold it: its kind and where it happened, never its words.

The text of an exception can hold names, addresses or tokens.
"""

import traceback
from pathlib import Path
from typing import Any


def error_fields(error: Exception) -> dict[str, Any]:
    """Tell the kind of an error and where it was raised; its words may hold names."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    at = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "at": at}
