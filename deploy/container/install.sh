#!/bin/sh
# Puts the bot and what it needs into a folder: the steps of the image, which also work without it.
#   sh deploy/container/install.sh TARGET        (PYTHON=python3.13 to say which Python)
set -eu
target=$1
python=${PYTHON:-python3}
here=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)

mkdir -p "$target"
"$python" -m venv "$target/.venv"
pip="$target/.venv/bin/python -m pip --disable-pip-version-check --quiet --no-cache-dir"
$pip install --no-compile --require-hashes -r "$here/requirements.txt"

# What the bot serves with. The rehearsal tenant is not part of it.
for room in app.py bot cards commands dialogs engine graph ledger licensing manifest observability \
  settings wiring pyproject.toml LICENSE NOTICE.md; do
  cp -R "$here/$room" "$target/"
done

# Of the SDK of Graph only what is used; that is found out against the rehearsal tenant.
packages=$("$target/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
(cd "$here" && "$target/.venv/bin/python" -B -m deploy.container.trim "$packages")

# Nothing is installed later.
$pip uninstall --yes setuptools pip
find "$target" -name __pycache__ -prune -exec rm -rf {} +
"$target/.venv/bin/python" -m compileall -q -j 0 "$target"
