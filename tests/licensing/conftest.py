"""Hypothesis for this folder: no deadline, for a shared machine is slow at times, and no files."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "domain", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("domain")
