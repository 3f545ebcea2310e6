"""Delegating one's approvals to someone else, from one day to another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from cards.approvals.delegation import DelegationFacts, delegation_card
from cards.kit.actions import Field
from cards.kit.card import Card
from cards.kit.escaping import plain
from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.events import Pressed
from dialogs.model.request_update import Say, UpdateDelegation
from dialogs.model.results import Reply, posted, redrawn
from dialogs.policy.approver_lookup import active_delegations
from dialogs.removal.people_input import picked
from licensing.plans.draft import Draft
from licensing.requests.delegation import Delegation
from licensing.requests.model import Participant
from licensing.tenant.people import Person
from licensing.tenant.time_zones import zone_of

#: Maximum length of a delegation; anything longer belongs in the policy.
_LONGEST = timedelta(days=366)


async def typed(context: Context, delegate: str = "", until: str = "") -> Reply:
    """Answer "delegate", or "delegate to Adele until 2026-12-24" with both filled in."""
    if not context.who.personal:
        return Reply(text=context.texts.request_list.own_chat)
    person = None
    if delegate:
        found = (await context.directory.find_people([delegate])).get(delegate, ())
        person = found[0] if len(found) == 1 else None
    last = until if _day(until) else ""
    draft = fresh_home(context)
    card = await _drawn(context, draft, person=person, last=last)
    return posted(draft, card)


async def show(context: Context, draft: Draft, notice: Notice | None = None) -> Reply:
    """Show the delegations."""
    return redrawn(draft, await _drawn(context, draft, notice=notice))


async def delegate(context: Context, draft: Draft, pressed: Pressed) -> Reply:
    """Delegate, or say what is missing; what was filled in stays."""
    first, last = (
        pressed.inputs.get(name, "").strip() for name in (Field.FIRST_DAY, Field.LAST_DAY)
    )
    ids = picked(pressed.inputs.get(Field.DELEGATE, ""))
    people = await context.directory.read_people(ids[:1]) if ids else {}
    delegate = next(iter(people.values()), None)
    trouble = _trouble(context, ids, delegate) or _wrong_days(context, first, last)
    if trouble or delegate is None:
        notice = Notice(NoticeKind.ADVICE, said=trouble)
        card = await _drawn(context, draft, notice=notice, person=delegate, first=first, last=last)
        return redrawn(draft, card)
    starts_at, ends_at = _span(context, first, last)
    who = context.who
    one = Delegation(
        id=context.ids.new(),
        tenant=who.tenant,
        delegator=Participant(who.person, who.name),
        delegate=Participant(delegate.id, delegate.name, delegate.address),
        starts_at=starts_at,
        ends_at=ends_at,
    )
    texts = context.texts
    end = texts.delegation.done(plain(delegate.name), ends_at, who.timezone)
    done = Notice(NoticeKind.DONE, said=end)
    said = await _notify(context, delegate.id, partial(_begun, one=one))
    card = await _drawn(context, draft, notice=done, added=one)
    return redrawn(draft, card, UpdateDelegation(one, said))


async def revoke(context: Context, draft: Draft, pressed: Pressed) -> Reply:
    """End a delegation."""
    who, texts = context.who, context.texts
    mine = await context.requests.delegated_by(who.tenant, who.person, context.now)
    one = next((one for one in mine if one.id == pressed.arg), None)
    if one is None:
        return await show(
            context, draft, Notice(NoticeKind.ADVICE, said=texts.delegation.ended_already)
        )
    ended = replace(one, ended_at=context.now)
    said = await _notify(context, one.delegate.id, _revoked)
    notice = Notice(NoticeKind.DONE, said=texts.delegation.revoked)
    card = await _drawn(context, draft, notice=notice, gone=one)
    return redrawn(draft, card, UpdateDelegation(ended, said))


def _trouble(context: Context, ids: list[str], delegate: Person | None) -> str:
    texts = context.texts
    if not ids or len(ids) > 1:
        return texts.delegation.choose_person
    if ids[0] == context.who.person:
        return texts.delegation.not_yourself
    if delegate is None or not delegate.enabled:
        return texts.delegation.person_gone
    return ""


def _wrong_days(context: Context, first: str, last: str) -> str:
    begin, end = _day(first) if first else context.today, _day(last)
    if begin is None or end is None or not context.today <= end or begin > end:
        return context.texts.delegation.invalid_days
    return context.texts.delegation.invalid_days if end - context.today > _LONGEST else ""


def _span(context: Context, first: str, last: str) -> tuple[datetime, datetime]:
    """From the first day's beginning, or now, to the last day's end, where the giver is."""
    zone = zone_of(context.who.timezone)
    begin, end = _day(first) or context.today, _day(last) or context.today
    starts_at = max(context.now, datetime.combine(begin, time(), zone))
    return starts_at, datetime.combine(end + timedelta(days=1), time(), zone)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _begun(context: Context, one: Delegation) -> str:
    name, zone = plain(context.who.name), context.who.timezone
    return context.texts.delegation.told_delegate(name, one.starts_at, one.ends_at, zone)


def _revoked(context: Context) -> str:
    return context.texts.delegation.told_revoked(plain(context.who.name))


async def _notify(context: Context, person: str, tell: Callable[[Context], str]) -> tuple[Say, ...]:
    chat = await context.requests.personal_chat(context.who.tenant, person)
    return (Say(chat, tell(await context.for_reader(person, chat))),) if chat else ()


async def _drawn(
    context: Context,
    draft: Draft,
    *,
    notice: Notice | None = None,
    person: Person | None = None,
    first: str = "",
    last: str = "",
    added: Delegation | None = None,
    gone: Delegation | None = None,
) -> Card:
    who = context.who
    mine = await context.requests.delegated_by(who.tenant, who.person, context.now)
    stays = [one for one in mine if gone is None or one.id != gone.id]
    facts = DelegationFacts(
        by_me=[*stays, *([added] if added else [])],
        to_me=await active_delegations(context),
        token=draft.token,
        zone=who.timezone,
        person=person.ref if person else None,
        first_day=first,
        last_day=last,
        notice=notice,
    )
    return delegation_card(facts, context.texts)
