"""What follows from a sentence: a preview, a list, an answer, or a question. Never a removal."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from cards.kit.escaping import plain, plains
from cards.kit.notices import Notice, NoticeKind
from dialogs import flow, questions
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.results import Reply, Transition
from dialogs.removal.begin import start_journey
from dialogs.removal.likely_people import with_candidates
from dialogs.removal.people_input import take_pasted
from dialogs.runs.receipts import sees_all
from dialogs.runs.typed import start_undo, undo_receipt
from dialogs.sentences.grammar import understand
from dialogs.sentences.products import MOST_OFFERED, names_of
from dialogs.sentences.understanding import (
    HowManyFree,
    NotUnderstood,
    ProductPhrase,
    Remove,
    Suggestion,
    Thanks,
    Understanding,
    Undo,
    WhoHas,
)
from dialogs.sentences.vocabulary import WEEKDAYS, Word
from dialogs.undo.start import Among
from licensing.errors import UnassignError
from licensing.plans.draft import BLANK, Draft, Journey, Question, Step
from licensing.plans.receipt_search import ReceiptSearch, SearchField
from licensing.runs.receipt import Receipt
from licensing.tenant.matching import (
    MAX_CANDIDATES,
    UnmatchedEntry,
    UnmatchedReason,
    prefix_match,
)
from licensing.tenant.people import PersonRef
from licensing.tenant.products import Product

#: Products and receipts that one card shows.
_MOST_LISTED: Final = 15
_MOST_RECEIPTS: Final = 5
#: Receipts that are searched.
_SEARCHED: Final = 20
#: Names in one notice.
_NAMED: Final = 3
#: A longer text that is no sentence names no product either.
_LONGEST_UNCLEAR: Final = 300
#: A longer text is compared with no name.
_LONGEST: Final = 100


def read_without_products(context: Context, text: str) -> Understanding:
    """What kind of sentence a text is, without a look at the tenant."""
    return understand(text, context.texts, context.languages, names_of(()))


async def read(context: Context, text: str) -> Understanding:
    """What a text means. The tenant's products are read only if it may name one."""
    kind = read_without_products(context, text)
    if isinstance(kind, Remove | WhoHas | HowManyFree | Undo):
        return _with_products(context, text, (await context.products()).values())
    if not isinstance(kind, NotUnderstood | Suggestion) or len(text) > _LONGEST_UNCLEAR:
        return kind
    try:
        products = (await context.products()).values()
    except UnassignError:
        # Nothing of the tenant was asked for, so nothing is missing.
        return kind
    return _with_products(context, text, products)


def _with_products(context: Context, text: str, products: Iterable[Product]) -> Understanding:
    return understand(text, context.texts, context.languages, names_of(products))


def try_again(context: Context, text: str, error: UnassignError) -> Reply | None:
    """Say what went wrong, and keep a sentence to be said again; None for any other text."""
    meant = read_without_products(context, text)
    if not isinstance(meant, Remove | WhoHas | HowManyFree | Undo) or meant == Remove():
        return None
    texts = context.texts
    question = Question(
        texts.errors.error_title,
        (texts.errors.error(error), texts.errors.kept_choices),
        ((texts.common.try_again, text),),
    )
    return questions.ask(context, question)


async def reply(context: Context, text: str, meant: Understanding) -> Reply | Transition | None:
    """What follows; None if nothing does."""
    texts = context.texts.sentences
    match meant:
        case Remove():
            return await _remove(context, meant)
        case WhoHas():
            return await _who_has(context, meant)
        case HowManyFree():
            return await _how_many_free(context, meant)
        case Undo():
            return await _undo(context, meant)
        case Suggestion(offers):
            answers = tuple((plain(offer), offer) for offer in offers)
            return questions.ask(
                context, Question(_not_understood(context, text), (texts.did_you_mean,), answers)
            )
        case Thanks():
            return Reply(text=texts.thanks)
        case NotUnderstood(product=ProductPhrase() as phrase):
            return await _about_product(context, phrase)
    return None


