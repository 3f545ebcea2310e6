"""`make bench-sentences`: the processor time of reading a sentence, with the names of 300 products.

Each kind of text is read several times; the figures are of the slowest kind.
"""

import statistics
import time
from typing import Final

from cards.words.languages import ALL_LANGUAGES, Languages
from dialogs.sentences.grammar import understand
from dialogs.sentences.products import names_of
from licensing.tenant.catalog import Catalog
from licensing.tenant.products import Product

_PRODUCTS: Final = 300
_LENGTH: Final = 2_000
_TIMES: Final = 20

_NAMES: Final = ", ".join(f"Person {number}" for number in range(400))
_ADDRESSES: Final = ", ".join(f"person{number}@contoso.example" for number in range(400))
#: Texts of people who mean something, and text that means nothing.
_TEXTS: Final = (
    f"remove Visio Plan 2 from {_NAMES}",
    f"please unassign Office 365 E3 from {_ADDRESSES}",
    f"entferne Visio Plan 2 von {_NAMES}",
    f"移除 {_NAMES} 的 Visio Plan 2",
    "the quick brown fox jumps over the lazy dog " * 50,
)


def main() -> None:
    """Print the figures."""
    names = list(dict.fromkeys(Catalog.bundled().names.values()))[:_PRODUCTS]
    products = names_of([Product(name, name, name, 1, 0) for name in names])
    languages = Languages()
    spoken = [languages.texts_for(language.tag) for language in ALL_LANGUAGES]
    medians, slowest = [], 0.0
    for text in _TEXTS:
        for texts in spoken:
            times = []
            for _ in range(_TIMES):
                start = time.thread_time()
                understand(text[:_LENGTH], texts, languages, products)
                times.append((time.thread_time() - start) * 1_000)
            medians.append(statistics.median(times))
            slowest = max(slowest, *times[1:])
    print(f"sentence_ms_median: {max(medians):.2f}")  # noqa: T201
    print(f"sentence_ms_slowest: {slowest:.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
