"""The version of this code."""

from typing import Final

#: Same as in pyproject.toml. Teams accepts a changed app package only with a new version.
VERSION: Final = "0.1.0"
