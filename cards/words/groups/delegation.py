"""Delegating the right to approve, for a while."""

from cards.words.groups.phrases import Phrases


class DelegationTexts(Phrases):
    """Delegating the right to approve, for a while."""

    group = "delegation"

    open = "Delegate approvals"
    title = "Delegate approvals"
    explanation = (
        "While you are away, another person can approve in your place. They never approve what "
        "they asked for themselves, nor what you asked for, and they can't delegate it further. A "
        "role that removes licenses is not delegated."
    )
    new = "Delegate to someone"
    to = "To whom"
    first_day = "First day (today if left empty)"
    last_day = "Last day"
    submit = "Delegate"
    revoke = "Revoke"
    revoked = "Delegation ended."
    ended_already = "This delegation has already ended."
    choose_person = "Please choose one person."
    not_yourself = "You can't delegate to yourself."
    person_gone = "This person is no longer in the directory, or the account is blocked."
    invalid_days = (
        "Please choose a last day from today on, not before the first one and within a year."
    )

    def approves_for(self, name: str, until: str) -> str:
        """Someone delegated their approvals to the reader."""
        return f"You can approve in the place of {name} until {until}."

    def line(self, name: str, since: str, until: str) -> str:
        """A delegation."""
        return f"To {name}, from {since} until {until}"

    def done(self, name: str, until: str) -> str:
        """The delegation is stored."""
        return f"{name} can approve in your place until {until}."

    def told_delegate(self, name: str, since: str, until: str) -> str:
        """To the other person."""
        return (
            f"{name} has delegated their approvals to you, from {since} until {until}. Write "
            "“requests” to see what is waiting."
        )

    def told_revoked(self, name: str) -> str:
        """To the other person: it is over."""
        return f"{name} has revoked the delegation of their approvals."
