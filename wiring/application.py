"""The composition root: from settings to a web application. The only module that knows every part.

Four functions make the parts, each with what it needs: the ledger, the tenant's directory, Teams,
and the workers. `application` serves them, and starts and stops them in order.
"""

import asyncio
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial

import aiohttp
from aiohttp import web

from bot.activities.inbound import Inbound
from bot.adapter import TeamsAdapter
from bot.auth.authentication import Authentication, ChannelPolicy
from bot.auth.signing_keys import SigningKeys
from bot.connector.client import Connector
from bot.connector.rate_limit import ConversationQueues
from bot.http.about import add_about_pages
from bot.http.allowed_hosts import ServiceHosts
from bot.http.server import Check, create_app
from bot.sign_in.pages import SignInPages
from cards.words.catalog import Language
from cards.words.languages import ALL_LANGUAGES, Languages
from dialogs.approvals.service import RequestService
from dialogs.dispatcher import Dispatcher
from dialogs.model.context import DialogSettings
from engine.approvals.delivery_tracker import DeliveryTracker
from engine.approvals.timers import request_timers
from engine.downloads.routes import add_downloads
from engine.downloads.signed_links import SignedLinks
from engine.lookups.findings import CARD, FindingCards
from engine.outbox_worker import REPOST, OutboxWorker
from engine.progress_cards import ProgressCards
from engine.reminders.handler import Reminders
from engine.reminders.notify import ReminderNotifier
from engine.retention import KIND as RETENTION
from engine.retention import RetentionJob
from engine.runs.context import SETTLE
from engine.runs.questions import RunQuestions
from engine.runs.runner import Runner
from engine.runs.write_quota import GRAPH_LIMITS
from engine.scheduler import Scheduler
from engine.sign_in.daily_check import DailyCheck
from engine.sign_in.pending import PendingSignIns
from engine.turns.activity_encryption import ActivityEncryption
from engine.turns.instrumented import watched
from engine.turns.pipeline import Turns
from engine.turns.typing_indicator import TypingIndicator
from engine.turns.user_rate_limit import RateLimited, UserRateLimit
from graph.background import BackgroundReaders
from graph.tenants import Tenants
from ledger import Ledger
from ledger.ledger import open_ledger
from ledger.queries import LedgerQueries, LedgerRequestQueries
from ledger.runs.trouble import RUN_QUESTION
from ledger.runs.write_budgets import WriteLimits
from licensing.reminders.schedule import TIMER as REMINDERS
from licensing.tenant.catalog import Catalog
from observability.correlation import new_correlation
from observability.instrumentation import Instrumentation
from observability.metrics_page import add_metrics
from settings import Settings
from wiring.credentials import link_key, own_credentials
from wiring.identity import Identity, identity, public_url, sign_in_links, teams_js
from wiring.languages import languages
from wiring.lookups import LookupJobs, lookup_jobs
from wiring.observability import figures, instrumentation
from wiring.rehearsed_clock import RehearsedClock
from wiring.serving import Lifecycle
from wiring.system import RandomIds, SystemClock
from wiring.timing import TEAMS, Timing

#: Maximum size of an activity: a pasted list of 10,000 people with room to spare.
MAX_ACTIVITY_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Base:
    """What every part is made from. `stack` closes the parts, last made first."""

    settings: Settings
    clock: SystemClock
    timing: Timing
    session: aiohttp.ClientSession
    instrumentation: Instrumentation
    languages: Languages
    stack: AsyncExitStack

    @property
    def rehearsal(self) -> bool:
        """Whether the tenant is a rehearsal."""
        return bool(self.settings.rehearsal_url)


@dataclass(frozen=True, slots=True)
class TenantParts:
    """The tenant's directory, and who signs in to it."""

    identity: Identity
    tenants: Tenants


@dataclass(frozen=True, slots=True)
class TeamsParts:
    """Calls to Teams, and the check of calls from Teams."""

    connector: Connector
    signing_keys: SigningKeys
    authentication: Authentication


@dataclass(frozen=True, slots=True)
class Workers:
    """What runs until the bot stops."""

    turns: Turns
    rate_limited: RateLimited
    outbox: OutboxWorker
    scheduler: Scheduler
    progress: ProgressCards
    runner: Runner
    lookups: LookupJobs
    retention: RetentionJob
    sign_in_check: DailyCheck | None


