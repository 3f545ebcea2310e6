"""The version of this code."""

from typing import Final

#: Also that of the wheel; pyproject.toml reads it here.
VERSION: Final = "0.1.0.dev0"

#: That of the app package: three numbers. Teams accepts a changed package only with a new one.
TEAMS_VERSION: Final = VERSION.partition(".dev")[0]
