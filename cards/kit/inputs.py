"""What a person fills in. Every input has a label, which screen readers say."""

from collections.abc import Iterable, Sequence

from microsoft_teams.cards import (
    CardElement,
    Choice,
    ChoiceSetInput,
    DateInput,
    QueryData,
    TextInput,
    ToggleInput,
)
from microsoft_teams.cards.core import ChoiceSetInputStyle

#: Title and value of one choice. Titles are shown literally.
Choices = Iterable[tuple[str, str]]


def search_box(
    field: str,
    label: str,
    placeholder: str,
    dataset: str,
    *,
    many: bool,
    given: Sequence[tuple[str, str]] = (),
) -> CardElement:
    """A choice that asks the bot for suggestions while one types (`application/search`)."""
    return ChoiceSetInput(
        id=field,
        label=label,
        placeholder=placeholder,
        style="filtered",
        is_multi_select=many,
        choices=_choices(given),
        choices_data=QueryData(dataset=dataset),
        value=",".join(value for _, value in given) or None,
    )


def choose_many(
    field: str,
    label: str,
    choices: Choices,
    *,
    chosen: Iterable[str] = (),
    style: ChoiceSetInputStyle = "filtered",
    placeholder: str | None = None,
) -> CardElement:
    """Any number of the given choices."""
    return ChoiceSetInput(
        id=field,
        label=label,
        placeholder=placeholder,
        style=style,
        is_multi_select=True,
        wrap=True,
        choices=_choices(choices),
        value=",".join(chosen) or None,
    )


def choose_one(
    field: str, label: str, choices: Choices, placeholder: str = "", *, chosen: str = ""
) -> CardElement:
    """One of the given choices, or none."""
    return ChoiceSetInput(
        id=field,
        label=label,
        placeholder=placeholder or None,
        style="compact",
        wrap=True,
        choices=_choices(choices),
        value=chosen or None,
    )


def checkbox(
    field: str,
    label: str | None,
    title: str,
    *,
    selected: bool = False,
    required: str | None = None,
) -> CardElement:
    """A checkbox. `required` is what is said when it is not."""
    return ToggleInput(
        id=field,
        label=label,
        title=title,
        value="true" if selected else "false",
        value_on="true",
        value_off="false",
        wrap=True,
        is_required=True if required else None,
        error_message=required,
    )


def line_input(
    field: str, label: str, *, value: str = "", placeholder: str = "", many: bool = False
) -> CardElement:
    """A line of text, or `many` lines."""
    return TextInput(
        id=field,
        label=label,
        value=value or None,
        placeholder=placeholder or None,
        max_length=1000,
        is_multiline=True if many else None,
    )


def day_input(field: str, label: str, value: str = "") -> CardElement:
    """A day; `value` as in ISO 8601."""
    return DateInput(id=field, label=label, value=value or None)


def paste_input(field: str, label: str, placeholder: str) -> CardElement:
    """Many lines of text. Without a limit: a client would cut a longer list without a word."""
    return TextInput(id=field, label=label, placeholder=placeholder, is_multiline=True)


def _choices(choices: Choices) -> list[Choice]:
    return [Choice(title=title, value=value) for title, value in choices]
