"""Whether something could be looked up, and why not. "Not checked" is never "none"."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NotChecked(StrEnum):
    """Why something could not be looked up."""

    #: The tenant's cloud has no such question.
    CLOUD = "cloud"
    #: Turned off by a setting.
    OFF = "off"
    #: The app was not given the permission.
    NO_PERMISSION = "no_permission"
    #: The person who asks has no role that may see it.
    NO_ROLE = "no_role"
    #: The first look-up is running, or about to start.
    NOT_YET = "not_yet"
    #: The tenant did not answer.
    NO_ANSWER = "no_answer"
    #: Some of it could not be read; the rest was.
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class Check:
    """To what extent something was looked up."""

    #: Why nothing is known, or not everything; None if everything was read.
    why: NotChecked | None = None
    #: From when the newest of what is known is.
    at: datetime | None = None
    #: Whether only what the current person may see was read.
    own_view: bool = False

    @property
    def done(self) -> bool:
        """Whether everything was read."""
        return self.why is None


class CaseAccess(StrEnum):
    """Whose rights are used to read eDiscovery cases."""

    OFF = "off"
    #: Each person who asks sees what they may see.
    ASKER = "asker"
    #: Everyone who may remove licenses sees what the app may see.
    APP = "app"
