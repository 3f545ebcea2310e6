"""What a typed sentence means, as far as it was understood. Nothing here removes anything."""

from dataclasses import dataclass
from datetime import date

from dialogs.commands import TypedCommand
from dialogs.sentences.vocabulary import Word


@dataclass(frozen=True, slots=True)
class ProductPhrase:
    """Words for a product, and which products they fit."""

    phrase: str
    #: Ids of the products that could be meant, the likeliest first; none: no product is called so.
    ids: tuple[str, ...] = ()
    #: Whether the words only resemble the names: then none of them is meant without a question.
    near: bool = False

    @property
    def settled(self) -> str | None:
        """The id of the only product that is meant; None if a question is needed."""
        return self.ids[0] if len(self.ids) == 1 and not self.near else None


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove licenses from people."""

    products: tuple[ProductPhrase, ...] = ()
    #: Names and addresses as they were typed, a person each.
    people: tuple[str, ...] = ()
    #: The same as a list to paste; several lines if they were typed so.
    pasted: str = ""
    #: All licenses that the people have.
    everything: bool = False
    #: Everyone who has the products.
    everyone: bool = False
    #: What was not understood.
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhoHas:
    """Show who has licenses of these products."""

    products: tuple[ProductPhrase, ...] = ()


@dataclass(frozen=True, slots=True)
class HowManyFree:
    """Say how many licenses of these products are available; of all without one."""

    products: tuple[ProductPhrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Undo:
    """Undo a removal: the newest, or those from a person or of a day."""

    #: As typed; empty for anyone.
    person: str = ""
    #: A day of the calendar, or a word for one.
    day: date | Word | None = None
    #: A product that was named too.
    product: str = ""


@dataclass(frozen=True, slots=True)
class RunCommand:
    """A command, said with more words than it needs."""

    command: TypedCommand


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may have been meant, as texts to type. None of them runs unless it is chosen."""

    offers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thanks:
    """Nothing but thanks."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Anything else."""

    #: A product that is all the text names.
    product: ProductPhrase | None = None


Understanding = (
    Remove | WhoHas | HowManyFree | Undo | RunCommand | Suggestion | Thanks | NotUnderstood
)
