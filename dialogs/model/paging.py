"""Pages of a long list."""

#: Rows on a page (a list over 15 rows pages).
ROWS = 15


def pages(rows: int, size: int = ROWS) -> int:
    """Return the number of pages for a number of rows; at least 1."""
    return max(1, -(-rows // size))


def page_of(arg: str, rows: int, size: int = ROWS) -> int:
    """Read a page number that a client sent, counted from 0, kept within the list."""
    return min(number_of(arg), pages(rows, size) - 1)


def number_of(arg: str) -> int:
    """Read a number that a client sent; 0 for what is none, or too large for any list."""
    return int(arg) if arg.isdecimal() and len(arg) < 7 else 0
