"""The confirmation."""

from datetime import date

from cards.words.english.phrases import Phrases


class ConfirmTexts(Phrases):
    """The confirmation."""

    title = "Remove these licenses?"
    deletion_label = "Data is deleted for good"
    ediscovery_label = "eDiscovery"
    cases_label = "Open eDiscovery cases"
    select_to_continue = "Please tick this box. Without it nothing is removed."
    cancel_note = "Cancel asks nothing and removes nothing."

    def product_going(self, name: str, count: int) -> str:
        """A product and how many of its licenses go."""
        return f"{name} ({self.number(count)})"

    def accept_cases(self, people: int) -> str:
        """The box of the warning about open cases."""
        who = "this person is" if people == 1 else f"these {self.people(people)} are"
        return (
            f"I have asked the people who run the open eDiscovery cases that {who} in, and the "
            "licenses may go."
        )

    def accept_deletion(self, day: date, mailboxes: int, works: date | None = None) -> str:
        """The box of the deletion warning; `works` is the day until which mailboxes work on."""
        what = "the data of " + self.mailboxes(mailboxes) if mailboxes else "data of these licenses"
        if mailboxes and works:
            verb = "stops" if mailboxes == 1 else "stop"
            return (
                f"I understand that {self.mailboxes(mailboxes)} {verb} working after "
                f"{self.day(works)}, and that the data is deleted for good after {self.day(day)}."
            )
        return (
            f"I understand that {what} is held for 30 days, until {self.day(day)}, and then "
            "deleted for good."
        )

    def accept_ediscovery(self, mailboxes: int) -> str:
        """The box of the eDiscovery warning."""
        which = "this mailbox" if mailboxes == 1 else f"these {self.mailboxes(mailboxes)}"
        return f"I understand that eDiscovery can no longer search {which}."

    def mailboxes_of(self, losers: str, count: int) -> str:
        """Whose data it is."""
        return f"Mailbox of {losers}." if count == 1 else f"Mailboxes of {losers}."

    def spoken(self, remove: str, day: date) -> str:
        """The confirmation in a sentence."""
        return f"{remove}? Data is held until {self.day(day)} and then deleted for good."

    def remove_button(self, licenses: int, people: int) -> str:
        """The button that removes."""
        return f"Remove {self.licenses_from_people(licenses, people)}"
