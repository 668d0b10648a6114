#!/usr/bin/env bash
# Choose versions anew and write them down with their hashes, without naming a host.
# uv.lock names the hosts it read from and stays out of the repository
# (docs/decisions/0002-locked-without-hosts.md). UV_LOCK_FLAGS=--upgrade moves everything.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x .venv/bin/uv ] || tools/environment.sh product
.venv/bin/uv lock --quiet ${UV_LOCK_FLAGS:-}
export_to() { .venv/bin/uv export --quiet --frozen --format requirements-txt --no-emit-project --no-header "${@:2}" -o "$1" >/dev/null; }
export_to requirements.lock --no-dev --extra postgres
export_to requirements-dev.lock --all-extras
if grep -n '://' requirements.lock requirements-dev.lock; then
    printf 'A lock file names a host; see above.\n' >&2
    exit 1
fi
