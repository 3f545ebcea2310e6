"""Logs, metrics for Prometheus, and traces from a click to Graph. Imports nothing of ours."""
