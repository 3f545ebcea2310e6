"""Numbers of things and lists of names, for all groups."""

from collections.abc import Sequence

from cards.words.catalog import Group
from cards.words.numbers import Numbers


class Phrases(Group, Numbers):
    """Numbers of things and lists of names, for all groups."""

    def people(self, count: int) -> str:
        """A number of people."""
        return self._phrase("people", count)

    def licenses(self, count: int) -> str:
        """A number of licenses."""
        return self._phrase("licenses", count)

    def mailboxes(self, count: int) -> str:
        """A number of mailboxes."""
        return self._phrase("mailboxes", count)

    def licenses_from_people(self, licenses: int, people: int) -> str:
        """3 licenses from 2 people."""
        return self.say_from("phrases", "licenses_from_people", licenses=licenses, people=people)

    def joined(self, said: Sequence[str]) -> str:
        """Facts next to each other, without those that are empty: A, B, C."""
        return self._between("joined", said)

    def clauses(self, said: Sequence[str]) -> str:
        """Facts that may have commas themselves: A; B; C."""
        return self._between("clauses", said)

    def sentence(self, said: str) -> str:
        """A few words as a sentence."""
        return self.say_from("phrases", "sentence", said=said)

    def sentences(self, said: Sequence[str]) -> str:
        """Sentences one after the other, without those that are empty."""
        return self._between("sentences", said)

    def label(self, name: str) -> str:
        """The beginning of a line that names what the rest of it is about."""
        return self.say_from("phrases", "label", name=name)

    def and_more(self, names: Sequence[str], total: int) -> str:
        """A few names and how many more there are."""
        rest = total - len(names)
        more = [self._phrase("others", rest)] if rest > 0 else []
        return self.listed([*names, *more])

    def groups_of(self, names: Sequence[str], total: int) -> str:
        """The group A, or the groups A, B and 3 others."""
        return self.say_from(
            "phrases", "groups_of", count=total, names=self.and_more(names[:total], total)
        )

    def _between(self, name: str, said: Sequence[str]) -> str:
        whole, *rest = [one for one in said if one] or [""]
        for following in rest:
            whole = self.say_from("phrases", name, said=whole, following=following)
        return whole

    def _phrase(self, name: str, count: int) -> str:
        return self.say_from("phrases", name, count=count)


def capital(words: str) -> str:
    """Begin a sentence with these words."""
    return words[:1].upper() + words[1:]
