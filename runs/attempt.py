"""One try at one person: the claim that is held for it, and whether a write went out."""

from dataclasses import dataclass
from datetime import datetime

from runs.leases import Leases
from runs.ports import Item


@dataclass(slots=True)
class Attempt:
    """What is known of a try while it goes on."""

    item: Item
    leases: Leases
    #: Whether a call to change something was made.
    wrote: bool = False

    def held_since(self, moment: datetime) -> None:
        """Note that the claim was renewed, and when that was asked for."""
        self.leases.hold(self.item, moment)

    def sure(self) -> bool:
        """Whether nobody else can have the person by now."""
        return self.leases.sure(self.item)
