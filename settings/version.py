"""The version of this code."""

from typing import Final

#: The same as in pyproject.toml. Teams takes a changed app package only with another one.
VERSION: Final = "0.1.0"
