"""Watching the bot: counts and times for Prometheus, and traces from a click to Graph.

The rooms do not know this one. Each says what it does through a small protocol of its own, the
`Watch` of `bot.watched` and `graph.watched`: something begins, and later it has ended in some way.
"""
