"""The policy file: YAML that an admin writes, read so that each mistake is named by its line."""

from settings.policy.file import read_policy

__all__ = ["read_policy"]
