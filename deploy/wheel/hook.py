"""The build hook of hatchling: puts the JavaScript of the rehearsal page into the wheel.

https://hatch.pypa.io/latest/plugins/build-hook/custom/
"""

import os
import shutil
import ssl
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any, Final

import truststore
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packageurl import PackageURL
from packageurl.contrib.purl2url import get_download_url

# A hook is loaded by its path, and the project is not installed yet.
sys.path.insert(0, str(Path(__file__).parents[2]))

from deploy.wheel.page import INSTALLED, PAGE, PageError, at_registry, fetch, registry

#: Seconds for one archive to begin and to go on.
_TIMEOUT: Final = 60.0


class PageHook(BuildHookInterface[BuilderConfig]):
    """Downloads the packages of the page and checks them against npm's lock file."""

    _made: str = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to the wheel, or put them in place for an editable installation."""
        page = Path(self.root) / PAGE
        if version == "editable":
            fetch(page, page / INSTALLED, _download, development=True)
            return
        self._made = tempfile.mkdtemp()
        fetch(page, Path(self._made), _download, development=False)
        build_data["force_include"][self._made] = (PAGE / INSTALLED).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was downloaded."""
        if self._made:
            shutil.rmtree(self._made)


def _download(name: str, version: str) -> bytes:
    """Read an archive from the registry of npm. Raises `PageError`."""
    namespace, _, short = name.rpartition("/")
    purl = PackageURL("npm", namespace or None, short, version)
    usual: str = get_download_url(purl.to_string())  # type: ignore[no-untyped-call]
    address = at_registry(usual, registry(os.environ, Path.home()))
    # The certificates that the system trusts, as pip does.
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        with urllib.request.urlopen(address, timeout=_TIMEOUT, context=context) as answer:  # noqa: S310 - a purl's address is https
            content: bytes = answer.read()
    except OSError as error:
        raise PageError(f"{name} {version} can't be downloaded: {error}.") from error
    return content
