#!/usr/bin/env bash
# Make .venv with the system's Python and install what is locked:
#   tools/environment.sh product    what Keepwell needs to run
#   tools/environment.sh all        and what its tests and checks need
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-product}
python=${PYTHON:-python3}
uv_version=0.13.9

stop() { printf '%s\n' "$*" >&2; exit 1; }

command -v "$python" >/dev/null || stop "Python is missing. On Debian: apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Keepwell needs Python 3.11 or newer; “$python” is older. Set PYTHON to another."
if [ ! -x .venv/bin/python ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "Python's venv module is missing. On Debian: apt-get install python3-venv"
    printf 'Making the environment in .venv …\n'
    "$python" -m venv .venv
fi

lock=requirements.lock
[ "$what" = all ] && lock=requirements-dev.lock
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 UV_LINK_MODE=copy
# A firm's own certificates are trusted by the system; uv trusts them only when told to.
export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true}

printf 'Installing what %s names …\n' "$lock"
if [ ! -x .venv/bin/uv ] || ! .venv/bin/uv --version | grep -q "$uv_version"; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
fi
# pip knows mirrors that uv does not (pip.conf), so it has the last word.
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock" ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps \
    --build-constraints requirements-dev.lock --editable . ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
touch ".venv/.$what"
[ "$what" = product ] || touch .venv/.product
