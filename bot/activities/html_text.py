"""The HTML copy of a message, where it holds mail addresses that the text lacks.

People pasted from Outlook are links there, and the text has their names only.
"""

import re
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote

#: Longer copies are not read; Teams sends up to about 100 KB.
HTML_LENGTH: Final = 100_000
#: Comments and declarations, closed or not.
_DECLARATION: Final = re.compile(r"<[!?][^>]*>?")
#: A tag that never ends; the parser would look for its end again from each.
_OPEN: Final = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_MAILTO: Final = re.compile(r"mailto:([^?]+)", re.IGNORECASE)
_LINES: Final = frozenset({"p", "div", "br", "li", "tr", "table", "ul", "ol", "pre"})
#: What is quoted, and anyone who is mentioned, is not written by the person.
_LEFT_OUT: Final = frozenset({"blockquote", "at", "style", "script", "title"})


def text_with_addresses(attachments: object, text: str) -> str | None:
    """The HTML copy as text, with the addresses of its links; None where the text has them too."""
    for one in attachments if isinstance(attachments, list) else ():
        content = one.get("content") if isinstance(one, dict) else None
        if not isinstance(content, str) or one.get("contentType") != "text/html":
            continue
        if len(content) > HTML_LENGTH or "mailto:" not in content.lower():
            continue
        reader = _Reader()
        reader.feed(_OPEN.sub("&lt;", _DECLARATION.sub("", content)))
        reader.close()
        known = text.lower()
        if any(address.lower() not in known for address in reader.addresses):
            return reader.text()
    return None


class _Reader(HTMLParser):
    """Collects the text, and each link's address behind the words of the link."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: list[str] = []
        self._pieces: list[str] = []
        self._left_out = 0
        self._link = ""
        self._words = ""

    def text(self) -> str:
        """The text, with lines as they are shown."""
        lines = "".join(self._pieces).replace("\N{NO-BREAK SPACE}", " ").split("\n")
        return "\n".join(line.strip(" ") for line in lines).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT:
            self._left_out += 1
        elif tag == "a" and not self._left_out:
            match = _MAILTO.match(dict(attrs).get("href") or "")
            self._link, self._words = (unquote(match[1]).strip() if match else ""), ""
        elif tag in {"td", "th"}:
            self._add("\t")
        elif tag in _LINES:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEFT_OUT:
            self._left_out = max(0, self._left_out - 1)
        elif tag == "a" and self._link:
            self.addresses.append(self._link)
            if self._link.lower() not in self._words.lower():
                self._add(f" <{self._link}>")
            self._link = ""
        elif tag in _LINES:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        self._words += data
        self._add(data)

    def _add(self, text: str) -> None:
        if not self._left_out:
            self._pieces.append(text)