async def application(
    settings: Settings,
    clock: SystemClock | None = None,
    timing: Timing = TEAMS,
    lifecycle: Lifecycle | None = None,
    existing: tuple[Language, ...] = ALL_LANGUAGES,
) -> web.Application:
    """Make the bot; it starts working when the application is served."""
    stack = AsyncExitStack()
    rehearsed = RehearsedClock(settings.rehearsal_url) if settings.rehearsal_url else None
    clock = clock or rehearsed or SystemClock()
    watch = instrumentation(settings, stack)
    session = await stack.enter_async_context(aiohttp.ClientSession(trace_configs=[watch.teams()]))
    try:
        base = Base(settings, clock, timing, session, watch, languages(settings, existing), stack)
        store = await ledger(base)
    except BaseException:
        await stack.aclose()
        raise
    links = SignedLinks(public_url(settings), link_key(settings), clock)
    directory = await tenant(base, store)
    door = teams(base)
    working = workers(base, store, directory, door, links)
    app = _web_application(base, store, directory, door, working, lifecycle or Lifecycle(), links)
    add_downloads(app, links, store, base.languages)

    async def start(_: web.Application) -> None:
        if rehearsed is not None and clock is rehearsed:
            await rehearsed.start(session, working.scheduler.wake)
            stack.push_async_callback(rehearsed.stop)
        working.outbox.start()
        working.progress.start()
        await working.lookups.begin()
        if working.sign_in_check is not None:
            await working.sign_in_check.schedule()
        await working.retention.schedule()
        working.scheduler.start()
        await working.runner.start()
        await working.turns.start()

    async def stop(_: web.Application) -> None:
        await working.turns.close()
        await working.scheduler.stop()
        await working.runner.stop()
        await working.progress.stop()
        await working.outbox.stop()
        await stack.aclose()

    app.on_startup.append(start)
    app.on_cleanup.append(stop)
    return app


async def ledger(base: Base) -> Ledger:
    """Open the database, and build or upgrade its tables."""
    opened = await open_ledger(
        base.settings.database_url, on_takeover=base.instrumentation.metrics.took_over
    )
    base.stack.push_async_callback(opened.close)
    return opened


async def tenant(base: Base, store: Ledger) -> TenantParts:
    """Make the door to Graph."""
    settings, watch = base.settings, base.instrumentation.begin
    acts = await identity(settings, store, base.clock, base.stack, watch)
    tenants = Tenants(
        f"{settings.addresses.graph_root}/v1.0",
        acts.tokens,
        Catalog.bundled().name,
        base.clock,
        acting=acts.acting,
        watch=watch,
        policy=settings.policy(),
    )
    base.stack.push_async_callback(tenants.close)
    return TenantParts(acts, tenants)


def teams(base: Base) -> TeamsParts:
    """Make the door to Teams."""
    settings, addresses = base.settings, base.settings.addresses
    hosts = ServiceHosts(addresses.service_hosts, loopback=base.rehearsal)
    keys = SigningKeys(base.session, metadata_url=addresses.openid_metadata)
    base.stack.push_async_callback(keys.close)
    policy = ChannelPolicy(
        tenants=frozenset(settings.tenants),
        hosts=hosts,
        app_id=settings.app_id,
        rehearsal=base.rehearsal,
        issuer=addresses.token_issuer,
    )
    return TeamsParts(
        Connector(
            base.session,
            own_credentials(settings),
            hosts,
            ConversationQueues(limits=base.timing.sends),
        ),
        keys,
        Authentication(policy, keys),
    )


