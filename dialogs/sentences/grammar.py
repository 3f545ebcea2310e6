"""The grammar of sentences: which words make one, and which parts name products and people.

A sentence begins or ends with what it wants, apart from polite words. What stands in the middle of
other text counts for nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.words.languages import Languages
from cards.words.texts import Texts
from dialogs.commands import Command, TypedCommand, read_command
from dialogs.sentences.near import near_commands, respelled
from dialogs.sentences.products import ProductNames
from dialogs.sentences.understanding import (
    HowManyFree,
    NotUnderstood,
    ProductPhrase,
    Remove,
    RunCommand,
    Suggestion,
    Thanks,
    Understanding,
    Undo,
    WhoHas,
)
from dialogs.sentences.vocabulary import (
    DAYS,
    Tag,
    Token,
    Vocabulary,
    Word,
    tags_of,
    tokens_of,
    vocabulary,
)
from licensing.tenant.spelling import composed

#: A longer text is a list and no sentence.
MAX_CHARACTERS: Final = 20_000
#: Of a longer text the beginning and the end tell first whether it is a sentence: lists are common.
_LONG: Final = 1_000
_BEGINNING: Final = 300
_END: Final = 100
#: Longer than any product's name.
_LONGEST_PRODUCT: Final = 200
#: What may be an address, if it has the sign of one.
_RUN: Final = re.compile(r"[^\s,;<>()，；、]+")  # noqa: RUF001
_DAY: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
#: A longer sentence is not looked through for misspelled words.
_LONGEST_MISSPELLED: Final = 500
#: Products in one sentence, and words of a product that stands beside a person.
_MOST_PRODUCTS: Final = 20
_MOST_WORDS: Final = 10
#: Longer than what people say for a person.
_LONGEST_NAME: Final = 60
_SEPARATORS: Final = re.compile(r"[,;&\n，；、]")  # noqa: RUF001
_EDGES: Final = " \t\r\n.,;:!?\"'“”„«»‘’-–—•*。，；：！？、"  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in its parts, which are the same in each language."""

    text: str
    tokens: list[Token]
    #: Parts in which no word of the vocabulary counts: addresses, days, whole names of products.
    hidden: list[tuple[int, int]]
    names: ProductNames
    languages: Languages

    @classmethod
    def of(cls, text: str, languages: Languages, names: ProductNames) -> "_Text":
        text = composed(text) if len(text) <= MAX_CHARACTERS else ""
        hidden = [found.span() for found in _RUN.finditer(text) if "@" in found[0]]
        hidden += [found.span() for found in _DAY.finditer(text)]
        hidden += names.mentions(text)
        return cls(text, tokens_of(text), sorted(hidden), names, languages)


def understand(
    text: str, spoken: Texts, languages: Languages, products: ProductNames
) -> Understanding:
    """What a text means, in the language of its reader, in English, or in another language.

    Nothing raises. Without products each phrase for one is unknown.
    """
    english = languages.all[0]
    if len(text) > _LONG:
        edges = f"{text[:_BEGINNING]}\n{text[-_END:]}"
        if not isinstance(understand(edges, spoken, languages, products), Remove):
            return NotUnderstood()
    parts = _Text.of(text, languages, products)
    found: Understanding = NotUnderstood()
    others = [texts for texts in languages.all if texts.tag not in {spoken.tag, english.tag}]
    for first in (spoken, *others):
        read = _Sentence(parts, vocabulary((first, english))).understanding()
        if not isinstance(read, NotUnderstood):
            return read
        found = found if isinstance(found, NotUnderstood) and found.product else read
    return _suggested(parts, spoken) or found


def products_in(
    text: str, spoken: Texts, languages: Languages, products: ProductNames
) -> tuple[str, ...]:
    """Ids of the products that are all a text names; empty if one of them is not certain."""
    for said in (text, f"remove {text}"):
        match understand(said, spoken, languages, products):
            case Remove(products=named, people=(), everyone=False, unread=()) if named:
                ids = [one.settled for one in named if one.settled]
                return tuple(dict.fromkeys(ids)) if len(ids) == len(named) else ()
    return ()


