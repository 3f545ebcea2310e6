"""The wiring: settings -> parts -> web application. The only module that knows every room.

The file is long because it is one list: each part once, with what it needs.

python app.py             serve the bot, as the settings say
python app.py rehearse    serve the bot with a rehearsal tenant, without any account
python app.py rotate-keys encrypt all stored tokens with the first of UNASSIGN_TOKEN_KEYS
python app.py journal     verify or export the journal
python app.py migrate     build or upgrade the tables, before a new version is started
python app.py hold        pause every run, before a restored ledger is served
python app.py forget      take a person's name and address out of the ledger
python app.py doctor      say what is wrong with the set-up, and how to mend it
python app.py rules       print what is lost and when, for the documentation
"""

import asyncio
import errno
import sys
import time
from contextlib import AsyncExitStack
from functools import partial

import aiohttp
from aiohttp import web

from bot.adapter import Edge
from bot.auth.authentication import Authentication, ChannelPolicy
from bot.auth.signing_keys import SigningKeys
from bot.connector.client import Connector
from bot.connector.file_upload import Uploader
from bot.connector.rate_limit import ConversationQueues
from bot.http.about import add_about_pages
from bot.http.allowed_hosts import FileHosts, ServiceHosts
from bot.http.server import create_app
from bot.sign_in.pages import SignInPages
from cards.words.english import English
from commands.arguments import read_arguments
from commands.forget import forget
from commands.hold import hold
from commands.journal import journal
from commands.migrate import migrate
from commands.rotate_keys import rotate_keys
from commands.rules import print_rules
from dialogs.approvals.service import RequestService
from dialogs.dispatcher import Dispatcher
from engine.approvals.posting import Posting
from engine.approvals.timers import ring_for_requests
from engine.downloads.file_consent import Files
from engine.downloads.routes import add_downloads
from engine.downloads.signed_links import SignedLinks
from engine.outbox_worker import OutboxWorker
from engine.progress_cards import ProgressCards
from engine.retention import KIND as SWEEP
from engine.retention import RetentionJob
from engine.runs.context import SETTLE
from engine.runs.runner import Runner
from engine.runs.write_quota import GRAPH, Quota
from engine.scheduler import Scheduler
from engine.sign_in.daily_check import DailyCheck
from engine.sign_in.pending import PendingSignIns
from engine.turns.instrumented import watched
from engine.turns.pipeline import Turns
from engine.turns.user_rate_limit import RateLimited, UserRateLimit
from graph.tenants import Tenants
from ledger.ledger import open_ledger
from ledger.queries import LedgerQueries
from ledger.request_queries import LedgerRequestQueries
from licensing.tenant.catalog import Catalog
from observability.correlation import new_correlation
from observability.logs import set_up_logs
from observability.metrics_page import add_metrics
from settings import Logs, Settings, SettingsError, read_settings
from wiring.credentials import link_key, own_credentials
from wiring.identity import identity, public_url, sign_in_links, teams_js
from wiring.lookups import lookup_jobs
from wiring.observability import figures, instrumentation
from wiring.rehearsed_clock import RehearsedClock
from wiring.reminders import reminder_jobs
from wiring.serving import LIFE, Lifecycle, serve_until_told
from wiring.system import RandomIds, SystemClock, freeze_gc
from wiring.timing import TEAMS, Timing

#: The most that one activity may hold: a pasted list of 10,000 people with room to spare.
MOST_BYTES = 4 * 1024 * 1024