def workers(
    base: Base, store: Ledger, directory: TenantParts, door: TeamsParts, links: SignedLinks
) -> Workers:
    """Make what answers people, and what works in the background."""
    settings, clock = base.settings, base.clock
    acts, timer_set = directory.identity, asyncio.Event()
    readers = BackgroundReaders(directory.tenants, acts.app_tokens)
    lookups = lookup_jobs(settings, store, readers, clock, timer_set.set)
    dispatcher = Dispatcher(
        directory.tenants.acting_as,
        LedgerQueries(store),
        LedgerRequestQueries(store),
        links,
        RandomIds(),
        clock,
        base.languages,
        DialogSettings(
            policy=settings.policy(),
            acting=acts.acting,
            rehearsal=base.rehearsal,
            cloud=settings.addresses,
            mailbox_delay=settings.mailbox_delay,
            onedrive_archive_day=settings.onedrive_archive_day,
            prices=settings.price_table(),
            notifications=settings.tell_people,
            asks_people=settings.ask_people,
        ),
        acts.sign_in,
        lookups.cached,
        lookups.findings,
    )
    requests = RequestService(dispatcher.context)
    outbox = OutboxWorker(
        store,
        door.connector,
        clock,
        DeliveryTracker(clock, timer_set.set),
        base.languages,
        links.sign,
    )
    reminders = Reminders(
        store,
        readers.people_as,
        lookups.cached.mailboxes,
        ReminderNotifier(dispatcher, clock),
        clock,
        settings.schedule,
        settings.time_zone,
    )
    retention = RetentionJob(store, clock)
    pending = sign_in_check = None
    if acts.sign_in:
        pending = PendingSignIns(
            acts.sign_in, store, clock, sign_in_links(settings), outbox.wake, base.languages
        )
        sign_in_check = DailyCheck(acts.sign_in, store, clock)
    handlers = {
        **lookups.handlers,
        **request_timers(requests, store, door.connector, clock, acts.acting),
        **(sign_in_check.handlers if sign_in_check else {}),
        CARD: FindingCards(store, dispatcher, clock).draw,
        REMINDERS: reminders.handle,
        RETENTION: retention.sweep,
        REPOST: outbox.repost,
        RUN_QUESTION: RunQuestions(store, dispatcher, clock).handle,
    }
    scheduler = Scheduler(store, clock, handlers, outbox.wake, timer_set)

    def run_changed() -> None:
        """Handle a run's change: its card is due, and a timer when it ended."""
        outbox.wake()
        scheduler.wake()

    progress = ProgressCards(
        store,
        dispatcher,
        clock,
        post=run_changed,
        requests=requests,
        acting=acts.acting,
        every=base.timing.edit_every,
    )
    runner = Runner(
        store,
        directory.tenants.acting_as,
        clock,
        changed=progress.changed,
        paused=pending.ask_for_run if pending else None,
        shared=store.shared,
        settle=SETTLE / settings.rehearsal_speed,
        limits=WriteLimits(GRAPH_LIMITS.burst, GRAPH_LIMITS.per_second * settings.rehearsal_speed),
    )
    turns = Turns(
        dispatcher,
        store,
        clock,
        post=outbox.wake,
        time_limit=base.timing.answer_within,
        carry_out=runner.wake,
        sign_ins=pending,
        signed_in=runner.signed_in,
        acting=acts.acting,
        requests=requests,
        timer_set=scheduler.wake,
        watch=base.instrumentation.begin,
        canary=settings.canary,
        encryption=ActivityEncryption(links.key),
        run_controlled=progress.wake,
        typing=TypingIndicator(door.connector.send),
    )
    limits = UserRateLimit(time.monotonic, burst=base.timing.burst)
    return Workers(
        turns,
        RateLimited(turns.handle, limits, store, clock, outbox.wake, base.languages),
        outbox,
        scheduler,
        progress,
        runner,
        lookups,
        retention,
        sign_in_check,
    )


def _web_application(
    base: Base,
    store: Ledger,
    directory: TenantParts,
    door: TeamsParts,
    working: Workers,
    lifecycle: Lifecycle,
    links: SignedLinks,
) -> web.Application:
    """Every page and route but the downloads."""
    settings, watch = base.settings, base.instrumentation

    def error_text(inbound: Inbound, correlation_id: str) -> str:
        # What the sender chose is in the ledger, which may be the very thing that fails.
        texts = base.languages.texts_for(inbound.locale, inbound.language_chosen)
        return texts.messages.internal_error(correlation_id)

    adapter = TeamsAdapter(
        watched(working.rate_limited.handle, watch.begin),
        door.authentication,
        door.connector,
        new_id=new_correlation,
        max_bytes=MAX_ACTIVITY_BYTES,
        error_text=error_text,
        sign_links=links.sign,
    )
    checks: Mapping[str, Check] = {
        "life": lifecycle.goes_on,
        "ledger": store.ready,
        **({"signing keys": door.signing_keys.ready} if settings.app_id else {}),
    }
    app = create_app(adapter, checks, [watch.requests()])
    add_about_pages(app, base.languages)
    add_metrics(
        app,
        watch.metrics,
        partial(figures, store, base.clock),
        settings.metrics_token.get_secret_value(),
    )
    if directory.identity.sign_in:
        SignInPages(directory.identity.sign_in, base.languages, teams_js(settings)).add_to(app)
    return app
