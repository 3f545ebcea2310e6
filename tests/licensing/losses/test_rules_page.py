"""docs/what-is-lost.md says what the rules say."""

from pathlib import Path

from commands.rules import rules_page

PAGE = Path(__file__).parents[3] / "docs" / "what-is-lost.md"


def test_the_page_is_as_the_rules_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page()