def may_be_a_name(text: str, languages: Languages) -> bool:
    """Whether a short text has a word that is no word of a sentence."""
    tokens = [token for token in tokens_of(text[:_LONGEST_NAME]) if not token.is_mark]
    known = vocabulary(languages.all)
    inside = [(tag.start, tag.end) for tag in tags_of(tokens, known, [])]
    words = len(tokens) if len(text) <= _LONGEST_NAME else 0
    return 0 < words <= _MOST_WORDS and any(
        not any(start <= token.start < end for start, end in inside) for token in tokens
    )


def _suggested(parts: _Text, spoken: Texts) -> Suggestion | None:
    """What was meant, if a few letters are wrong."""
    if len(parts.text) > _LONGEST_MISSPELLED:
        return None
    known = vocabulary((spoken, *parts.languages.all))
    if _Sentence(parts, known).denies():
        return None
    for other in respelled(parts.text, known):
        again = _Text.of(other, parts.languages, parts.names)
        read = _Sentence(again, known).understanding()
        if isinstance(read, Remove | WhoHas | HowManyFree | Undo) and not _empty(read):
            return Suggestion((other,))
    offers = near_commands(parts.text, parts.languages)
    return Suggestion(offers) if offers else None


def _empty(read: Understanding) -> bool:
    return read in (Remove(), WhoHas(), HowManyFree())


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


