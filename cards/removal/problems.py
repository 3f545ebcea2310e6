"""Entries of a pasted list that wait for correction."""

from collections.abc import Sequence

from microsoft_teams.cards import CardElement

from cards.kit.actions import Verb, fix
from cards.kit.blocks import box, buttons, subheading, text
from cards.kit.card import button
from cards.kit.escaping import LONGEST_NAME, plain
from cards.kit.inputs import choose_one, line_input
from cards.words.texts import Texts
from licensing.tenant.matching import UnmatchedEntry, UnmatchedReason

#: A wrong entry may be any text; so much of it is shown.
LONGEST_ENTRY = 200


def problems_block(
    problems: Sequence[UnmatchedEntry],
    total: int,
    token: str,
    texts: Texts,
    *,
    unkept: int = 0,
    skip: bool = True,
    limit: int = LONGEST_NAME,
) -> CardElement | None:
    """An input for each problem, numbered from 0; None where there is none.

    `unkept` more can't be corrected here. `skip` offers to go on without all of them.
    """
    if not problems and not unkept:
        return None
    items = [subheading(texts.choose.fix_question)]
    items += [_input(number, problem, texts, limit) for number, problem in enumerate(problems)]
    if total > len(problems):
        items.append(text(texts.choose.more_problems(total - len(problems)), subtle=True))
    if unkept:
        items.append(text(texts.choose.unkept_problems(unkept)))
    if skip:
        without = texts.choose.skip_problems(total + unkept)
        items.append(buttons(button(Verb.SKIP_PROBLEMS, token, without, validate=False)))
    return box("emphasis", *items)


def _input(number: int, problem: UnmatchedEntry, texts: Texts, limit: int) -> CardElement:
    label = texts.choose.trouble(problem.reason, plain(problem.entry))
    if problem.reason is not UnmatchedReason.UNKNOWN:
        choices = [
            (texts.choose.person_choice(plain(c.name, limit), plain(c.address, limit)), c.id)
            for c in problem.candidates
        ]
        return choose_one(fix(number), label, choices, texts.choose.fix_choose)
    return line_input(fix(number), label, value=problem.entry[:LONGEST_ENTRY])
