"""State of each account: consent, second factor, sessions, silent sign-in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sandbox.organization.personas import ADELE, ALEX


@dataclass(frozen=True, slots=True)
class AccountState:
    """State of one person's account."""

    #: Consented permissions; None for all.
    consented: frozenset[str] | None = frozenset()
    #: Whether a rule requires a second factor.
    factor_asked: bool = False
    #: Whether the second factor was used in this session.
    factor_shown: bool = False
    #: Number of the session; a revocation increments it and invalidates earlier tokens.
    session: int = 1
    #: Whether the Teams client gets this person's token for the app silently.
    silent: bool = True

    def allows(self, names: frozenset[str]) -> bool:
        """Return whether all these permissions have consent."""
        return self.consented is None or names <= self.consented


class AccountStates:
    """States of all accounts; initially only Alex and Adele have consented."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Restore the initial states. Sessions continue, so tokens remain valid."""
        sessions = {p: s.session for p, s in getattr(self, "_people", {}).items()}
        self._people: dict[str, AccountState] = {
            person: AccountState(session=session) for person, session in sessions.items()
        }
        #: Whether an administrator consented for everyone.
        self.for_all = False
        for persona in (ALEX, ADELE):
            self.change(persona.oid, consented=None)

    def of(self, person: str) -> AccountState:
        """Return a person's state, with an administrator's consent applied."""
        own = self._people.get(person, AccountState())
        return replace(own, consented=None) if self.for_all else own

    def change(self, person: str, **changed: object) -> None:
        """Change fields of a person's state."""
        own = self._people.get(person, AccountState())
        self._people[person] = replace(own, **changed)  # type: ignore[arg-type]

    def consent(self, person: str, names: Iterable[str]) -> None:
        """Add to a person's consent."""
        before = self._people.get(person, AccountState()).consented
        if before is not None:
            self.change(person, consented=before | frozenset(names))

    def revoke(self, person: str) -> None:
        """Revoke a person's sessions and invalidate all earlier tokens."""
        session = self.of(person).session + 1
        self.change(person, session=session, factor_shown=False)