def _not_understood(context: Context, text: str) -> str:
    return context.texts.errors.understood(plain(text))


# Removing


async def _remove(context: Context, meant: Remove) -> Reply | Transition:
    journey = Journey.BY_PRODUCT if meant.products or meant.everyone else Journey.MANY_USERS
    started = await start_journey(context, fresh_home(context), journey)
    if started.draft.journey is None or meant == Remove():
        return started if started.notice else Transition(fresh_home(context))
    taken = await take_pasted(context.directory, started.draft, meant.pasted)
    draft = await with_candidates(context.directory, taken.draft)
    said = taken.notice if taken.notice and taken.notice.kind is not NoticeKind.ADDED else None
    products = await _settled(context, meant.products, draft)
    if isinstance(products, ProductPhrase):
        return await _open_product(context, meant, draft, products)
    draft = replace(draft, products=products)
    if meant.everyone and products:
        draft = replace(draft, step=Step.HOLDERS, page=0)
    elif meant.everyone:
        draft = replace(draft, step=Step.PRODUCTS)
    elif said is not None or draft.unmatched or meant.unread or draft.table or not draft.people:
        draft = replace(draft, step=Step.PEOPLE, all_products=meant.everything)
    elif products:
        draft = replace(draft, step=Step.PREVIEW)
    else:
        draft = _licenses_of(draft, everything=meant.everything)
    notice = said or await _understood(context, meant, draft)
    return await flow.entered(context, Transition(draft, notice))


def _licenses_of(draft: Draft, *, everything: bool) -> Draft:
    """On to the licenses of these people, or with `everything` to the preview."""
    one = len(draft.people) == 1
    journey = Journey.BY_USER if one else Journey.MANY_USERS
    step = Step.PREVIEW if everything else Step.LICENSES
    return replace(draft, journey=journey, step=step, all_products=everything)


async def _settled(
    context: Context, phrases: Sequence[ProductPhrase], draft: Draft
) -> tuple[str, ...] | ProductPhrase:
    """The products that are meant, or the first words for which that is not certain.

    Of several that could be meant, it is the one that these people have.
    """
    held: frozenset[str] | None = None
    products: list[str] = []
    for phrase in phrases:
        chosen = phrase.settled
        if chosen is None and phrase.ids and not phrase.near and draft.people:
            if held is None:
                held = await _held(context, draft)
            fitting = [id_ for id_ in phrase.ids if id_ in held]
            chosen = fitting[0] if len(fitting) == 1 else None
        if chosen is None:
            return phrase
        products.append(chosen)
    return tuple(dict.fromkeys(products))


async def _held(context: Context, draft: Draft) -> frozenset[str]:
    found = await context.directory.read_people([one.id for one in draft.people])
    return frozenset(product for person in found.values() for product in person.products)


async def _open_product(
    context: Context, meant: Remove, draft: Draft, phrase: ProductPhrase
) -> Reply | Transition:
    """Ask for the product, and keep the rest."""
    if phrase.ids:
        others = [BLANK if one is phrase else (one.settled or one.phrase) for one in meant.products]
        whom = "everyone" if meant.everyone else meant.pasted
        people = f" from these people:\n{whom}" if "\n" in whom else f" from {whom}"
        sentence = f"remove {', '.join(others)}{people if whom else ''}"
        return await _which(context, phrase, sentence, meant.unread)
    texts = context.texts.sentences
    lines = [texts.unknown_product(plain(phrase.phrase)), *map(_unread(context), meant.unread)]
    notice = Notice(NoticeKind.ADVICE, said=texts.sentences(lines))
    known = tuple(one.settled for one in meant.products if one.settled)
    draft = replace(draft, products=known)
    if draft.people and not draft.unmatched and not draft.table:
        return Transition(_licenses_of(draft, everything=False), notice)
    if draft.people or draft.unmatched:
        draft = replace(draft, journey=Journey.MANY_USERS, step=Step.PEOPLE)
    else:
        draft = replace(draft, journey=Journey.BY_PRODUCT, step=Step.PRODUCTS)
    return Transition(draft, notice)


