"""Consultation: asks affected people whether they still need their licenses.

Approvers see the answers, which decide nothing by themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from licensing.losses.services import Data

#: Maximum number of people asked per request, and of people considered.
MAX_CONSULTED: Final = 200
MAX_SCANNED: Final = 1000


class Reply(StrEnum):
    """A person's answer."""

    STILL_NEEDED = "still_needed"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Consultation:
    """One person who was asked, and what they answered."""

    id: str
    tenant: str
    #: The id of the request.
    request: str
    #: The Entra object id, and the person's own chat with the bot.
    person: str
    conversation: str
    #: The token in the buttons; another one with each answer.
    token: str
    #: Ids of the products that would be removed, and the data that would be lost.
    products: frozenset[str]
    kinds: frozenset[Data] = frozenset()
    #: None before an answer.
    reply: Reply | None = None
    answered_at: datetime | None = None

    def answered(self, reply: Reply, token: str, at: datetime) -> "Consultation":
        """Return the same with an answer, which replaces an earlier one."""
        return replace(self, reply=reply, token=token, answered_at=at)


@dataclass(frozen=True, slots=True)
class ReplyCounts:
    """How many were asked, and what they answered."""

    asked: int
    still_needed: int
    not_needed: int
    #: People who were not asked: without a chat, above the limit, or anyone who asked for it all.
    not_asked: int

    @property
    def unanswered(self) -> int:
        """How many did not answer."""
        return self.asked - self.still_needed - self.not_needed


def count_replies(consultations: Iterable[Consultation], affected: int) -> ReplyCounts:
    """Count the answers; `affected` is how many people would lose something."""
    found = [one.reply for one in consultations]
    return ReplyCounts(
        asked=len(found),
        still_needed=found.count(Reply.STILL_NEEDED),
        not_needed=found.count(Reply.NOT_NEEDED),
        not_asked=max(0, affected - len(found)),
    )


def split_by_change(
    consultations: Iterable[Consultation], wanted: Mapping[str, frozenset[str]]
) -> tuple[tuple[Consultation, ...], tuple[Consultation, ...]]:
    """After a change of what is asked: those whose question is the same, and those that are over.

    `wanted` are the products that would be removed now, by person.
    """
    kept: list[Consultation] = []
    over: list[Consultation] = []
    for one in consultations:
        (kept if wanted.get(one.person) == one.products else over).append(one)
    return tuple(kept), tuple(over)
