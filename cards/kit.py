"""Small helpers to build cards."""

Card = dict[str, object]
