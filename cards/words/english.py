"""Every text in English."""

from licensing.errors import UnassignError


class English:
    """The catalogue."""

    def error(self, error: UnassignError) -> str:
        """What went wrong and what to do next."""
        return str(error)
