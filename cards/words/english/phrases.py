"""Numbers of things and names, as English writes them."""

from collections.abc import Sequence

from cards.words.numbers import Numbers


class Phrases(Numbers):
    """Numbers of things and names, as English writes them."""

    def people(self, count: int) -> str:
        """A number of people."""
        return self.some(count, "person", "people")

    def licenses(self, count: int) -> str:
        """A number of licenses."""
        return self.some(count, "license", "licenses")

    def mailboxes(self, count: int) -> str:
        """A number of mailboxes."""
        return self.some(count, "mailbox", "mailboxes")

    def licenses_from_people(self, licenses: int, people: int) -> str:
        """3 licenses from 2 people."""
        return f"{self.licenses(licenses)} from {self.people(people)}"

    def and_more(self, names: Sequence[str], total: int) -> str:
        """A few names and how many more there are."""
        rest = total - len(names)
        more = [self.some(rest, "other", "others")] if rest > 0 else []
        return self.listed([*names, *more])

    def groups_of(self, names: Sequence[str], total: int) -> str:
        """The group A, or the groups A, B and 3 others."""
        return (
            f"the group {names[0]}" if total == 1 else f"the groups {self.and_more(names, total)}"
        )


def capital(words: str) -> str:
    """Begin a sentence with these words."""
    return words[:1].upper() + words[1:]