class _Sentence:
    """A text with the words of some languages found in it."""

    def __init__(self, parts: _Text, known: Vocabulary) -> None:
        self.text, self.tokens, self.hidden = parts.text, parts.tokens, parts.hidden
        self.names, self.languages, self.known = parts.names, parts.languages, known
        self._set(list(tags_of(parts.tokens, known, parts.hidden)))

    def _set(self, tags: list[Tag]) -> None:
        self.tags = tags
        self.starts = [tag.start for tag in tags]

    def understanding(self) -> Understanding:
        """What the sentence means."""
        polite = self._trim()
        if not self.tokens:
            return Thanks() if polite else NotUnderstood()
        said = self.text[self.tokens[0].start : self.tokens[-1].end]
        return (
            self._history()
            or self._command(said)
            or self._wish()
            or NotUnderstood(self._only_product(said))
        )

    def denies(self) -> bool:
        """Whether it says that something is not wanted, or asks whether it is."""
        return self._has(Word.NOT, Word.QUESTION) is not None

    # The edges of the sentence.

    def _trim(self) -> bool:
        """Leave out polite words and marks at both ends; whether there were thanks."""
        tokens, tags, thanks = self.tokens, self.tags, False
        low, high, first, last = 0, len(tokens), 0, len(tags)
        while low < high:
            begin = tags[first] if first < last else None
            end = tags[last - 1] if first < last else None
            if begin is not None and begin.start != tokens[low].start:
                begin = None
            if end is not None and end.end != tokens[high - 1].end:
                end = None
            if begin is not None and begin.word in _AROUND_A_SENTENCE | {Word.FILLER}:
                thanks |= begin.word is Word.THANKS
                first += 1
                while low < high and tokens[low].start < begin.end:
                    low += 1
            elif end is not None and end.word in _AROUND_A_SENTENCE:
                thanks |= end.word is Word.THANKS
                last -= 1
                while high > low and tokens[high - 1].start >= end.start:
                    high -= 1
            elif begin is None and tokens[low].is_mark and tokens[low].text not in "{[(<":
                low += 1
            elif end is None and tokens[high - 1].is_mark and tokens[high - 1].text not in "}])>":
                high -= 1
            else:
                break
        self.tokens = tokens[low:high]
        self._set(tags[first:last])
        return thanks

    def _begins(self, *words: Word) -> Tag | None:
        tag = self.tags[0] if self.tags else None
        begins = tag is not None and tag.start == self.tokens[0].start and tag.word in words
        return tag if begins else None

    def _ends(self, *words: Word) -> Tag | None:
        tag = self.tags[-1] if self.tags else None
        ends = tag is not None and tag.end == self.tokens[-1].end and tag.word in words
        return tag if ends else None

    def _has(self, *words: Word) -> Tag | None:
        return next((tag for tag in self.tags if tag.word in words), None)

    # What it wants.

    def _history(self) -> RunCommand | None:
        tag = self._begins(Word.HISTORY) or self._ends(Word.HISTORY)
        if tag is None:
            return None
        parts = self._parts(lambda word: word in {Word.HISTORY, Word.FROM, Word.OF, Word.OWNER})
        words = " ".join(parts)
        if not words or words.isdigit():
            return None
        return RunCommand(TypedCommand(Command.HISTORY, words=words[:100]))

    def _command(self, said: str) -> Understanding | None:
        typed = read_command(said, self.languages)
        if typed is None:
            return None
        if typed.command is Command.REMOVE:
            return Remove()
        if typed.command in {Command.UNDO, Command.RESTORE} and not typed.number:
            return Undo()
        return RunCommand(typed)

    def _wish(self) -> Understanding | None:
        if self._has(Word.NOT) or self._begins(Word.QUESTION):
            return None
        asks = self._begins(Word.WHO) and self._has(Word.HAS)
        if asks or self._begins(Word.WHO_HAS) or self._ends(Word.WHO_HAS):
            return WhoHas(self._asked())
        any_free = self._begins(Word.ANY) and self._has(Word.FREE)
        if self._has(Word.HOW_MANY) or any_free:
            return HowManyFree(self._asked())
        gives = self._begins(Word.GIVE) and self._has(Word.BACK)
        if gives or self._begins(Word.UNDO) or self._ends(Word.UNDO):
            return self._undo()
        begins = self._begins(Word.REMOVE) or self._begins(Word.FROM)
        if self._has(Word.REMOVE) and (begins or self._ends(Word.REMOVE)):
            parted = self._has(Word.FROM, Word.OF, Word.OWNER) is not None
            read = self._remove()
            # "Take a look" has the word, and names neither a product nor a person.
            names = "@" in read.pasted or all(map(_like_a_name, read.people))
            return read if parted or read.products or names else None
        return None

    def _only_product(self, said: str) -> ProductPhrase | None:
        if len(said) > _LONGEST_PRODUCT:
            return None
        found = self.names.match(self._clean(_Span(0, len(self.text))), self.known)
        return found if found.ids and not found.near else None

    # Its parts.

    def _asked(self) -> tuple[ProductPhrase, ...]:
        """The products of a question: all words that do nothing else."""
        kept = {Word.AND}
        return self._products([_Span(*span) for span in self._spans(lambda word: word not in kept)])

    def _undo(self) -> Undo:
        named = {Word.FROM, Word.OF, Word.TO}
        day, person, product = self._day(), "", ""
        for start, end in self._spans(lambda word: word is not Word.AND):
            words = self._clean(_Span(start, end))
            before, after = self._before(start), self._after(end)
            if not words or _DAY.fullmatch(words):
                continue
            led = before is not None and before.word in named
            owns = after is not None and after.word is Word.OWNER
            if (led or owns) and not person:
                person = words
            elif self.names.match(words, self.known).ids:
                product = words
            elif not person:
                person = words
        return Undo(person, day, product)

    def _day(self) -> date | Word | None:
        if written := _DAY.search(self.text):
            try:
                return date.fromisoformat(written[0])
            except ValueError:
                return None
        tag = next((tag for tag in self.tags if tag.word in DAYS), None)
        return tag.word if tag else None

    def _remove(self) -> Remove:
        bounds = _Span(self.tokens[0].start, self.tokens[-1].end)
        unread: list[str] = []
        exception = self._has(Word.EXCEPT)
        if exception is not None:
            end = self._ends(Word.REMOVE, Word.AWAY)
            cut = end.start if end else bounds.end
            unread.append(self.text[exception.start : cut].strip(_EDGES))
            self._set([t for t in self.tags if not exception.start <= t.start < cut])
            self.tokens = [t for t in self.tokens if not exception.start <= t.start < cut]
            hole = _Span(exception.start, cut)
        else:
            hole = _Span(bounds.end, bounds.end)
        things, people = self._sides(bounds, hole)
        everything = any(self._within(tag, things) for tag in self._of(Word.EVERYTHING))
        everyone = any(
            self._within(tag, people) for tag in self._of(Word.EVERYONE, Word.EVERYTHING)
        )
        products = self._products(things)
        excepted = exception is not None and not people
        lines = "" if everyone else self._list(people)
        if everyone:
            rest = " ".join(filter(None, (self._clean(span) for span in people)))
            unread += [rest] if rest else []
        return Remove(
            products=products,
            people=_split(lines),
            pasted=lines,
            everything=everything and not products and not excepted,
            everyone=everyone,
            unread=tuple(unread),
        )

    def _sides(self, bounds: _Span, hole: _Span) -> tuple[list[_Span], list[_Span]]:
        """The parts that name products, and those that name people."""
        verbs = self._of(Word.REMOVE, Word.AWAY)
        if source := self._has(Word.FROM):
            end = min((tag.start for tag in verbs if tag.start > source.start), default=bounds.end)
            people = _Span(source.end, min(end, hole.start) if hole.start > source.end else end)
            return self._but([people.start - (source.end - source.start), end], bounds, hole), [
                people
            ]
        middle = next(reversed(self._of(Word.OWNER)), None)
        if middle is not None:
            left, right = _Span(bounds.start, middle.start), _Span(middle.end, bounds.end)
            return self._but([bounds.start, middle.end], bounds, hole), [
                self._without(left, verbs)
            ] if self._clean(self._without(left, verbs)) else [right][:0]
        middle = next(iter(self._of(Word.OF)), None)
        if middle is not None:
            end = min((tag.start for tag in verbs if tag.start > middle.start), default=bounds.end)
            people = _Span(middle.end, end)
            return self._but([middle.start, end], bounds, hole), [people]
        return self._told_apart(self._but([bounds.start, bounds.start], bounds, hole))

    def _without(self, span: _Span, verbs: list[Tag]) -> _Span:
        """A part behind the verb with which it begins."""
        start = max((tag.end for tag in verbs if tag.start <= span.start), default=span.start)
        return _Span(max(start, span.start), span.end)

    def _but(self, cut: list[int], bounds: _Span, hole: _Span) -> list[_Span]:
        """What is left of a sentence without a part, without verbs and without an exception."""
        edges = [(tag.start, tag.end) for tag in self._of(Word.REMOVE, Word.AWAY)]
        holes = sorted([*edges, (cut[0], cut[1]), (hole.start, hole.end)])
        spans, place = [], bounds.start
        for start, end in holes:
            if start > place:
                spans.append(_Span(place, start))
            place = max(place, end)
        if place < bounds.end:
            spans.append(_Span(place, bounds.end))
        return [span for span in spans if self._clean(span) or self._tags_in(span)]

    def _told_apart(self, spans: list[_Span]) -> tuple[list[_Span], list[_Span]]:
        """Without a word between them: what is a product's name, and what is not."""
        things: list[_Span] = []
        people: list[_Span] = []
        for span in spans:
            left, right = self._product_at_the_end(span)
            if left is not None and self._clean(left):
                people.append(left)
            if right is not None:
                things.append(right)
        return things, people

    def _product_at_the_end(self, span: _Span) -> tuple[_Span | None, _Span | None]:
        inside = [token for token in self.tokens if span.start <= token.start < span.end]
        if not self._clean(span, *_NO_NAMES):
            return None, span
        for token in inside[-_MOST_WORDS:]:
            part = _Span(token.start, span.end)
            phrases = [self._clean(one) for one in self._pieces(part)]
            alone = len(inside) == 1
            found = [self.names.match(one, self.known, near=alone) for one in phrases if one]
            if found and all(one.ids for one in found):
                return _Span(span.start, token.start), part
        return span, None

    def _products(self, spans: Iterable[_Span]) -> tuple[ProductPhrase, ...]:
        phrases = list(
            dict.fromkeys(
                words
                for span in spans
                for piece in self._pieces(span)
                if (words := self._thing(piece))
            )
        )
        found = [self.names.match(one, self.known) for one in phrases[:_MOST_PRODUCTS]]
        if rest := phrases[_MOST_PRODUCTS:]:
            found.append(ProductPhrase(", ".join(rest)[:_LONGEST_PRODUCT]))
        return tuple(found)

    def _thing(self, span: _Span) -> str:
        """The words for a product, without those for licenses."""
        parts = [self._clean(_Span(*one)) for one in self._spans(_not_of_a_product, span)]
        return " ".join(filter(None, parts))[:_LONGEST_PRODUCT]

    def _pieces(self, span: _Span) -> list[_Span]:
        """The parts of a list: between commas and words for "and", except inside names."""
        cuts = [(tag.start, tag.end) for tag in self._tags_in(span) if tag.word is Word.AND]
        cuts += [
            mark.span()
            for mark in _SEPARATORS.finditer(self.text, span.start, span.end)
            if not self._is_hidden(mark.start())
        ]
        pieces, place = [], span.start
        for start, end in sorted(cuts):
            pieces.append(_Span(place, max(place, start)))
            place = max(place, end)
        pieces.append(_Span(place, span.end))
        return [piece for piece in pieces if piece.end > piece.start]

    def _list(self, spans: list[_Span]) -> str:
        """The people as a list to paste: several lines as they are, one line as one for each."""
        whole = "\n".join(self.text[span.start : span.end] for span in spans).strip()
        if "\n" in whole:
            head, _, rest = whole.partition("\n")
            words = self._clean(_Span(spans[0].start, spans[0].start + len(head)), *_NO_NAMES)
            return rest.strip() if not words else whole
        people = [self._clean(piece) for span in spans for piece in self._pieces(span)]
        return "\n".join(filter(None, people))

    # Parts of the text.

    def _of(self, *words: Word) -> list[Tag]:
        return [tag for tag in self.tags if tag.word in words]

    def _within(self, tag: Tag, spans: Iterable[_Span]) -> bool:
        return any(span.start <= tag.start < span.end for span in spans)

    def _tags_in(self, span: _Span) -> list[Tag]:
        return self.tags[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def _is_hidden(self, place: int) -> bool:
        before = bisect_right(self.hidden, (place, len(self.text))) - 1
        return before >= 0 and self.hidden[before][1] > place

    def _before(self, start: int) -> Tag | None:
        place = bisect_left(self.starts, start) - 1
        while place >= 0 and self.tags[place].word is Word.FILLER:
            place -= 1
        return self.tags[place] if place >= 0 else None

    def _after(self, end: int) -> Tag | None:
        place = bisect_left(self.starts, end)
        while place < len(self.tags) and self.tags[place].word is Word.FILLER:
            place += 1
        return self.tags[place] if place < len(self.tags) else None

    def _spans(
        self, parts: Callable[[Word], bool], within: _Span | None = None
    ) -> list[tuple[int, int]]:
        """What stands between words of some kinds."""
        span = within or _Span(self.tokens[0].start, self.tokens[-1].end)
        spans, place = [], span.start
        for tag in self._tags_in(span):
            if parts(tag.word):
                if tag.start > place:
                    spans.append((place, tag.start))
                place = max(place, tag.end)
        if place < span.end:
            spans.append((place, span.end))
        return spans

    def _parts(self, parts: Callable[[Word], bool]) -> list[str]:
        return [one for span in self._spans(parts) if (one := self._clean(_Span(*span)))]

    def _clean(self, span: _Span, *also: Word) -> str:
        """A part of the text without words at its edges that name nothing."""
        start, end = span.start, span.end
        tags = [tag for tag in self._tags_in(span) if tag.word in _EMPTY or tag.word in also]
        first, last = 0, len(tags)
        while start < end:
            if self.text[start] in _EDGES:
                start += 1
            elif first < last and tags[first].start == start and tags[first].end <= end:
                start, first = tags[first].end, first + 1
            elif self.text[end - 1] in _EDGES:
                end -= 1
            elif first < last and tags[last - 1].end == end:
                end, last = tags[last - 1].start, last - 1
            else:
                break
        return self.text[start:end]


#: Words before and behind a sentence.
_AROUND_A_SENTENCE: Final = frozenset({Word.POLITE, Word.THANKS})
#: Words at the edge of a name that are no part of it.
_EMPTY: Final = frozenset({Word.FILLER, Word.LICENSES, Word.EVERYTHING, Word.EVERYONE})
#: Words that name neither a product nor a person.
_NO_NAMES: Final = tuple(word for word in Word if word is not Word.AND)


def _not_of_a_product(word: Word) -> bool:
    return word is not Word.AND


def _like_a_name(text: str) -> bool:
    """Whether each word begins as those of names do: not with a lowercase letter."""
    return not any(word[0].islower() for word in text.split())


def _split(lines: str) -> tuple[str, ...]:
    return tuple(one for line in lines.split("\n") if (one := line.strip(_EDGES)))
