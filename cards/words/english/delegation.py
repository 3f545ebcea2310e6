"""Delegating the right to approve, for a while."""

from cards.words.english.phrases import Phrases


class DelegationTexts(Phrases):
    """Delegating the right to approve, for a while."""

    open = "Lend my right"
    title = "Lend my right to approve"
    explanation = (
        "While you are away, another person can approve in your place. They never approve what "
        "they asked for themselves, nor what you asked for, and they can't lend it on. A role that "
        "removes licenses is not lent."
    )
    new = "Lend it to somebody"
    to = "To whom"
    first_day = "First day (today if left empty)"
    last_day = "Last day"
    submit = "Lend it"
    revoke = "Take it back"
    revoked = "It is taken back."
    ended_already = "This is not lent any more."
    choose_person = "Please choose one person."
    not_yourself = "You can't lend it to yourself."
    person_gone = "This person is not in the directory any more, or the account is blocked."
    invalid_days = (
        "Please choose a last day from today on, not before the first one and within a year."
    )

    def approves_for(self, name: str, until: str) -> str:
        """Somebody lent their right to the reader."""
        return f"You can approve in the place of {name} until {until}."

    def line(self, name: str, since: str, until: str) -> str:
        """Something that is lent."""
        return f"To {name}, from {since} until {until}"

    def done(self, name: str, until: str) -> str:
        """It is lent."""
        return f"{name} can approve in your place until {until}."

    def told_delegate(self, name: str, since: str, until: str) -> str:
        """To the other person."""
        return (
            f"{name} has lent you their right to approve requests, from {since} until {until}. "
            "Write “requests” to see what waits."
        )

    def told_revoked(self, name: str) -> str:
        """To the other person: it is over."""
        return f"{name} has taken their right to approve back."