async def application(
    settings: Settings,
    clock: SystemClock | None = None,
    tempo: Timing = TEAMS,
) -> web.Application:
    """Put the bot together; it starts working when the application is served."""
    stack = AsyncExitStack()
    rehearsed = RehearsedClock(settings.rehearsal_url) if settings.rehearsal_url else None
    clock, ids = clock or rehearsed or SystemClock(), RandomIds()
    addresses = settings.addresses
    watch = instrumentation(settings, stack)
    session = await stack.enter_async_context(aiohttp.ClientSession(trace_configs=[watch.teams()]))
    ledger = await open_ledger(settings.database_url, took_over=watch.meters.took_over)
    stack.push_async_callback(ledger.close)
    catalog = Catalog.bundled()
    acts = await identity(settings, ledger, clock, stack, watch.begin)
    root = f"{addresses.graph_root}/v1.0"
    policy = settings.policy()
    tenants = Tenants(
        root,
        acts.tokens,
        catalog.name,
        clock,
        acting=acts.acting,
        watch=watch.begin,
        policy=policy,
    )
    stack.push_async_callback(tenants.close)
    links = SignedLinks(public_url(settings), link_key(settings), clock)
    lookups = lookup_jobs(settings, ledger, tenants, acts.app_tokens, clock)
    desk = Dispatcher(
        tenants,
        LedgerQueries(ledger),
        links,
        ids,
        clock,
        bool(settings.rehearsal_url),
        addresses,
        acts.desk,
        requests=LedgerRequestQueries(ledger),
        policy=policy,
        lookups=lookups.kept,
        mailbox_delay=settings.mailbox_delay,
        prices=settings.price_table(),
        telling=settings.tell_people,
        asks_people=settings.ask_people,
    )
    requests = RequestService(desk)
    hosts = ServiceHosts(addresses.service_hosts, loopback=bool(settings.rehearsal_url))
    connector = Connector(
        session, own_credentials(settings), hosts, ConversationQueues(limits=tempo.sends)
    )
    delivery = OutboxWorker(ledger, connector, clock)
    scheduler = Scheduler(ledger, clock, delivery.call)
    reminders = reminder_jobs(
        settings, ledger, tenants, acts.app_tokens, lookups.kept, desk, clock, scheduler
    )
    delivery.watch = Posting(clock, scheduler.call)
    ring_for_requests(scheduler, requests, ledger, connector, clock, acts.acting)
    sweeper = RetentionJob(ledger, clock)
    scheduler.on(SWEEP, sweeper.sweep)

    def went_on() -> None:
        """A run went on: its card is to be sent, and at its end there is a calendar to write."""
        delivery.call()
        scheduler.call()

    progress = ProgressCards(
        ledger,
        desk,
        clock,
        post=went_on,
        requests=requests,
        acting=acts.acting,
        every=tempo.edit_every,
    )
    gate = (
        PendingSignIns(acts.desk, ledger, clock, sign_in_links(settings), delivery.call)
        if acts.desk
        else None
    )
    checking = DailyCheck(acts.desk, ledger, clock) if acts.desk else None
    runner = Runner(
        ledger,
        tenants.acting_as,
        clock,
        changed=progress.changed,
        paused=gate.ask_for_run if gate else None,
        shared=ledger.shared,
        settle=SETTLE / settings.rehearsal_speed,
        quota=Quota(GRAPH.burst, GRAPH.per_second * settings.rehearsal_speed),
    )
    file_hosts = FileHosts(addresses.file_hosts, loopback=bool(settings.rehearsal_url))
    uploader = Uploader(session, file_hosts)
    turns = Turns(
        desk,
        ledger,
        clock,
        post=delivery.call,
        files=Files(ledger, links, uploader, clock, delivery.call),
        carry_out=runner.wake,
        gate=gate,
        signed_in=runner.signed_in,
        acting=acts.acting,
        requests=requests,
        ring=scheduler.call,
        watch=watch.begin,
        canary=settings.canary,
        changed=progress.call,
    )
    keys = SigningKeys(session, metadata_url=addresses.openid_metadata)
    stack.push_async_callback(keys.close)
    channel_policy = ChannelPolicy(
        tenants=frozenset(settings.tenants),
        hosts=hosts,
        app_id=settings.app_id,
        rehearsal=bool(settings.rehearsal_url),
        issuer=addresses.token_issuer,
    )
    limits = UserRateLimit(time.monotonic, burst=tempo.burst)
    limited = RateLimited(turns.handle, limits, ledger, clock, delivery.call)
    edge = Edge(
        watched(limited.handle, watch.begin),
        Authentication(channel_policy, keys),
        connector,
        new_id=new_correlation,
        max_bytes=MOST_BYTES,
        apology=English().our_fault,
    )
    life = Lifecycle()
    checks = {
        "life": life.goes_on,
        "ledger": ledger.ready,
        **({"signing keys": keys.ready} if settings.app_id else {}),
    }
    app = create_app(edge, checks, [watch.requests()])
    app[LIFE] = life
    add_downloads(app, links, ledger)
    add_about_pages(app, English(addresses))
    add_metrics(
        app,
        watch.meters,
        partial(figures, ledger, clock),
        settings.metrics_token.get_secret_value(),
    )
    if acts.desk:
        SignInPages(acts.desk, English(addresses), teams_js(settings)).add_to(app)

    async def begin(_: web.Application) -> None:
        if rehearsed is not None and clock is rehearsed:
            await rehearsed.start(session, scheduler.call)
            stack.push_async_callback(rehearsed.stop)
        delivery.start()
        progress.start()
        lookups.ring_by(scheduler)
        await lookups.begin()
        await reminders.begin()
        if checking is not None:
            checking.ring_by(scheduler)
            await checking.begin()
        await sweeper.begin()
        scheduler.start()
        await runner.start()
        await turns.catch_up()

    async def end(_: web.Application) -> None:
        await turns.close()
        await scheduler.stop()
        await runner.stop()
        await progress.stop()
        await delivery.stop()
        await stack.aclose()

    app.on_startup.append(begin)
    app.on_cleanup.append(end)
    return app


def serve() -> int:
    """Serve the bot until it is stopped; 2 when a setting is missing or wrong."""
    try:
        settings = read_settings()
    except SettingsError as error:
        print(f"Unassign does not start. {error}", file=sys.stderr)
        return 2
    set_up_logs(text=settings.logs is Logs.TEXT)
    if closed := settings.addresses.closed:
        print(
            f"The {settings.cloud} cloud was closed on {closed}; forced to start.", file=sys.stderr
        )
    freeze_gc()
    try:
        asyncio.run(
            serve_until_told(
                application(settings), settings.host, settings.port, settings.drain_seconds
            )
        )
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(f"Unassign does not start. Port {settings.port} is taken.", file=sys.stderr)
        return 2
    return 0


def main() -> int:
    """Do what the command line says."""
    options = read_arguments()
    match options.command:
        case "rehearse":
            # The stand-ins are no part of the bot that serves.
            from commands.rehearse import rehearse

            return rehearse(options)
        case "doctor":
            # Nothing of it is needed to serve.
            from commands.doctor.command import doctor

            return doctor(options)
        case "migrate":
            return migrate()
        case "hold":
            return hold()
        case "journal":
            return journal(options.what)
        case "rules":
            return print_rules()
        case "forget":
            return forget(options.person, options.tenant)
        case "rotate-keys":
            return rotate_keys()
        case _:
            return serve()


if __name__ == "__main__":
    sys.exit(main())
