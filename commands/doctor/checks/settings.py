"""Where the settings are from, and those that are allowed but rarely intended."""

from collections.abc import Sequence

from sqlalchemy import make_url

from commands.doctor.findings import Check, Code, Finding
from commands.doctor.world import World
from settings.read import env_file, second_names


async def look_at_settings(world: World) -> Sequence[Finding]:
    """Their source, and whether download links outlive a restart and work on all replicas."""
    settings = world.settings
    file = env_file()
    source = f"the environment and {file}" if file else "the environment"
    findings = [Finding(Check.SETTINGS, Code.SETTINGS_GOOD, {"source": source})]
    findings += [
        Finding(Check.SETTINGS, Code.SETTINGS_SECOND_NAME, {"used": used, "setting": setting})
        for used, setting in second_names().items()
    ]
    if not settings.link_key.get_secret_value() and not settings.rehearsal_url:
        shared = make_url(settings.database_url).drivername.startswith("postgresql")
        code = Code.LINK_KEY_SHARED if shared else Code.LINK_KEY_MISSING
        findings.append(Finding(Check.SETTINGS, code))
    return findings
