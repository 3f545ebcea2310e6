"""Lending one's right to approve to somebody else, from one day to another."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from cards.approvals.delegation import LendingFacts, lending_card
from cards.kit.actions import Field
from cards.kit.card import Card
from cards.kit.escaping import plain
from cards.kit.notices import Notice, NoticeKind
from dialogs import transitions as moves
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.request_update import DelegationUpdate, Said
from dialogs.model.results import CardReply, Stored, TextReply
from dialogs.removal.people_input import picked
from licensing.plans.draft import Draft
from licensing.requests.delegation import Delegation
from licensing.requests.model import Participant
from licensing.tenant.people import Person
from licensing.tenant.time_zones import zone_of

#: A right is lent for so long at most; longer is a change of the policy.
_LONGEST = timedelta(days=366)


async def typed(scene: Context, taker: str = "", until: str = "") -> CardReply | TextReply:
    """Answer "delegate", or "delegate to Adele until 2026-12-24" with both filled in."""
    if not scene.who.personal:
        return TextReply(scene.words.own_chat)
    person = None
    if taker:
        found = (await scene.directory.find_people([taker])).get(taker, ())
        person = found[0] if len(found) == 1 else None
    last = until if _day(until) else ""
    draft = moves.fresh_home(scene)
    card = await _drawn(scene, draft, person=person, last=last)
    return CardReply(card, (Stored(draft, card),), below=True)


async def shown(scene: Context, draft: Draft, notice: Notice | None = None) -> CardReply:
    """Show what is lent."""
    return CardReply(await _drawn(scene, draft, notice=notice), of=draft)


async def lent(scene: Context, draft: Draft, pressed: Pressed) -> CardReply:
    """Lend it, or say what is missing; what was filled in stays."""
    first, last = (
        pressed.inputs.get(name, "").strip() for name in (Field.FIRST_DAY, Field.LAST_DAY)
    )
    ids = picked(pressed.inputs.get(Field.TAKER, ""))
    people = await scene.directory.read_people(ids[:1]) if ids else {}
    taker = next(iter(people.values()), None)
    trouble = _trouble(scene, ids, taker) or _wrong_days(scene, first, last)
    if trouble or taker is None:
        notice = Notice(NoticeKind.ADVICE, said=trouble)
        card = await _drawn(scene, draft, notice=notice, person=taker, first=first, last=last)
        return CardReply(card, of=draft)
    starts_at, ends_at = _span(scene, first, last)
    who = scene.who
    one = Delegation(
        id=scene.ids.new(),
        tenant=who.tenant,
        giver=Participant(who.person, who.name),
        taker=Participant(taker.id, taker.name),
        starts_at=starts_at,
        ends_at=ends_at,
    )
    words = scene.words
    moments = words.full_moment(starts_at, who.timezone), words.full_moment(ends_at, who.timezone)
    done = Notice(NoticeKind.DONE, said=words.lent_done(plain(taker.name), moments[1]))
    said = await _told(scene, taker.id, words.lent_to_you(plain(who.name), *moments))
    card = await _drawn(scene, draft, notice=done, added=one)
    return CardReply(card, of=draft, lending=DelegationUpdate(one, said))


async def taken_back(scene: Context, draft: Draft, pressed: Pressed) -> CardReply:
    """Take back what was lent."""
    who, words = scene.who, scene.words
    mine = await scene.requests.lent_by(who.tenant, who.person, scene.now)
    one = next((one for one in mine if one.id == pressed.arg), None)
    if one is None:
        return await shown(scene, draft, Notice(NoticeKind.ADVICE, said=words.not_lent))
    ended = replace(one, ended_at=scene.now)
    said = await _told(scene, one.taker.id, words.lent_back(plain(who.name)))
    notice = Notice(NoticeKind.DONE, said=words.taken_back)
    card = await _drawn(scene, draft, notice=notice, gone=one)
    return CardReply(card, of=draft, lending=DelegationUpdate(ended, said))


def _trouble(scene: Context, ids: list[str], taker: Person | None) -> str:
    words = scene.words
    if not ids or len(ids) > 1:
        return words.lend_nobody
    if ids[0] == scene.who.person:
        return words.lend_self
    if taker is None or not taker.enabled:
        return words.lend_gone
    return ""


def _wrong_days(scene: Context, first: str, last: str) -> str:
    begin, end = _day(first) if first else scene.today, _day(last)
    if begin is None or end is None or not scene.today <= end or begin > end:
        return scene.words.lend_days
    return scene.words.lend_days if end - scene.today > _LONGEST else ""


def _span(scene: Context, first: str, last: str) -> tuple[datetime, datetime]:
    """From the first day's beginning, or now, to the last day's end, where the giver is."""
    zone = zone_of(scene.who.timezone)
    begin, end = _day(first) or scene.today, _day(last) or scene.today
    starts_at = max(scene.now, datetime.combine(begin, time(), zone))
    return starts_at, datetime.combine(end + timedelta(days=1), time(), zone)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def _told(scene: Context, person: str, text: str) -> tuple[Said, ...]:
    chat = await scene.requests.personal_chat(scene.who.tenant, person)
    return (Said(chat, text),) if chat else ()


async def _drawn(
    scene: Context,
    draft: Draft,
    *,
    notice: Notice | None = None,
    person: Person | None = None,
    first: str = "",
    last: str = "",
    added: Delegation | None = None,
    gone: Delegation | None = None,
) -> Card:
    who = scene.who
    lent = await scene.requests.lent_by(who.tenant, who.person, scene.now)
    stays = [one for one in lent if gone is None or one.id != gone.id]
    facts = LendingFacts(
        lent=[*stays, *([added] if added else [])],
        taken=await scene.lent_to_me(),
        token=draft.token,
        zone=who.timezone,
        person=person.ref if person else None,
        first_day=first,
        last_day=last,
        notice=notice,
    )
    return lending_card(facts, scene.words)
