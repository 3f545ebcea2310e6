"""Names of people on a card, with an address where two of them have the same name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cards.kit.escaping import LONGEST_NAME, plain
from cards.words.texts import Texts
from licensing.policy.lists import ListEntry, PrincipalType
from licensing.tenant.same_names import Named, distinctions


@dataclass(frozen=True, slots=True)
class Names:
    """The people of one card."""

    #: What distinguishes people with the same name, by id.
    marks: Mapping[str, str] = field(default_factory=dict)

    def of(self, person: Named, limit: int = LONGEST_NAME) -> str:
        """The name of one, safe to show."""
        name, mark = plain(person.name, limit), self.marks.get(person.id)
        return f"{name} · {plain(mark)}" if mark else name

    def each(self, people: Iterable[Named], limit: int = LONGEST_NAME) -> list[str]:
        """The names of several."""
        return [self.of(person, limit) for person in people]


def names_of(people: Iterable[Named], addresses: Mapping[str, str] | None = None) -> Names:
    """The names of all people of a card. `addresses` has further addresses by id."""
    return Names(distinctions(people, addresses))


@dataclass(frozen=True, slots=True)
class _Line:
    id: str
    name: str
    address: str


def _name(line: ListEntry, texts: Texts) -> str:
    return texts.account.role(line.name) if line.type is PrincipalType.ROLE else line.name


def _address(line: ListEntry) -> str:
    return line.value if "@" in line.value else ""


def lines_of(lines: Sequence[ListEntry], texts: Texts, limit: int = LONGEST_NAME) -> list[str]:
    """The lines of a policy's list; two of one name with the address or id of each."""
    named = [
        _Line(f"{line.value}/{line.type}", _name(line, texts), _address(line)) for line in lines
    ]
    names = names_of(named)
    return [
        texts.request.listed_line(line, names.of(one, limit))
        for line, one in zip(lines, named, strict=True)
    ]
