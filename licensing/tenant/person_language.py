"""What a person reads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonLanguage:
    """The locale of a person's client as last seen, and the language they chose.

    Both are language tags of BCP 47 such as de-AT and zh-Hans, as Teams writes them; `locale` is
    untrusted text. Empty if unknown, and if the person chose none.
    """

    locale: str = ""
    chosen: str = ""
