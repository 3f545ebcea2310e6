"""Settings that are allowed but rarely intended."""

from collections.abc import Sequence

from sqlalchemy import make_url

from commands.doctor.findings import Check, Code, Finding
from commands.doctor.world import World


async def look_at_settings(world: World) -> Sequence[Finding]:
    """Whether download links outlive a restart and work on all replicas."""
    settings = world.settings
    if settings.link_key.get_secret_value() or settings.rehearsal_url:
        return [Finding(Check.SETTINGS, Code.SETTINGS_GOOD)]
    shared = make_url(settings.database_url).drivername.startswith("postgresql")
    code = Code.LINK_KEY_SHARED if shared else Code.LINK_KEY_MISSING
    return [Finding(Check.SETTINGS, code)]