async def _which(
    context: Context, phrase: ProductPhrase, sentence: str, unread: Sequence[str] = ()
) -> Reply:
    texts, products = context.texts.sentences, await context.products()
    ask = texts.near_product if phrase.near else texts.which_product
    answers = tuple((plain(products[id_].name), id_) for id_ in phrase.ids if id_ in products)
    lines = [*map(_unread(context), unread)]
    if len(answers) >= MOST_OFFERED:
        lines.append(texts.more_products)
    question = Question(ask(plain(phrase.phrase)), tuple(lines), answers, sentence)
    return questions.ask(context, question)


async def _understood(context: Context, meant: Remove, draft: Draft) -> Notice | None:
    """Say what is to be removed and from whom, and what was not understood."""
    texts, products = context.texts.sentences, await context.products()
    names = [products[id_].name for id_ in draft.products if id_ in products]
    what = texts.all_licenses if meant.everything else texts.and_more(plains(names), len(names))
    count = len(draft.people)
    whom = texts.and_more(plains(one.name for one in draft.people[:_NAMED]), count)
    lines = [texts.understood(what, whom)] if what and whom else []
    if meant.everyone and draft.step is Step.HOLDERS:
        lines.append(texts.everyone_listed)
    lines += map(_unread(context), meant.unread)
    if draft.unmatched:
        problems = Notice(NoticeKind.PROBLEMS, draft.unmatched)
        lines.append(context.texts.notice(problems))
    if not lines:
        return None
    asks = meant.unread or draft.unmatched
    return Notice(NoticeKind.ADVICE if asks else NoticeKind.UNDERSTOOD, said=texts.sentences(lines))


def _unread(context: Context) -> Callable[[str], str]:
    return lambda said: context.texts.sentences.not_read(plain(said))


# Asking


async def _who_has(context: Context, meant: WhoHas) -> Reply | Transition:
    started = await start_journey(context, fresh_home(context), Journey.BY_PRODUCT)
    if started.draft.journey is None:
        return started
    open_ = next((one for one in meant.products if one.settled is None), None)
    if open_ is not None and open_.ids:
        return await _which(context, open_, f"who has {BLANK}")
    if open_ is not None:
        said = context.texts.sentences.unknown_product(plain(open_.phrase))
        return questions.ask(context, Question(said))
    known = tuple(one.settled for one in meant.products if one.settled)
    step = Step.HOLDERS if known else Step.PRODUCTS
    return Transition(replace(started.draft, step=step, products=known))


async def _how_many_free(context: Context, meant: HowManyFree) -> Reply:
    texts, known = context.texts.sentences, await context.products()
    wrong = next((one for one in meant.products if one.near), None)
    if wrong is not None:
        return await _which(context, wrong, f"how many {BLANK} are free")
    unknown = tuple(
        texts.unknown_product(plain(one.phrase)) for one in meant.products if not one.ids
    )
    ids = dict.fromkeys(id_ for one in meant.products for id_ in one.ids)
    products = [known[id_] for id_ in ids if id_ in known] or _all_paid(known.values())
    lines = tuple(
        texts.available(plain(one.name), one.available, one.total)
        for one in products[:_MOST_LISTED]
    )
    more = len(products) - len(lines)
    answers = tuple(
        (texts.who_has(plain(one.name)), f"who has {one.id}") for one in products if len(ids) == 1
    )
    title = texts.available_title if lines else texts.no_products
    rest = (context.texts.common.more(more),) if more > 0 else ()
    return questions.ask(context, Question(title, (*unknown, *lines, *rest), answers))


