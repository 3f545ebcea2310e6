"""How Entra stands to each person: consent, second factor, sessions, silent sign-in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sandbox.organization.personas import ADELE, ALEX


@dataclass(frozen=True, slots=True)
class AccountState:
    """One person's."""

    #: What was consented to; None for everything.
    consented: frozenset[str] | None = frozenset()
    #: Whether a rule asks this person for a second factor.
    factor_asked: bool = False
    #: Whether the second factor was shown in this session.
    factor_shown: bool = False
    #: Counts up when the sessions are revoked; tokens of an earlier one are worthless.
    session: int = 1
    #: Whether the Teams client gets a token of this person for the app without asking.
    silent: bool = True

    def allows(self, names: frozenset[str]) -> bool:
        """Whether all of this was consented to."""
        return self.consented is None or names <= self.consented


class AccountStates:
    """Everybody's; at the start Alex and Adele have consented, nobody else."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Back to the start. Sessions go on, so that tokens stay good."""
        sessions = {p: s.session for p, s in getattr(self, "_people", {}).items()}
        self._people: dict[str, AccountState] = {
            person: AccountState(session=session) for person, session in sessions.items()
        }
        #: Whether an administrator consented for everybody.
        self.for_all = False
        for persona in (ALEX, ADELE):
            self.change(persona.oid, consented=None)

    def of(self, person: str) -> AccountState:
        """A person's, by object id; an administrator's consent counts for everybody."""
        own = self._people.get(person, AccountState())
        return replace(own, consented=None) if self.for_all else own

    def change(self, person: str, **changed: object) -> None:
        """Change what is known of a person."""
        own = self._people.get(person, AccountState())
        self._people[person] = replace(own, **changed)  # type: ignore[arg-type]

    def consent(self, person: str, names: Iterable[str]) -> None:
        """A person agrees to more."""
        before = self._people.get(person, AccountState()).consented
        if before is not None:
            self.change(person, consented=before | frozenset(names))

    def revoke(self, person: str) -> None:
        """End a person's sessions: every token so far is worthless."""
        session = self.of(person).session + 1
        self.change(person, session=session, factor_shown=False)
