"""One try at one person: the claim that is held for it, and whether a write went out."""

from dataclasses import dataclass

from engine.runs.batch_writer import BatchWriter
from engine.runs.leases import Leases
from engine.runs.ports import Item
from licensing.runs.calls import Call


@dataclass(slots=True)
class Attempt:
    """What is known of a try while it goes on."""

    item: Item
    leases: Leases
    writer: BatchWriter
    #: Whether a call to change something was made.
    wrote: bool = False

    async def intend(self, calls: tuple[Call, ...]) -> bool:
        """Store that the last of these calls is about to be made; False when it must not be."""
        since = await self.writer.intend(self.item, calls)
        if since is None:
            return False
        self.leases.hold(self.item, since)
        return True

    def sure(self) -> bool:
        """Whether nobody else can have the person by now."""
        return self.leases.sure(self.item)