def _all_paid(products: Iterable[Product]) -> list[Product]:
    return sorted(
        (one for one in products if one.for_people and not one.free),
        key=lambda one: one.name.casefold(),
    )


async def _about_product(context: Context, phrase: ProductPhrase) -> Reply:
    """Offer what can be said about a product that is all someone typed."""
    texts, products = context.texts.sentences, await context.products()
    if phrase.settled is None:
        return await _which(context, phrase, "")
    name, id_ = plain(products[phrase.settled].name), phrase.settled
    answers = (
        (texts.who_has(name), f"who has {id_}"),
        (texts.how_many_free(name), f"how many {id_} are free"),
        (texts.remove_it(name), f"remove {id_}"),
    )
    return questions.ask(context, Question(texts.product_named(name), answers=answers))


# Undoing


async def _undo(context: Context, meant: Undo) -> Reply | Transition:
    if not meant.person and meant.day is None:
        return await start_undo(context, "")
    day = _day(meant.day, context.today)
    fitting = await _removals(context, meant.person, day)
    texts = context.texts
    if not fitting:
        history = ((texts.history.history, "history"),)
        return questions.ask(context, Question(texts.sentences.no_removal, answers=history))
    if len(fitting) > 1:
        answers = tuple(
            (texts.sentences.receipt(one.number, one.day), f"undo {one.number}")
            for one in fitting[:_MOST_RECEIPTS]
        )
        return questions.ask(context, Question(texts.sentences.which_receipt, answers=answers))
    begun = await undo_receipt(context, fitting[0])
    if isinstance(begun, Reply):
        return begun
    if meant.product:
        said = texts.sentences.not_read(plain(meant.product))
        begun = replace(begun, notice=Notice(NoticeKind.ADVICE, said=said))
    if not meant.person:
        return begun
    draft = await _of_person(context, begun.draft, meant.person)
    return await flow.entered(context, replace(begun, draft=draft))


def _day(said: date | Word | None, today: date) -> date | None:
    """The day that a word means: a day of the week is the last one before today."""
    match said:
        case Word.TODAY:
            return today
        case Word.YESTERDAY:
            return today - timedelta(days=1)
        case Word.DAY_BEFORE_YESTERDAY:
            return today - timedelta(days=2)
        case Word():
            back = (today.weekday() - WEEKDAYS.index(said)) % 7 or 7
            return today - timedelta(days=back)
    return said


async def _removals(context: Context, person: str, day: date | None) -> tuple[Receipt, ...]:
    """The person's own removals that fit, or everyone's for those who see all."""
    who = context.who
    search = ReceiptSearch(person[:_LONGEST], SearchField.PERSON, day)
    for owner in (who.person, None):
        if owner is None and not (await sees_all(context))[0]:
            return ()
        found, _ = await context.queries.receipts(
            who.tenant, owner, 0, _SEARCHED, search, who.timezone
        )
        if removals := tuple(one for one in found if one.undoes is None):
            return removals
    return ()


async def _of_person(context: Context, draft: Draft, person: str) -> Draft:
    """Undo for one person: the one with this name, else those who may be meant as a question."""
    removed = await context.queries.removed(draft.undoes or "", None)
    exact = (await Among(removed).find_people([person])).get(person, ())
    if len(exact) == 1:
        return replace(draft, step=Step.UNDO_PREVIEW, people=(exact[0].ref,))
    fits = prefix_match(person)
    likely = [one.ref for one in exact] or [
        PersonRef(one.person.id, one.person.name, one.person.address)
        for one in removed
        if fits(one.person)
    ]
    if not likely:
        return draft
    reason = UnmatchedReason.AMBIGUOUS if len(likely) > 1 else UnmatchedReason.DOUBTFUL
    problem = UnmatchedEntry(person, reason, tuple(likely[:MAX_CANDIDATES]))
    return replace(draft, problems=(problem,))
