"""Whatever fails in whatever order: everyone is finished once, and no one is written to twice."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensing.errors import ChangedMeanwhile, NotAllowed, SlowDown, TenantUnavailable
from licensing.runs.outcome import Outcome
from tests.engine.runs.conftest import Stage
from tests.support.clock import SteppedClock, WatchedLedger
from tests.support.directory import Fault, StandIn
from tests.support.ledger import mixed_people, opened

pytestmark = pytest.mark.long

PEOPLE = mixed_people(7)

#: After a yes that no one heard, or a death, the effect may be there or not.
write_faults = st.one_of(
    st.builds(
        Fault,
        st.sampled_from([TenantUnavailable(), TimeoutError(), asyncio.CancelledError()]),
        st.booleans(),
    ),
    st.builds(Fault, st.sampled_from([SlowDown(seconds=0.7), SlowDown(), ChangedMeanwhile()])),
    st.builds(Fault, st.sampled_from([NotAllowed(), OSError()])),
)
read_faults = st.builds(
    Fault,
    st.sampled_from(
        [TenantUnavailable(), TimeoutError(), SlowDown(seconds=0.3), asyncio.CancelledError()]
    ),
)
each = st.sampled_from([person.id for person in PEOPLE])


@settings(max_examples=20, deadline=None)
@given(
    writes=st.dictionaries(each, st.lists(write_faults, max_size=3)),
    reads=st.dictionaries(each, st.lists(read_faults, max_size=3)),
    lag=st.sampled_from([0.0, 0.4, 6.0, 25.0]),
)
async def test_everyone_ends_once_and_no_effect_is_repeated(
    writes: dict[str, list[Fault]], reads: dict[str, list[Fault]], lag: float
) -> None:
    clock = SteppedClock()
    tenant = StandIn(clock, ())
    tenant.lag = lag
    tenant.faults.update({who: [*faults] for who, faults in writes.items()})
    tenant.read_faults.update({who: [*faults] for who, faults in reads.items()})
    with TemporaryDirectory() as folder:
        async with opened(Path(folder) / "ledger.db") as ledger:
            stage = Stage(WatchedLedger(ledger, clock), clock, tenant)
            await stage.store(*PEOPLE)
            tally = await stage.play()
            async with ledger.read() as unit:
                outcomes = await unit.run_views.outcomes("run", 0, 100)
    assert [outcome.id for outcome in outcomes] == [person.id for person in PEOPLE]
    assert tally.finished == len(PEOPLE)
    assert len(tenant.effects) == len(set(tenant.effects))
    assert tenant.repeated == []
    for outcome in outcomes:
        kind = outcome.lines[0].outcome
        if outcome.id in tenant.effects:
            assert kind in {Outcome.REMOVED, Outcome.STILL_ASSIGNED, Outcome.ACCEPTED}
        else:
            assert kind not in {Outcome.REMOVED, Outcome.ACCEPTED}
